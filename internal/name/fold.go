// Package name brings names of units, sites and apps, and what people type to
// find them, to one form, and cuts that form into bigrams for the index.
package name

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Form counts the changes of what Fold gives. Names are kept folded; a new form
// makes the store write them anew.
const Form = 1

// Fold gives the form names are compared in: NFKC (full-width to half-width,
// compatibility characters to plain ones), lower case, and letters, marks and
// digits only. Blanks, dots, hyphens and quotes are typed in too many ways to
// tell names apart; brackets are kept as "(" and ")" because 甲（北京）公司 and
// 甲北京公司 are different units. Folding twice is folding once.
func Fold(s string) string {
	s = norm.NFKC.String(strings.ToValidUTF8(s, ""))
	s = strings.Map(plain, s)
	return norm.NFKC.String(s) // dropping and lowering may bring composable characters together
}

func plain(r rune) rune {
	switch r {
	case '(', '[', '{', '〔', '【', '〖', '「', '『':
		return '('
	case ')', ']', '}', '〕', '】', '〗', '」', '』':
		return ')'
	}
	if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '+' || r == '#' || r == '&' {
		return unicode.ToLower(r)
	}
	return -1
}
