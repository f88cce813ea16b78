package portal

import (
	"testing"

	"beian/internal/footer"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// What the round found is shown to the owner, to the provider and to the bureau, and to nobody else.
func TestFooters(t *testing.T) {
	b, w := approved(t)
	sites, err := b.store.NextFooters(t.Context(), 10)
	pgtest.Must(t, err)
	if len(sites) == 0 || sites[0].HomeURLs[0] == "" {
		t.Fatalf("sites %+v", sites)
	}
	found := footer.Finding{URL: "http://www.example.cn/", Number: footer.Wrong, Shown: "沪ICP备2026000009号"}
	pgtest.Must(t, b.store.KeepFooter(t.Context(), sites[0].ID, postgres.FooterSeen{Fine: found.Fine(), Seen: true, Finding: found}))
	for path, desk := range map[string]*browser{"/provider/footers": b.again().as(w.Li), "/bureau/footers": b.again().as(w.Zhao)} {
		desk.get(path).must(t, 200, "显示的是 沪ICP备2026000009号", "沪ICP备2026000001号-1")
	}
	b.again().as(w.Wang).get("/my/footers").must(t, 200, "显示的是 沪ICP备2026000009号")
	b.again().as(w.Other).get("/provider/footers").must(t, 200, "没有需要修改的网站")
	found.Number, found.Link = footer.Good, footer.Good
	pgtest.Must(t, b.store.KeepFooter(t.Context(), sites[0].ID, postgres.FooterSeen{Fine: found.Fine(), Seen: true, Finding: found}))
	b.again().as(w.Zhao).get("/bureau/footers").must(t, 200, "没有需要修改的网站")
	again, err := b.store.NextFooters(t.Context(), 10)
	if err != nil || len(again) != len(sites) {
		t.Errorf("the round ends: %d, %v", len(again), err)
	}
}
