package portal

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// approval is the approval that is due: the first of two people's, or the one that counts.
func (c caseFile) approval() filing.Action {
	if c.can(filing.FirstApprove) {
		return filing.FirstApprove
	}
	return filing.Approve
}

// approveForm shows the key facts before a number is given.
func (p *Portal) approveForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if !c.can(c.approval()) {
		return p.cannot(r, d, me, c, c.approval())
	}
	m, err := p.approveView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	return page.ApprovePage(m), nil
}

func (p *Portal) approveView(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile) (page.Approve, error) {
	a := c.approval()
	m := page.Approve{CaseHead: p.caseHead(r, d, me, c, zh.Action(a)), Action: a, Form: p.form(r), Open: c.open,
		Revision: c.filing.Revision, NumberForm: numberForm(c.filing, d)}
	var err error
	if m.Findings, err = d.Preflight(r.Context(), c.filing); err != nil {
		return m, err
	}
	m.Effect, err = effectOf(r, d, c)
	return m, err
}

// numberForm is what a number of this province and year looks like; which one it will be is known only afterwards.
func numberForm(f postgres.Filing, d *postgres.Desk) string {
	province, ok := region.ByCode(f.Province)
	if !ok || f.Kind != filing.FirstFiling {
		return ""
	}
	return province.Abbr + "ICP备" + strconv.Itoa(d.Now().In(china).Year()) + "……号"
}

// approve gives the approval. Of two who press at once one decides, and the other sees what has become of it.
func (p *Portal) approve(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	a := c.approval()
	revision, _ := strconv.Atoi(r.PostForm.Get("revision"))
	_, err = d.Act(r.Context(), c.filing.ID, postgres.Move{Action: a, Revision: revision, Detail: filing.Detail{Internal: words(r, "internal")}})
	if err != nil {
		return p.approveAgain(r, d, me, c, err)
	}
	if a == filing.FirstApprove {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "已通过初审", Text: "受理号 " + c.filing.Receipt + "，由另一位同事复审。"})
		return nil, seeOther(home(me) + "/queue?view=mine")
	}
	return nil, seeOther(casePath(me, c.filing.ID, "approved"))
}

func (p *Portal) approveAgain(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile, cause error) (templ.Component, error) {
	m, err := p.approveView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	if problems, ok := problemsIn(cause); ok {
		m.Form = m.Form.With(problems)
		m.Page.Errors = m.Form.Errors()
		return page.ApprovePage(m), cause
	}
	return p.lateForm(r, me, cause, func(n *ui.Notice) templ.Component {
		m.Page.Flash = n
		return page.ApprovePage(m)
	})
}

// approved shows what an approval gave, and the way to the next case.
func (p *Portal) approved(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if c.filing.State != filing.Approved {
		return nil, seeOther(casePath(me, c.filing.ID, ""))
	}
	m := page.Approved{CaseHead: p.caseHead(r, d, me, c, zh.Action(filing.Approve)), Form: p.form(r)}
	if m.Number, m.Sites, err = issued(r, d, c); err != nil {
		return nil, err
	}
	mine, err := ownCases(r, d, me)
	if err != nil {
		return nil, err
	}
	if len(mine) > 0 {
		m.Next = mine[0].Href
	}
	counts, err := d.Counts(r.Context())
	m.Waiting = counts[postgres.ViewWaiting].N
	return page.ApprovedPage(m), err
}

// effectOf is what a case does to the register.
func effectOf(r *http.Request, d *postgres.Desk, c caseFile) (page.Effect, error) {
	e := page.Effect{Kind: c.filing.Kind, Doc: c.doc, Provider: c.filing.ProviderName}
	if c.filing.Kind != filing.Change {
		return e, nil
	}
	old, err := d.InForce(r.Context(), c.filing, c.doc)
	if errors.Is(err, filing.ErrNotFound) {
		return e, nil
	}
	if err == nil {
		e.Changes = filing.Differences(old, c.doc)
	}
	return e, err
}

// issued reads the numbers an approval is about from journal and register: those of new services were given by it, all
// others stand in the document.
func issued(r *http.Request, d *postgres.Desk, c caseFile) (filing.Number, []page.IssuedSite, error) {
	events, err := d.Events(r.Context(), c.filing)
	if err != nil {
		return "", nil, err
	}
	number := events[len(events)-1].Detail.Number
	sites, err := d.Sites(r.Context(), c.filing.EntityID)
	var list []page.IssuedSite
	for _, asked := range c.doc.Sites {
		if asked.Number != "" {
			list = append(list, page.IssuedSite{Name: strings.Join(asked.Names, "；"), Number: string(asked.Number)})
		}
	}
	for _, s := range sites {
		for _, asked := range c.doc.Sites {
			if asked.Number == "" && s.CancelledAt == nil && strings.Join(s.Names, "\n") == strings.Join(asked.Names, "\n") && sameDomains(s, asked) {
				list = append(list, page.IssuedSite{Name: strings.Join(s.Names, "；"), Number: string(s.Number)})
			}
		}
	}
	return number, list, err
}

func sameDomains(s postgres.RegisteredSite, asked filing.Site) bool {
	return len(s.Domains) == len(asked.Domains)
}

func (p *Portal) refuseForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if !c.can(filing.Refuse) {
		return p.cannot(r, d, me, c, filing.Refuse)
	}
	return page.RefusePage(p.refuseView(r, d, me, c)), nil
}

func (p *Portal) refuseView(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile) page.Refuse {
	return page.Refuse{CaseHead: p.caseHead(r, d, me, c, zh.Action(filing.Refuse)), Form: p.form(r), Open: c.open, Revision: c.filing.Revision}
}

// refuse ends the filing with its ground: one of the list, and the facts it applies to.
func (p *Portal) refuse(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	m := p.refuseView(r, d, me, c)
	var problems filing.Problems
	for _, name := range []string{"ground", "facts"} {
		if words(r, name) == "" || name == "ground" && !page.IsRefusalGround(words(r, name)) {
			problems = append(problems, filing.Problem{Path: filing.Path(name), Flaw: filing.ReasonMissing})
		}
	}
	if len(problems) > 0 {
		m.Form = m.Form.With(problems)
		m.Page.Errors = m.Form.Errors("ground", "facts")
		return page.RefusePage(m), problems
	}
	revision, _ := strconv.Atoi(r.PostForm.Get("revision"))
	_, err = d.Act(r.Context(), c.filing.ID, postgres.Move{Action: filing.Refuse, Revision: revision, Detail: filing.Detail{
		Ground: words(r, "ground"), Note: words(r, "facts"), Internal: words(r, "internal")}})
	if err != nil {
		return p.lateForm(r, me, err, func(n *ui.Notice) templ.Component {
			m.Page.Flash = n
			return page.RefusePage(m)
		})
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已不予备案", Text: "受理号 " + c.filing.Receipt + "，理由已通知主办者。"})
	return nil, seeOther(home(me) + "/queue?view=mine")
}
