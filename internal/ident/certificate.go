package ident

import "unicode"

// Passport reads a passport number: 5 to 17 capitals and digits.
func Passport(s string) (string, error) { return serial(s, 5, 17) }

func serial(s string, low, high int) (string, error) {
	n := number(s)
	if err := sized(n, low, high); err != nil {
		return "", err
	}
	if err := only(n, isSerial); err != nil {
		return "", err
	}
	return n, nil
}

// HKMacauPermit reads the number of a 港澳居民来往内地通行证: H or M and eight digits,
// on older cards followed by the two digits of the issue count.
func HKMacauPermit(s string) (string, error) {
	n, err := serial(s, 9, 11)
	if err != nil {
		return "", err
	}
	if n[0] != 'H' && n[0] != 'M' {
		return "", &Fault{Code: Prefix, Position: 1, Text: n[:1]}
	}
	if err := digitsAfter(n, 1, 8, 10); err != nil {
		return "", err
	}
	return n, nil
}

// TaiwanPermit reads the number of a 台湾居民来往大陆通行证: eight digits, or ten on older
// cards; booklets have a letter before or after.
func TaiwanPermit(s string) (string, error) {
	n, err := serial(s, 8, 12)
	if err != nil {
		return "", err
	}
	body, start := n, 0
	if isUpper(rune(body[0])) {
		body, start = body[1:], 1
	}
	if last := len(body) - 1; isUpper(rune(body[last])) {
		body = body[:last]
	}
	if err := digitsAfter(n[:start]+body, start, 8, 10); err != nil {
		return "", err
	}
	return n, nil
}

// digitsAfter checks that what follows the first skip characters of n is a or b digits.
func digitsAfter(n string, skip, a, b int) error {
	rest := n[skip:]
	if err := only(rest, isDigit); err != nil {
		f := FaultOf(err)
		f.Position += skip
		return f
	}
	if len(rest) != a && len(rest) != b {
		return &Fault{Code: Format, Length: len(n)}
	}
	return nil
}

// MilitaryID reads an officer's or soldier's certificate number, such as
// 军字第1234567号: Han characters, capitals and digits, at least one digit.
func MilitaryID(s string) (string, error) {
	n := number(s)
	if err := sized(n, 5, 30); err != nil {
		return "", err
	}
	digits := 0
	err := only(n, func(r rune) bool {
		if isDigit(r) {
			digits++
		}
		return isSerial(r) || isHan(r)
	})
	if err != nil {
		return "", err
	}
	if digits == 0 {
		return "", fault(Format)
	}
	return n, nil
}

// FreeNumber reads a number of no known form (a unit's military code, a foreign
// registration): 1 to 255 printable characters, width folded, nothing else changed.
func FreeNumber(s string) (string, error) {
	n := half(s)
	if err := sized(n, 1, 255); err != nil {
		return "", err
	}
	if err := only(n, isPlain); err != nil {
		return "", err
	}
	return n, nil
}

func isPlain(r rune) bool { return unicode.IsPrint(r) && r != unicode.ReplacementChar }
