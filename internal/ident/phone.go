package ident

import (
	"slices"
	"strings"
)

// Mobile reads a mainland mobile number, stored as 11 digits. The country code
// and separators may be typed. Faults: Empty, Charset, Prefix (not 1[3-9], with
// the beginning as Text), TooShort, TooLong.
func Mobile(s string) (string, error) {
	n := phoneDigits(s)
	if len(n) > 11 {
		n = withoutCountry(n)
	}
	if n == "" {
		return "", fault(Empty)
	}
	if err := only(n, isDigit); err != nil {
		return "", err
	}
	if n[0] != '1' {
		return "", &Fault{Code: Prefix, Position: 1, Text: n[:1]}
	}
	if err := sized(n, 11, 11); err != nil {
		return "", err
	}
	if n[1] < '3' {
		return "", &Fault{Code: Prefix, Position: 2, Text: n[:2]}
	}
	return n, nil
}

// Landline reads a fixed telephone number (固定电话) and stores it as
// country-area-number: 086-021-12345678. The area code must be there; 010 and 02x
// have three digits, all others four. An 11-digit mobile is a Prefix fault.
func Landline(s string) (string, error) {
	typed := phoneDigits(s)
	if typed == "" {
		return "", fault(Empty)
	}
	if err := only(typed, isDigit); err != nil {
		return "", err
	}
	n := withoutCountry(typed)
	if n != typed && !strings.HasPrefix(n, "0") {
		n = "0" + n // abroad the area code is written without its 0
	}
	if n[0] != '0' || n == "0" || n[1] == '0' {
		return "", &Fault{Code: Prefix, Position: 1, Text: n[:1]}
	}
	area := 4
	if n[1] == '1' || n[1] == '2' {
		area = 3
	}
	if err := sized(n, area+7, area+8); err != nil {
		return "", err
	}
	return "086-" + n[:area] + "-" + n[area:], nil
}

// phoneDigits drops everything people put between the digits.
func phoneDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-()+./", r) {
			return -1
		}
		return r
	}, packed(s))
}

// withoutCountry drops 86 with whatever zeros stand before it. No area code begins 086.
func withoutCountry(n string) string {
	for _, country := range []string{"0086", "086", "86"} {
		if rest, ok := strings.CutPrefix(n, country); ok {
			return rest
		}
	}
	return n
}

// Mobiles reads a list by ";" in either width; duplicates fold into one. A fault
// carries the 1-based item as Line.
func Mobiles(s string) ([]string, error) { return phones(s, Mobile) }

// Landlines is Mobiles for fixed telephones.
func Landlines(s string) ([]string, error) { return phones(s, Landline) }

func phones(s string, read func(string) (string, error)) ([]string, error) {
	var list []string
	for i, item := range strings.FieldsFunc(s, isListMark) {
		if packed(item) == "" {
			continue
		}
		n, err := read(item)
		if err != nil {
			return nil, atLine(err, i+1)
		}
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	if list == nil {
		return nil, fault(Empty)
	}
	return list, nil
}

func isListMark(r rune) bool { return strings.ContainsRune(";；,，、\n", r) }
