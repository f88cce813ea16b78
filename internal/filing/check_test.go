package filing_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
)

func TestRightDocumentsPass(t *testing.T) {
	for name, d := range map[string]*filing.Document{"person": filingtest.Person(), "company": filingtest.Company()} {
		for _, k := range filing.Kinds {
			if d.Ending = (filing.Ending{}); k.Cancels() {
				d.Ending.Reason = filing.OutOfUse
			}
			if p := filing.Check(d, k, filingtest.Today); len(p) != 0 || p.Or() != nil {
				t.Errorf("%s, kind %d: %+v", name, k, p)
			}
		}
	}
}

// What is right is brought into its normal form, and stays there.
func TestCheckNormalises(t *testing.T) {
	d := filingtest.Company()
	typed := map[filing.Path]string{
		"entity.certificate_number":   strings.ToLower(filingtest.CreditCode[:8]) + " " + filingtest.CreditCode[8:],
		"entity.name":                 " 杭州青禾软件有限公司 ",
		"entity.principal.mobiles":    "138-0000-0003",
		"entity.principal.landlines":  "0571-88880001",
		"entity.principal.email":      "Lin@Example.com.cn",
		"sites.1.domains":             "Example.com.cn\nEXAMPLE.net.cn",
		"sites.1.home_urls":           "http://www.example.com.cn/\nhttps://example.net.cn",
		"sites.2.accesses.2.ips":      "2408:4001:0:0::10",
		"sites.1.accesses.1.ips":      "121.40.2.1 - 121.40.2.8",
		"entity.principal.im_account": "",
	}
	for p, s := range typed {
		if !d.Set(p, []string{s}) {
			t.Fatalf("%s leads nowhere", p)
		}
	}
	want := filingtest.Company()
	want.Complete()
	for range 2 {
		if p := filing.Check(d, filing.FirstFiling, filingtest.Today); len(p) != 0 {
			t.Fatalf("got %+v", p)
		}
		if got := filing.Differences(want, d); got != nil || !reflect.DeepEqual(d.Sites[0].Accesses, want.Sites[0].Accesses) {
			t.Fatalf("got %+v", got)
		}
	}
}

// spoiled is a right document with one answer changed, and what Check then says.
type spoiled struct {
	path  filing.Path // what is changed, and where the problem is unless at says otherwise
	typed string
	flaw  filing.Flaw
	fault ident.Code // for Malformed
	at    filing.Path
}

var long = strings.Repeat("长", 1025)

func TestEachAnswerOfAPerson(t *testing.T) {
	each(t, filingtest.Person, []spoiled{
		{"entity.certificate_type", "", filing.Missing, "", ""},
		{"entity.certificate_type", "77", filing.NotListed, "", ""},
		{"entity.certificate_type", "1", filing.NotForNature, "", ""},
		{"entity.certificate_number", "", filing.Missing, "", ""},
		{"entity.certificate_number", filingtest.PersonID[:17], filing.Malformed, ident.TooShort, ""},
		{"entity.certificate_number", filingtest.PersonID + "1", filing.Malformed, ident.TooLong, ""},
		{"entity.certificate_number", "310101880312282", filing.Malformed, ident.OldForm, ""},
		{"entity.certificate_number", "31010119880312O282", filing.Malformed, ident.Charset, ""},
		{"entity.certificate_number", "310101198802300282", filing.Malformed, ident.BirthDate, ""},
		{"entity.certificate_number", "310101202612120282", filing.Malformed, ident.FutureBirth, ""},
		{"entity.certificate_number", wrongCheck(filingtest.PersonID), filing.Malformed, ident.CheckDigit, ""},
		{"entity.certificate_number", made("990101"), filing.Malformed, ident.Region, ""},
		{"entity.certificate_number", made("810000"), filing.Malformed, ident.Prefix, ""},
		{"entity.name", "", filing.Missing, "", ""},
		{"entity.name", "陈", filing.Malformed, ident.TooShort, ""},
		{"entity.name", "陈@云", filing.Malformed, ident.Charset, ""},
		{"entity.certificate_address", "", filing.Missing, "", ""},
		{"entity.certificate_address", "上海市", filing.TooShortAddress, "", ""},
		{"entity.province", "", filing.Missing, "", ""},
		{"entity.city", "", filing.Missing, "", ""},
		{"entity.city", "330100", filing.NotInProvince, "", ""},
		{"entity.county", "", filing.Missing, "", ""},
		{"entity.county", "330106", filing.NotInCity, "", ""},
		{"entity.principal.mobiles", "", filing.Missing, "", ""},
		{"entity.principal.mobiles", "1380000000", filing.Malformed, ident.TooShort, ""},
		{"entity.principal.mobiles", "12000000001", filing.Malformed, ident.Prefix, ""},
		{"entity.principal.email", "", filing.Missing, "", ""},
		{"entity.principal.email", "chen.example.cn", filing.Malformed, ident.MissingAt, ""},
		{"entity.principal.email", "chen@example", filing.Malformed, ident.MailDomain, ""},
		{"entity.principal.emergency_phone", "", filing.Missing, "", ""},
		{"entity.principal.emergency_phone", "139", filing.Malformed, ident.TooShort, ""},
		{"sites.1.names", "", filing.Missing, "", ""},
		{"sites.1.names", "晓云摄影公司", filing.Malformed, ident.PersonalWord, ""},
		{"sites.1.names", "中国摄影笔记", filing.Malformed, ident.NationalWord, ""},
		{"sites.1.names", "维权摄影笔记", filing.Malformed, ident.StateWord, ""},
		{"sites.1.names", "摄影", filing.Malformed, ident.FewHan, ""},
		{"sites.1.names", "123456", filing.Malformed, ident.AllDigits, ""},
		{"sites.1.names", "photo", filing.Malformed, ident.LatinOnly, ""},
		{"sites.1.names", "example.cn", filing.Malformed, ident.DomainAsName, ""},
		{"sites.1.contents", "", filing.Missing, "", ""},
		{"sites.1.contents", "8", filing.NotForPersons, "", ""},
		{"sites.1.contents", "77", filing.NotListed, "", ""},
		{"sites.1.contents", "24", filing.NeedsRemark, "", "sites.1.remark_bureau"},
	})
}

