package portal

import (
	"errors"
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

// behalf shows a draft to be filled in, or how far the owner is with signing it.
func (p *Portal) behalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	b, doc, err := behalfOf(r, d)
	if err != nil {
		return nil, err
	}
	if b.State == filing.OwnerSignature {
		return p.waitingPage(r, d, me, b, doc, nil)
	}
	f := p.form(r)
	if f.Parked {
		fillBehalf(b.Kind, doc, f.Values)
	}
	m, err := p.behalfDraft(r, d, me, f, b, doc)
	if err != nil {
		return nil, err
	}
	return page.BehalfPage(m), nil
}

func behalfOf(r *http.Request, d *postgres.Desk) (b postgres.Behalf, doc *filing.Document, err error) {
	id, err := idOf(r, "id")
	if err != nil {
		return b, nil, err
	}
	if b, err = d.BehalfFiling(r.Context(), id); err != nil {
		return b, nil, err
	}
	doc, err = d.Document(r.Context(), b.Filing)
	return b, doc, err
}

// behalfDraft is the form of a draft with its papers, and the owner's words if it came back.
func (p *Portal) behalfDraft(r *http.Request, d *postgres.Desk, me filing.Actor, f page.Form, b postgres.Behalf, doc *filing.Document) (page.Behalf, error) {
	m := p.behalfModel(r, me, f, b, doc)
	wants, err := d.Wants(r.Context(), b.Filing, doc)
	if err != nil {
		return m, err
	}
	have, err := d.Papers(r.Context(), b.Filing)
	if err != nil {
		return m, err
	}
	for _, w := range wants.Papers {
		if w.By != filing.Registrant {
			continue
		}
		x := page.BehalfPaper{Path: w.Path(), Label: zh.PathLabel(doc, w.Path()), Required: w.Required}
		if i := slices.IndexFunc(have, func(h postgres.Paper) bool { return h.Paper().Path() == w.Path() }); i >= 0 {
			x.Have = have[i].FileName
		}
		m.Papers = append(m.Papers, x)
	}
	if b.Refused {
		m.Declined, err = lastNote(r, d, b.Filing)
	}
	return m, err
}

func lastNote(r *http.Request, d *postgres.Desk, f postgres.Filing) (string, error) {
	events, err := d.Events(r.Context(), f)
	note := ""
	for _, e := range events {
		if e.Action == filing.Decline {
			note = e.Detail.Note
		}
	}
	return note, err
}

// saveBehalf keeps what was typed, right or wrong, and the papers; then it offers the draft to its owner, if asked to.
func (p *Portal) saveBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	b, doc, err := behalfOf(r, d)
	if err != nil {
		return nil, err
	}
	revision, _ := strconv.Atoi(r.PostForm.Get(page.RevisionField))
	if b.State != filing.Draft || revision != b.Revision {
		return p.behalfStale(r, d, me, b, doc)
	}
	_, err = d.Save(r.Context(), b.ID, revision, func(doc *filing.Document) {
		fillBehalf(b.Kind, doc, r.PostForm)
		pressedSite(r, b.Kind, doc)
	})
	if errors.Is(err, filing.ErrStale) {
		return p.behalfStale(r, d, me, b, doc)
	}
	if err != nil {
		return nil, err
	}
	if b, doc, err = behalfOf(r, d); err != nil {
		return nil, err
	}
	wrong, err := p.takeBehalfPapers(r, d, b, doc)
	if err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return p.behalfWrong(r, d, me, b, doc, wrong)
	}
	if r.PostForm.Get(page.OfferField) == "" {
		return nil, p.behalfSaved(r, b.ID)
	}
	return p.offer(r, d, me, b)
}

// behalfStale shows what a colleague saved in the meantime, and what was typed here to be copied.
func (p *Portal) behalfStale(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf, doc *filing.Document) (templ.Component, error) {
	if b.State != filing.Draft {
		return nil, &filing.TransitionError{State: b.State, Action: filing.SubmitOnBehalf}
	}
	mine := copyOf(doc)
	fillBehalf(b.Kind, mine, r.PostForm)
	m, err := p.behalfDraft(r, d, me, p.form(r), b, mine)
	if err != nil {
		return nil, err
	}
	m.Form.Token = p.form(r).Token
	m.Page.Flash = &ui.Notice{Tone: ui.Warn, Title: "同事刚刚改过这份草稿", Text: "下面是刚才填写的内容，还没有保存；与现在的草稿不同的有：" + differing(doc, mine) + "。再按一次保存，就以下面的为准。"}
	return page.BehalfPage(m), filing.ErrStale
}

func differing(was, now *filing.Document) string {
	var names []string
	for _, c := range filing.Differences(was, now) {
		names = append(names, zh.PathLabel(now, c.Path))
	}
	if len(names) == 0 {
		return "无"
	}
	return strings.Join(names, "、")
}

// takeBehalfPapers keeps the files sent along.
func (p *Portal) takeBehalfPapers(r *http.Request, d *postgres.Desk, b postgres.Behalf, doc *filing.Document) (filing.Problems, error) {
	wants, err := d.Wants(r.Context(), b.Filing, doc)
	if err != nil {
		return nil, err
	}
	var wrong filing.Problems
	for _, w := range wants.Papers {
		field := page.PaperPrefix + string(w.Path())
		if h := sent(r, field); h == nil || h.Size == 0 || w.By != filing.Registrant {
			continue
		}
		fresh, err := p.uploadFrom(r, field, w)
		if found, bad := problemsIn(err); bad {
			wrong = append(wrong, found...)
			continue
		}
		if err != nil {
			return nil, err
		}
		if _, err := d.AddPaper(r.Context(), b.ID, fresh); err != nil {
			return nil, errors.Join(err, p.forget(r, fresh))
		}
	}
	return wrong, nil
}

func (p *Portal) behalfSaved(r *http.Request, id int64) error {
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "草稿已保存"})
	to := page.BehalfPath(id)
	if r.PostForm.Get(page.RefreshField) != "" {
		to += "#region"
	}
	return seeOther(to)
}
