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
	return page.OverviewPage(m), nil
}
