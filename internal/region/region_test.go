package region

import (
	"strings"
	"testing"
)

func TestCounts(t *testing.T) {
	var c, n int
	for _, list := range cities {
		c += len(list)
	}
	for _, list := range counties {
		n += len(list)
	}
	if len(current)-c-n != 34 || c != 342 || n != 2849 {
		t.Errorf("got %d provinces, %d cities, %d counties in force", len(current)-c-n, c, n)
	}
	if len(table) > 250_000 {
		t.Errorf("table has %d bytes", len(table))
	}
}

func TestEveryRowIsWhole(t *testing.T) {
	rows := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
	if len(rows) != len(current)+len(historic) {
		t.Fatalf("%d rows, %d divisions: a code stands twice", len(rows), len(current)+len(historic))
	}
	for _, row := range rows {
		f := strings.Split(row, "\t")
		if len(f) != 3 || len(f[0]) != 6 || strings.Trim(f[0], "0123456789") != "" || len([]rune(f[1])) < 1 || f[2] != "c" && f[2] != "h" {
			t.Errorf("broken row %q", row)
		}
	}
}

func TestEveryCountyHasItsCityAndProvince(t *testing.T) {
	for code := range current {
		if _, ok := Lookup(code[:2] + "0000"); !ok {
			t.Errorf("%s: no province", code)
		}
		if _, ok := Lookup(code[:4] + "00"); !ok {
			t.Errorf("%s: no city", code)
		}
	}
}

func TestEveryCityCanBeChosenToTheEnd(t *testing.T) {
	for _, p := range Provinces() {
		if len(Cities(p.Code)) == 0 {
			t.Errorf("%s has no cities", p.Name)
		}
		for _, city := range Cities(p.Code) {
			below := Counties(city.Code)
			if len(below) == 0 {
				t.Errorf("%s has no counties", city.Name)
			}
			for _, d := range below {
				if d.Code[:4] != city.Code[:4] {
					t.Errorf("%s is listed under %s", d.Code, city.Code)
				}
			}
		}
	}
}

func TestCitiesOfMunicipalities(t *testing.T) {
	for code, want := range map[string]string{"110000": "市辖区", "120000": "市辖区", "310000": "市辖区", "500000": "市辖区 县"} {
		var names []string
		for _, d := range Cities(code) {
			names = append(names, d.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}

func TestCityWithoutCounties(t *testing.T) {
	for _, code := range []string{"441900", "442000", "460400", "620200"} {
		if got := Counties(code); len(got) != 1 || got[0].Code != code {
			t.Errorf("%s: got %v", code, got)
		}
	}
}

func TestListsOfOtherCodes(t *testing.T) {
	for _, code := range []string{"", "31", "310100", "310101", "990000", "沪沪", "830000"} {
		if got := Cities(code); got != nil {
			t.Errorf("Cities(%q) = %v", code, got)
		}
	}
	for _, code := range []string{"", "3101", "310000", "310101", "310225", "999900"} {
		if got := Counties(code); got != nil {
			t.Errorf("Counties(%q) = %v", code, got)
		}
	}
}

func TestListsAreCopies(t *testing.T) {
	Cities("330000")[0].Name = "x"
	Counties("330100")[0].Name = "x"
	Provinces()[0].Name = "x"
	if Cities("330000")[0].Name == "x" || Counties("330100")[0].Name == "x" || Provinces()[0].Name == "x" {
		t.Error("a caller can change the table")
	}
}

func TestFullName(t *testing.T) {
	for code, want := range map[string]string{
		"310000": "上海市", "310100": "上海市 市辖区", "310101": "上海市 市辖区 黄浦区",
		"500229": "重庆市 县 城口县", "330106": "浙江省 杭州市 西湖区", "441900": "广东省 东莞市",
		"429004": "湖北省 省直辖县级行政区划 仙桃市", "659001": "新疆维吾尔自治区 自治区直辖县级行政区划 石河子市",
		"310225": "上海市 县 南汇县", "110103": "北京市 市辖区 崇文区", "810000": "香港特别行政区",
		"": "", "999999": "", "3101": "",
	} {
		if got := FullName(code); got != want {
			t.Errorf("%q: got %q, want %q", code, got, want)
		}
	}
}

func TestKnown(t *testing.T) {
	tests := []struct {
		code                        string
		inForce, known, conceivable bool
	}{
		{"310101", true, true, true},
		{"310102", false, true, true},  // 南市区, to 2000
		{"310225", false, true, true},  // 南汇县, to 2001
		{"310119", false, true, true},  // 南汇区, 2001 to 2009
		{"110103", false, true, true},  // 崇文区, to 2010
		{"330402", true, true, true},   // 南湖区
		{"433000", false, true, true},  // 怀化地区, to 1997
		{"510202", false, false, true}, // 重庆 under 四川, to 1997: before the tables begin
		{"810000", true, true, true},
		{"820000", true, true, true},
		{"710000", true, true, true},
		{"830000", false, true, true},
		{"100000", false, true, true},
		{"310199", false, false, true},
		{"990101", false, false, false},
		{"000000", false, false, false},
		{"31010", false, false, false},
		{"31010a", false, false, false},
		{"上海", false, false, false},
		{"", false, false, false},
	}
	for _, tt := range tests {
		if _, ok := Lookup(tt.code); ok != tt.inForce {
			t.Errorf("Lookup(%q): %v", tt.code, ok)
		}
		if got := Known(tt.code); got != tt.known {
			t.Errorf("Known(%q) = %v", tt.code, got)
		}
		if got := Plausible(tt.code); got != tt.conceivable {
			t.Errorf("Plausible(%q) = %v", tt.code, got)
		}
	}
}
