package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// correctForm shows the answers to be mended for the owner.
func (p *Portal) correctForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if !c.can(filing.Correct) {
		return p.cannot(r, d, me, c, filing.Correct)
	}
	m, err := p.correctView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	return page.CorrectPage(m), nil
}

func (p *Portal) correctView(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile) (page.Correct, error) {
	m := page.Correct{CaseHead: p.caseHead(r, d, me, c, zh.Action(filing.Correct)), Form: p.form(r), Revision: c.filing.Revision}
	events, err := d.Events(r.Context(), c.filing)
	if err != nil {
		return m, err
	}
	if back, ok := postgres.LastReturn(events); ok && c.filing.State == filing.ReturnedToProvider {
		m.Asked = back.Detail.Marks
	}
	if m.Form.Values != nil {
		fill(c.doc, page.CorrectPaths(c.filing.Kind, c.doc), m.Form.Values)
	}
	m.Doc, m.Answers = c.doc, page.Answers{Doc: c.doc, Clerk: true}
	m.Topics = page.CorrectTopics(c.filing.Kind, c.doc)
	return m, nil
}

// correct stores the correction, which the journal names field by field.
func (p *Portal) correct(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	before, err := d.Document(r.Context(), c.filing)
	if err != nil {
		return nil, err
	}
	m, err := p.correctView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	if r.PostForm.Get(page.RefreshField) != "" {
		return page.CorrectPage(m), nil
	}
	revision, _ := strconv.Atoi(r.PostForm.Get("revision"))
	_, err = d.Act(r.Context(), c.filing.ID, postgres.Move{Action: filing.Correct, Revision: revision, Document: c.doc})
	if problems, ok := problemsIn(err); ok {
		m.Answers.Problems = problems
		m.Page.Errors = page.CorrectErrors(c.filing.Kind, m.Answers, problems)
		return page.CorrectPage(m), err
	}
	if err != nil {
		return p.lateForm(r, me, err, func(n *ui.Notice) templ.Component {
			m.Page.Flash = n
			return page.CorrectPage(m)
		})
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已更正内容", Text: page.Corrected(c.doc, filing.Differences(before, c.doc)) + "。"})
	return nil, seeOther(casePath(me, c.filing.ID, ""))
}