func TestEachAnswerOfACompany(t *testing.T) {
	each(t, filingtest.Company, []spoiled{
		{"entity.nature", "77", filing.NotListed, "", "entity.nature entity.certificate_type"},
		{"entity.nature", "", filing.Missing, "", ""},
		{"entity.certificate_type", "2", filing.NotForNature, "", ""},
		{"entity.certificate_number", "91330106MA2K7QH3", filing.Malformed, ident.TooShort, ""},
		{"entity.certificate_number", "91330106MA2K7QH3I1", filing.Malformed, ident.Charset, ""},
		{"entity.certificate_number", wrongCheck(filingtest.CreditCode), filing.Malformed, ident.CheckDigit, ""},
		{"entity.name", "", filing.Missing, "", ""},
		{"entity.name", "青", filing.Malformed, ident.TooShort, ""},
		{"entity.postal_address", "", filing.Missing, "", ""},
		{"entity.postal_address", "西湖区", filing.TooShortAddress, "", ""},
		{"entity.certificate_address", long, filing.TooLong, "", ""},
		{"entity.postal_address", long, filing.TooLong, "", ""},
		{"entity.investor", long, filing.TooLong, "", ""},
		{"entity.remark_bureau", long, filing.TooLong, "", ""},
		{"entity.remark_provider", long, filing.TooLong, "", ""},
		{"entity.principal.name", "", filing.Missing, "", ""},
		{"entity.principal.certificate_type", "1", filing.NotForNature, "", ""},
		{"entity.principal.certificate_number", "", filing.Missing, "", ""},
		{"entity.principal.landlines", "88880001", filing.Malformed, ident.Prefix, ""},
		{"entity.principal.no_landline", long, filing.TooLong, "", ""},
		{"entity.principal.im_kind", long, filing.TooLong, "", "entity.principal.im_kind entity.principal.im_account"},
		{"entity.principal.im_kind", "QQ", filing.Missing, "", "entity.principal.im_account"},
		{"entity.principal.im_account", long, filing.TooLong, "", ""},
	})
}

func TestAccountsOfMessengers(t *testing.T) {
	for _, c := range []struct {
		kind, account string
		good          bool
	}{
		{"QQ", "10001", true}, {"qq", "1000", false}, {"QQ", "abc", false}, {"MSN", "a@b.cn", true}, {"msn", "no mail", false},
		{"MSN", "a@cn", false}, {"微信", "wx_chen", true}, {"Skype", "no mail", true},
	} {
		d := filingtest.Person()
		d.Entity.Principal.IMKind, d.Entity.Principal.IMAccount = c.kind, c.account
		p, wrong := filing.Check(d, filing.FirstFiling, filingtest.Today).At(filing.PrincipalIMAccount.At())
		if wrong == c.good || wrong && p.Flaw != filing.Malformed {
			t.Errorf("%s %q: %+v", c.kind, c.account, p)
		}
	}
}

