package portal

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// offices (管局) lists the bureaus and the provinces without one.
func (p *Portal) offices(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	open, err := d.Bureaus(r.Context())
	if err != nil {
		return nil, err
	}
	known := map[string]postgres.BureauOffice{}
	for _, b := range open {
		known[b.Province] = b
	}
	m := page.Offices{Page: p.base(r, me)}
	for _, province := range region.Provinces() {
		b, here := known[province.Code]
		m.List = append(m.List, page.OfficeRow{Province: province, Open: here, Phone: b.Phone, SMS: b.SMS, TwoPersons: b.TwoPersons})
	}
	return page.OfficesPage(m), nil
}

// office shows one bureau, or the form to register it.
func (p *Portal) office(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.officeOf(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.OfficePage(m), nil
}

// officeOf is the bureau of the address with what stands in the register about it.
func (p *Portal) officeOf(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Office, error) {
	province, ok := region.ByISO(inPath(r, "abbr"))
	if !ok {
		return page.Office{}, filing.ErrNotFound
	}
	m := page.Office{Page: p.base(r, me), Form: p.form(r), Province: province, Admin: me.Is(filing.Admin)}
	b, err := d.BureauOf(r.Context(), province.Code)
	if errors.Is(err, filing.ErrNotFound) {
		b, err = postgres.BureauOffice{Name: province.BureauName(), SMS: true}, nil
	} else {
		m.Open = err == nil
	}
	if m.Open && me.Is(filing.Admin) && p.has(teamPath) {
		m.Team = teamPath + "?" + url.Values{"tier": {string(filing.Bureau)}, "province": {province.Code}}.Encode()
	}
	values := url.Values{"name": {b.Name}, "phone": {b.Phone}, "address": {b.Address}, "hours": {b.Hours}}
	tick(values, "sms", b.SMS)
	tick(values, "two_persons", b.TwoPersons)
	m.Form = m.Form.Or(values)
	if err != nil {
		return m, err
	}
	m.Numbers, err = numbersOf(r, d, province.Code)
	return m, err
}

// numbersOf are the numbers of one province.
func numbersOf(r *http.Request, d *postgres.Desk, province string) (page.ProvinceNumbers, error) {
	figures, err := d.Figures(r.Context())
	for _, f := range figures {
		if f.Province == province {
			return provinceNumbers(f), err
		}
	}
	return page.ProvinceNumbers{}, err
}

// teamPath is where the accounts of an organisation are kept.
const teamPath = "/staff/team"

// tick sets a box of a form.
func tick(values url.Values, name string, on bool) {
	if on {
		values.Set(name, "on")
	}
}

// saveOffice registers a bureau or changes what is known of it.
func (p *Portal) saveOffice(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.officeOf(r, d, me)
	if err != nil {
		return nil, err
	}
	f := m.Form
	err = d.SetBureau(r.Context(), postgres.BureauOffice{Province: m.Province.Code, Name: f.Get("name"), Phone: f.Get("phone"),
		Address: f.Get("address"), Hours: f.Get("hours"), SMS: f.Get("sms") == "on", TwoPersons: f.Get("two_persons") == "on"})
	if found, ok := problemsIn(err); ok {
		m.Form = f.With(found)
		return page.OfficePage(m), err
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已保存" + m.Province.BureauName()})
	return nil, seeOther("/ministry/bureaus/" + m.Province.ISO)
}
