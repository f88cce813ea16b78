package portal

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// folder is a filing with its papers, as the page of papers needs it.
type folder struct {
	f      postgres.Filing
	doc    *filing.Document
	have   []postgres.Paper
	wanted []filing.Paper // those the owner brings, or is asked for by the last return
	marks  map[filing.Path]filing.Mark
	again  []postgres.Reusable // verified earlier, to be used again
}

func folderOf(r *http.Request, d *postgres.Desk) (x folder, err error) {
	if x.f, err = filingOf(r, d); err != nil {
		return x, err
	}
	if x.doc, err = d.Document(r.Context(), x.f); err != nil {
		return x, err
	}
	if x.have, err = d.Papers(r.Context(), x.f); err != nil {
		return x, err
	}
	if x.marks, err = marksOf(r.Context(), d, x.f); err != nil {
		return x, err
	}
	wants, err := d.Wants(r.Context(), x.f, x.doc)
	if err != nil {
		return x, err
	}
	for _, p := range wants.Papers {
		_, marked := x.marks[p.Path()]
		if p.By == filing.Registrant || marked {
			x.wanted = append(x.wanted, p)
		}
	}
	if x.f.State.OwnerEdits() {
		x.again, err = d.ReusablePapers(r.Context(), x.f)
	}
	return x, err
}

// marksOf are the places the last return asks to mend, while the filing is back with its owner.
func marksOf(ctx context.Context, d *postgres.Desk, f postgres.Filing) (map[filing.Path]filing.Mark, error) {
	marks := map[filing.Path]filing.Mark{}
	if f.State != filing.ReturnedToRegistrant {
		return marks, nil
	}
	events, err := d.Events(ctx, f)
	if last, ok := postgres.LastReturn(events); ok {
		for _, k := range last.Detail.Marks {
			marks[k.Path] = k
		}
	}
	return marks, err
}

// at is what lies in a place for a paper.
func (x folder) at(p filing.Paper) (postgres.Paper, bool) {
	i := slices.IndexFunc(x.have, func(h postgres.Paper) bool { return h.Slot == p.Slot && h.Site == p.Site })
	if i < 0 {
		return postgres.Paper{}, false
	}
	return x.have[i], true
}

// earlier is the verified paper that can serve in a place.
func (x folder) earlier(p filing.Paper) (postgres.Reusable, bool) {
	i := slices.IndexFunc(x.again, func(h postgres.Reusable) bool { return h.Place.Path() == p.Path() })
	if i < 0 {
		return postgres.Reusable{}, false
	}
	return x.again[i], true
}

// materials (上传材料) is the page of the papers an owner brings.
func (p *Portal) materials(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	x, err := folderOf(r, d)
	if err != nil {
		return nil, err
	}
	form := p.form(r)
	if form.Parked {
		p.flash(r, ui.Notice{Tone: ui.Warn, Title: "刚才的文件没有上传", Text: "上传时登录已到期，请重新选择文件。"})
	}
	return page.MaterialsPage(p.materialsModel(r, me, x, form)), nil
}

// saveMaterial puts one paper into its place, turns it or takes it out.
func (p *Portal) saveMaterial(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	x, err := folderOf(r, d)
	if err != nil {
		return nil, err
	}
	at, ok := filing.PaperAt(filing.Path(r.PostForm.Get("paper")))
	if !ok || !slices.ContainsFunc(x.wanted, func(w filing.Paper) bool { return w.Path() == at.Path() }) {
		return nil, filing.ErrNotFound
	}
	if !x.f.State.OwnerEdits() && x.f.State != filing.OwnerSignature {
		return p.overtaken(r, d, me, x.f.ID, &filing.TransitionError{State: x.f.State, Action: filing.Submit})
	}
	done, err := p.handlePaper(r, d, x, at)
	if problems, ok := problemsIn(err); ok {
		return page.MaterialsPage(p.materialsModel(r, me, x, p.form(r).With(problems))), err
	}
	if err != nil {
		return p.overtaken(r, d, me, x.f.ID, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: done + "：" + zh.PathLabel(x.doc, at.Path())})
	return nil, seeOther(page.FilingPath(x.f.ID, "materials") + "#" + page.PaperCardAnchor(at))
}

