package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// typed is what a type check asks: whose certificate, and which domains.
func typed(e filing.Entity, domains ...string) *filing.Document {
	d := &filing.Document{Entity: filing.Entity{Nature: e.Nature, CertificateType: e.CertificateType,
		CertificateNumber: e.CertificateNumber, Province: e.Province}}
	d.AddSite().Domains = domains
	return d
}

func TestTypeCheck(t *testing.T) {
	w, db := world(t)
	person, company := filingtest.Person().Entity, filingtest.Company().Entity
	check := func(d *postgres.Desk, doc *filing.Document) postgres.TypeCheck {
		t.Helper()
		got, err := d.TypeCheck(t.Context(), doc)
		pgtest.Must(t, err)
		return got
	}

	if got := check(w.Wang, typed(person, "example.cn")); got != (postgres.TypeCheck{Verdict: postgres.VerdictFirst}) {
		t.Errorf("nothing filed: %+v", got)
	}
	f := w.Draft(t, w.Wang, filingtest.Person())
	if got := check(w.Wang, typed(person, "other.cn")); got.Verdict != postgres.VerdictFirst || got.Draft != f.ID {
		t.Errorf("with a draft of the same certificate: %+v", got)
	}
	if got := check(w.Owner2, typed(person, "other.cn")); got.Draft != 0 {
		t.Errorf("somebody else's draft is told: %+v", got)
	}

	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	if got := check(w.Wang, typed(person, "other.cn")); got.Verdict != postgres.VerdictCertificateOpen || !got.Mine || got.Filing != f.ID {
		t.Errorf("the own filing is under way: %+v", got)
	}
	if got := check(w.Owner2, typed(person, "other.cn")); got.Verdict != postgres.VerdictCertificateOpen || got.Mine || got.Filing != 0 {
		t.Errorf("somebody's filing of the certificate is under way: %+v", got)
	}
	if got := check(w.Owner2, typed(company, "example.cn")); got.Verdict != postgres.VerdictDomainOpen || got.Domain != "example.cn" || got.Filing != 0 {
		t.Errorf("somebody's filing of the domain is under way: %+v", got)
	}

	w.Verify(t, w.Li, f.ID)
	w.Act(t, w.Li, f.ID, move(filing.Forward))
	for _, a := range w.Codes(t, db, f.ID) {
		_, err := w.ConfirmSMS(t.Context(), a)
		pgtest.Must(t, err)
	}
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	w.Act(t, w.Zhao, f.ID, move(filing.Approve))
	const number = "沪ICP备2026000001号"
	for name, c := range map[string]struct {
		desk *postgres.Desk
		doc  *filing.Document
		want postgres.TypeCheck
	}{
		"a new domain": {w.Wang, typed(person, "other.cn"), postgres.TypeCheck{Verdict: postgres.VerdictAddSite, Entity: number, Mine: true}},
		"a new domain, another account": {w.Owner2, typed(person, "other.cn"),
			postgres.TypeCheck{Verdict: postgres.VerdictAddSite, Entity: number}},
		"the same domain": {w.Wang, typed(person, "example.cn"),
			postgres.TypeCheck{Verdict: postgres.VerdictFiled, Entity: number, Mine: true, Domain: "example.cn", Site: number + "-1"}},
		"the domain of another entity": {w.Owner2, typed(company, "fresh.cn", "example.cn"),
			postgres.TypeCheck{Verdict: postgres.VerdictDomainElsewhere, Domain: "example.cn", Site: number + "-1"}},
	} {
		if got := check(c.desk, c.doc); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestTypeCheckOfWrongAnswers(t *testing.T) {
	w, _ := world(t)
	doc := typed(filingtest.Person().Entity, "www.example.cn")
	doc.Entity.CertificateNumber = "310101198803120011"
	doc.Entity.Province = ""
	_, err := w.Wang.TypeCheck(t.Context(), doc)
	for _, flaw := range []filing.Flaw{filing.Malformed, filing.Missing} {
		if !hasFlaw(err, flaw) {
			t.Errorf("%s is not told: %v", flaw, err)
		}
	}
	var all filing.Problems
	if !errors.As(err, &all) || len(all) != 3 {
		t.Errorf("%v: only number, province and domain are asked", err)
	}
}
