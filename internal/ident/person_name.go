package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const middleDot = '·' // U+00B7, between the parts of names from other languages (GB/T 15834 间隔号)

// PersonName reads a name as on a certificate: 2 to 50 characters, Han (all
// extensions), Latin, and "·", to which its look-alikes fold. Blanks within Han
// names go; Latin names keep single ones. Faults: Empty, TooShort, TooLong, Charset.
func PersonName(s string) (string, error) {
	n := oneDot(spaced(half(s)))
	if err := only(n, isNamePart); err != nil {
		return "", err
	}
	if err := sized(n, 2, 50); err != nil {
		return "", err
	}
	first, _ := utf8.DecodeRuneInString(n)
	last, size := utf8.DecodeLastRuneInString(n)
	switch {
	case !unicode.IsLetter(first) && !isHan(first):
		return "", &Fault{Code: Charset, Position: 1, Text: string(first)}
	case last == middleDot || last == '-' || last == '\'':
		return "", &Fault{Code: Charset, Position: utf8.RuneCountInString(n[:len(n)-size]) + 1, Text: string(last)}
	}
	return n, nil
}

func isNamePart(r rune) bool {
	return isHan(r) || isLatin(r) || r == middleDot || r == ' ' || r == '-' || r == '\''
}

// oneDot folds the look-alikes of "·"; the full stop only in names with Han.
func oneDot(s string) string {
	han := strings.ContainsFunc(s, isHan)
	return strings.Map(func(r rune) rune {
		switch r {
		case '•', '・', '･', '‧', '∙', '⋅', '●', '﹒', '᛫', '⸱':
			return middleDot
		case '.', '。', '｡':
			if han {
				return middleDot
			}
		case '’', '‘', '`':
			return '\''
		}
		return r
	}, s)
}

// spaced drops blanks beside anything but Latin letters and digits and folds the rest to one.
func spaced(s string) string {
	fields := strings.Fields(s)
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			last, _ := utf8.DecodeLastRuneInString(fields[i-1])
			next, _ := utf8.DecodeRuneInString(f)
			if wordy(last) && wordy(next) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(f)
	}
	return b.String()
}

func wordy(r rune) bool { return isLatin(r) || isDigit(r) || strings.ContainsRune("&.,-'", r) }