// handlePaper does what the pressed button says, and tells it in a word.
func (p *Portal) handlePaper(r *http.Request, d *postgres.Desk, x folder, at filing.Paper) (string, error) {
	old, there := x.at(at)
	switch r.PostForm.Get("do") {
	case "left", "right":
		if !there || old.MediaType != material.JPEG {
			return "", filing.ErrNotFound
		}
		quarters := 1
		if r.PostForm.Get("do") == "left" {
			quarters = -1
		}
		fresh, err := p.turned(r, old, quarters)
		return "已旋转", p.put(r, d, x, fresh, err)
	case "reuse":
		from, there := x.earlier(at)
		if !there {
			return "", filing.ErrNotFound
		}
		fresh, err := p.copied(r, from.Paper, at)
		return "已沿用", p.put(r, d, x, fresh, err)
	case "remove":
		if err := d.RemovePaper(r.Context(), x.f.ID, at.Slot, at.Site); err != nil {
			return "", err
		}
		return "已删除", p.outOfPlace(r, x, at)
	}
	fresh, err := p.upload(r, at)
	return "已上传", p.put(r, d, x, fresh, err)
}

// put enters a stored paper; when that fails its bytes go again.
func (p *Portal) put(r *http.Request, d *postgres.Desk, x folder, fresh postgres.Paper, err error) error {
	if err != nil {
		return err
	}
	if _, err := d.AddPaper(r.Context(), x.f.ID, fresh); err != nil {
		return errors.Join(err, p.forget(r, fresh))
	}
	return p.outOfPlace(r, x, fresh.Paper())
}

// outOfPlace deletes the bytes of what lay in a place before. Once a filing has been handed over they stay beside the
// journal, for whoever judged by them.
func (p *Portal) outOfPlace(r *http.Request, x folder, at filing.Paper) error {
	old, there := x.at(at)
	if !there || x.f.SubmittedAt != nil {
		return nil
	}
	return p.forget(r, old)
}

func (p *Portal) materialsModel(r *http.Request, me filing.Actor, x folder, form page.Form) page.Materials {
	m := page.Materials{Page: p.base(r, me), Form: form, ID: x.f.ID, Doc: x.doc, Editable: x.f.State.OwnerEdits() || x.f.State == filing.OwnerSignature, Returned: len(x.marks) > 0}
	m.Form.Action = page.FilingPath(x.f.ID, "materials")
	for _, w := range x.wanted {
		card := page.PaperCard{Paper: w, Label: zh.PathLabel(x.doc, w.Path())}
		if k, ok := x.marks[w.Path()]; ok {
			card.Mark = &page.MarkLine{Reason: zh.ReasonText(k.Reason), Note: k.Note}
		}
		if h, ok := x.at(w); ok {
			card.Have = paperState(x.f.ID, h)
		} else if from, there := x.earlier(w); there {
			card.Reuse = "沿用 " + from.Verified.In(china).Format("2006-01-02") + " 核验过的材料"
		}
		m.Cards = append(m.Cards, card)
	}
	m.Next = page.FilingPath(x.f.ID, "review")
	switch x.f.State {
	case filing.ReturnedToRegistrant:
		m.Next = page.FilingPath(x.f.ID, "fix")
	case filing.OwnerSignature:
		m.Next = page.FilingPath(x.f.ID, "sign")
	}
	if !p.has("/my/filings/{id}/review") && x.f.State == filing.Draft {
		m.Next = page.FilingPath(x.f.ID)
	}
	return m
}

func paperState(id int64, h postgres.Paper) *page.PaperState {
	s := &page.PaperState{ID: h.ID, Name: h.FileName, Size: fileSize(h.Size), Time: zh.Time(h.At), Picture: h.MediaType == material.JPEG,
		Short: min(h.Width, h.Height), Path: page.PaperPath("my", id, h.ID)}
	s.Soft = s.Picture && material.Soft(h.Width, h.Height)
	return s
}
