package portal

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
)

// overview (总览) is the nation in numbers.
func (p *Portal) overview(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	figures, err := d.Figures(r.Context())
	if err != nil {
		return nil, err
	}
	nation, err := breakdown(r, d, "")
	if err != nil {
		return nil, err
	}
	m := page.Overview{Page: p.base(r, me), Metric: page.Metric(r.URL.Query().Get("metric")), Figures: nation}
	if !slices.Contains(page.Metrics, m.Metric) {
		m.Metric = page.Metrics[0]
	}
	for _, f := range figures {
		m.Provinces = append(m.Provinces, provinceNumbers(f))
	}
	if m.Metric == page.Workdays {
		err = addWorkdays(r, d, m.Provinces)
	}
	return page.OverviewPage(m), err
}

// addWorkdays adds how long the bureaus took.
func addWorkdays(r *http.Request, d *postgres.Desk, list []page.ProvinceNumbers) error {
	paces, err := d.Paces(r.Context())
	for _, x := range paces {
		for i := range list {
			if s := x.Held[filing.Bureau]; s != nil && list[i].Province.Code == x.Province {
				list[i].Stays, list[i].StayDays = s.Stays(), x.Workdays
			}
		}
	}
	return err
}
