package ident

import (
	"strings"
	"unicode"
)

// UnitName reads the name of a unit as on its certificate: 2 to 128 characters.
// Brackets become full-width, as licences print them, and other widths fold;
// blanks stay only between Latin words. Faults: Empty, TooShort, TooLong,
// Charset, AllDigits.
func UnitName(s string) (string, error) {
	n := wideBrackets(spaced(half(s)))
	if err := sized(n, 2, 128); err != nil {
		return "", err
	}
	if err := only(n, isUnitPart); err != nil {
		return "", err
	}
	if !strings.ContainsFunc(n, unicode.IsLetter) {
		return "", fault(AllDigits)
	}
	return n, nil
}

func isUnitPart(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.Han, r) || unicode.IsMark(r) || isDigit(r) ||
		strings.ContainsRune("（）·、，,.-&'’“”《》+/# :", r)
}

func wideBrackets(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '(', '﹙', '〔', '【', '[':
			return '（'
		case ')', '﹚', '〕', '】', ']':
			return '）'
		case '•', '・', '･', '‧':
			return middleDot
		}
		return dash(r)
	}, s)
}
