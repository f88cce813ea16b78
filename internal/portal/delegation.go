package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// delegates (代办人) lists who acts for an entity of the reader's own, with the form that invites another one.
func (p *Portal) delegates(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.delegatesPage(r, d, me, nil)
}

func (p *Portal) delegatesPage(r *http.Request, d *postgres.Desk, me filing.Actor, found filing.Problems) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	list, err := d.Delegations(r.Context(), id)
	if err != nil {
		return nil, err
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return nil, err
	}
	m := page.Delegates{Page: p.base(r, me), Form: p.form(r).With(found), Entity: id, Name: e.Name + " " + string(e.Number)}
	m.Form = m.Form.Or(map[string][]string{"level": {"prepare"}, "term": {"90"}})
	for _, one := range list {
		m.List = append(m.List, delegate(one, one.Invited))
	}
	return page.DelegatesPage(m), found.Or()
}

func delegate(g postgres.Delegation, who string) page.Delegate {
	return page.Delegate{ID: strconv.FormatInt(g.ID, 10), Who: who, Unit: g.Unit + " " + string(g.Number), Level: levelWord(g.Level),
		Until: zh.Date(calendar.DateOf(g.Expires)), Personal: g.Personal, Accepted: g.Accepted != nil, Href: page.EntityPath(g.Entity)}
}

func levelWord(l postgres.Level) string {
	switch l {
	case postgres.LevelRead:
		return "查看"
	case postgres.LevelPrepare:
		return "查看、填写"
	case postgres.LevelAct:
		return "查看、填写、提交和撤回"
	}
	return ""
}

// inviteDelegate answers the same whether there is such an account or not.
func (p *Portal) inviteDelegate(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	days, _ := strconv.Atoi(r.PostForm.Get("term")) // anything else is in no list
	err = d.InviteDelegate(r.Context(), postgres.Consent{Entity: id, Who: words(r, "who"), Level: postgres.Level(r.PostForm.Get("level")),
		Days: days, Personal: r.PostForm.Get("personal") != ""})
	if found, wrong := problemsIn(err); wrong {
		return p.delegatesPage(r, d, me, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "邀请已发出", Text: "有这样的账号时，对方会收到通知；接受后这里会写明。"})
	return nil, seeOther(page.EntityPath(id) + "/delegates")
}

// delegations (我代办的) lists what the reader does for others.
func (p *Portal) delegations(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := d.OwnDelegations(r.Context())
	if err != nil {
		return nil, err
	}
	m := page.OwnDelegations{Page: p.base(r, me), Form: p.form(r)}
	for _, one := range list {
		m.List = append(m.List, delegate(one, one.Owner))
	}
	return page.OwnDelegationsPage(m), nil
}

func (p *Portal) acceptDelegation(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	if err := d.AcceptDelegation(r.Context(), id); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已接受代办"})
	return nil, seeOther("/my/delegations")
}

// endDelegation ends it for either side, and leads back to where that side reads its list.
func (p *Portal) endDelegation(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	if err := d.EndDelegation(r.Context(), id); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "代办已经结束"})
	if from := back(r); from != "" {
		return nil, seeOther(from)
	}
	return nil, seeOther("/my/delegations")
}
