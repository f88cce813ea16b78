package region

import "slices"

// MapTile is a square of the province diagram (方格图), which shows rough places and no borders.
// Columns 1 to 9 and rows 1 to 8 count from the upper left corner.
type MapTile struct {
	Code     string // GB/T 2260
	Letter   string // the number's first character, or 台, 港, 澳
	Name     string // short, "上海"
	Col, Row int
}

var places = map[string][2]int{
	"110000": {7, 3}, "120000": {8, 3}, "130000": {7, 4}, "140000": {6, 4}, "150000": {6, 2},
	"210000": {9, 3}, "220000": {9, 2}, "230000": {9, 1},
	"310000": {9, 5}, "320000": {8, 5}, "330000": {7, 6}, "340000": {7, 5}, "350000": {7, 7}, "360000": {6, 6}, "370000": {8, 4},
	"410000": {6, 5}, "420000": {5, 5}, "430000": {5, 6}, "440000": {6, 7}, "450000": {5, 7}, "460000": {5, 8},
	"500000": {4, 5}, "510000": {3, 5}, "520000": {4, 6}, "530000": {3, 6}, "540000": {2, 5},
	"610000": {5, 4}, "620000": {3, 4}, "630000": {2, 4}, "640000": {4, 4}, "650000": {1, 3},
	"710000": {8, 7}, "810000": {7, 8}, "820000": {6, 8},
}

// Tile gives the place of a province, or of Taiwan, Hong Kong or Macau; zeros for any other code.
func Tile(code string) (col, row int) {
	p := places[code]
	return p[0], p[1]
}

// Tiles lists all 34 in the order of their codes. The last three have no bureau here: ByCode does not know them.
func Tiles() []MapTile {
	var all []MapTile
	for _, p := range slices.Concat(provinces, []Province{
		{Code: "710000", Abbr: "台", Short: "台湾"},
		{Code: "810000", Abbr: "港", Short: "香港"},
		{Code: "820000", Abbr: "澳", Short: "澳门"},
	}) {
		col, row := Tile(p.Code)
		all = append(all, MapTile{p.Code, p.Abbr, p.Short, col, row})
	}
	return all
}
