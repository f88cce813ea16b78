package portal

import (
	"fmt"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestPaperIsShownToThoseWhoMaySeeTheFiling(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	picture := material.Sample(material.IDFront, 1, "WANG FANG")
	x := b.bring(w.Wang, f.ID, filing.Paper{Slot: filing.SlotPrincipalFront}, picture)
	path := func(tier string) string { return fmt.Sprintf("/%s/filings/%d/papers/%d", tier, f.ID, x.ID) }

	v := b.as(w.Wang).do("GET", path("my"), nil).must(t, 200)
	if v.body != string(picture) || v.header.Get("Content-Type") != material.JPEG {
		t.Errorf("%d bytes of %s", len(v.body), v.header.Get("Content-Type"))
	}
	for name, want := range map[string]string{
		"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition":     fmt.Sprintf(`inline; filename="paper-%d.jpg"`, x.ID),
	} {
		if got := v.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if small := b.as(w.Wang).do("GET", path("my")+"?size=preview", nil).must(t, 200); len(small.body) != 100 {
		t.Errorf("the preview has %d bytes", len(small.body))
	}
	b.as(w.Owner2).get(path("my")).must(t, 404)
	b.as(w.Li).get(path("provider")).must(t, 404) // a draft is nobody else's
	b.as(w.Zhao).get(path("my")).must(t, 403)     // a page of registrants

	w.Act(t, w.Wang, f.ID, postgres.Move{Action: filing.Submit})
	b.as(w.Li).do("GET", path("provider"), nil).must(t, 200)
	b.as(w.Li).do("GET", path("provider"), nil).must(t, 200)
	b.as(w.Other).get(path("provider")).must(t, 404)
	b.as(w.Zhao).get(path("bureau")).must(t, 404) // not yet there
	looks, err := w.Wang.Disclosures(t.Context(), f.ID)
	pgtest.Must(t, err)
	if len(looks) != 1 || looks[0].What != "materials.principal_front" || looks[0].Tier != filing.Provider {
		t.Errorf("recorded looks: %+v", looks)
	}
}

func TestPaperThatIsNotThere(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	wang := b.as(w.Wang)
	for _, path := range []string{"/my/filings/%d/papers/0", "/my/filings/%d/papers/x", "/my/filings/%d/papers/999999"} {
		wang.get(fmt.Sprintf(path, f.ID)).must(t, 404)
	}
	x := b.bring(w.Wang, f.ID, filing.Paper{Slot: filing.SlotPrincipalFront}, material.Sample(material.IDFront, 1))
	pgtest.Must(t, b.portal.Materials.Delete(t.Context(), x.StoreKey))
	wang.get(fmt.Sprintf("/my/filings/%d/papers/%d", f.ID, x.ID)).must(t, 404)
}
