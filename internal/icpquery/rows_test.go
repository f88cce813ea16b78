package icpquery

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
)

// A question by domain has the rows of that domain alone, one by number those of all.
func TestRowsOfADomain(t *testing.T) {
	site := postgres.Record{ID: 1, Service: filing.Website, Domains: []string{"first.cn", "second.cn", "中文.cn"}}
	for _, c := range []struct {
		by    lookup.By
		asked string
		want  []string
	}{
		{lookup.Domain, "second.cn", []string{"second.cn"}},
		{lookup.Domain, "中文.cn", []string{"中文.cn"}},
		{lookup.Number, "沪ICP备2026000001号-1", site.Domains},
		{lookup.Name, "second.cn", site.Domains},
	} {
		rows := rowsOf(lookup.Answer{By: c.by, Asked: c.asked, Records: []postgres.Record{site}}, filing.Website)
		if len(rows) != len(c.want) || rows[0].Domain != c.want[0] {
			t.Errorf("%s: %+v", c.asked, rows)
		}
	}
	byAddress := postgres.Record{ID: 2, Service: filing.Website, IPOnly: true, Domains: []string{"121.40.1.10:8080"}}
	if rows := rowsOf(lookup.Answer{By: lookup.Domain, Asked: "121.40.1.10", Records: []postgres.Record{byAddress}}, filing.Website); len(rows) != 1 {
		t.Errorf("a site without a domain: %+v", rows)
	}
}

// Clients take the rows from startRow to endRow of each page, up to lastPage.
func TestPages(t *testing.T) {
	rows := make([]item, 23)
	for i := range rows {
		rows[i].DomainID = int64(i)
	}
	var got []item
	for num := 1; num <= pageOf(rows, 1, 10).LastPage; num++ {
		p := pageOf(rows, num, 10)
		got = append(got, p.List[p.StartRow:p.EndRow+1]...)
		if p.PrePage != max(num-1, 1) || p.NextPage != min(num+1, 3) || p.IsLastPage != (num == 3) {
			t.Errorf("page %d: %+v", num, p)
		}
	}
	if !slices.Equal(got, rows) {
		t.Errorf("%d rows on all pages", len(got))
	}
	if p := pageOf(nil, 1, 10); p.Total != 0 || p.Pages != 0 || p.LastPage != 0 || p.StartRow != 0 || p.EndRow != 0 || p.List == nil {
		t.Errorf("nothing found: %+v", p)
	}
}

// Clients cut the cookie out of the start page's header; browsers are given none.
func TestGreet(t *testing.T) {
	h := Greet(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	ask := func(mode string) string {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		if mode != "" {
			r.Header.Set("Sec-Fetch-Mode", mode)
		}
		h.ServeHTTP(w, r)
		return w.Header().Get("Set-Cookie")
	}
	cookie, _, _ := strings.Cut(ask(""), ";")
	if name, value, _ := strings.Cut(cookie, "="); name != "__jsluid_s" || len(value) != 32 {
		t.Errorf("a program is given %q", cookie)
	}
	if got := ask("navigate"); got != "" {
		t.Errorf("a browser is given %q", got)
	}
}
