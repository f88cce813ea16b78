package ident

import "strings"

// masked keeps the first head and last tail characters and stars the middle. A
// value too short to hide at least a third keeps only its first character.
func masked(s string, head, tail int) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	if hidden := len(r) - head - tail; hidden < 1 || hidden*3 < len(r) {
		head, tail = 1, 0
	}
	if len(r) == 1 {
		return "*"
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}

// MaskID shows a certificate number as 110101********0018.
func MaskID(s string) string {
	if len([]rune(s)) >= 15 {
		return masked(s, 6, 4)
	}
	return masked(s, 2, 2)
}

// MaskMobile shows a mobile number as 138****5678; landlines likewise keep their area.
func MaskMobile(s string) string { return masked(s, 3, 4) }

// MaskEmail shows a***@example.cn: one character of the mailbox, and always three stars.
func MaskEmail(s string) string {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return masked(s, 1, 0)
	}
	local := []rune(s[:at])
	if len(local) < 2 {
		return "***" + s[at:]
	}
	return string(local[0]) + "***" + s[at:]
}

// MaskName shows the family name and one star, 张*, whatever the length.
func MaskName(s string) string {
	r := []rune(s)
	switch len(r) {
	case 0:
		return ""
	case 1:
		return "*"
	}
	return string(r[0]) + "*"
}

// MaskAddress keeps province, city and district and hides the rest.
func MaskAddress(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return string(r[:districtEnd(r)]) + "****"
}

// districtEnd is the length of the part that names the district; of an address
// that names none, up to three characters but never more than half.
func districtEnd(r []rune) int {
	end := min(3, len(r)/2)
	for i := 1; i < min(len(r)-1, 16); i++ {
		switch {
		case strings.ContainsRune("省市州盟", r[i]), r[i] == '区' && r[i-1] == '治':
			end = max(end, i+1)
		case strings.ContainsRune("区县旗", r[i]):
			return i + 1
		}
	}
	return end
}
