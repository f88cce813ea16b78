package ident

import (
	"net/netip"
	"testing"
)

func ipRange(s string) (string, error) {
	r, err := ParseIPRange(s)
	if err != nil {
		return "", err
	}
	return r.String(), nil
}

func TestParseIPRange(t *testing.T) {
	runSamples(t, ipRange, []sample{
		{typed: "61.142.253.194", want: "61.142.253.194"},
		{typed: "６１。142.253.194 ", want: "61.142.253.194"},
		{typed: "211.68.0.100 - 211.68.0.102", want: "211.68.0.100-211.68.0.102"},
		{typed: "211.68.0.100—211.68.0.100", want: "211.68.0.100"},
		{typed: "211.68.0.9/24", want: "211.68.0.0-211.68.0.255"},
		{typed: "2400:3200::1", want: "2400:3200::1"},
		{typed: "2400:3200::/126", want: "2400:3200::-2400:3200::3"},
		{typed: "::ffff:61.142.253.194", want: "61.142.253.194"},
		{typed: "", code: Empty},
		{typed: "61.142.256.194", code: IPGroup, position: 3, text: "256"},
		{typed: "61.142.-1.194", code: IPGroup},
		{typed: "061.142.1.194", code: IPGroup, position: 1, text: "061"},
		{typed: "61.142.1", code: Format},
		{typed: "61.142.1.1.1", code: Format},
		{typed: "2400:::1", code: Format},
		{typed: "2400:3200::1%eth0", code: Format},
		{typed: "61.142.1.0/33", code: Format},
		{typed: "211.68.0.102-211.68.0.100", code: Reversed},
		{typed: "211.68.0.102-2400:3200::1", code: MixedFamily},
	})
}

func TestPublicOnly(t *testing.T) {
	for code, list := range map[Code][]string{
		PrivateIP: {"10.0.0.1", "172.31.1.1", "192.168.1.1", "127.0.0.1", "169.254.1.1", "100.64.0.1", "fc00::1", "fe80::1", "::1", "9.255.255.255-11.0.0.0", "::ffff:10.0.0.1"},
		ReservedIP: {"0.0.0.0", "192.0.2.1", "198.51.100.1", "203.0.113.9", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
			"2001:db8::1", "ff02::1", "2002::1", "2001::1", "3fff::1", "::", "4000::1"},
		"": {"1.2.4.8", "223.5.5.5", "172.32.0.1", "100.128.0.1", "2408:8000::1", "240e::1"},
	} {
		for _, s := range list {
			_, err := ParseIPRange(s)
			if f := FaultOf(err); (f == nil) != (code == "") || f != nil && f.Code != code {
				t.Errorf("%s: %+v, want %q", s, f, code)
			}
		}
	}
}

func TestIPRangeSets(t *testing.T) {
	list, err := IPRanges("211.68.0.0/24\r\n\n61.142.253.194\n")
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	inner, _ := ParseIPRange("211.68.0.100-211.68.0.102")
	if !inner.Within(list[0]) || list[0].Within(inner) || inner.Within(list[1]) || !inner.Overlaps(list[0]) || inner.Overlaps(list[1]) {
		t.Error("set relations")
	}
	if list[0].Contains(netip.MustParseAddr("211.68.1.0")) || !list[0].Contains(netip.MustParseAddr("::ffff:211.68.0.255")) || list[0].Contains(netip.MustParseAddr("2400::1")) {
		t.Error("membership")
	}
	if a, b, ok := list[1].Uint32(); a != 1032781250 || b != a || !ok {
		t.Error("the interface's number", a, b, ok)
	}
	if _, err := IPRanges("211.68.0.0/24\n\n10.0.0.1"); FaultOf(err).Line != 3 {
		t.Errorf("%+v", FaultOf(err))
	}
	if _, err := IPRanges("\n "); FaultOf(err).Code != Empty {
		t.Errorf("%+v", FaultOf(err))
	}
}

func FuzzParseIPRange(f *testing.F) {
	fuzzParser(f, ipRange, "211.68.0.100-211.68.0.102", "2400:3200::/126", "1.1.1.1/0", "::ffff:1.1.1.1/100")
}
