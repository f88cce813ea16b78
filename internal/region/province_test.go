package region

import (
	"strings"
	"testing"
)

// The characters in the order of the codes, as the numbers in use begin with them.
const abbrs = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新"

func TestProvinces(t *testing.T) {
	var all strings.Builder
	iso := make(map[string]bool)
	last := ""
	for _, p := range Provinces() {
		all.WriteString(p.Abbr)
		if d, ok := Lookup(p.Code); !ok || d.Name != p.Name {
			t.Errorf("%s: the table says %q, the province %q", p.Code, d.Name, p.Name)
		}
		if !strings.HasPrefix(p.Name, p.Short) || p.Short == "" {
			t.Errorf("%s is not short for %s", p.Short, p.Name)
		}
		if len(p.ISO) != 2 || iso[p.ISO] {
			t.Errorf("%s: ISO %q", p.Code, p.ISO)
		}
		if p.Code <= last {
			t.Errorf("%s does not follow %s", p.Code, last)
		}
		iso[p.ISO], last = true, p.Code
	}
	if all.String() != abbrs || len(iso) != 31 {
		t.Errorf("got %s", all.String())
	}
}

func TestFindProvince(t *testing.T) {
	for _, p := range Provinces() {
		byCode, _ := ByCode(p.Code)
		byISO, _ := ByISO(p.ISO)
		byAbbr, _ := ByAbbr(p.Abbr)
		of, _ := Of(p.Code[:2] + "9999")
		if byCode != p || byISO != p || byAbbr != p || of != p {
			t.Errorf("%s is not found by each of its names", p.Name)
		}
	}
	for _, code := range []string{"", "310100", "710000", "810000", "820000", "000000"} {
		if p, ok := ByCode(code); ok {
			t.Errorf("ByCode(%q) = %v", code, p)
		}
	}
	if _, ok := ByISO("SH"); ok {
		t.Error("ByISO takes capitals")
	}
	if _, ok := Of("3101"); ok {
		t.Error("Of takes four digits")
	}
}

func TestAbbrAlias(t *testing.T) {
	for alias, want := range map[string]string{"川": "四川", "贵": "贵州", "云": "云南", "甘": "甘肃", "秦": "陕西", "沪": "上海"} {
		if _, ok := ByAbbr(alias); ok && alias != "沪" {
			t.Errorf("%s begins no filing number", alias)
		}
		if p, _ := ByAbbr(AbbrAlias(alias)); p.Short != want {
			t.Errorf("%s: got %s, want %s", alias, p.Short, want)
		}
	}
	if got := AbbrAlias("台"); got != "台" {
		t.Errorf("got %q", got)
	}
}

func TestBureauName(t *testing.T) {
	for iso, want := range map[string]string{"sh": "上海市通信管理局", "nm": "内蒙古自治区通信管理局", "sc": "四川省通信管理局"} {
		if p, _ := ByISO(iso); p.BureauName() != want {
			t.Errorf("got %s, want %s", p.BureauName(), want)
		}
	}
}

func TestTiles(t *testing.T) {
	seen := make(map[[2]int]string)
	for _, tile := range Tiles() {
		at := [2]int{tile.Col, tile.Row}
		if tile.Col < 1 || tile.Col > 9 || tile.Row < 1 || tile.Row > 8 || seen[at] != "" {
			t.Errorf("%s stands at %v, where %q is", tile.Name, at, seen[at])
		}
		seen[at] = tile.Letter
	}
	rows := make([]string, 8)
	for row := range rows {
		for col := range 9 {
			rows[row] += seen[[2]int{col + 1, row + 1}]
		}
	}
	want := "黑 蒙吉 新京津辽 青陇宁陕晋冀鲁 藏蜀渝鄂豫皖苏沪 滇黔湘赣浙 桂粤闽台 琼澳港"
	if got := strings.Join(rows, " "); got != want || len(seen) != 34 {
		t.Errorf("got %s", got)
	}
	if col, row := Tile("310100"); col != 0 || row != 0 {
		t.Errorf("a city has a tile at %d,%d", col, row)
	}
}
