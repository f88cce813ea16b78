package portal

import (
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/go-chi/chi/v5"

	"beian/internal/postgres"
)

func TestTableIsAllThereIs(t *testing.T) {
	b := open(t, Options{Demo: true})
	err := chi.Walk(b.portal.mux, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !b.portal.patterns[method+" "+pattern] {
			t.Errorf("%s %s is not in the table of routes", method, pattern)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range b.portal.table {
		if !r.who.open && len(r.who.tiers) == 0 {
			t.Errorf("%s %s does not say who may use it", r.method, r.pattern)
		}
	}
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// example is a path that a pattern matches and that names nothing that exists.
func example(pattern string) string {
	if pattern == "/static/*" {
		return "/static/none.css"
	}
	return parameter.ReplaceAllString(pattern, "999999")
}

func TestRoutesAsNobody(t *testing.T) {
	b := open(t, Options{Demo: true})
	for _, r := range b.portal.table {
		v := b.again().do(r.method, example(r.pattern), nil)
		if v.status >= 500 {
			t.Errorf("%s %s: status %d\n%s", r.method, r.pattern, v.status, b.log)
		}
		if !r.who.open && v.status != http.StatusSeeOther && v.status != http.StatusNotFound && v.status != http.StatusUnauthorized {
			t.Errorf("%s %s: nobody is signed in and gets status %d", r.method, r.pattern, v.status)
		}
	}
}

// TestRoutesAsEverybody asks for every URL as every kind of account: what a row does not admit is not there or
// forbidden, and nothing breaks.
func TestRoutesAsEverybody(t *testing.T) {
	b, w := cast(t, Options{Demo: true})
	people := []*postgres.Desk{w.Wang, w.Li, w.Zhao, w.Zhou}
	for _, d := range people {
		me := d.Me()
		for _, r := range b.portal.table {
			b.log.Reset()
			v := b.as(d).do(r.method, example(r.pattern), nil)
			if v.status >= 500 {
				t.Errorf("%s as %s: %s %s: status %d\n%s", me.Name, me.Tier, r.method, r.pattern, v.status, b.log)
			}
			admitted := r.who.open || slices.Contains(r.who.tiers, me.Tier) && (len(r.who.roles) == 0 || me.Is(r.who.roles...))
			if !admitted && v.status != http.StatusForbidden && v.status != http.StatusNotFound {
				t.Errorf("%s as %s: %s %s is not for them and answers %d", me.Name, me.Tier, r.method, r.pattern, v.status)
			}
		}
	}
}

// TestSlashAtTheEnd leads to the page meant, and nowhere else.
func TestSlashAtTheEnd(t *testing.T) {
	b := open(t, Options{Demo: true})
	for path, to := range map[string]string{
		"/provider/queue/": "/provider/queue", "/bureaus/": "/bureaus", "/search/?q=a%26b&by=": "/search?q=a%26b&by=", "/notices/7//": "/notices/7",
		"/records/%E6%B2%AAICP%E5%A4%872026000001%E5%8F%B7/": "/records/%E6%B2%AAICP%E5%A4%872026000001%E5%8F%B7",
		"/records/a%2Fb/": "/records/a%2Fb",
		"//evil.example/": "", "///evil.example/": "", "/\\evil.example/": "", "//evil.example//": "", "//bureaus/": "", "/no-such-page/": "", "/provider/queue/x/": "",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
			v := b.again().do(method, path, nil)
			switch {
			case to == "" || method == http.MethodPost:
				if v.status != http.StatusNotFound || v.header.Get("Location") != "" {
					t.Errorf("%s %s: status %d, to %q", method, path, v.status, v.header.Get("Location"))
				}
			case v.status != http.StatusPermanentRedirect || v.header.Get("Location") != to:
				t.Errorf("%s %s: status %d, to %q, want %q", method, path, v.status, v.header.Get("Location"), to)
			}
		}
	}
	b.get("/").must(t, 200)
}
