package filing_test

import (
	"encoding/json"
	"slices"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
)

const (
	here  = 7 // the provider of a test's filings
	there = 8
)

// inRegister is a company as the register has it: site 1 is accessed here and
// there, site 2 here only, each by accesses with ids.
func inRegister(t *testing.T) *filing.Document {
	t.Helper()
	d := filingtest.Company()
	if p := filing.Check(d, filing.FirstFiling, filingtest.Today); len(p) > 0 {
		t.Fatalf("%+v", p)
	}
	id := int64(10)
	for i := range d.Sites {
		d.Sites[i].Number = filing.Number("浙ICP备2026000001号").Service(i+1, filing.Website)
		for j := range d.Sites[i].Accesses {
			id++
			d.Sites[i].Accesses[j].ID, d.Sites[i].Accesses[j].Provider = id, here
		}
	}
	d.Sites[0].Accesses = append(d.Sites[0].Accesses, filing.Access{Key: "30", ID: 30, Provider: there, Method: 1, IPs: []string{"122.51.0.1"}, Places: []string{"310000"}})
	return d
}

func clone(t *testing.T, d *filing.Document) *filing.Document {
	t.Helper()
	stored, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var c filing.Document
	if err := json.Unmarshal(stored, &c); err != nil {
		t.Fatal(err)
	}
	return &c
}

func TestBeginShowsWhatTheKindIsAbout(t *testing.T) {
	first := filing.Number("浙ICP备2026000001号-1")
	for _, c := range []struct {
		kind     filing.Kind
		provider int64
		site     filing.Number
		access   int64
		want     []int // accesses of each site
	}{
		{filing.AddSite, here, "", 0, []int{1}},
		{filing.AddAccess, 9, first, 0, []int{1}},
		{filing.Change, here, "", 0, []int{1, 2}},
		{filing.Change, there, "", 0, []int{1}},
		{filing.Change, here, first, 0, []int{1}},
		{filing.CancelAccess, there, first, 0, []int{1}},
		{filing.CancelAccess, here, "浙ICP备2026000001号-2", 12, []int{1}},
		{filing.CancelSite, here, first, 0, []int{1}},
		{filing.CancelEntity, there, "", 0, []int{1, 0}},
	} {
		doc := clone(t, inRegister(t)).Begin(c.kind, c.provider, c.site, c.access)
		var got []int
		for _, s := range doc.Sites {
			got = append(got, len(s.Accesses))
			for _, a := range s.Accesses {
				if a.ID != 0 && a.Provider != c.provider {
					t.Errorf("kind %d shows %+v to provider %d", c.kind, a, c.provider)
				}
			}
		}
		if !slices.Equal(got, c.want) || doc.Entity.Name == "" || c.kind.Cancels() != (doc.Ending.Reason != 0) {
			t.Errorf("kind %d: accesses %v, want %v; %+v", c.kind, got, c.want, doc.Ending)
		}
	}
}

// What a kind does not alter is the register's, whatever was typed.
func TestRebase(t *testing.T) {
	register := inRegister(t)
	for _, k := range []filing.Kind{filing.AddSite, filing.AddAccess, filing.CancelAccess, filing.CancelSite, filing.CancelEntity} {
		doc := clone(t, register).Begin(k, here, "浙ICP备2026000001号-1", 0)
		if k == filing.AddAccess {
			doc = clone(t, register).Begin(k, 9, "浙ICP备2026000001号-1", 0)
		}
		doc.Entity.Name, doc.Entity.RemarkBureau = "别的公司", "备注"
		if k != filing.AddSite {
			doc.Sites[0].Names, doc.Sites[0].Domains = []string{"别的名字吧"}, []string{"example.org"}
		}
		doc.Rebase(k, register, here)
		if doc.Entity.Name != register.Entity.Name || doc.Entity.RemarkBureau != "备注" ||
			k != filing.AddSite && (!slices.Equal(doc.Sites[0].Names, register.Sites[0].Names) || !slices.Equal(doc.Sites[0].Domains, register.Sites[0].Domains)) {
			t.Errorf("kind %d: %+v", k, doc)
		}
	}
}

