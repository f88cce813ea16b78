package icpquery

import (
	"net/http"
	"net/http/httptest"
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
