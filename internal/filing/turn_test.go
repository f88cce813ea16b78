package filing_test

import (
	"slices"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

func TestTurningIntoAUnit(t *testing.T) {
	was, doc := filingtest.Person(), filingtest.Person()
	doc.Entity.Nature = filing.Enterprise
	doc.Turn(was)
	e := doc.Entity
	if e.Name != "" || e.CertificateNumber != "" || e.Principal.Name != "陈晓云" || e.Principal.CertificateNumber != filingtest.PersonID || e.City != "310100" {
		t.Errorf("the unit says %+v", e)
	}
	doc = filingtest.Person()
	doc.Entity.Nature, doc.Entity.CertificateType, doc.Entity.CertificateNumber = filing.Enterprise, filing.BusinessLicence, filingtest.CreditCode
	if doc.Turn(was); doc.Entity.CertificateNumber != filingtest.CreditCode {
		t.Errorf("a number typed with the turn: %q", doc.Entity.CertificateNumber)
	}
}

func TestTurningIntoAPerson(t *testing.T) {
	was, doc := filingtest.Company(), filingtest.Company()
	doc.Entity.Nature, doc.Entity.Province = filing.Individual, "310000"
	if got := doc.TurnedFrom(was); !got.ToPerson || !got.Province || !slices.Equal(got.Contents, []int{8, 21}) {
		t.Errorf("told: %+v", got)
	}
	doc.Turn(was)
	e := doc.Entity
	if e.Name != "林国栋" || e.CertificateNumber != filingtest.ManagerID || e.Investor != "" || e.Principal.Name != "" || e.City != "" || len(doc.Sites[0].Contents) != 0 {
		t.Errorf("the person says %+v, %v", e, doc.Sites[0].Contents)
	}
	if same := filingtest.Company(); same.TurnedFrom(was).Any() {
		t.Error("nothing turned")
	}
}
