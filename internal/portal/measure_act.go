package portal

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// act (依职权办理) shows a bureau's own act to whoever decides about it.
func (p *Portal) act(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.actView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.MeasurePage(m), nil
}

func (p *Portal) actView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Measure, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return page.Measure{}, err
	}
	said, err := d.Measure(r.Context(), c.filing.ID)
	if err != nil {
		return page.Measure{}, err
	}
	m := page.Measure{CaseHead: p.caseHead(r, d, me, c, zh.MeasureTitle(c.filing.Kind, said)), Form: p.form(r), Said: said, Open: c.open,
		Actions: c.actions, Held: c.held, Revision: c.filing.Revision, Asked: c.filing.OwnerID != 0, State: c.filing.State,
		OwnFirst: c.filing.State == filing.BureauReview && c.filing.FirstApprovedBy == me.Account}
	m.Base = actPath(c.filing.ID)
	m.Page.Crumbs = []ui.Link{{Text: "工作台", Href: "/bureau"}, {Text: "审核队列", Href: "/bureau/queue"}, {Text: c.filing.Receipt}}
	m.Claim = casePath(me, c.filing.ID, "claim")
	m.Release = casePath(me, c.filing.ID, "release")
	if c.filing.EntityID != 0 {
		m.Record = recordPath(c.filing.EntityID)
		if m.Overruled, err = p.openOf(r, d, me, c.filing.EntityID); err != nil {
			return m, err
		}
	}
	papers, err := d.Papers(r.Context(), c.filing)
	if err != nil {
		return m, err
	}
	for _, x := range papers {
		m.Evidence = append(m.Evidence, page.EvidenceFile{Name: x.FileName, Size: fileSize(x.Size), Href: casePath(me, c.filing.ID, "papers/"+strconv.FormatInt(x.ID, 10))})
	}
	events, err := d.Events(r.Context(), c.filing)
	m.Events = caseEvents(events)
	return m, err
}

// openOf lists the filings about an entity that an act in force would end.
func (p *Portal) openOf(r *http.Request, d *postgres.Desk, me filing.Actor, entity int64) ([]ui.Link, error) {
	list, err := d.EntityFilings(r.Context(), entity)
	var open []ui.Link
	for _, f := range list {
		if !f.Kind.BureauAct() && f.State.Claims() {
			open = append(open, ui.Link{Text: zh.Kind(f.Kind) + "（受理号 " + f.Receipt + "）", Href: casePath(me, f.ID, "")})
		}
	}
	return open, err
}

// decideActs are the buttons of an act and what each does.
var decideActs = map[string]filing.Action{"approve": filing.Approve, "first": filing.FirstApprove, "refuse": filing.Refuse, "abandon": filing.Abandon}

// decideAct lets the act take effect, or ends it. Of two who press at once one decides and the other sees what became of it.
func (p *Portal) decideAct(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.actView(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	a, known := decideActs[r.PostForm.Get("do")]
	if !known {
		return nil, filing.ErrNotFound
	}
	id, _ := idOf(r, "id")
	detail := filing.Detail{Internal: words(r, "internal")}
	if a == filing.Refuse {
		if detail.Ground = words(r, "reason"); detail.Ground == "" {
			found := filing.Problems{{Path: "words", Flaw: filing.Missing}}
			m.Form = m.Form.With(filing.Problems{{Path: "reason", Flaw: filing.Missing}})
			m.Page.Errors = m.Form.Errors("reason")
			return page.MeasurePage(m), found
		}
	}
	revision, _ := strconv.Atoi(r.PostForm.Get("revision"))
	if _, err = d.Act(r.Context(), id, postgres.Move{Action: a, Revision: revision, Detail: detail}); err != nil {
		return p.actAgain(r, d, me, m, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: actDone(a), Text: "受理号 " + m.Receipt})
	return nil, seeOther(m.Base)
}

func actDone(a filing.Action) string {
	switch a {
	case filing.FirstApprove:
		return "已通过初审，由另一位同事复审"
	case filing.Refuse:
		return "已决定不办理"
	case filing.Abandon:
		return "已撤回，备案不变"
	}
	return "决定已生效，已通知主办者"
}

func (p *Portal) actAgain(r *http.Request, d *postgres.Desk, me filing.Actor, m page.Measure, cause error) (templ.Component, error) {
	if found, ok := problemsIn(cause); ok {
		m.Form = m.Form.With(found)
		m.Page.Errors = m.Form.Errors()
		return page.MeasurePage(m), cause
	}
	if statusOf(cause) != http.StatusConflict {
		return p.maybeGone(r, me, cause)
	}
	fresh, err := p.actView(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	fresh.Page.Flash = lateNotice(cause)
	return page.MeasurePage(fresh), cause
}

// passwordRequestForm asks the bureau for a new filing password, with proof.
func (p *Portal) passwordRequestForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.passwordRequestPage(r, d, me, nil)
}

func (p *Portal) passwordRequestPage(r *http.Request, d *postgres.Desk, me filing.Actor, found filing.Problems) (templ.Component, error) {
	open, err := d.Bureaus(r.Context())
	if err != nil {
		return nil, err
	}
	m := page.PasswordRequest{Page: p.base(r, me), Form: p.form(r).With(found)}
	for _, b := range open {
		if province, ok := region.ByCode(b.Province); ok {
			m.Provinces = append(m.Provinces, province)
		}
	}
	return page.PasswordRequestPage(m), found.Or()
}

func (p *Portal) askPassword(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	number, certificate, found := p.readRenewal(r)
	q := postgres.PasswordRequest{Number: number, Certificate: certificate, Email: words(r, "email"), Mobile: words(r, "mobile"), Words: words(r, "words")}
	m := filing.Measure{Target: filing.TargetPassword, Article: "x", Email: q.Email, Mobile: q.Mobile, Words: q.Words}
	found = append(found, m.Check(filing.PasswordReset, d.Now())...)
	if sent(r, "files") == nil {
		found = append(found, filing.Problem{Path: "files", Flaw: filing.Missing})
	}
	if len(found) > 0 {
		return p.passwordRequestPage(r, d, me, found)
	}
	proof, err := p.uploadAll(r, "files")
	var f postgres.Filing
	if err == nil {
		f, err = d.RequestPassword(r.Context(), q, proof)
	}
	if err != nil {
		list, typo := problemsIn(err)
		err = p.forgetAll(r, proof, err)
		if typo {
			return p.passwordRequestPage(r, d, me, list)
		}
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "申请已送达管局", Text: "受理号 " + f.Receipt + "。管局核实后，链接会发到您填写的邮箱。"})
	return nil, seeOther(page.FilingPath(f.ID))
}

// withoutActs leaves out the bureau's own acts: each is decided on a page of its own, never in bulk.
func withoutActs(list []postgres.Filing) []postgres.Filing {
	return slices.DeleteFunc(list, func(f postgres.Filing) bool { return f.Kind.BureauAct() })
}
