package filing_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

// full says something at every field there is.
func full(t *testing.T) *filing.Document {
	t.Helper()
	d := filingtest.Company()
	app := filingtest.Company().Sites[0]
	app.Key, app.Names = "3", []string{"青禾笔记"}
	filingtest.AsApp(&app, filing.App)
	app.HomeURLs, app.Applications = nil, nil
	d.Sites = append(d.Sites, app)
	for _, set := range []struct {
		path  filing.Path
		typed string
	}{
		{filing.EntityToBureau.At(), "门牌为临时编号\n附证明"},
		{filing.EntityToProvider.At(), "请下午联系"},
		{filing.PrincipalNoLandline.At(), "已拆机"},
		{filing.PrincipalIMKind.At(), "QQ"},
		{filing.PrincipalIMAccount.At(), "10001"},
		{filing.PrincipalLandlines.Of("2"), "010-12345678;010-12345679"},
		{filing.SiteToProvider.Of("1"), "夜间上线"},
		{filing.SiteToBureau.Of("1"), "官方网站"},
		{filing.PrincipalNoLandline.Of("2"), "没有安装"},
		{filing.PrincipalIMKind.Of("2"), "微信"},
		{filing.PrincipalIMAccount.Of("2"), "zhao"},
		{filing.SiteToProvider.Of("2"), "无"},
		{filing.AccessRemark.In("1", "1"), "两台主机"},
		{filing.AccessRemark.In("3", "1"), "一台主机"},
		{filing.SiteToBureau.Of("3"), "手机应用"},
		{filing.SiteToProvider.Of("3"), "无"},
		{filing.SiteApprovals.Of("3"), "9"},
		{filing.ApprovalPath("3", 9), "文网〔2026〕4 号"},
		{filing.AccessRemark.In("2", "1"), "一台主机"},
		{filing.SiteApprovals.Of("1"), "9"},
		{filing.ApprovalPath("1", 9), "文网〔2026〕3 号"},
		{filing.EndingReason.At(), "99"},
		{filing.EndingNote.At(), "合并到总公司网站"},
	} {
		if !d.Set(set.path, []string{set.typed}) {
			t.Fatalf("%s leads nowhere", set.path)
		}
	}
	return d
}

// frame has the same sites, accesses and pre-approvals, and says nothing.
func frame(d *filing.Document) *filing.Document {
	empty := &filing.Document{}
	for _, s := range d.Sites {
		bare := filing.Site{Key: s.Key}
		for _, a := range s.Accesses {
			bare.Accesses = append(bare.Accesses, filing.Access{Key: a.Key})
		}
		empty.Sites = append(empty.Sites, bare)
	}
	return empty
}

func TestGetAndSetRoundTrip(t *testing.T) {
	d := full(t)
	back := frame(d)
	said := map[filing.Field]bool{}
	for _, r := range d.Rows() {
		if len(r.Values) == 0 {
			t.Errorf("%s says nothing", r.Path)
		}
		said[r.Field] = true
		if r.Path.Field() != r.Field || r.Field == "" {
			t.Errorf("%s is read as %q", r.Path, r.Path.Field())
		}
		if !back.Set(r.Path, r.Values) || !slices.Equal(back.Get(r.Path), r.Values) {
			t.Errorf("%s: %v came back as %v", r.Path, r.Values, back.Get(r.Path))
		}
	}
	for _, f := range filing.Fields() {
		if !said[f] {
			t.Errorf("%s stands in no row of the full document", f)
		}
	}
	if !reflect.DeepEqual(back, d) {
		t.Errorf("got\n%+v\nwant\n%+v", back, d)
	}
}

func TestDocumentSurvivesJSON(t *testing.T) {
	d := full(t)
	stored, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back filing.Document
	if err := json.Unmarshal(stored, &back); err != nil || !reflect.DeepEqual(&back, d) {
		t.Errorf("%v: got\n%+v\nwant\n%+v", err, back, d)
	}
}

func TestRowsLeaveOutWhatFollows(t *testing.T) {
	d := filingtest.Person()
	d.Complete()
	for _, p := range []filing.Path{"entity.postal_address", "entity.principal.name", "entity.principal.certificate_number", "sites.1.principal.name"} {
		if slices.ContainsFunc(d.Rows(), func(r filing.Row) bool { return r.Path == p }) {
			t.Errorf("%s is listed", p)
		}
		if len(d.Get(p)) != 1 {
			t.Errorf("%s is not said", p)
		}
	}
}

