package filing_test

import (
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
)

// numberOf is a right number of each type of certificate.
func numberOf(kind int) string {
	switch kind {
	case filing.ResidentID:
		return filingtest.PersonID
	case filing.HKMacauTaiwanResidence:
		return string(ident.MakeResidentID("810000", time.Date(1990, 5, 1, 0, 0, 0, 0, time.UTC), 21))
	case filing.HKMacauPermit:
		return "H12345678"
	case filing.TaiwanPermit:
		return "12345678"
	case filing.Passport, filing.PermanentResidence:
		return "E12345678"
	case filing.OfficerID:
		return "军字第1234567号"
	case filing.InstitutionCodePaper, filing.GovernmentCodePaper, filing.AssociationCodePaper, filing.EnterpriseCodePaper:
		return filingtest.CreditCode[8:17]
	case filing.BusinessLicence, filing.CreditCodePaper, filing.InstitutionLicence, filing.AssociationLicence,
		filing.PrivateNonEnterprise, filing.FoundationLicence, filing.ForeignRepresentative:
		return filingtest.CreditCode
	}
	return "第 12 号"
}

// Every nature has a paper, and every paper it may use is taken with a number of its form.
func TestEveryNatureCanFile(t *testing.T) {
	for _, nature := range filing.Natures.All() {
		papers := filing.CertificateTypesFor(filing.Nature(nature.ID))
		if len(papers) == 0 {
			t.Errorf("%s has no paper", nature.Name)
		}
		for _, paper := range papers {
			d := filingtest.Company()
			if nature.ID == int(filing.Individual) {
				d = filingtest.Person()
			}
			d.Entity.Nature, d.Entity.CertificateType, d.Entity.CertificateNumber = filing.Nature(nature.ID), paper.ID, numberOf(paper.ID)
			if p := filing.Check(d, filing.FirstFiling, filingtest.Today); len(p) != 0 {
				t.Errorf("%s with %s: %+v", nature.Name, paper.Name, []filing.Problem(p))
			}
		}
	}
}

func TestNumbersOfEachPaperAreRead(t *testing.T) {
	for _, paper := range filing.CertificateTypes {
		if _, err := filing.CertificateNumber(paper.ID, "", filingtest.Today); err == nil {
			t.Errorf("%s takes an empty number", paper.Name)
		}
		if n, err := filing.CertificateNumber(paper.ID, " "+numberOf(paper.ID)+" ", filingtest.Today); err != nil || n == "" {
			t.Errorf("%s: %v", paper.Name, err)
		}
	}
	for _, c := range []struct {
		kind  int
		typed string
	}{
		{filing.ResidentID, numberOf(filing.HKMacauTaiwanResidence)}, {filing.HKMacauTaiwanResidence, numberOf(filing.ResidentID)},
		{filing.HKMacauPermit, "A12345678"}, {filing.TaiwanPermit, "1234"}, {filing.Passport, "护照"}, {filing.OfficerID, "军字号"},
		{filing.EnterpriseCodePaper, "123456789"}, {filing.BusinessLicence, "123456789012346"},
	} {
		if n, err := filing.CertificateNumber(c.kind, c.typed, filingtest.Today); err == nil {
			t.Errorf("type %d took %q as %s", c.kind, c.typed, n)
		}
	}
}

func TestTablesHaveNoTwins(t *testing.T) {
	for name, table := range map[string]*filing.CodeTable{
		"natures": filing.Natures, "pre-approvals": filing.PreApprovals, "contents": filing.Contents,
		"languages": filing.Languages, "applications": filing.Applications, "methods": filing.Methods,
	} {
		ids, names := map[int]bool{}, map[string]bool{}
		for _, c := range table.All() {
			if c.ID <= 0 || c.Name == "" || ids[c.ID] || names[c.Name] || filing.NameOf(table, c.ID) != c.Name {
				t.Errorf("%s: %+v", name, c)
			}
			ids[c.ID], names[c.Name] = true, true
		}
	}
	seen := map[int]bool{}
	for _, c := range filing.CertificateTypes {
		if seen[c.ID] || c.Name == "" || len(c.Natures) == 0 {
			t.Errorf("%+v", c)
		}
		seen[c.ID] = true
	}
}
