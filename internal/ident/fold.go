package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// narrow folds one full-width form (U+FF01–FF5E) and the ideographic space to ASCII.
func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x3000 || r == 0xA0:
		return ' '
	}
	return r
}

// unseen reports characters that pasted text carries and nobody sees.
func unseen(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}

// half folds width, drops what cannot be seen, and trims.
func half(s string) string {
	s = strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return narrow(r)
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}

// dash unifies the strokes people type for "-".
func dash(r rune) rune {
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹣', 'ー':
		return '-'
	}
	return r
}

// packed is half without blanks and with one kind of dash.
func packed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return dash(r)
	}, half(s))
}

// number brings a certificate number to its stored form: upper case, no blanks,
// no dashes, brackets or dots, and the signs typed for the check letter X made X.
func number(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', '.', '·', '(', ')', '_', '/':
			return -1
		case '×', '✕', '✖', 'Х', 'х', 'χ', 'Χ':
			return 'X'
		}
		if r < utf8.RuneSelf {
			return unicode.ToUpper(r)
		}
		return r
	}, packed(s))
}

// sized checks that s has between low and high characters.
func sized(s string, low, high int) error {
	n := utf8.RuneCountInString(s)
	switch {
	case n == 0:
		return fault(Empty)
	case n < low:
		return &Fault{Code: TooShort, Length: n}
	case n > high:
		return &Fault{Code: TooLong, Length: n}
	}
	return nil
}

// only checks that every character of s is accepted.
func only(s string, accepts func(rune) bool) error {
	place := 0
	for _, r := range s {
		place++
		if !accepts(r) {
			return &Fault{Code: Charset, Position: place, Text: string(r)}
		}
	}
	return nil
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }

func isSerial(r rune) bool { return isDigit(r) || isUpper(r) }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) && unicode.IsLetter(r) }
