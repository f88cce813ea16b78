package portal

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// team is the organisation whose staff a page is about: the own one, or for the ministry another that the address
// names (?tier=bureau&province=310000, ?tier=provider&provider=7).
type team struct {
	postgres.Organisation
	name  string
	query string
	back  string // page of the organisation; empty: the own one
}

func (p *Portal) teamOf(r *http.Request, d *postgres.Desk, me filing.Actor) (team, error) {
	q := r.URL.Query()
	if q.Get("tier") == "" || me.Tier != filing.Ministry {
		return team{Organisation: postgres.OrganisationOf(me), name: organisation(visitOf(r).seat())}, nil
	}
	t := team{Organisation: postgres.Organisation{Tier: filing.Tier(q.Get("tier"))}, query: "?" + teamQuery(q).Encode()}
	switch t.Tier {
	case filing.Bureau:
		province, ok := region.ByCode(q.Get("province"))
		if !ok {
			return t, filing.ErrNotFound
		}
		t.Province, t.name, t.back = province.Code, province.BureauName(), "/ministry/bureaus/"+province.ISO
		return t, nil
	case filing.Provider:
		id, err := strconv.ParseInt(q.Get("provider"), 10, 64)
		if err != nil {
			return t, filing.ErrNotFound
		}
		one, err := d.Provider(r.Context(), id)
		t.Provider, t.name, t.back = id, one.Name, "/ministry/providers/"+q.Get("provider")
		return t, err
	}
	return t, filing.ErrNotFound
}

func teamQuery(q url.Values) url.Values {
	kept := url.Values{}
	for _, name := range []string{"tier", "province", "provider"} {
		if q.Get(name) != "" {
			kept.Set(name, q.Get(name))
		}
	}
	return kept
}

func (p *Portal) team(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	t, err := p.teamOf(r, d, me)
	if err != nil {
		return nil, err
	}
	list, err := d.Staff(r.Context(), t.Organisation)
	if err != nil {
		return nil, err
	}
	m := page.Team{Page: p.base(r, me), Organisation: t.name, Back: t.back, Query: t.query, Me: me.Account}
	for _, c := range list {
		m.List = append(m.List, page.Member{ID: c.ID, UserName: c.UserName, Name: c.Name, Role: c.Role, LoginAt: c.LoginAt, Disabled: c.DisabledAt != nil})
	}
	return page.TeamPage(m), nil
}

func (p *Portal) newMemberForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.newMemberPage(r, d, me, nil)
}

func (p *Portal) newMemberPage(r *http.Request, d *postgres.Desk, me filing.Actor, found filing.Problems) (templ.Component, error) {
	t, err := p.teamOf(r, d, me)
	if err != nil {
		return nil, err
	}
	m := page.NewMember{Page: p.base(r, me), Form: p.form(r).With(found), Organisation: t.name, Query: t.query, Roles: filing.RolesOf(t.Tier)}
	return page.NewMemberPage(m), found.Or()
}

func (p *Portal) newMember(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	t, err := p.teamOf(r, d, me)
	if err != nil {
		return nil, err
	}
	f := r.PostForm
	_, token, err := d.CreateStaff(r.Context(), postgres.NewStaff{Organisation: t.Organisation, Role: filing.Role(f.Get("role")),
		UserName: f.Get("user_name"), Name: f.Get("name"), Mobile: f.Get("mobile"), Email: f.Get("email")})
	if found, typo := problemsIn(err); typo {
		return p.newMemberPage(r, d, me, found)
	}
	if err != nil {
		return nil, err
	}
	if p.Screen || f.Get("mobile") == "" && f.Get("email") == "" {
		return p.invited(r, me, t, f.Get("name"), token), nil
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Text: "已经新增" + f.Get("name") + "，设置密码的链接已经发出。"})
	return nil, seeOther("/staff/team" + t.query)
}

// invited shows a link once: where nothing sends it, or there is nowhere to send it to.
func (p *Portal) invited(r *http.Request, me filing.Actor, t team, name, token string) templ.Component {
	return page.InvitedPage(page.Invited{Page: p.base(r, me), Name: name, Query: t.query, Link: p.store.BaseURL + "/login/invitation/" + token})
}

func (p *Portal) setMember(enabled bool) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		t, id, err := p.member(r, d, me)
		if err != nil {
			return nil, err
		}
		if err := d.SetStaff(r.Context(), t.Organisation, id, enabled); err != nil {
			return nil, err
		}
		text := "账号已经停用，对方的登录已经退出。"
		if enabled {
			text = "账号已经启用。"
		}
		p.flash(r, ui.Notice{Tone: ui.Success, Text: text})
		return nil, seeOther("/staff/team" + t.query)
	}
}

func (p *Portal) member(r *http.Request, d *postgres.Desk, me filing.Actor) (team, int64, error) {
	t, err := p.teamOf(r, d, me)
	if err != nil {
		return t, 0, err
	}
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return t, 0, filing.ErrNotFound
	}
	return t, id, nil
}

func (p *Portal) inviteAgain(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	t, id, err := p.member(r, d, me)
	if err != nil {
		return nil, err
	}
	token, err := d.InviteAgain(r.Context(), t.Organisation, id)
	if err != nil {
		return nil, err
	}
	return p.invited(r, me, t, "对方", token), nil
}
