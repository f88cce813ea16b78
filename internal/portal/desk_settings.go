package portal

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// deskSettings shows how the provider's desk works.
func (p *Portal) deskSettings(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.DeskSettings{Page: p.base(r, me), Form: p.form(r), Admin: me.Is(filing.Admin)}
	var err error
	if m.Two, err = d.TwoVerifiers(r.Context()); err != nil {
		return nil, err
	}
	templates, err := d.ReasonTemplates(r.Context())
	for _, t := range templates {
		m.Reasons = append(m.Reasons, page.OwnReason{ID: t.ID, Place: t.Place, Label: t.Label, Words: t.Words})
	}
	return page.DeskSettingsPage(m), err
}

// saveDeskSettings says how many people verify from now on.
func (p *Portal) saveDeskSettings(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	if err := d.SetTwoVerifiers(r.Context(), r.PostForm.Get("persons") == "two"); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已保存办理设置"})
	return nil, seeOther("/provider/settings")
}

// reasonForm asks for a new template, or shows the one of the address.
func (p *Portal) reasonForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.ReasonForm{Page: p.base(r, me), Form: p.form(r), New: inPath(r, "id") == ""}
	if !m.New {
		id, err := idOf(r, "id")
		if err != nil {
			return nil, err
		}
		templates, err := d.ReasonTemplates(r.Context())
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(templates, func(t postgres.ReasonTemplate) bool { return t.ID == id })
		if i < 0 {
			return nil, filing.ErrNotFound
		}
		m.Form = m.Form.Or(url.Values{"place": {templates[i].Place}, "template_label": {templates[i].Label}, "template_words": {templates[i].Words}})
	}
	return page.ReasonFormPage(m), nil
}

// saveReason keeps a template. Changing one ends it and begins another.
func (p *Portal) saveReason(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.ReasonForm{Page: p.base(r, me), Form: p.form(r), New: inPath(r, "id") == ""}
	t := postgres.ReasonTemplate{Place: m.Form.Get("place"), Label: m.Form.Get("template_label"), Words: m.Form.Get("template_words")}
	if !m.New {
		var err error
		if t.ID, err = idOf(r, "id"); err != nil {
			return nil, err
		}
	}
	err := error(filing.Problems{{Path: "place", Flaw: filing.NotListed}})
	if page.ReasonPlaceKnown(t.Place) {
		err = d.SaveReasonTemplate(r.Context(), t)
	}
	if found, ok := problemsIn(err); ok {
		m.Form = m.Form.With(found)
		return page.ReasonFormPage(m), err
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已保存退回意见模板"})
	return nil, seeOther("/provider/settings")
}

// endReason takes a template out of use.
func (p *Portal) endReason(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	if err := d.EndReasonTemplate(r.Context(), id); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已停用退回意见模板"})
	return nil, seeOther("/provider/settings")
}
