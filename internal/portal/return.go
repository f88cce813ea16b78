package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// returnOf is how a tier sends a case back.
func returnOf(me filing.Actor) filing.Action {
	if me.Tier == filing.Bureau {
		return filing.ReturnToProvider
	}
	return filing.ReturnToRegistrant
}

// returnForm asks for a reason for each place that was ticked on the case page.
func (p *Portal) returnForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if !c.can(returnOf(me)) {
		return p.cannot(r, d, me, c, returnOf(me))
	}
	m, err := p.returnView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	return page.ReturnPage(m), nil
}

// cannot shows the case with a notice that an action is not open to this member of staff now.
func (p *Portal) cannot(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile, a filing.Action) (templ.Component, error) {
	_, err := filing.Next(c.filing.State, a, c.facts)
	if err == nil {
		err = &filing.TransitionError{State: c.filing.State, Action: a}
	}
	return p.lost(r, d, me, c.filing.ID, err)
}

func (p *Portal) returnView(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile) (page.Return, error) {
	a := returnOf(me)
	m := page.Return{CaseHead: p.caseHead(r, d, me, c, zh.Action(a)), Action: a, Revision: c.filing.Revision, Form: p.form(r)}
	m.Fresh = r.Method != http.MethodPost && m.Form.Values == nil
	if m.Fresh {
		begun, err := p.begunReturn(r, d, c)
		if err != nil {
			return m, err
		}
		m.Form.Values = begun
	}
	templates, err := d.ReasonTemplates(r.Context())
	if err != nil {
		return m, err
	}
	m.Form.Action = casePath(me, c.filing.ID, "return")
	m.Marks = worded(marksIn(c, m.Form), templates)
	m.Own = ownReasons(templates)
	for _, k := range m.Marks {
		m.Shown = append(m.Shown, zh.Value(k.Path.Field(), c.doc.Get(k.Path)))
	}
	m.Open = c.open
	return m, nil
}

// marksIn reads the marks of a form in the order of the document; what names no place of it is left out.
func marksIn(c caseFile, f page.Form) []filing.Mark {
	var marks []filing.Mark
	for _, name := range f.Values["mark"] {
		path := filing.Path(name)
		known := slices.ContainsFunc(marks, func(k filing.Mark) bool { return k.Path == path })
		if known || !markable(c.doc, path) {
			continue
		}
		marks = append(marks, filing.Mark{Path: path, Reason: f.Get("reason." + name), Note: strings.TrimSpace(f.Get("note." + name))})
	}
	order := map[filing.Path]int{}
	for i, row := range c.doc.Rows() {
		order[row.Path] = i + 1
	}
	slices.SortStableFunc(marks, func(a, b filing.Mark) int { return place(order, a) - place(order, b) })
	return marks
}

// place puts papers behind the rows of the document.
func place(order map[filing.Path]int, k filing.Mark) int {
	if i := order[k.Path]; i > 0 {
		return i
	}
	return len(order) + 1
}

// markable reports whether a mark may point at path: a row of the document, or a paper it calls for or may have.
func markable(doc *filing.Document, path filing.Path) bool {
	if paper, ok := filing.PaperAt(path); ok {
		return zh.Slot(paper.Slot) != "" && (paper.Site == "" || doc.Site(paper.Site) != nil)
	}
	return slices.ContainsFunc(doc.Rows(), func(r filing.Row) bool { return r.Path == path })
}

// sendBack returns the case with its marks; a preview only shows them again.
func (p *Portal) sendBack(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	m, err := p.returnView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	switch r.PostForm.Get("do") {
	case "preview":
		p.keepReturn(r, c.filing.ID, r.PostForm)
		return page.ReturnPage(m), nil
	case "more":
		p.keepReturn(r, c.filing.ID, r.PostForm)
		return nil, seeOther(casePath(me, c.filing.ID, ""))
	}
	if problems := returnProblems(m.Marks); len(problems) > 0 {
		return page.ReturnPage(m.With(problems)), problems
	}
	revision, _ := strconv.Atoi(r.PostForm.Get("revision"))
	out, err := d.Act(r.Context(), c.filing.ID, postgres.Move{Action: m.Action, Revision: revision,
		Detail: filing.Detail{Marks: m.Marks, Note: words(r, "note"), Internal: words(r, "internal")}})
	if err != nil {
		return p.lateForm(r, me, err, func(n *ui.Notice) templ.Component {
			m.Page.Flash, m.Revision = n, c.filing.Revision
			return page.ReturnPage(m)
		})
	}
	p.dropReturn(r, c.filing.ID)
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已退回 " + strconv.Itoa(len(m.Marks)) + " 处", Text: "受理号 " + out.Filing.Receipt + "，已通知对方修改。"})
	if r.PostForm.Get("do") == "next" {
		return p.goOn(r, d, me)
	}
	return nil, seeOther(home(me) + "/queue?view=mine")
}

// returnProblems wants a reason the catalogue knows, or words, for each mark.
func returnProblems(marks []filing.Mark) filing.Problems {
	var list filing.Problems
	for _, k := range marks {
		_, known := zh.ReasonByCode(k.Reason)
		if k.Note == "" && (!known || k.Reason == zh.OtherReason.Code) {
			list = append(list, filing.Problem{Path: "reason." + k.Path, Flaw: filing.ReasonMissing})
		}
	}
	if len(marks) == 0 {
		return filing.CheckMarks(nil)
	}
	return list
}

// maybeGone shows the page of a case that has left this desk, for a form that was sent.
func (p *Portal) maybeGone(r *http.Request, me filing.Actor, err error) (templ.Component, error) {
	if statusOf(err) == http.StatusNotFound {
		return p.gone(r, me), err
	}
	return nil, err
}

// lateForm draws a form again that came too late: its page with a notice, and everything typed still in it.
func (p *Portal) lateForm(r *http.Request, me filing.Actor, err error, draw func(*ui.Notice) templ.Component) (templ.Component, error) {
	switch statusOf(err) {
	case http.StatusNotFound:
		return p.gone(r, me), err
	case http.StatusConflict:
		return draw(lateNotice(err)), err
	}
	return nil, err
}
