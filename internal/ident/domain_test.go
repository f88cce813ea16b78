package ident

import (
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

func domain(s string) (string, error) {
	d, err := Domain(s)
	if err != nil {
		return "", err
	}
	return d.String(), nil
}

func TestDomainShown(t *testing.T) {
	runSamples(t, domain, []sample{
		{typed: "example.cn", want: "example.cn"},
		{typed: " EXAMPLE.CN. ", want: "example.cn"},
		{typed: "ｅｘａｍｐｌｅ。ｃｎ", want: "example.cn"},
		{typed: "*.banner.com.cn", want: "*.banner.com.cn"},
		{typed: "例子.中国", want: "例子.中国"},
		{typed: "xn--fsqu00a.xn--fiqs8s", want: "例子.中国"},
		{typed: "www.cn", want: "www.cn"},
		{typed: "", code: Empty},
		{typed: "http://www.example.cn/a?b", code: HasScheme, text: "example.cn"},
		{typed: "HTTPS://例子.中国", code: HasScheme, text: "例子.中国"},
		{typed: "example.cn:8080", code: HasPath, text: "example.cn"},
		{typed: "www.example.cn/index", code: HasPath, text: "example.cn"},
		{typed: "www.example.com.cn", code: HasWWW, text: "example.com.cn"},
		{typed: "61.142.253.194", code: IsIP},
		{typed: "2400:3200::1", code: IsIP},
		{typed: "[2400:3200::1]", code: IsIP},
		{typed: "localhost", code: NotDomain},
		{typed: "a..cn", code: NotDomain},
		{typed: ".a.cn", code: NotDomain},
		{typed: strings.Repeat("a", 64) + ".cn", code: NotDomain},
		{typed: "-a.cn", code: Hyphen},
		{typed: "a-.cn", code: Hyphen},
		{typed: "ab--c.cn", code: Hyphen},
		{typed: "a_b.cn", code: Charset, position: 2, text: "_"},
		{typed: "a b.cn", code: Charset, position: 2},
		{typed: "a*.cn", code: Charset, position: 2},
		{typed: "com.cn", code: PublicSuffix, text: "com.cn"},
		{typed: "公司.cn", code: PublicSuffix, text: "公司.cn"},
		{typed: "example.nosuch", code: UnknownSuffix, text: "nosuch"},
		{typed: "1.2.3", code: UnknownSuffix},
	})
}

func TestDomainKey(t *testing.T) {
	for typed, want := range map[string]DomainName{
		"*.banner.com.cn":   {"banner.com.cn", "banner.com.cn", "banner.com.cn", true, false},
		"shop.example.cn":   {"shop.example.cn", "shop.example.cn", "example.cn", false, true},
		"x.公司.cn":           {"x.xn--55qx5d.cn", "x.公司.cn", "x.xn--55qx5d.cn", false, false},
		"a.b.gov.cn":        {"a.b.gov.cn", "a.b.gov.cn", "b.gov.cn", false, true},
		"someone.github.io": {"someone.github.io", "someone.github.io", "github.io", false, true},
	} {
		if got, err := Domain(typed); err != nil || got != want {
			t.Errorf("%s: %+v, %v", typed, got, err)
		}
	}
}

func TestRegistrableOf(t *testing.T) {
	for host, want := range map[string]string{
		"www.example.cn": "example.cn", "*.a.b.example.com.cn": "example.com.cn", "例子.中国": "xn--fsqu00a.xn--fiqs8s",
		"": "", "com.cn": "", "1.2.3.4": "", "localhost": "", "a.nosuch": "", "a..cn": "",
	} {
		if got, ok := RegistrableOf(host); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v", host, got, ok)
		}
	}
}

func TestFiledDomain(t *testing.T) {
	if _, err := FiledDomain("shop.example.cn"); FaultOf(err).Code != SubDomain || FaultOf(err).Text != "example.cn" {
		t.Errorf("%+v", FaultOf(err))
	}
	if d, err := FiledDomain("*.example.cn"); err != nil || !d.Wildcard {
		t.Errorf("%+v %v", d, err)
	}
}

func FuzzDomain(f *testing.F) {
	fuzzParser(f, domain, "*.例子.中国", "a..cn", "xn--a.cn", "http://www.example.cn/", "www.www.cn", "ß.de")
}

// FuzzShortWays: what is told of a host without looking closely is what a close look
// tells.
func FuzzShortWays(f *testing.F) {
	for _, s := range []string{"example.cn", "xn--fiqs8s.cn", "1.2.3.4", "[::1]", "::ffff:1.2.3.4", "1.2.3", "a1", "fe80::1%eth0", "[]", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, host string) {
		_, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if (notIP(host) != nil) != (err == nil) {
			t.Errorf("%q: %v, %v", host, notIP(host), err)
		}
		if ascii, err := asciiHost(host); err == nil {
			if shown, err := idna.Display.ToUnicode(ascii); err == nil && unicodeOf(ascii) != shown {
				t.Errorf("%q is shown as %q, not %q", ascii, unicodeOf(ascii), shown)
			}
		}
	})
}
