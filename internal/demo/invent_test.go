package demo

import (
	"slices"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/region"
	"beian/internal/zh"
)

// Every sort of unit, and a person, can be filed in every province.
func TestInventionsAreInOrder(t *testing.T) {
	m, first := newMaker(99, epoch), carriers()[0]
	for _, p := range region.Provinces() {
		docs := []*filing.Document{m.personDocument(m.human("310101"), m.place(p), first, 2)}
		for _, f := range forms {
			docs = append(docs, m.unitDocument(m.unitOf(f, m.place(p)), first, 2))
		}
		for _, doc := range docs {
			for _, problem := range filing.Check(doc, filing.FirstFiling, epoch) {
				t.Errorf("%s: %+v", doc.Entity.Name, problem)
			}
		}
	}
}

// Every remark of a return is one the catalogue has for its place.
func TestMarksAreOfTheCatalogue(t *testing.T) {
	for _, mark := range slices.Concat(slices.Concat(providerMarks...), slices.Concat(bureauMarks...)) {
		if !slices.ContainsFunc(zh.Reasons(mark.Path), func(r zh.Reason) bool { return r.Code == mark.Reason }) {
			t.Errorf("no reason %s at %s", mark.Reason, mark.Path)
		}
	}
}

// No address belongs to two providers, and what they hand out is their own.
func TestCarriersKeepToTheirRanges(t *testing.T) {
	m, list := newMaker(98, epoch), carriers()
	var all []ident.IPRange
	for _, c := range list {
		own := slices.Concat(c.v4, c.v6)
		for _, r := range own {
			if slices.ContainsFunc(all, r.Overlaps) {
				t.Errorf("%s: %s is another's", c.name, r)
			}
		}
		all = append(all, own...)
		for range 200 {
			for _, typed := range []string{c.address(m), c.address6(m)} {
				r, err := ident.ParseIPRange(typed)
				if err != nil || !slices.ContainsFunc(own, r.Within) {
					t.Fatalf("%s: %s, %v", c.name, typed, err)
				}
			}
		}
	}
}

func TestSnap(t *testing.T) {
	m := newMaker(97, epoch)
	for typed, want := range map[string]string{
		"2026-11-20 10:00": "2026-11-20", // a Friday at work
		"2026-11-20 20:00": "2026-11-20", // after hours
		"2026-11-20 07:00": "2026-11-19", // before hours
		"2026-11-22 12:00": "2026-11-20", // a Sunday
		"2026-10-05 12:00": "2026-09-30", // within the National Day holidays
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", typed, calendar.Shanghai)
		if err != nil {
			t.Fatal(err)
		}
		got := office.snap(m, calendar.Default(), at)
		hour := got.In(calendar.Shanghai).Hour()
		if got.After(at) || calendar.DateOf(got).String() != want || hour < office.from || hour >= office.to {
			t.Errorf("%s becomes %s, want within the hours of %s", typed, got.In(calendar.Shanghai), want)
		}
	}
}
