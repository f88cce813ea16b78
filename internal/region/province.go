package region

import "slices"

// Province is one of the 31 divisions whose bureau (通信管理局) decides filings.
type Province struct {
	Code  string // GB/T 2260, "310000"
	ISO   string // the letters of ISO 3166-2:CN in lower case, "sh"
	Abbr  string // the character a filing number begins with, "沪"
	Name  string // "上海市"
	Short string // "上海"
}

// BureauName is the name of the province's bureau: "上海市通信管理局".
func (p Province) BureauName() string { return p.Name + "通信管理局" }

// provinces stands in the order of the codes.
var provinces = []Province{
	{"110000", "bj", "京", "北京市", "北京"},
	{"120000", "tj", "津", "天津市", "天津"},
	{"130000", "he", "冀", "河北省", "河北"},
	{"140000", "sx", "晋", "山西省", "山西"},
	{"150000", "nm", "蒙", "内蒙古自治区", "内蒙古"},
	{"210000", "ln", "辽", "辽宁省", "辽宁"},
	{"220000", "jl", "吉", "吉林省", "吉林"},
	{"230000", "hl", "黑", "黑龙江省", "黑龙江"},
	{"310000", "sh", "沪", "上海市", "上海"},
	{"320000", "js", "苏", "江苏省", "江苏"},
	{"330000", "zj", "浙", "浙江省", "浙江"},
	{"340000", "ah", "皖", "安徽省", "安徽"},
	{"350000", "fj", "闽", "福建省", "福建"},
	{"360000", "jx", "赣", "江西省", "江西"},
	{"370000", "sd", "鲁", "山东省", "山东"},
	{"410000", "ha", "豫", "河南省", "河南"},
	{"420000", "hb", "鄂", "湖北省", "湖北"},
	{"430000", "hn", "湘", "湖南省", "湖南"},
	{"440000", "gd", "粤", "广东省", "广东"},
	{"450000", "gx", "桂", "广西壮族自治区", "广西"},
	{"460000", "hi", "琼", "海南省", "海南"},
	{"500000", "cq", "渝", "重庆市", "重庆"},
	{"510000", "sc", "蜀", "四川省", "四川"},
	{"520000", "gz", "黔", "贵州省", "贵州"},
	{"530000", "yn", "滇", "云南省", "云南"},
	{"540000", "xz", "藏", "西藏自治区", "西藏"},
	{"610000", "sn", "陕", "陕西省", "陕西"},
	{"620000", "gs", "陇", "甘肃省", "甘肃"},
	{"630000", "qh", "青", "青海省", "青海"},
	{"640000", "nx", "宁", "宁夏回族自治区", "宁夏"},
	{"650000", "xj", "新", "新疆维吾尔自治区", "新疆"},
}

// Provinces lists the 31 provinces in the order of their codes.
func Provinces() []Province { return slices.Clone(provinces) }

// ByCode finds a province by its six digits.
func ByCode(code string) (Province, bool) {
	return first(func(p Province) bool { return p.Code == code })
}

// ByISO finds a province by its lower-case letters.
func ByISO(iso string) (Province, bool) {
	return first(func(p Province) bool { return p.ISO == iso })
}

// ByAbbr finds a province by the character its filing numbers begin with; see AbbrAlias for others.
func ByAbbr(abbr string) (Province, bool) {
	return first(func(p Province) bool { return p.Abbr == abbr })
}

// Of finds the province a division lies in, by the first two digits; the rest is not looked at.
func Of(code string) (Province, bool) {
	if len(code) != 6 {
		return Province{}, false
	}
	return ByCode(code[:2] + "0000")
}

func first(match func(Province) bool) (Province, bool) {
	if i := slices.IndexFunc(provinces, match); i >= 0 {
		return provinces[i], true
	}
	return Province{}, false
}

// AbbrAlias turns the other short name of a province (川, 贵, 云, 甘, 秦), which people type but filing
// numbers never bear, into the one they do; anything else comes back as it is.
func AbbrAlias(abbr string) string {
	switch abbr {
	case "川":
		return "蜀"
	case "贵":
		return "黔"
	case "云":
		return "滇"
	case "甘":
		return "陇"
	case "秦":
		return "陕"
	}
	return abbr
}
