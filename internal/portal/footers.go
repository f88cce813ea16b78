package portal

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/footer"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const footersPage = 50

// footers lists what the round over filed sites found to mend: of an owner's sites, a provider's customers, a bureau's
// province.
func (p *Portal) footers(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	list, err := d.Footers(r.Context(), max(after, 0), footersPage+1)
	if err != nil {
		return nil, err
	}
	m := page.Footers{Page: p.base(r, me)}
	if len(list) > footersPage {
		list = list[:footersPage]
		m.Next = ui.WithQuery(r.URL.Path, r.URL.Query(), "after", strconv.FormatInt(list[footersPage-1].Site, 10))
	}
	for _, c := range list {
		var f footer.Finding
		if err := json.Unmarshal(c.Finding, &f); err != nil {
			return nil, err
		}
		m.Sites = append(m.Sites, page.FooterSite{Number: string(c.Number), Name: strings.Join(c.Names, "；"), URL: f.URL,
			Checked: zh.Time(c.CheckedAt), Faults: faultsOf(f)})
	}
	return page.FootersPage(m), nil
}

// faultsOf says what is to be mended.
func faultsOf(f footer.Finding) []string {
	if f.Trouble != footer.NoTrouble {
		return []string{troubles[f.Trouble]}
	}
	var list []string
	for _, l := range lookLines(f) {
		if l.Tone != ui.Success && l.Tone != ui.Neutral {
			list = append(list, l.Found)
		}
	}
	return list
}
