package portal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// sheetForm shows the verification sheet as far as it is filled.
func (p *Portal) sheetForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if !c.can(filing.Forward) {
		return p.cannot(r, d, me, c, filing.Forward)
	}
	m, err := p.sheetView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	return page.SheetPage(m), nil
}

func (p *Portal) sheetView(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile) (page.Sheet, error) {
	m := page.Sheet{CaseHead: p.caseHead(r, d, me, c, "真实性核验单"), Form: p.form(r)}
	sheet, err := d.Sheet(r.Context(), c.filing)
	if err != nil {
		return m, err
	}
	m.Signed = sheetShown(sheet).Signed
	m.Form = m.Form.Or(sheetValues(sheet, me, calendar.DateOf(d.Now()).String()))
	papers, err := d.Papers(r.Context(), c.filing)
	if err != nil {
		return m, err
	}
	for _, want := range c.doc.Papers() {
		if want.By == filing.Provider {
			m.Papers = append(m.Papers, sheetPaper(m.Base, want, paperAt(papers, want.Path()), p.form(r)))
		}
	}
	return m, nil
}

func sheetPaper(base string, want filing.Paper, got *postgres.Paper, f page.Form) page.SheetPaper {
	one := page.SheetPaper{Paper: want, Form: f}
	if got != nil {
		one.Have = &page.CasePaper{Path: want.Path()}
		fillPaper(one.Have, base, got)
	}
	return one
}

// sheetValues are the controls of a stored sheet; of a new one verifier and date are filled in already.
func sheetValues(s postgres.Sheet, me filing.Actor, today string) url.Values {
	v := url.Values{}
	for _, item := range filing.SheetItems {
		v.Set("sheet."+string(item), s.Answers[string(item)])
		v.Set("remark."+string(item), s.Notes[string(item)])
	}
	if s.Answers == nil {
		s.Verifier, s.Date = me.Name, today
	}
	v.Set("sheet.verifier", s.Verifier)
	v.Set("sheet.place", s.Place)
	v.Set("sheet.date", s.Date)
	return v
}

// sheetIn reads the sheet from a form.
func sheetIn(r *http.Request) postgres.Sheet {
	s := postgres.Sheet{Answers: map[string]string{}, Notes: map[string]string{},
		Verifier: words(r, "sheet.verifier"), Place: words(r, "sheet.place"), Date: words(r, "sheet.date")}
	for _, item := range filing.SheetItems {
		if answer := r.PostForm.Get("sheet." + string(item)); answer == "yes" || answer == "no" {
			s.Answers[string(item)] = answer
		}
		if note := words(r, "remark."+string(item)); note != "" {
			s.Notes[string(item)] = note
		}
	}
	return s
}

// saveSheet keeps the sheet, and signs it when asked to; what keeps it from being signed is told, what was typed stays.
func (p *Portal) saveSheet(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	id, sheet, sign := c.filing.ID, sheetIn(r), r.PostForm.Get("do") == "sign"
	err = d.SaveSheet(r.Context(), id, sheet, false)
	if err == nil && sign && sheet.Date != "" {
		err = sheetDate(sheet.Date, d)
	}
	if err == nil && sign {
		err = d.SaveSheet(r.Context(), id, sheet, true)
	}
	if err != nil {
		return p.sheetAgain(r, d, me, c, err)
	}
	p.flash(r, sheetNotice(sign))
	return nil, seeOther(casePath(me, id, "sheet"))
}

func sheetNotice(signed bool) ui.Notice {
	if signed {
		return ui.Notice{Tone: ui.Success, Title: "已签署核验单", Text: "材料齐全后可以提交管局。"}
	}
	return ui.Notice{Tone: ui.Success, Title: "已保存核验单"}
}

func (p *Portal) sheetAgain(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile, cause error) (templ.Component, error) {
	m, err := p.sheetView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	if problems, ok := problemsIn(cause); ok {
		m.Form = m.Form.With(sheetProblems(problems))
		m.Page.Errors = m.Form.Errors(page.SheetNames()...)
		return page.SheetPage(m), cause
	}
	return p.lateForm(r, me, cause, func(n *ui.Notice) templ.Component {
		m.Page.Flash = n
		return page.SheetPage(m)
	})
}

// sheetProblems leaves out the missing signature: it is what the form was sent for.
func sheetProblems(problems filing.Problems) filing.Problems {
	var list filing.Problems
	for _, one := range problems {
		if one.Path != "sheet.sign" {
			list = append(list, one)
		}
	}
	return list
}

// sheetPrint is the sheet for paper. It holds everything in full, so each opening is recorded.
func (p *Portal) sheetPrint(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if err := d.Disclose(r.Context(), c.filing.ID, "sheet", "打印核验单"); err != nil {
		return nil, err
	}
	sheet, err := d.Sheet(r.Context(), c.filing)
	if err != nil {
		return nil, err
	}
	return page.SheetPrintPage(page.SheetPrint{CaseHead: p.caseHead(r, d, me, c, "打印核验单"), Shown: sheetShown(sheet),
		Provider: c.filing.ProviderName, Printed: zh.Time(d.Now())}), nil
}

// addSheetPaper takes a face-to-face photo or the signed scan.
func (p *Portal) addSheetPaper(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	want := filing.Paper{Slot: filing.Slot(r.PostForm.Get("slot")), Site: r.PostForm.Get("site")}
	if !providerBrings(c.doc, want) {
		return nil, filing.ErrNotFound
	}
	paper, err := p.upload(r, want)
	if err == nil {
		_, err = d.AddPaper(r.Context(), c.filing.ID, paper)
	}
	if err == nil {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "已上传" + zh.PathLabel(c.doc, want.Path())})
		return nil, seeOther(casePath(me, c.filing.ID, "sheet"))
	}
	m, again := p.sheetView(r, d, me, c)
	if again != nil {
		return nil, errors.Join(err, again)
	}
	sheet, again := d.Sheet(r.Context(), c.filing)
	if again != nil {
		return nil, again
	}
	m.Form.Values = sheetValues(sheet, me, calendar.DateOf(d.Now()).String())
	return p.paperAgain(r, me, m, want, err)
}

func (p *Portal) paperAgain(r *http.Request, me filing.Actor, m page.Sheet, want filing.Paper, cause error) (templ.Component, error) {
	problems, ok := problemsIn(cause)
	if !ok {
		return p.lateForm(r, me, cause, func(n *ui.Notice) templ.Component {
			m.Page.Flash = n
			return page.SheetPage(m)
		})
	}
	for i := range m.Papers {
		if m.Papers[i].Paper.Path() == want.Path() {
			m.Papers[i].Error = zh.Problem(problems[0])
			m.Page.Errors = []ui.FieldError{{ID: ui.FieldID(string(want.Path())), Text: m.Papers[i].Error}}
		}
	}
	return page.SheetPage(m), cause
}

func providerBrings(doc *filing.Document, want filing.Paper) bool {
	for _, one := range doc.Papers() {
		if one.By == filing.Provider && one.Slot == want.Slot && one.Site == want.Site {
			return true
		}
	}
	return false
}

// sheetDate wants a day that is not ahead.
func sheetDate(s string, d *postgres.Desk) error {
	day, err := calendar.ParseDate(s)
	if err != nil || day.After(calendar.DateOf(d.Now())) {
		return filing.Problems{{Path: "sheet.date", Flaw: filing.Malformed}}
	}
	return nil
}