func TestWhoConfirmsAndWhatIsVerified(t *testing.T) {
	manager, editor, successor := "13800000003", "13800000004", "13800000006"
	for _, c := range []struct {
		name       string
		kind       filing.Kind
		change     func(*filing.Document)
		confirm    []string
		faceToFace bool
		papers     []filing.Path // required
	}{
		{"a new site", filing.AddSite, func(*filing.Document) {}, []string{manager, editor}, true,
			[]filing.Path{"materials.entity", "materials.principal_front", "materials.principal_back", "materials.site_front.2", "materials.site_back.2",
				"materials.approval_3.2", "materials.photo.1", "materials.photo.2", "materials.sheet"}},
		{"a new access", filing.AddAccess, func(*filing.Document) {}, []string{manager, editor}, true,
			[]filing.Path{"materials.entity", "materials.principal_front", "materials.principal_back", "materials.site_front.2", "materials.site_back.2",
				"materials.photo.1", "materials.photo.2", "materials.sheet"}},
		{"addresses", filing.Change, func(d *filing.Document) { d.Sites[1].Accesses[0].IPs = []string{"121.40.2.99"} }, nil, false, nil},
		{"a remark", filing.Change, func(d *filing.Document) { d.Entity.RemarkBureau = "新备注" }, nil, false, nil},
		{"the unit's name", filing.Change, func(d *filing.Document) { d.Entity.Name = "杭州青禾科技有限公司" }, []string{manager}, false,
			[]filing.Path{"materials.entity"}},
		{"the manager's mobile", filing.Change, func(d *filing.Document) { d.Entity.Principal.Mobiles = []string{successor} }, []string{successor}, false, nil},
		{"a site's name", filing.Change, func(d *filing.Document) { d.Sites[1].Names = []string{"青禾编程夜校"} }, []string{editor}, false, nil},
		{"an approval", filing.Change, func(d *filing.Document) { d.Sites[1].Approvals[0].Number = "浙教网〔2027〕1 号" }, []string{editor}, false,
			[]filing.Path{"materials.approval_3.2"}},
		{"another manager", filing.Change, func(d *filing.Document) { d.Entity.Principal = filingtest.Successor() }, []string{successor}, true,
			[]filing.Path{"materials.principal_front", "materials.principal_back", "materials.sheet", "materials.photo"}},
		{"another editor", filing.Change, func(d *filing.Document) { d.Sites[1].Principal = filingtest.Successor() }, []string{successor}, true,
			[]filing.Path{"materials.site_front.2", "materials.site_back.2", "materials.photo.2", "materials.sheet"}},
		{"the manager edits", filing.Change, func(d *filing.Document) { d.Sites[1].PrincipalSame = true }, []string{manager}, true,
			[]filing.Path{"materials.photo.2", "materials.sheet"}},
		{"an access goes", filing.CancelAccess, func(*filing.Document) {}, nil, false, nil},
		{"the sites go", filing.CancelSite, func(*filing.Document) {}, []string{manager, editor}, false, nil},
		{"all goes", filing.CancelEntity, func(*filing.Document) {}, []string{manager}, false, nil},
	} {
		register := inRegister(t)
		doc := clone(t, register)
		c.change(doc)
		doc.Complete()
		was := register.Beside(doc, here)
		for i := range doc.Sites {
			doc.Sites[i].Accesses = slices.DeleteFunc(doc.Sites[i].Accesses, func(a filing.Access) bool { return a.Provider != here })
		}
		var confirm []string
		for _, p := range filing.PrincipalsToConfirm(c.kind, was, doc) {
			confirm = append(confirm, p.Mobile())
		}
		var papers []filing.Path
		for _, p := range doc.PapersFor(c.kind, was) {
			if p.Required {
				papers = append(papers, p.Path())
			}
		}
		if !slices.Equal(confirm, c.confirm) || filing.FaceToFace(c.kind, was, doc) != c.faceToFace || !slices.Equal(papers, c.papers) {
			t.Errorf("%s: confirm %v, face to face %v, papers %v", c.name, confirm, filing.FaceToFace(c.kind, was, doc), papers)
		}
	}
}

