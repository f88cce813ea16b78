package filing_test

import (
	"reflect"
	"slices"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

func TestComplete(t *testing.T) {
	d := filingtest.Person()
	d.Complete()
	e := d.Entity
	if e.PostalAddress != e.CertificateAddress || e.Principal.Name != e.Name ||
		e.Principal.CertificateType != e.CertificateType || e.Principal.CertificateNumber != e.CertificateNumber {
		t.Errorf("the person is not the own principal: %+v", e)
	}
	if !reflect.DeepEqual(d.Sites[0].Principal, e.Principal) {
		t.Errorf("the site's principal is %+v", d.Sites[0].Principal)
	}
	c := filingtest.Company()
	c.Complete()
	if c.Entity.PostalAddress == c.Entity.CertificateAddress || c.Sites[0].Principal.Name != "林国栋" || c.Sites[1].Principal.Name != "赵敏" {
		t.Error("what was said has been written over")
	}
}

func TestKeysOfSitesAndAccesses(t *testing.T) {
	d := &filing.Document{}
	d.AddSite()
	d.AddSite()
	d.RemoveSite("1")
	d.RemoveSite("9")
	s := d.AddSite()
	if len(d.Sites) != 2 || d.Site("1") != nil || d.Site("2") == nil || s.Key != "3" {
		t.Errorf("got %+v", d.Sites)
	}
	if s.AddAccess().Key != "2" || len(s.Accesses) != 2 {
		t.Errorf("got %+v", s.Accesses)
	}
	if !s.PrincipalSame || s.Service != filing.Website || !slices.Equal(s.Languages, []int{1}) {
		t.Errorf("a new site begins as %+v", *s)
	}
}

func TestPrincipalsToConfirm(t *testing.T) {
	one, two := filingtest.Person(), filingtest.Company()
	one.Complete()
	two.Complete()
	for _, c := range []struct {
		doc  *filing.Document
		kind filing.Kind
		want []string
	}{
		{one, filing.FirstFiling, []string{"13800000001"}},
		{two, filing.FirstFiling, []string{"13800000003", "13800000004"}},
		{two, filing.AddSite, []string{"13800000003", "13800000004"}},
		{two, filing.AddAccess, []string{"13800000003", "13800000004"}},
		{two, filing.Change, []string{"13800000003", "13800000004"}},
		{two, filing.CancelEntity, []string{"13800000003"}},
		{two, filing.CancelAccess, nil},
		{two, filing.ForcedCancel, nil},
	} {
		var got []string
		for _, p := range filing.PrincipalsToConfirm(c.kind, nil, c.doc) {
			got = append(got, p.Mobile())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("kind %d: got %v, want %v", c.kind, got, c.want)
		}
	}
}

func TestDifferences(t *testing.T) {
	from := filingtest.Company()
	if got := filing.Differences(from, filingtest.Company()); got != nil {
		t.Errorf("the same differs: %v", got)
	}
	to := filingtest.Company()
	to.Set("sites.2.names", []string{"青禾少儿编程"})
	to.Set("entity.remark_bureau", []string{"新址"})
	to.Sites[1].Accesses = to.Sites[1].Accesses[:1]
	want := []filing.Difference{
		{Path: "entity.remark_bureau", Field: filing.EntityToBureau, New: []string{"新址"}},
		{Path: "sites.2.names", Field: filing.SiteNames, Old: []string{"青禾编程课堂"}, New: []string{"青禾少儿编程"}},
		{Path: "sites.2.accesses.2.method", Field: filing.AccessMethod, Old: []string{"1"}},
		{Path: "sites.2.accesses.2.dynamic", Field: filing.AccessDynamic, Old: []string{"no"}},
		{Path: "sites.2.accesses.2.ips", Field: filing.AccessIPs, Old: []string{"2408:4001::10"}},
		{Path: "sites.2.accesses.2.places", Field: filing.AccessPlaces, Old: []string{"330000", "310000"}},
		{Path: "sites.2.accesses.2.remark", Field: filing.AccessRemark, Old: []string{"IPv6 专线"}},
	}
	if got := filing.Differences(from, to); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	back := filing.Differences(to, from)
	if len(back) != len(want) || back[len(back)-1].Old != nil {
		t.Errorf("the other way: %+v", back)
	}
}

func TestDifferencesOfARemovedSite(t *testing.T) {
	to := filingtest.Company()
	to.RemoveSite("1")
	for _, d := range filing.Differences(filingtest.Company(), to) {
		if d.Path.Site() != "1" || d.New != nil || len(d.Old) == 0 {
			t.Errorf("got %+v", d)
		}
	}
}

func TestPapers(t *testing.T) {
	passport, other := filingtest.Person(), filingtest.Company()
	passport.Entity.CertificateType = filing.Passport
	other.Sites[1].Principal.CertificateType = filing.HKMacauPermit
	for _, c := range []struct {
		name string
		doc  *filing.Document
		want []filing.Path
	}{
		{"person", filingtest.Person(), []filing.Path{"materials.principal_front", "materials.principal_back", "materials.photo.1", "materials.sheet"}},
		{"passport", passport, []filing.Path{"materials.principal_front", "materials.photo.1", "materials.sheet"}},
		{"company", filingtest.Company(), []filing.Path{"materials.entity", "materials.principal_front", "materials.principal_back",
			"materials.site_front.2", "materials.site_back.2", "materials.approval_3.2", "materials.photo.1", "materials.photo.2", "materials.sheet"}},
		{"company, permit", other, []filing.Path{"materials.entity", "materials.principal_front", "materials.principal_back",
			"materials.site_front.2", "materials.approval_3.2", "materials.photo.1", "materials.photo.2", "materials.sheet"}},
	} {
		var got []filing.Path
		for _, p := range c.doc.Papers() {
			if back, ok := filing.PaperAt(p.Path()); !ok || back.Slot != p.Slot || back.Site != p.Site {
				t.Errorf("%s comes back as %+v", p.Path(), back)
			}
			if p.Required {
				got = append(got, p.Path())
			}
			if staff := p.Slot == filing.SlotPhoto || p.Slot == filing.SlotSheet; staff != (p.By == filing.Provider) {
				t.Errorf("%s is brought by %s", p.Slot, p.By)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
	for _, p := range []filing.Path{"", "materials", "entity.name", "materials.a.b.c", "sites.1.domains"} {
		if paper, ok := filing.PaperAt(p); ok {
			t.Errorf("%q is %+v", p, paper)
		}
	}
}
