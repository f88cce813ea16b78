package filing_test

import (
	"slices"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

// in puts an edition in force for one test.
func in(t *testing.T, table *filing.CodeTable, change func([]filing.CodeEntry) []filing.CodeEntry) {
	t.Helper()
	table.Use(change(slices.Clone(table.All())))
	t.Cleanup(func() { table.Use(nil) })
}

func withdraw(id int) func([]filing.CodeEntry) []filing.CodeEntry {
	return func(list []filing.CodeEntry) []filing.CodeEntry {
		for i := range list {
			list[i].Withdrawn = list[i].Withdrawn || list[i].ID == id
		}
		return list
	}
}

func flaws(list filing.Problems) (all []filing.Flaw) {
	for _, p := range list {
		all = append(all, p.Flaw)
	}
	return all
}

// A withdrawn entry is not chosen anew; it keeps its name, and what was filed with it can be changed otherwise.
func TestWithdrawnEntries(t *testing.T) {
	doc := filingtest.Person()
	doc.Sites[0].Languages = []int{1, 16}
	if p := filing.Check(doc, filing.FirstFiling, filingtest.Today); len(p) != 0 {
		t.Fatalf("%+v", p)
	}
	in(t, filing.Languages, withdraw(16))
	p := filing.Check(doc, filing.FirstFiling, filingtest.Today)
	if !slices.Equal(flaws(p), []filing.Flaw{filing.CodeWithdrawn}) || p[0].Text != "朝鲜语" {
		t.Errorf("%+v", p)
	}
	if filing.NameOf(filing.Languages, 16) != "朝鲜语" || len(filing.Languages.Offered()) != len(filing.Languages.All())-1 || len(filing.Languages.Offered(16)) != len(filing.Languages.All()) {
		t.Error("the withdrawn entry is offered, or its name is gone")
	}
	in(t, filing.Certificates, withdraw(filing.ResidentID))
	if slices.ContainsFunc(filing.CertificateTypesFor(filing.Individual), func(c filing.Code) bool { return c.ID == filing.ResidentID }) {
		t.Error("a withdrawn paper is offered")
	}
	if p := filing.Check(filingtest.Person(), filing.FirstFiling, filingtest.Today); !slices.Contains(flaws(p), filing.CodeWithdrawn) {
		t.Errorf("%+v", p)
	}
}

func TestNewEntriesAreTaken(t *testing.T) {
	doc := filingtest.Company()
	doc.Sites[0].Contents = []int{25}
	if p := filing.Check(doc, filing.FirstFiling, filingtest.Today); !slices.Contains(flaws(p), filing.NotListed) {
		t.Errorf("%+v", p)
	}
	in(t, filing.Contents, func(list []filing.CodeEntry) []filing.CodeEntry {
		return append(list, filing.CodeEntry{Code: filing.Code{ID: 25, Name: "网络直播"}})
	})
	if p := filing.Check(doc, filing.FirstFiling, filingtest.Today); len(p) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestCheckEdition(t *testing.T) {
	all := filing.Methods.All()
	entry := func(id int, name string) filing.CodeEntry {
		return filing.CodeEntry{Code: filing.Code{ID: id, Name: name}}
	}
	for name, tt := range map[string]struct {
		table *filing.CodeTable
		list  []filing.CodeEntry
		want  []filing.Flaw
	}{
		"as it is":  {filing.Methods, all, nil},
		"one more":  {filing.Methods, append(slices.Clone(all), entry(5, "边缘节点")), nil},
		"one lost":  {filing.Methods, all[1:], []filing.Flaw{filing.CodeLost}},
		"no number": {filing.Methods, append(slices.Clone(all), entry(0, "边缘节点")), []filing.Flaw{filing.CodeUnread}},
		"no name":   {filing.Methods, append(slices.Clone(all), entry(5, "")), []filing.Flaw{filing.CodeUnread}},
		"twice":     {filing.Methods, append(slices.Clone(all), entry(3, "边缘节点")), []filing.Flaw{filing.CodeTwice}},
		"same name": {filing.Methods, append(slices.Clone(all), entry(5, "专线")), []filing.Flaw{filing.CodeTwice}},
		"closed":    {filing.Natures, append(slices.Clone(filing.Natures.All()), entry(17, "行业协会")), []filing.Flaw{filing.CodeClosed}},
		"papers":    {filing.Certificates, filing.Certificates.All(), nil},
		"none left": {filing.Methods, withdraw(4)(withdraw(3)(withdraw(2)(withdraw(1)(slices.Clone(all))))), []filing.Flaw{filing.CodesEmpty}},
	} {
		if got := flaws(tt.table.CheckEdition(tt.list)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