func TestOldRecordsCanBeChanged(t *testing.T) {
	register := inRegister(t)
	register.Entity.CertificateNumber = "330108000003599" // no number of today
	register.Sites[0].Domains = []string{"shop.example.com.cn"}
	register.Sites[0].HomeURLs = []string{"shop.example.com.cn"}
	doc := clone(t, register).Begin(filing.Change, here, "", 0)
	doc.Entity.Principal.Email = "new@example.com.cn"
	if p := filing.CheckFiling(filing.Change, register, doc, here, filingtest.Today); len(p) > 0 {
		t.Errorf("%+v", p)
	}
	register.Sites[1].IPOnly, register.Sites[1].Domains, register.Sites[1].HomeURLs = true, nil, []string{"122.51.0.1"}
	doc = clone(t, register).Begin(filing.Change, here, "", 0)
	doc.Entity.Principal.Email = "new@example.com.cn"
	if p := filing.CheckFiling(filing.Change, register, doc, here, filingtest.Today); len(p) > 0 {
		t.Errorf("a site reached by another provider's address: %+v", p)
	}
	doc.Entity.Principal.Email = "new"
	if p := filing.CheckFiling(filing.Change, register, doc, here, filingtest.Today); len(p) != 1 || p[0].Flaw != filing.Malformed {
		t.Errorf("%+v", p)
	}
}

// A domain may be dropped, but not from under a home page.
func TestDroppedDomainTakesItsHomePage(t *testing.T) {
	register := inRegister(t)
	doc := clone(t, register).Begin(filing.Change, here, "", 0)
	doc.Sites[0].Domains = doc.Sites[0].Domains[:1]
	p := filing.CheckFiling(filing.Change, register, doc, here, filingtest.Today)
	if len(p) != 1 || p[0].Flaw != filing.OutsideDomains {
		t.Errorf("%+v", p)
	}
	doc.Sites[0].HomeURLs = doc.Sites[0].HomeURLs[:1]
	if p := filing.CheckFiling(filing.Change, register, doc, here, filingtest.Today); len(p) > 0 {
		t.Errorf("%+v", p)
	}
}

func TestAppsAnswerTheirOwnQuestions(t *testing.T) {
	for _, service := range []filing.ServiceKind{filing.App, filing.MiniProgram, filing.QuickApp} {
		d := filingtest.Of(filing.Enterprise)
		filingtest.AsApp(&d.Sites[0], service)
		d.Sites[0].Names, d.Sites[0].Domains = []string{"青禾"}, nil
		if p := filing.Check(d, filing.FirstFiling, filingtest.Today); len(p) > 0 {
			t.Errorf("service %d: %+v", service, p)
		}
	}
	app := func() *filing.Document {
		d := filingtest.Of(filing.Enterprise)
		filingtest.AsApp(&d.Sites[0], filing.App)
		return d
	}
	each(t, app, []spoiled{
		{"sites.1.platforms", "", filing.Missing, "", ""},
		{"sites.1.platforms", "11", filing.NotListed, "", ""},
		{"sites.1.platforms.1.package", "", filing.Missing, "", ""},
		{"sites.1.platforms.1.package", "cn..app", filing.Malformed, ident.Format, ""},
		{"sites.1.platforms.2.public_key", "", filing.Missing, "", ""},
		{"sites.1.platforms.2.fingerprint", "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a", filing.Malformed, ident.TooShort, ""},
		{"sites.1.platforms.1.fingerprint", "zz0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a", filing.Malformed, ident.Charset, ""},
		{"sites.1.domains", "a.b.c.example.cn", filing.Malformed, ident.SubDomain, ""},
		{"sites.1.domains", "example.cn\nEXAMPLE.cn", filing.Repeated, "", ""},
		{"sites.1.names", "小程序", filing.ForbiddenWord, "", ""},
		{"sites.1.names", "青禾免费影院", filing.ForbiddenWord, "", ""},
		{"sites.1.names", "中国影院", filing.Malformed, ident.NationalWord, ""},
		{"sites.1.names", "app.example.cn", filing.Malformed, ident.DomainAsName, ""},
		{"sites.1.accesses.1.ips", "121.40.1.10\n121.40.1.10", filing.Repeated, "", ""},
	})
	icons := 0
	for _, p := range app().Papers() {
		if p.Slot == filing.SlotIcon && p.Required {
			icons++
		}
	}
	if icons != 1 {
		t.Errorf("%d icons asked of one app", icons)
	}
}