func TestSetReadsWhatFormsSend(t *testing.T) {
	d := full(t)
	for _, c := range []struct {
		path        filing.Path
		typed, want []string
	}{
		{filing.SiteDomains.Of("1"), []string{" a.cn \r\n\r\nb.cn；c.cn;"}, []string{"a.cn", "b.cn", "c.cn"}},
		{filing.SiteDomains.Of("1"), []string{"a.cn", "b.cn"}, []string{"a.cn", "b.cn"}},
		{filing.SiteDomains.Of("1"), nil, nil},
		{filing.EntityName.At(), []string{"  甲  "}, []string{"甲"}},
		{filing.EntityName.At(), nil, nil},
		{filing.EntityNature.At(), []string{"x"}, nil},
		{filing.EntityNature.At(), []string{"99999"}, nil},
		{filing.EntityNature.At(), []string{"5"}, []string{"5"}},
		{filing.SiteContents.Of("1"), []string{"6", "x", "24"}, []string{"6", "24"}},
		{filing.SiteIPOnly.Of("1"), []string{"no", "yes"}, []string{"yes"}},
		{filing.SiteIPOnly.Of("1"), nil, []string{"no"}},
		{filing.SiteApprovals.Of("2"), []string{"3", "x", "5"}, []string{"3", "5"}},
	} {
		if ok := d.Set(c.path, c.typed); !ok || !slices.Equal(d.Get(c.path), c.want) {
			t.Errorf("%s: typed %q, got %q", c.path, c.typed, d.Get(c.path))
		}
	}
	if got := d.Get(filing.ApprovalPath("2", 3)); !slices.Equal(got, []string{"浙教网〔2026〕12 号"}) {
		t.Errorf("choosing again has lost the number: %v", got)
	}
}

var wrongPaths = []filing.Path{"", ".", "..", "entity", "entity.", "entity.nonsense", "entity.domains", "name", "sites", "sites.", "sites..",
	"sites.1", "sites.9.domains", "sites.1.nonsense", "sites.1.name", "sites.1.principal.nonsense", "sites.9.principal.name",
	"sites.1.accesses", "sites.1.accesses.1", "sites.1.accesses.9.ips", "sites.1.accesses.1.domains", "sites.1.approvals.77.number",
	"sites.1.approvals.3.kind", "materials.entity", "entity.principal.name.more", "principal.name", "site.domains", "access.ips", "approval.number"}

func TestPathsThatLeadNowhere(t *testing.T) {
	for _, p := range wrongPaths {
		d := filingtest.Company()
		if d.Set(p, []string{"1"}) || d.Get(p) != nil {
			t.Errorf("%q leads somewhere", p)
		}
		if !reflect.DeepEqual(d, filingtest.Company()) {
			t.Errorf("%q has changed the document", p)
		}
	}
}

func TestPathParts(t *testing.T) {
	for _, c := range []struct {
		path         filing.Path
		field        filing.Field
		site, access string
	}{
		{"entity.name", filing.EntityName, "", ""},
		{"entity.principal.mobiles", filing.PrincipalMobiles, "", ""},
		{"sites.2.domains", filing.SiteDomains, "2", ""},
		{"sites.2.principal.email", filing.PrincipalEmail, "2", ""},
		{"sites.2.accesses.1.ips", filing.AccessIPs, "2", "1"},
		{"sites.2.approvals.3.number", filing.ApprovalNumber, "2", ""},
		{"sites.2.accesses", "", "2", ""},
		{"sites", "", "", ""},
	} {
		if c.path.Field() != c.field || c.path.Site() != c.site || c.path.Access() != c.access {
			t.Errorf("%s: %q %q %q", c.path, c.path.Field(), c.path.Site(), c.path.Access())
		}
	}
}

func FuzzSet(f *testing.F) {
	for _, r := range filingtest.Company().Rows() {
		f.Add(string(r.Path), strings.Join(r.Values, "\n"))
	}
	for _, p := range wrongPaths {
		f.Add(string(p), "yes")
	}
	f.Fuzz(func(t *testing.T, path, typed string) {
		d, p := filingtest.Company(), filing.Path(path)
		if p.Field() == "" && d.Set(p, []string{typed}) {
			t.Fatalf("%q has no field and was set", path)
		}
		if d.Set(p, []string{typed}) {
			first := d.Get(p)
			d.Set(p, first)
			if !slices.Equal(first, d.Get(p)) {
				t.Fatalf("%q: %q became %q", path, first, d.Get(p))
			}
		}
		p.Site()
		p.Access()
		filing.PaperAt(p)
	})
}
