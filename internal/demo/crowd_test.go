package demo

import (
	"testing"

	"beian/internal/filing"
	"beian/internal/region"
)

// Every company and person that a crowd can invent may be filed.
func TestCrowdIsInOrder(t *testing.T) {
	m, first := newMaker(96, epoch), carriers()[0]
	m.lexicon, m.crowd = &many, &crowd{counts: map[string]int{}}
	keys := map[string]bool{}
	for i := range 40_000 {
		p := m.province()
		at := m.place(p)
		doc := m.unitDocument(m.unit(at), first, 2)
		if i%4 == 0 {
			doc = m.personDocument(m.human(at.county.Code), at, first, 1)
		}
		for _, problem := range filing.Check(doc, filing.FirstFiling, epoch).Errors() {
			t.Fatalf("%s %v: %+v", doc.Entity.Name, doc.Get(problem.Path), problem)
		}
		for _, unique := range append(doc.DomainList(), doc.Entity.CertificateNumber) {
			if keys[unique] {
				t.Fatalf("%s comes twice", unique)
			}
			keys[unique] = true
		}
	}
	if len(region.Provinces()) != len(weights) {
		t.Error("a province has no weight")
	}
}

func TestSize(t *testing.T) {
	for typed, want := range map[string]Size{"": Usual, "usual": Usual, "100k": 100_000, "1M": 1_000_000, "nation": Nation, "25000": 25_000,
		"5m": 0, "0": 0, "-1": 0, "1g": 0, "999999999999999999999k": 0, "800": 0} {
		var s Size
		if err := s.UnmarshalText([]byte(typed)); s != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v", typed, s, err)
		}
	}
}
