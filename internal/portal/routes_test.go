package portal

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/go-chi/chi/v5"
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
