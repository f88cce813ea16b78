package portal

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
)

// regionsShown is how many divisions a question may bring up.
const regionsShown = 60

// codes shows the code tables and finds divisions by name or number (代码查询).
func (p *Portal) codes(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Codes{Page: p.base(r, me), Asked: r.URL.Query().Has("q"), Q: strings.TrimSpace(r.URL.Query().Get("q"))}
	if m.Q != "" {
		m.Regions, m.Cut = findRegions(m.Q)
	}
	return page.CodesPage(m), nil
}

// findRegions lists the divisions in force whose name contains the words or whose code begins with them.
func findRegions(q string) (list []region.Division, cut bool) {
	for _, d := range allRegions() {
		if !strings.Contains(d.Name, q) && !strings.HasPrefix(d.Code, q) {
			continue
		}
		if len(list) == regionsShown {
			return list, true
		}
		list = append(list, d)
	}
	return list, false
}

// allRegions walks provinces, cities and counties in the order of their codes.
func allRegions() []region.Division {
	var list []region.Division
	for _, province := range region.Provinces() {
		list = append(list, region.Division{Code: province.Code, Name: province.Name})
		for _, city := range region.Cities(province.Code) {
			list = append(list, city)
			for _, county := range region.Counties(city.Code) {
				if county != city {
					list = append(list, county)
				}
			}
		}
	}
	return list
}
