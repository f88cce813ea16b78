package portal

import (
	"net/http/httptest"
	"testing"

	"beian/internal/filing"
)

// TestSideNavigation: every link leads to a page that its reader may open, and one link at most is marked, that of
// the page or of the one above it; the start page is above none.
func TestSideNavigation(t *testing.T) {
	b := open(t, Options{})
	for _, me := range []filing.Actor{{Tier: filing.Provider, Role: filing.Admin}, {Tier: filing.Bureau, Role: filing.Admin}, {Tier: filing.Ministry, Role: filing.Admin}} {
		for _, g := range sideLinks(me) {
			for _, l := range g.links {
				if !b.portal.has(l.href) {
					t.Errorf("%s: %s leads nowhere", l.text, l.href)
				}
				for _, path := range []string{l.href, l.href + "/7"} {
					marked := ""
					for _, side := range b.portal.side(httptest.NewRequest("GET", path, nil), me) {
						for _, item := range side.Items {
							if item.Current {
								marked += item.Href
							}
						}
					}
					if want := l.href; marked != want && !(path != l.href && l.href == home(me) && marked == "") {
						t.Errorf("at %s %q is marked", path, marked)
					}
				}
			}
		}
	}
}
