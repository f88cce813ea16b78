package portal

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

var hrefs = regexp.MustCompile(`<a [^>]*href="(/[^"]*)"`)

// follow opens whatever can be reached by links from the given pages, and checks each page once.
func follow(t *testing.T, b *browser, begin []string, goOn func(path string) bool, check func(v view)) int {
	t.Helper()
	seen := map[string]bool{}
	for list := begin; len(list) > 0; list = list[1:] {
		path := list[0]
		if seen[path] {
			continue
		}
		seen[path] = true
		v := b.get(path)
		check(v)
		for _, m := range hrefs.FindAllStringSubmatch(v.body, -1) {
			next, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			if goOn(next) {
				list = append(list, next)
			}
		}
	}
	return len(seen)
}

func TestEveryLinkOfThePublicLeadsSomewhere(t *testing.T) {
	b, w := approved(t)
	_, err := w.Zhou.Publish(t.Context(), postgres.Notice{Title: "公告", Body: "正文"})
	pgtest.Must(t, err)
	n := follow(t, b, []string{"/", "/search?q=example.cn", "/search?q=unfiled.cn", "/records/zj-2026000001-1"},
		func(path string) bool {
			return !strings.Contains(path, "province=") && !strings.HasPrefix(path, "/api/")
		}, // the API is another door
		func(v view) {
			if v.status != 200 {
				t.Errorf("%s: status %d", v.path, v.status)
			}
			v.keepsPrivate(t)
		})
	if n < 100 {
		t.Errorf("only %d pages were found", n)
	}
}

func TestEveryLinkOfTheMinistryLeadsSomewhere(t *testing.T) {
	b, w := approved(t)
	n := follow(t, b.as(w.Zhou), []string{"/ministry"},
		func(path string) bool {
			return strings.HasPrefix(path, "/ministry") || strings.HasPrefix(path, "/staff/team")
		},
		func(v view) {
			if v.status != 200 {
				t.Errorf("%s: status %d", v.path, v.status)
			}
		})
	if n < 40 {
		t.Errorf("only %d pages were found", n)
	}
}
