package portal

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

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
	if !c.can(c.pass()) {
		return p.cannot(r, d, me, c, c.pass())
	}
	if !c.wants.FaceToFace { // there is nothing to sign
		return nil, seeOther(casePath(me, c.filing.ID, ""))
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
	m.Shown, m.Version, m.Pass = sheetShown(sheet), sheet.Version, zh.Action(c.pass())
	values := sheetValues(sheet, me, calendar.DateOf(d.Now()).String())
	if sheet.Version == "" {
		if m.Filled, err = fromMarks(r, d, c, values); err != nil {
			return m, err
		}
	}
	m.Form = m.Form.Or(values)
	papers, err := d.Papers(r.Context(), c.filing)
	if err != nil {
		return m, err
	}
	for _, want := range c.wants.Papers {
		if want.By == filing.Provider {
			m.Papers = append(m.Papers, sheetPaper(m.Base, want, paperAt(papers, want.Path())))
		}
	}
	return m, nil
}

func sheetPaper(base string, want filing.Paper, got *postgres.Paper) page.SheetPaper {
	one := page.SheetPaper{Paper: want}
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
		Verifier: words(r, "sheet.verifier"), Place: words(r, "sheet.place"), Date: words(r, "sheet.date"), Version: r.PostForm.Get("version")}
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

// saveSheet keeps the sheet and the files sent with it, whichever button was pressed; then it signs or goes on to
// forwarding when asked to. What keeps it from being signed is told, what was typed stays.
func (p *Portal) saveSheet(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return p.maybeGone(r, me, err)
	}
	id, sheet, do := c.filing.ID, sheetIn(r), r.PostForm.Get("do")
	if err := d.SaveSheet(r.Context(), id, sheet, false); err != nil {
		return p.sheetAgain(r, d, me, c, err)
	}
	brought, err := p.addSheetPapers(r, d, c)
	if err == nil && (do == "sign" || do == "pass") {
		err = signSheet(r, d, id, sheet)
	}
	if slot, upload := strings.CutPrefix(do, "upload "); err == nil && upload && len(brought) == 0 {
		err = filing.Problems{{Path: filing.Path(slot), Flaw: filing.PaperMissing}}
	}
	if err != nil {
		return p.sheetAgain(r, d, me, c, err)
	}
	if do == "pass" {
		return nil, seeOther(casePath(me, id, "forward"))
	}
	p.flash(r, sheetNotice(do == "sign", brought))
	return nil, seeOther(casePath(me, id, "sheet"))
}

func signSheet(r *http.Request, d *postgres.Desk, id int64, sheet postgres.Sheet) error {
	if sheet.Date != "" {
		if err := sheetDate(sheet.Date, d); err != nil {
			return err
		}
	}
	return d.SaveSheet(r.Context(), id, sheet, true)
}

// addSheetPapers takes the face-to-face photos and the signed scan that were chosen, and names them.
func (p *Portal) addSheetPapers(r *http.Request, d *postgres.Desk, c caseFile) ([]string, error) {
	var names []string
	for _, want := range c.wants.Papers {
		field := page.SheetFile(want)
		if want.By != filing.Provider || sent(r, field) == nil {
			continue
		}
		paper, err := p.uploadFrom(r, field, want)
		if err == nil {
			_, err = d.AddPaper(r.Context(), c.filing.ID, paper)
		}
		if err != nil {
			return names, err
		}
		names = append(names, zh.PathLabel(c.doc, want.Path()))
	}
	return names, nil
}

func sheetNotice(signed bool, brought []string) ui.Notice {
	n := ui.Notice{Tone: ui.Success, Title: "已保存核验单"}
	if signed {
		n = ui.Notice{Tone: ui.Success, Title: "已签署核验单", Text: "材料齐全后可以提交管局。"}
	}
	if len(brought) > 0 {
		n.Text = "已上传" + strings.Join(brought, "、") + "。" + n.Text
	}
	return n
}

// sheetAgain shows the form with everything typed. After a change made elsewhere it shows that one too, and takes the
// next sending for the decision between them.
func (p *Portal) sheetAgain(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile, cause error) (templ.Component, error) {
	m, err := p.sheetView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	if problems, ok := problemsIn(cause); ok {
		m.Form = m.Form.With(sheetProblems(problems))
		m.Page.Errors = m.Form.Errors(m.Names()...)
		return page.SheetPage(m), cause
	}
	return p.lateForm(r, me, cause, func(n *ui.Notice) templ.Component {
		m.Page.Flash, m.Conflict = n, errors.Is(cause, filing.ErrStale)
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

// sheetDate wants a day that is not ahead.
func sheetDate(s string, d *postgres.Desk) error {
	day, err := calendar.ParseDate(s)
	if err != nil {
		return filing.Problems{{Path: "sheet.date", Flaw: filing.Malformed}}
	}
	if day.After(calendar.DateOf(d.Now())) {
		return filing.Problems{{Path: "sheet.date", Flaw: filing.Ahead}}
	}
	return nil
}
