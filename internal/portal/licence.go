package portal

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// licences (接入商) lists every provider, suspended ones too.
func (p *Portal) licences(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := d.Providers(r.Context(), postgres.ProviderSearch{Suspended: true})
	if err != nil {
		return nil, err
	}
	m := page.Licences{Page: p.base(r, me), Admin: me.Is(filing.Admin)}
	for _, one := range list {
		m.List = append(m.List, providerLine(one))
	}
	return page.LicencesPage(m), nil
}

// licenceForm is the form of a provider with the seats it may have: provinces whose bureau is registered.
func (p *Portal) licenceForm(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Licence, error) {
	open, err := d.Bureaus(r.Context())
	m := page.Licence{Page: p.base(r, me), Form: p.form(r), Admin: me.Is(filing.Admin)}
	for _, b := range open {
		if province, ok := region.ByCode(b.Province); ok {
			m.Seats = append(m.Seats, province)
		}
	}
	return m, err
}

func (p *Portal) newLicence(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.licenceForm(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.LicencePage(m), nil
}

// typedProvider is a provider as the form says it.
func typedProvider(f page.Form) postgres.AccessProvider {
	a := postgres.AccessProvider{Slug: f.Get("slug"), Name: f.Get("name"), Licence: f.Get("licence"), LicenceProvince: f.Get("limited"),
		Province: f.Get("province"), Phone: f.Get("phone"), Address: f.Get("address"), Intro: f.Get("intro")}
	for _, text := range f.Values["methods"] {
		if id, err := strconv.Atoi(text); err == nil {
			a.Methods = append(a.Methods, id)
		}
	}
	return a
}

// addLicence registers a provider.
func (p *Portal) addLicence(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.licenceForm(r, d, me)
	if err != nil {
		return nil, err
	}
	id, err := d.AddProvider(r.Context(), typedProvider(m.Form))
	if found, ok := problemsIn(err); ok {
		m.Form = m.Form.With(found)
		return page.LicencePage(m), err
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "接入商已登记", Text: "请新增它的管理员，由管理员登录后维护人员和地址段。"})
	return nil, seeOther(licencePath(id))
}

func licencePath(id int64) string { return "/ministry/providers/" + strconv.FormatInt(id, 10) }

// licenceOf is the provider of the address, and its form.
func (p *Portal) licenceOf(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Licence, error) {
	id, err := strconv.ParseInt(inPath(r, "id"), 10, 64)
	if err != nil {
		return page.Licence{}, filing.ErrNotFound
	}
	one, err := d.Provider(r.Context(), id)
	if err != nil {
		return page.Licence{}, err
	}
	m, err := p.licenceForm(r, d, me)
	line := providerLine(one)
	m.Provider = &line
	if me.Is(filing.Admin) && p.has(teamPath) {
		m.Team = teamPath + "?" + url.Values{"tier": {string(filing.Provider)}, "provider": {strconv.FormatInt(id, 10)}}.Encode()
	}
	values := url.Values{"slug": {one.Slug}, "name": {one.Name}, "licence": {one.Licence}, "limited": {one.LicenceProvince},
		"province": {one.Province}, "phone": {one.Phone}, "address": {one.Address}, "intro": {one.Intro}}
	for _, method := range one.Methods {
		values.Add("methods", strconv.Itoa(method))
	}
	m.Form = m.Form.Or(values)
	return m, err
}

func (p *Portal) licence(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.licenceOf(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.LicencePage(m), nil
}

// saveLicence changes what is known of a provider.
func (p *Portal) saveLicence(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.licenceOf(r, d, me)
	if err != nil {
		return nil, err
	}
	a := typedProvider(m.Form)
	a.ID = m.Provider.ID
	err = d.ChangeProvider(r.Context(), a)
	if found, ok := problemsIn(err); ok {
		m.Form = m.Form.With(found)
		return page.LicencePage(m), err
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "接入商信息已保存"})
	return nil, seeOther(licencePath(a.ID))
}

// confirmSuspend asks once more before a provider is stopped or let go on.
func (p *Portal) confirmSuspend(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.licenceOf(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.SuspendPage(m), nil
}

// suspend stops a provider, or lets it go on, as the form says.
func (p *Portal) suspend(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.licenceOf(r, d, me)
	if err != nil {
		return nil, err
	}
	stop := r.PostForm.Get("suspended") == "yes"
	if err := d.Suspend(r.Context(), m.Provider.ID, stop); err != nil {
		return nil, err
	}
	done := "接入商已恢复"
	if stop {
		done = "接入商已暂停"
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: done})
	return nil, seeOther(licencePath(m.Provider.ID))
}
