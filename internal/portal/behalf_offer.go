package portal

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// offer sends the draft to its owner, or shows everything that keeps it.
func (p *Portal) offer(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf) (templ.Component, error) {
	_, err := d.Act(r.Context(), b.ID, postgres.Move{Action: filing.SubmitOnBehalf})
	if found, wrong := problemsIn(err); wrong {
		if b, err = d.BehalfFiling(r.Context(), b.ID); err != nil {
			return nil, err
		}
		doc, err := d.Document(r.Context(), b.Filing)
		if err != nil {
			return nil, err
		}
		return p.behalfWrong(r, d, me, b, doc, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "邀请已发到主办者的手机和邮箱", Text: "主办者核对签署后，这份备案进入核验队列。"})
	return nil, seeOther(page.BehalfPath(b.ID))
}

func (p *Portal) behalfWrong(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf, doc *filing.Document, found filing.Problems) (templ.Component, error) {
	m, err := p.behalfDraft(r, d, me, p.form(r), b, doc)
	if err != nil {
		return nil, err
	}
	m.Tried = true
	asked := page.Asked(page.BehalfPaths(b.Kind, doc))
	for _, one := range found.Errors() {
		i := slices.IndexFunc(m.Papers, func(x page.BehalfPaper) bool { return x.Path == one.Path })
		switch {
		case i >= 0:
			m.Papers[i].Wrong = m.Answers.Problem(one)
		case slices.Contains(asked, one.Path):
			m.Answers.Problems = append(m.Answers.Problems, one)
		default:
			m.General = append(m.General, one)
		}
	}
	return page.BehalfPage(m), found
}

func (p *Portal) waitingPage(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf, doc *filing.Document, found filing.Problems) (templ.Component, error) {
	m := page.BehalfWaiting{Page: p.base(r, me), ID: b.ID, Receipt: b.Receipt, Unit: page.Unit(b.UnitName, b.Nature), Taken: b.OwnerID != 0,
		Mobile: ident.MaskMobile(doc.Entity.Principal.Mobile()), Email: ident.MaskEmail(doc.Entity.Principal.Email), Expired: expired(b, d), Problems: found}
	if b.Invited != nil {
		m.Invited, m.Expires = zh.Time(*b.Invited), zh.Time(*b.Expires)
	}
	return page.BehalfWaitingPage(m), found.Or()
}

// inviteBehalf sends the owner new links.
func (p *Portal) inviteBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	b, doc, err := behalfOf(r, d)
	if err != nil {
		return nil, err
	}
	err = d.InviteOwner(r.Context(), b.ID)
	if found, wrong := problemsIn(err); wrong {
		return p.waitingPage(r, d, me, b, doc, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "新的邀请已经发出", Text: "之前的链接不能再用。"})
	return nil, seeOther(page.BehalfPath(b.ID))
}

// stepBehalf takes a filing back from its owner, or drops a draft.
func (p *Portal) stepBehalf(action filing.Action, words, to string) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		b, _, err := behalfOf(r, d)
		if err != nil {
			return nil, err
		}
		if _, err := d.Act(r.Context(), b.ID, postgres.Move{Action: action}); err != nil {
			return nil, err
		}
		p.flash(r, ui.Notice{Tone: ui.Success, Title: words})
		if to == "" {
			to := page.BehalfPath(b.ID)
			return nil, seeOther(to)
		}
		return nil, seeOther(to)
	}
}
