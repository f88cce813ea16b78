package filing

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"beian/internal/region"
)

// Number is a public number as the register holds it: an entity's
// (沪ICP备2026000001号), a service's (沪ICP备2026000001号-1, -2A, -3X, -4K) or a licence
// (京ICP证030173号, 粤B2-20090059).
type Number string

// EntityNumber writes the number of the serial-th entity of a province in a
// year: abbreviation, four-digit year, six-digit serial.
func EntityNumber(province string, year, serial int) (Number, error) {
	p, ok := region.ByCode(province)
	if !ok {
		return "", fmt.Errorf("filing: no province %q", province)
	}
	if serial < 1 || serial > 999999 {
		return "", fmt.Errorf("filing: serial %d does not fit six digits", serial)
	}
	return Number(fmt.Sprintf("%sICP备%04d%06d号", p.Abbr, year, serial)), nil
}

// Service is the number of the sequence-th service under n.
func (n Number) Service(sequence int, kind ServiceKind) Number {
	return Number(string(n) + "-" + strconv.Itoa(sequence) + kind.Suffix())
}

// Entity is n without the suffix of its service.
func (n Number) Entity() Number {
	return Number(servicePart.ReplaceAllString(string(n), "$1"))
}

// IsService reports whether n names one service of an entity.
func (n Number) IsService() bool { return n.Entity() != n }

// Kind is the kind of service that bears the number, told by the letter at its end; 0 for an entity's number.
func (n Number) Kind() ServiceKind {
	if !n.IsService() {
		return 0
	}
	for _, k := range ServiceKinds {
		if k.App() && strings.HasSuffix(string(n), k.Suffix()) {
			return k
		}
	}
	return Website
}

// Province is the code of the province that issued n, empty when unknown.
func (n Number) Province() string {
	for _, p := range region.Provinces() {
		if strings.HasPrefix(string(n), p.Abbr) {
			return p.Code
		}
	}
	return ""
}

var (
	servicePart = regexp.MustCompile(`^(.*(?:号|B\d-\d{8}))-\d+[AXK]?$`)
	looseNumber = regexp.MustCompile(`^(\p{Han})ICP(备|证)(\d{6}|\d{8}|\d{10})号?(?:-(\d{1,6}[AXK]?))?$`)
	licence     = regexp.MustCompile(`^(\p{Han})(B\d-\d{8})(?:-(\d{1,6}[AXK]?))?$`)
	asciiNumber = regexp.MustCompile(`^([A-Z]{2})-(\d{6}|\d{8}|\d{10})(?:-(\d{1,6}[AXK]?))?$`)
)

// ParseNumber reads a number as people type it: full-width letters and digits,
// blanks, lower case, a missing 号, a provincial alias (川 for 蜀), or the form
// without Chinese letters used in addresses (sh-2026000001-1). It reports
// whether s has the form of a number at all.
func ParseNumber(s string) (Number, bool) {
	s = foldNumber(s)
	if m := looseNumber.FindStringSubmatch(s); m != nil {
		return spell(m[1], "ICP"+m[2]+m[3]+"号", m[4])
	}
	if m := licence.FindStringSubmatch(s); m != nil {
		return spell(m[1], m[2], m[3])
	}
	if m := asciiNumber.FindStringSubmatch(s); m != nil {
		p, ok := region.ByISO(strings.ToLower(m[1]))
		if !ok {
			return "", false
		}
		return spell(p.Abbr, "ICP备"+m[2]+"号", m[3])
	}
	return "", false
}

func spell(abbr, body, service string) (Number, bool) {
	p, ok := region.ByAbbr(region.AbbrAlias(abbr))
	if !ok {
		return "", false
	}
	n := p.Abbr + body
	if service != "" {
		n += "-" + service
	}
	return Number(n), true
}

// simplified are the traditional characters of numbers.
var simplified = map[rune]rune{'備': '备', '號': '号', '證': '证', '滬': '沪', '蘇': '苏', '遼': '辽', '閩': '闽', '贛': '赣', '魯': '鲁', '粵': '粤',
	'瓊': '琼', '陝': '陕', '寧': '宁', '晉': '晋', '雲': '云', '貴': '贵', '隴': '陇'}

// foldNumber brings full-width characters to half width, dashes to one, drops
// blanks, raises letters and simplifies what stands in numbers.
func foldNumber(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '　' || r == ' ' || r == '\t' || r == '\u00a0':
			return -1
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case strings.ContainsRune("—–‐‑−", r):
			r = '-'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if simple, ok := simplified[r]; ok {
			r = simple
		}
		return r
	}, s)
}

// ASCII is n without Chinese letters, for addresses that must survive copying:
// sh-2026000001-1. Licences have none and return "".
func (n Number) ASCII() string {
	m := looseNumber.FindStringSubmatch(string(n))
	if m == nil || m[2] != "备" {
		return ""
	}
	p, ok := region.ByAbbr(m[1])
	if !ok {
		return ""
	}
	a := p.ISO + "-" + m[3]
	if m[4] != "" {
		a += "-" + strings.ToLower(m[4])
	}
	return a
}
