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
