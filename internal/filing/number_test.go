package filing_test

import (
	"strings"
	"testing"

	"beian/internal/filing"
)

func TestKindOfANumber(t *testing.T) {
	n := filing.Number("沪ICP备2026000001号")
	if n.Kind() != 0 {
		t.Errorf("an entity's number is of kind %d", n.Kind())
	}
	for i, k := range filing.ServiceKinds {
		if got := n.Service(i+1, k).Kind(); got != k {
			t.Errorf("%s: kind %d, want %d", n.Service(i+1, k), got, k)
		}
	}
}

func TestParseNumber(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"沪ICP备2026000001号", ""}, {"沪ICP备2026000001号-1", ""}, {"沪ICP备05000940号", ""}, {"京ICP备16059763号-1", ""},
		{"苏ICP备2020053803号-1", ""}, {"苏ICP备2020053803号-2A", ""}, {"苏ICP备2020053803号-3X", ""}, {"苏ICP备2020053803号-4K", ""},
		{"京ICP证030173号", ""}, {"京ICP证030173号-102", ""}, {"粤B2-20090059", ""}, {"粤B2-20090059-1626X", ""}, {"沪B1-20180001-2", ""},
		{"　沪ＩＣＰ备２０２６０００００１号－１", "沪ICP备2026000001号-1"},
		{"沪 icp 备 2026000001 号 - 1", "沪ICP备2026000001号-1"},
		{"沪icp备2026000001", "沪ICP备2026000001号"}, {"沪icp备2026000001-2a", "沪ICP备2026000001号-2A"},
		{"川ICP备2026000001号", "蜀ICP备2026000001号"}, {"甘ICP备05000940号", "陇ICP备05000940号"}, {"秦icp备05000940", "陕ICP备05000940号"},
		{"沪ICP备2026000001号—1", "沪ICP备2026000001号-1"}, {"粤b2－20090059－1626x", "粤B2-20090059-1626X"},
		{"滬ICP備2026000001號-1", "沪ICP备2026000001号-1"}, {"粵ICP證030173號", "粤ICP证030173号"},
		{"sh-2026000001-1", "沪ICP备2026000001号-1"}, {"SH-05000940", "沪ICP备05000940号"}, {"sh-2026000001-2a", "沪ICP备2026000001号-2A"},
	} {
		if c.want == "" {
			c.want = c.typed
		}
		if got, ok := filing.ParseNumber(c.typed); !ok || string(got) != c.want {
			t.Errorf("%q: got %q, %v", c.typed, got, ok)
		}
	}
	for _, s := range []string{"", "沪", "2026000001", "沪ICP备", "沪ICP备2026号", "沪ICP备202600000号", "沪ICP备20260000012号", "海ICP备2026000001号",
		"沪ICP备2026000001号-", "沪ICP备2026000001号-1B", "沪ICP备2026000001号-1-1", "zz-2026000001-1", "example.cn", "沪B2-2009005", "粤B2"} {
		if n, ok := filing.ParseNumber(s); ok {
			t.Errorf("%q was read as %s", s, n)
		}
	}
}

func TestNumberParts(t *testing.T) {
	for _, c := range []struct {
		number, entity filing.Number
		province       string
		ascii          string
	}{
		{"沪ICP备2026000001号", "沪ICP备2026000001号", "310000", "sh-2026000001"},
		{"苏ICP备2020053803号-3X", "苏ICP备2020053803号", "320000", "js-2020053803-3x"},
		{"沪ICP备05000940号-12", "沪ICP备05000940号", "310000", "sh-05000940-12"},
		{"京ICP证030173号-102", "京ICP证030173号", "110000", ""},
		{"粤B2-20090059", "粤B2-20090059", "440000", ""},
		{"粤B2-20090059-1626X", "粤B2-20090059", "440000", ""},
		{"沪B1-20180001-2", "沪B1-20180001", "310000", ""},
	} {
		n := c.number
		if n.Entity() != c.entity || n.IsService() != (n != c.entity) || n.Province() != c.province || n.ASCII() != c.ascii {
			t.Errorf("%s: %s, %v, %s, %s", n, n.Entity(), n.IsService(), n.Province(), n.ASCII())
		}
		if back, ok := filing.ParseNumber(c.ascii); c.ascii != "" && (!ok || back != n) {
			t.Errorf("%s comes back as %s", c.ascii, back)
		}
	}
	if filing.Number("").Province() != "" || filing.Number("x").ASCII() != "" {
		t.Error("no number has parts")
	}
}

func TestNumbersAreMade(t *testing.T) {
	n, err := filing.EntityNumber("310000", 2026, 42)
	if err != nil || n != "沪ICP备2026000042号" {
		t.Fatal(n, err)
	}
	for kind, want := range map[filing.ServiceKind]filing.Number{filing.Website: "-7", filing.App: "-7A", filing.MiniProgram: "-7X", filing.QuickApp: "-7K"} {
		s := n.Service(7, kind)
		if s != n+want || s.Entity() != n || !s.IsService() {
			t.Errorf("kind %d: %s", kind, s)
		}
		if back, ok := filing.ParseNumber(string(s)); !ok || back != s {
			t.Errorf("%s comes back as %s", s, back)
		}
	}
	for _, c := range []struct {
		province string
		serial   int
	}{{"310100", 1}, {"", 1}, {"310000", 0}, {"310000", 1000000}} {
		if n, err := filing.EntityNumber(c.province, 2026, c.serial); err == nil {
			t.Errorf("%+v made %s", c, n)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"沪ICP备2026000001号-1", "粤B2-20090059-1626X", "sh-2026000001-1", "川icp备０５０００９４０", "京ICP证030173号", "!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := filing.ParseNumber(s)
		if !ok {
			return
		}
		if again, ok := filing.ParseNumber(string(n)); !ok || again != n {
			t.Fatalf("%q became %s, then %s", s, n, again)
		}
		if n.Province() == "" || !strings.HasPrefix(string(n), string(n.Entity())) {
			t.Fatalf("%q became %s", s, n)
		}
		if a := n.ASCII(); a != "" {
			if back, _ := filing.ParseNumber(a); back != n {
				t.Fatalf("%s came back as %s", a, back)
			}
		}
	})
}
