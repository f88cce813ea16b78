package portal

import (
	"fmt"
	"image/jpeg"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// twoPages is a PDF whose one page stands twice in the tree.
func twoPages() []byte {
	one := string(pdf("", "/Note (room for the second page)"))
	one = strings.Replace(one, "/Kids [3 0 R] /Count 1", "/Kids [3 0 R 3 0 R] /Count 2", 1)
	return []byte(strings.Replace(one, "(room for the second page)", "(room for the secon)", 1))
}

// TestPagesOfAPDF: a paper of several pages is looked at like a picture, by its owner and at the desks.
func TestPagesOfAPDF(t *testing.T) {
	o := openOffice(t)
	f := o.w.Draft(t, o.w.Wang, filingtest.Person())
	wang, li := o.seat(o.w.Wang), o.seat(o.w.Li)
	materials := at("/my", f.ID, "materials")
	x := postgres.Paper{Slot: filing.SlotPrincipalFront, FileName: "scan.pdf", MediaType: material.PDF, Pages: 2, SHA256: []byte{1}, StoreKey: material.NewKey()}
	pgtest.Must(t, o.portal.Materials.Put(t.Context(), x.StoreKey, twoPages()))
	x, err := o.w.Wang.AddPaper(t.Context(), f.ID, x)
	pgtest.Must(t, err)
	own := fmt.Sprintf("papers/%d", x.ID)
	wang.get(materials).must(t, 200, at("/my", f.ID, own)+"?size=preview")
	for question, side := range map[string]int{"?size=preview": previewSide, "?page=1": pageSide, "?page=2": pageSide} {
		v := wang.do("GET", at("/my", f.ID, own)+question, nil).must(t, 200)
		m, err := jpeg.Decode(strings.NewReader(v.body))
		if err != nil || m.Bounds().Dy() != side || v.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %v, %v, %v", question, err, m, v.header)
		}
	}
	for _, page := range []string{"0", "3", "-1", "x", "99999999999999999999"} {
		wang.get(at("/my", f.ID, own)+"?page="+page).must(t, 404)
	}
	o.w.Act(t, o.w.Wang, f.ID, postgres.Move{Action: filing.Submit})
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	scan := at("/provider", f.ID, own)
	li.get(at("/provider", f.ID, "")).must(t, 200, scan+"?page=1", scan+"?page=2", "PDF，2 页", "第 2 页").lacks(t, scan+"?page=3").keepPage(t, "case-pdf")
	li.do("GET", scan+"?page=2", nil).must(t, 200)
	o.seat(o.w.Other).get(scan+"?page=1").must(t, 404)
}
