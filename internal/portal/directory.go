package portal

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
)

// bureaus lists the bureaus of all provinces (各省通信管理局).
func (p *Portal) bureaus(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	open, err := d.Bureaus(r.Context())
	if err != nil {
		return nil, err
	}
	known := map[string]postgres.BureauOffice{}
	for _, b := range open {
		known[b.Province] = b
	}
	m := page.Directory{Page: p.base(r, me)}
	for _, province := range region.Provinces() {
		b, here := known[province.Code]
		m.Offices = append(m.Offices, page.OfficeLine{Province: province, Open: here, Phone: dialled(b.Phone), Hours: b.Hours})
	}
	return page.DirectoryPage(m), nil
}

// bureauPortal is the first page of one bureau.
func (p *Portal) bureauPortal(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	province, ok := region.ByISO(inPath(r, "abbr"))
	if !ok {
		return nil, filing.ErrNotFound
	}
	m := page.BureauPortal{Page: p.base(r, me), Province: province}
	m.Page.Portal = province.BureauName()
	b, err := d.BureauOf(r.Context(), province.Code)
	if errors.Is(err, filing.ErrNotFound) {
		return page.BureauPortalPage(m), nil
	}
	if err != nil {
		return nil, err
	}
	m.Open, m.Phone, m.Address, m.Hours, m.SMS, m.TwoPersons = true, dialled(b.Phone), b.Address, b.Hours, b.SMS, b.TwoPersons
	own, err := d.Rules(r.Context(), province.Code)
	if err != nil {
		return nil, err
	}
	m.Rules = ruleLines(own.Rules)
	figures, _, err := p.openFigures(r.Context())
	if err != nil {
		return nil, err
	}
	for _, f := range figures {
		if f.Province == province.Code {
			m.Numbers = provinceNumbers(f)
		}
	}
	notices, err := d.Notices(r.Context(), province.Code, 0, 0, 10)
	m.Notices = noticeLines(notices)
	return page.BureauPortalPage(m), err
}
