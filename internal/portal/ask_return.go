package portal

import (
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// askReturn is the owner's request to the holder to give the filing back (请求退回): the page, and its answer.
func (p *Portal) askReturn(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	c, err := p.courseOf(r, d, f)
	if err != nil {
		return nil, err
	}
	if _, err := filing.Next(f.State, filing.AskReturn, c.facts); err != nil {
		return p.overtaken(r, d, me, f.ID, err)
	}
	m := page.AskReturn{Page: p.base(r, me), Form: p.form(r), Holder: holderName(c), Bureau: f.State == filing.BureauReview,
		Back: ui.Link{Text: "返回办理进度", Href: page.FilingPath(f.ID)}, Facts: partingFacts(f)}
	if r.Method != http.MethodPost {
		return page.AskReturnPage(m), nil
	}
	_, err = d.Act(r.Context(), f.ID, postgres.Move{Action: filing.AskReturn, Detail: filing.Detail{Note: words(r, page.NoteField)}})
	if problems, wrong := problemsIn(err); wrong {
		m.Form = m.Form.With(problems)
		return page.AskReturnPage(m), err
	}
	if err != nil {
		return p.overtaken(r, d, me, f.ID, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "请求已经送出", Text: "有答复时会通知您。"})
	return nil, seeOther(page.FilingPath(f.ID))
}

// asked is the owner's open request with its words.
func (c course) asked() *page.Plea { return askedBack(c.f, c.events) }

func askedBack(f postgres.Filing, events []postgres.Event) *page.Plea {
	if f.ReturnAskedAt == nil {
		return nil
	}
	m := page.Plea{Time: zh.Time(*f.ReturnAskedAt)}
	for _, e := range events {
		if e.Action == filing.AskReturn {
			m.Note = e.Detail.Note
		}
	}
	return &m
}

// declineReturn answers an owner's request: the holder goes on and says why. Giving the filing back is the other answer.
func (p *Portal) declineReturn(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if !c.can(filing.DeclineReturn) {
		return p.cannot(r, d, me, c, filing.DeclineReturn)
	}
	events, err := d.Events(r.Context(), c.filing)
	if err != nil {
		return nil, err
	}
	m := page.DeclineReturn{CaseHead: p.caseHead(r, d, me, c, zh.Action(filing.DeclineReturn)), Form: p.form(r), Asked: *askedBack(c.filing, events)}
	if r.Method != http.MethodPost {
		return page.DeclineReturnPage(m), nil
	}
	_, err = d.Act(r.Context(), c.filing.ID, postgres.Move{Action: filing.DeclineReturn, Detail: filing.Detail{Note: words(r, page.NoteField)}})
	if problems, wrong := problemsIn(err); wrong {
		m.Form = m.Form.With(problems)
		return page.DeclineReturnPage(m), err
	}
	if err != nil {
		return p.lost(r, d, me, c.filing.ID, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已答复主办者"})
	return nil, seeOther(casePath(me, c.filing.ID, ""))
}
