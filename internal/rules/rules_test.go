package rules

import (
	"errors"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

// TestReading: what is no rule is refused with the place and the reason.
func TestReading(t *testing.T) {
	for _, c := range []struct {
		src  string
		flaw filing.Flaw
		text string
		at   int
	}{
		{`sites <= 5`, "", "", 0},
		{`not (sites <= 5 and given(site.remark_bureau)) or paper("commitment")`, "", "", 0},
		{`site.contents meets [8, 9] and tld(site.domains) in ["cn"]`, "", "", 0},
		{`distinct(principal.mobiles, principal.emergency_phone) >= 2`, "", "", 0},
		{`entity.nam = "x"`, filing.RuleUnknownName, "entity.nam", 1},
		{`sites <= `, filing.RuleUnfinished, "", 10},
		{`(sites <= 5`, filing.RuleUnfinished, "", 12},
		{`sites <= 5 5`, filing.RuleUnexpected, "5", 12},
		{`sites <= "5"`, filing.RuleUnlike, "<=", 7},
		{`entity.name = site.names`, filing.RuleUnlike, "=", 13},
		{`age(sites) > 3`, filing.RuleUnlike, "sites", 5},
		{`sites`, filing.RuleNoTest, "sites", 1},
		{`not sites`, filing.RuleNoTest, "not", 1},
		{`sites <= 5 and entity.name`, filing.RuleNoTest, "and", 12},
		{`shout(sites)`, filing.RuleUnknownName, "shout", 1},
		{`given(entity.name, entity.investor)`, filing.RuleUnexpected, ",", 18},
		{`entity.name = "张`, filing.RuleUnexpected, `"`, 15},
		{`sites ≤ 5`, filing.RuleUnexpected, "≤", 7},
		{`sites in ["a", 5]`, filing.RuleUnexpected, "5", 16},
		{`sites in []`, filing.RuleUnexpected, "]", 11},
		{strings.Repeat("(", 50) + "sites", filing.RuleUnexpected, "(", 21},
		{strings.Repeat("not ", 50) + "given(entity.name)", filing.RuleUnexpected, "not", 81},
		{strings.Repeat("sites = 1 or ", 200) + "sites = 1", filing.TooLong, "", longest},
	} {
		_, err := read(c.src)
		var f *Fault
		switch {
		case c.flaw == "" && err != nil:
			t.Errorf("%s: %v", c.src, err)
		case c.flaw == "":
		case !errors.As(err, &f) || f.Flaw != c.flaw || f.Text != c.text || f.At != c.at:
			t.Errorf("%s: %+v", c.src, err)
		}
	}
}

// TestUnknownBreaksNothing: what a document does not tell breaks no rule, through and, or and not.
func TestUnknownBreaksNothing(t *testing.T) {
	doc := filingtest.Person()
	doc.Entity.CertificateNumber = "不是号码"
	c := Case{Kind: filing.FirstFiling, Document: doc, Sites: 1, NoPapers: true, Today: filingtest.Today}
	for need, broken := range map[string]bool{
		`age(entity.certificate_number) >= 18`:                  false,
		`not age(entity.certificate_number) >= 18`:              false,
		`age(entity.certificate_number) >= 18 and sites = 1`:    false,
		`age(entity.certificate_number) >= 18 and sites = 2`:    true,
		`age(entity.certificate_number) >= 18 or sites = 2`:     false,
		`sites = 2 or paper("commitment")`:                      false,
		`located(entity.name) = "310000"`:                       false,
		`sites = 2 or given(entity.investor) and sites = 1`:     true,
		`place(entity.province) = "上海市" and given(entity.name)`: false,
	} {
		r := Rule{Code: "x", Severity: Error, At: "entity.name", Need: need, Message: "改"}
		if err := r.Compile().Or(); err != nil {
			t.Fatal(need, r.Compile())
		}
		if got := len(Judge([]Rule{r}, c)) > 0; got != broken {
			t.Errorf("%s: broken is %v", need, got)
		}
	}
}

// TestCompile: the parts of a rule that the form shows problems at.
func TestCompile(t *testing.T) {
	good := Rule{Code: "a-1", Severity: Error, At: "site.names", Need: `han(site.names) >= 3`, Message: "至少三个汉字"}
	for path, spoil := range map[filing.Path]func(*Rule){
		"code":     func(r *Rule) { r.Code = "大写 A" },
		"severity": func(r *Rule) { r.Severity = "fatal" },
		"message":  func(r *Rule) { r.Message = "" },
		"source":   func(r *Rule) { r.Source = strings.Repeat("字", 301) },
		"at":       func(r *Rule) { r.At = "entity.name" },
		"need":     func(r *Rule) { r.Need = "" },
		"when":     func(r *Rule) { r.When = `paper("secret")` },
	} {
		r := good
		if p := r.Compile(); len(p) != 0 {
			t.Fatal(p)
		}
		if spoil(&r); len(r.Compile()) == 0 || r.Compile()[0].Path != path {
			t.Errorf("%s: %v", path, r.Compile())
		}
	}
	if len(Spots()) < 40 {
		t.Errorf("%d places", len(Spots()))
	}
}

// TestOnlyWhatTheFilingBrings: rules do not reopen what is in force and stays.
func TestOnlyWhatTheFilingBrings(t *testing.T) {
	rules := []Rule{
		{Code: "name", Severity: Error, At: "entity.name", Need: `entity.name = "别的"`, Message: "改"},
		{Code: "site", Severity: Error, At: "site.names", Need: `han(site.names) >= 30`, Message: "改"},
		{Code: "many", Severity: Error, At: "entity.name", Need: `sites <= 1`, Message: "改"},
		{Code: "ips", Severity: Error, At: "access.ips", Need: `count(access.ips) >= 9`, Message: "改"},
	}
	if err := CompileAll(rules); err != nil {
		t.Fatal(err)
	}
	was := filingtest.Person()
	was.Sites[0].Number = "沪ICP备2026000001号-1"
	changed := *was
	changed.Entity.Name = "陈晓"
	added := *was
	added.Sites = []filing.Site{{Key: "1", Names: []string{"旧照片"}, Accesses: []filing.Access{{Key: "1", IPs: []string{"121.40.1.1"}}}}}
	for _, c := range []struct {
		kind filing.Kind
		doc  *filing.Document
		was  *filing.Document
		want string
	}{
		{filing.FirstFiling, was, nil, "name site many ips"},
		{filing.AddSite, &added, nil, "site many ips"},
		{filing.AddAccess, was, was, "ips"},
		{filing.Change, &changed, was, "name"},
		{filing.CancelSite, was, was, ""},
	} {
		var got []string
		for _, p := range Judge(rules, Case{Kind: c.kind, Document: c.doc, Was: c.was, Sites: 2, Today: filingtest.Today}) {
			got = append(got, p.Other)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("kind %d: %q, want %q", c.kind, got, c.want)
		}
	}
}

// FuzzRead: whatever is typed is read or refused, never a panic, and what is read can be worked out.
func FuzzRead(f *testing.F) {
	f.Add(`age(entity.certificate_number) >= 18 or paper("principal_other")`)
	f.Add(`not [6] meets site.contents and ("a" in ["a", "b"])`)
	doc := filingtest.Person()
	at := scene{Case: Case{Kind: filing.FirstFiling, Document: doc, Today: filingtest.Today}, site: &doc.Sites[0]}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := read(src)
		if err == nil {
			e.eval(&at)
		}
	})
}