func TestEachAnswerOfASite(t *testing.T) {
	each(t, filingtest.Company, []spoiled{
		{"sites.1.service", "", filing.NotListed, "", ""},
		{"sites.1.service", "2", filing.NotListed, "", ""},
		{"sites.1.names", "赌博之家网", filing.Malformed, ident.BannedWord, ""},
		{"sites.1.names", strings.Repeat("青禾软件门户\n", 11), filing.TooMany, "", ""},
		{"sites.1.domains", "", filing.Missing, "", "sites.1.domains"},
		{"sites.2.domains", "example.com.cn", filing.Repeated, "", ""},
		{"sites.2.domains", "www.example.org.cn", filing.Malformed, ident.HasWWW, ""},
		{"sites.2.domains", "a.example.org.cn", filing.Malformed, ident.SubDomain, ""},
		{"sites.2.domains", "http://example.org.cn", filing.Malformed, ident.HasScheme, ""},
		{"sites.2.domains", "example.org.cn/class", filing.Malformed, ident.HasPath, ""},
		{"sites.2.domains", "org.cn", filing.Malformed, ident.PublicSuffix, ""},
		{"sites.2.domains", "example.nonsense", filing.Malformed, ident.UnknownSuffix, ""},
		{"sites.2.domains", "example", filing.Malformed, ident.NotDomain, ""},
		{"sites.2.domains", "-example.cn", filing.Malformed, ident.Hyphen, ""},
		{"sites.2.domains", "exa_mple.cn", filing.Malformed, ident.Charset, ""},
		{"sites.2.domains", "121.40.2.9", filing.Malformed, ident.IsIP, ""},
		{"sites.1.home_urls", "", filing.Missing, "", ""},
		{"sites.1.home_urls", "example.cn", filing.OutsideDomains, "", ""},
		{"sites.1.home_urls", "example.com.cn:99999", filing.Malformed, ident.Format, ""},
		{"sites.1.home_urls", strings.Repeat("example.com.cn\n", 11), filing.TooMany, "", ""},
		{"sites.1.contents", "", filing.Missing, "", ""},
		{"sites.1.contents", "77", filing.NotListed, "", ""},
		{"sites.2.remark_bureau", "", filing.NeedsRemark, "", ""},
		{"sites.1.languages", "", filing.Missing, "", ""},
		{"sites.1.languages", "77", filing.NotListed, "", ""},
		{"sites.1.applications", "77", filing.NotListed, "", ""},
		{"sites.1.approvals", "9", filing.Missing, "", "sites.1.approvals.9.number"},
		{"sites.2.approvals.3.number", "", filing.Missing, "", ""},
		{"sites.2.approvals.3.number", long, filing.TooLong, "", ""},
		{"sites.1.remark_bureau", long, filing.TooLong, "", ""},
		{"sites.1.remark_provider", long, filing.TooLong, "", ""},
		{"sites.2.principal.name", "", filing.Missing, "", ""},
		{"sites.2.principal.certificate_type", "", filing.Missing, "", ""},
		{"sites.2.principal.certificate_number", "1", filing.Malformed, ident.TooShort, ""},
		{"sites.2.principal.mobiles", "", filing.Missing, "", ""},
		{"sites.2.principal.email", "x@@example.cn", filing.Malformed, ident.Charset, ""},
		{"sites.2.accesses.1.method", "", filing.Missing, "", ""},
		{"sites.2.accesses.1.method", "77", filing.NotListed, "", ""},
		{"sites.2.accesses.1.ips", "", filing.Missing, "", ""},
		{"sites.2.accesses.1.ips", "121.40.2.300", filing.Malformed, ident.IPGroup, ""},
		{"sites.2.accesses.1.ips", "192.168.1.1", filing.Malformed, ident.PrivateIP, ""},
		{"sites.2.accesses.1.ips", "192.0.2.1", filing.Malformed, ident.ReservedIP, ""},
		{"sites.2.accesses.1.ips", "121.40.2.9-121.40.2.1", filing.Malformed, ident.Reversed, ""},
		{"sites.2.accesses.1.ips", "121.40.2.9-2408:4001::10", filing.Malformed, ident.MixedFamily, ""},
		{"sites.2.accesses.1.ips", "2408::x", filing.Malformed, ident.Format, ""},
		{"sites.2.accesses.1.places", "", filing.Missing, "", ""},
		{"sites.2.accesses.1.places", "330100", filing.NotListed, "", ""},
		{"sites.2.accesses.1.remark", long, filing.TooLong, "", ""},
	})
}

// each applies one change to a fresh right document; exactly the expected
// problems may appear.
func each(t *testing.T, fresh func() *filing.Document, list []spoiled) {
	t.Helper()
	for _, c := range list {
		d := fresh()
		if !d.Set(c.path, []string{c.typed}) {
			t.Errorf("%s leads nowhere", c.path)
			continue
		}
		want := strings.Fields(string(c.at))
		if c.at == "" {
			want = []string{string(c.path)}
		}
		got := filing.Check(d, filing.FirstFiling, filingtest.Today)
		var paths []string
		for _, p := range got {
			paths = append(paths, string(p.Path))
		}
		if !slices.Equal(paths, want) || got[0].Flaw != c.flaw || got.Or() == nil || !hasCode(got[0], c.fault) {
			t.Errorf("%s = %.30q: got %+v", c.path, c.typed, got)
		}
	}
}

