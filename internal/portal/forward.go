package portal

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// forwardForm asks to confirm before the case goes on to the principals or the bureau.
func (p *Portal) forwardForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if !c.can(c.pass()) {
		return p.cannot(r, d, me, c, c.pass())
	}
	m, err := p.forwardView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	return page.ForwardPage(m), nil
}

// pass is how a verified case goes on: to the bureau, or to the second of two verifiers.
func (c caseFile) pass() filing.Action {
	if c.can(filing.Verify) {
		return filing.Verify
	}
	return filing.Forward
}

func (p *Portal) forwardView(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile) (page.Forward, error) {
	m := page.Forward{CaseHead: p.caseHead(r, d, me, c, zh.Action(c.pass())), Action: c.pass(), Form: p.form(r), SMS: c.facts.SMS, Face: c.wants.FaceToFace,
		Open: c.open, Revision: c.filing.Revision}
	sheet, err := d.Sheet(r.Context(), c.filing)
	if err != nil {
		return m, err
	}
	m.Sheet = sheetShown(sheet)
	if m.Effect, err = effectOf(r, d, c); err != nil {
		return m, err
	}
	missing, err := d.MissingToForward(r.Context(), c.filing.ID)
	m.Missing = forwardMissing(m, missing)
	return m, err
}

// forward hands the case over; what is still missing is listed with the place where it can be brought.
func (p *Portal) forward(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	m, err := p.forwardView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	if r.PostForm.Get("declaration") == "" {
		m.Form = m.Form.With(filing.Problems{{Path: "declaration", Flaw: filing.DeclarationMissing}})
		m.Page.Errors = m.Form.Errors("declaration")
		return page.ForwardPage(m), m.Form.Problems
	}
	revision, _ := strconv.Atoi(r.PostForm.Get("revision"))
	out, err := d.Act(r.Context(), c.filing.ID, postgres.Move{Action: m.Action, Revision: revision, Detail: filing.Detail{Internal: words(r, "internal")}})
	if problems, ok := problemsIn(err); ok {
		m.Missing = forwardMissing(m, problems)
		return page.ForwardPage(m), err
	}
	if err != nil {
		return p.lateForm(r, me, err, func(n *ui.Notice) templ.Component {
			m.Page.Flash = n
			return page.ForwardPage(m)
		})
	}
	p.flash(r, forwardNotice(out.Filing))
	if r.PostForm.Get("do") == "next" {
		return p.goOn(r, d, me)
	}
	return nil, seeOther(home(me) + "/queue?view=mine")
}

// forwardMissing words each problem once and links it to where it is put right.
func forwardMissing(m page.Forward, problems filing.Problems) []ui.Link {
	var list []ui.Link
	seen := map[string]bool{}
	for _, one := range problems.Errors() {
		link := ui.Link{Text: zh.Problem(one), Href: m.Base}
		if path := string(one.Path); strings.HasPrefix(path, "materials.") || strings.HasPrefix(path, "sheet.") {
			link.Href = m.Base + "/sheet"
		}
		if strings.HasPrefix(string(one.Path), "materials.") {
			link.Text = "上传" + zh.PathLabel(m.Doc, one.Path)
		}
		if !seen[link.Text] {
			seen[link.Text] = true
			list = append(list, link)
		}
	}
	return list
}

// goOn opens the next case in one's own hands, or claims the most urgent one that waits: what the button pressed says.
func (p *Portal) goOn(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	mine, err := ownCases(r, d, me)
	if err != nil {
		return nil, err
	}
	if len(mine) > 0 {
		return nil, seeOther(mine[0].Href)
	}
	f, err := d.NextCase(r.Context())
	if errors.Is(err, filing.ErrNotFound) {
		return nil, seeOther(home(me) + "/queue?view=mine")
	}
	if err != nil {
		return nil, err
	}
	return nil, seeOther(casePath(me, f.ID, ""))
}

func forwardNotice(f postgres.Filing) ui.Notice {
	if f.State == filing.SMSVerification {
		return ui.Notice{Tone: ui.Success, Title: "核验通过，已发送短信验证码",
			Text: "受理号 " + f.Receipt + "，负责人 24 小时内完成短信核验后送达管局。"}
	}
	if f.State.Holder() == filing.Provider {
		return ui.Notice{Tone: ui.Success, Title: "已提交复核", Text: "受理号 " + f.Receipt + "，由另一位同事复核后提交管局。"}
	}
	return ui.Notice{Tone: ui.Success, Title: "已提交管局", Text: "受理号 " + f.Receipt + "。"}
}
