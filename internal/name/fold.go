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
const Form = 2

// Fold gives the form names are compared in: NFKC (full-width to half-width,
// compatibility characters to plain ones), simplified characters, lower case, and
// letters, marks and digits only. Blanks, dots, hyphens and quotes are typed in too many ways to
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
		return simplified(unicode.ToLower(r))
	}
	return -1
}

// Bare is Fold without brackets: the form names are searched in, because people
// leave the brackets of 甲（北京）公司 out.
func Bare(s string) string { return unbracket.Replace(Fold(s)) }

var unbracket = strings.NewReplacer("(", "", ")", "")

// The block of characters that traditional is about.
const firstHan, lastHan = 0x3400, 0x9FFF

var toSimplified = func() (table [lastHan - firstHan + 1]uint16) {
	pairs := []rune(traditional)
	for i := 0; i < len(pairs); i += 2 {
		table[pairs[i]-firstHan] = uint16(pairs[i+1])
	}
	return table
}()

func simplified(r rune) rune {
	if r < firstHan || r > lastHan || toSimplified[r-firstHan] == 0 {
		return r
	}
	return rune(toSimplified[r-firstHan])
}