func hasCode(p filing.Problem, code ident.Code) bool {
	if p.Flaw != filing.Malformed {
		return p.Fault == nil && code == ""
	}
	return p.Fault != nil && p.Fault.Code == code
}

// wrongCheck changes the last character of a number.
func wrongCheck(n string) string {
	last := "1"
	if strings.HasSuffix(n, "1") {
		last = "2"
	}
	return n[:len(n)-1] + last
}

func made(region string) string {
	return string(ident.MakeResidentID(region, filingtest.Today.AddDate(-30, 0, 0), 28))
}

// A site that is reached by address alone is checked against its addresses.
func TestSiteWithoutDomain(t *testing.T) {
	d := filingtest.Person()
	d.Set("sites.1.ip_only", []string{"yes"})
	d.Set("sites.1.home_urls", []string{"http://121.40.1.10:8080/"})
	if p := filing.Check(d, filing.FirstFiling, filingtest.Today); len(p) != 0 || d.Sites[0].Domains != nil || d.Sites[0].HomeURLs[0] != "121.40.1.10:8080" {
		t.Errorf("got %+v and %+v", p, d.Sites[0])
	}
	d.Set("sites.1.home_urls", []string{"121.40.1.11"})
	expect(t, d, filing.Problem{Path: "sites.1.home_urls", Flaw: filing.OutsideDomains, Text: "121.40.1.11"})
}

func TestDynamicAddressNeedsNone(t *testing.T) {
	d := filingtest.Person()
	d.Set("sites.1.accesses.1.ips", nil)
	d.Set("sites.1.accesses.1.dynamic", []string{"yes"})
	expect(t, d)
}

func TestWhatStandsAroundAnswers(t *testing.T) {
	none, bare, unknown := filingtest.Person(), filingtest.Person(), filingtest.Company()
	none.Sites = nil
	expect(t, none, filing.Problem{Path: "sites", Flaw: filing.NoSite})
	if p := filing.Check(none, filing.Change, filingtest.Today); len(p) != 0 {
		t.Errorf("a change of the entity alone: %+v", p)
	}
	bare.Sites[0].Accesses = nil
	expect(t, bare, filing.Problem{Path: "sites.1.accesses", Flaw: filing.NoAccess})
	unknown.Sites[1].Approvals[0].Kind = 77
	expect(t, unknown, filing.Problem{Path: "sites.2.approvals", Flaw: filing.NotListed})
}

// Problems carry what their sentences need.
func TestArgumentsOfProblems(t *testing.T) {
	d := filingtest.Person()
	d.Set("entity.certificate_type", []string{"1"})
	expect(t, d, filing.Problem{Path: "entity.certificate_type", Flaw: filing.NotForNature, Text: "营业执照", Other: "个人"})
	d = filingtest.Person()
	d.Set("entity.certificate_number", nil)
	expect(t, d, filing.Problem{Path: "entity.certificate_number", Flaw: filing.Missing, Number: filing.ResidentID})
	d = filingtest.Company()
	d.Set("sites.1.domains", []string{"example.com.cn", "a.example.net.cn"})
	expect(t, d, filing.Problem{Path: "sites.1.domains", Flaw: filing.Malformed,
		Fault: &ident.Fault{Code: ident.SubDomain, Text: "example.net.cn", Line: 2}})
	d = filingtest.Company()
	d.Set("sites.1.contents", []string{"8"})
	d.Set("sites.1.names", []string{strings.Repeat("青禾软件门户\n", 11)})
	expect(t, d, filing.Problem{Path: "sites.1.names", Flaw: filing.TooMany, Number: 10})
}

func expect(t *testing.T, d *filing.Document, want ...filing.Problem) {
	t.Helper()
	got := filing.Check(d, filing.FirstFiling, filingtest.Today)
	if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual([]filing.Problem(got), want) {
		t.Errorf("got %#v", []filing.Problem(got))
	}
}

func TestProblems(t *testing.T) {
	list := filing.Problems{{Path: "a", Warning: true}, {Path: "b"}, {Path: "b", Number: 2}}
	if len(list.Errors()) != 2 || len(list.Warnings()) != 1 || list.Or() == nil || list.Warnings().Or() != nil {
		t.Error("warnings stop a submission, or errors do not")
	}
	if p, ok := list.At("b"); !ok || p.Number != 0 {
		t.Errorf("got %+v", p)
	}
	if _, ok := list.At("c"); ok {
		t.Error("found what is not there")
	}
}
