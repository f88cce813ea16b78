package ident

import (
	"strings"
	"testing"
)

func homeAt(domains, ips string) func(string) (string, error) {
	return func(s string) (string, error) {
		var ds []DomainName
		for _, name := range strings.Fields(domains) {
			d, err := Domain(name)
			if err != nil {
				return "", err
			}
			ds = append(ds, d)
		}
		rs, _ := IPRanges(ips)
		return HomeURL(s, ds, rs)
	}
}

func TestHomeURL(t *testing.T) {
	runSamples(t, homeAt("example.cn 例子.中国", ""), []sample{
		{typed: "http://www.Example.cn/", want: "www.example.cn"},
		{typed: "example.cn", want: "example.cn"},
		{typed: "https://例子.中国/首页?a=1#x", want: "xn--fsqu00a.xn--fiqs8s/%E9%A6%96%E9%A1%B5?a=1"},
		{typed: "example.cn:8080/a", want: "example.cn:8080/a"},
		{typed: "example.cn:443", want: "example.cn"},
		{typed: "example.cn/?a=1", want: "example.cn/?a=1"},
		{typed: "", code: Empty},
		{typed: "http://", code: Empty},
		{typed: "other.cn", code: Outside, text: "other.cn"},
		{typed: "notexample.cn", code: Outside},
		{typed: "61.142.253.194", code: Outside},
		{typed: "ftp://example.cn", code: Format},
		{typed: "me@example.cn", code: Format},
		{typed: "example.cn/a b", code: Charset, position: 13},
		{typed: "example.cn/" + strings.Repeat("a", 255), code: TooLong},
		{typed: "example.cn:99999", code: Format},
	})
	runSamples(t, homeAt("", "61.142.253.194\n2400:3200::/64"), []sample{
		{typed: "http://61.142.253.194/a", want: "61.142.253.194/a"},
		{typed: "[2400:3200::1]:8080", want: "[2400:3200::1]:8080"},
		{typed: "61.142.253.195", code: Outside},
		{typed: "example.cn", code: Outside},
	})
	runSamples(t, homeAt("shop.example.cn", ""), []sample{
		{typed: "shop.example.cn", want: "shop.example.cn"},
		{typed: "a.shop.example.cn", want: "a.shop.example.cn"},
		{typed: "example.cn", code: Outside},
	})
}

func FuzzHomeURL(f *testing.F) {
	fuzzParser(f, homeAt("example.cn 例子.中国", "61.142.253.194"), "http://www.example.cn/a?b=c#d",
		"61.142.253.194:80/", "例子.中国/%zz", "example.cn?x", "example.cn//a", "example.cn/?", "http://http://example.cn")
}
