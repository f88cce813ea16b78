package portal

import (
	"cmp"
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

// providerChoice lists the providers that may file for the owner's province, narrowed by what is asked.
func (p *Portal) providerChoice(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, _, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	if !choosable(f) { // the provider that returned a filing waits for it
		return nil, seeOther(page.FilingPath(f.ID))
	}
	return p.providerPage(r, d, me, f, p.form(r))
}

func (p *Portal) providerPage(r *http.Request, d *postgres.Desk, me filing.Actor, f postgres.Filing, form page.Form) (templ.Component, error) {
	q := r.URL.Query()
	m := page.ProviderChoice{Page: p.base(r, me), Form: form, Filing: f.ID, Current: f.ProviderName, Chosen: f.ProviderID,
		Province: f.Province, Words: strings.TrimSpace(q.Get("q"))}
	if q.Has("province") {
		m.Province = q.Get("province")
	}
	m.Method, _ = strconv.Atoi(q.Get("method"))
	m.Form.Action = r.URL.RequestURI()
	list, err := d.Providers(r.Context(), postgres.ProviderSearch{Province: m.Province, Method: m.Method, Words: strings.Fields(m.Words)})
	if err != nil {
		return nil, err
	}
	m.All = q.Has("all")
	slices.SortStableFunc(list, func(a, b postgres.AccessProvider) int { return cmp.Compare(near(a, f), near(b, f)) })
	for _, a := range list {
		m.Offers = append(m.Offers, page.ProviderOffer{ID: a.ID, Name: a.Name, Phone: a.Phone, Methods: a.Methods, Limited: a.LicenceProvince})
	}
	return page.ProviderChoicePage(m), nil
}

// near puts the provider chosen before first, and those of the owner's own province next.
func near(a postgres.AccessProvider, f postgres.Filing) int {
	switch {
	case a.ID == f.ProviderID:
		return 0
	case a.Province == f.Province:
		return 1
	}
	return 2
}

// chooseProvider takes exactly one.
func (p *Portal) chooseProvider(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	id, _ := strconv.ParseInt(r.PostForm.Get("provider"), 10, 64)
	err = d.ChooseProvider(r.Context(), f.ID, id)
	if problems, wrong := problemsIn(err); wrong {
		c, err := p.providerPage(r, d, me, f, p.form(r).With(problems))
		if err != nil {
			return nil, err
		}
		return c, problems
	}
	if err != nil {
		return nil, err
	}
	return nil, p.afterChoice(r, d, f, doc)
}

// afterChoice says what came of it and goes on to the next task.
func (p *Portal) afterChoice(r *http.Request, d *postgres.Desk, before postgres.Filing, doc *filing.Document) error {
	f, err := d.Filing(r.Context(), before.ID)
	if err != nil {
		return err
	}
	problems, err := d.Preflight(r.Context(), f)
	if err != nil {
		return err
	}
	n := ui.Notice{Tone: ui.Success, Title: "接入商：" + f.ProviderName}
	if before.ProviderID != 0 && before.ProviderID != f.ProviderID {
		n.Text = "其他内容都保留着，请核对接入信息里的 IP 地址。"
	}
	if wrong, found := problems.At("provider"); found {
		n.Tone, n.Text = ui.Warn, zh.Problem(wrong)
	}
	p.flash(r, n)
	return nextTask(r, d, f, doc, "provider")
}
