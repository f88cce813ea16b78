package ident

import (
	"strings"
	"unicode/utf8"
)

const (
	passwordShortest = 8
	passwordLongest  = 128 // bounds the work of hashing
)

// UserName reads an account's name: 2 to 20 Chinese or Latin letters, digits
// and "_", in lower case so that one name has one form. All-digit names are
// refused, because sign-in also takes mobile numbers. Faults: Empty, TooShort,
// TooLong, Charset, AllDigits.
func UserName(s string) (string, error) {
	n := strings.ToLower(half(s))
	if err := only(n, isUserPart); err != nil {
		return "", err
	}
	if err := sized(n, 2, 20); err != nil {
		return "", err
	}
	if only(n, isDigit) == nil {
		return "", fault(AllDigits)
	}
	return n, nil
}

func isUserPart(r rune) bool {
	return isHan(r) || r >= 'a' && r <= 'z' || isDigit(r) || r == '_'
}

// Password checks a password, which is taken exactly as typed: at least eight
// characters, not all digits, not the user name, none of the most used ones.
// Faults: Empty, TooShort, TooLong, AllDigits, SameAsUser, Common.
func Password(password, userName string) error {
	if err := sized(password, passwordShortest, passwordLongest); err != nil {
		return err
	}
	lower := strings.ToLower(password)
	switch {
	case only(password, isDigit) == nil:
		return fault(AllDigits)
	case lower == strings.ToLower(half(userName)):
		return fault(SameAsUser)
	case isCommon(lower):
		return fault(Common)
	}
	return nil
}

// isCommon refuses the known ones, one character repeated, and runs along the
// keyboard or the alphabet.
func isCommon(lower string) bool {
	first, size := utf8.DecodeRuneInString(lower)
	if strings.Trim(lower[size:], string(first)) == "" {
		return true
	}
	for _, run := range passwordRuns {
		if strings.Contains(run, lower) {
			return true
		}
	}
	return strings.Contains(commonPasswords, " "+lower+" ")
}

var passwordRuns = []string{
	"qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz0123456789",
	"1234567890qwertyuiop", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm",
}

// The most used passwords of eight and more characters; all-digit ones are refused anyway.
const commonPasswords = " password password1 password12 password123 p@ssw0rd p@ssword passw0rd qwerty123 qwerty12 " +
	"abc12345 abc123456 abcd1234 abcd123456 a1234567 a12345678 a123456789 aa123456 aa12345678 123456aa 12345678a 123456789a 1234abcd " +
	"admin123 admin1234 admin888 admin123456 administrator root1234 test1234 welcome1 welcome123 iloveyou sunshine princess football baseball " +
	"woaini520 woaini1314 woaini123 5201314a a5201314 wang1234 qq123456 qwe123456 asd123456 zxc123456 123456qq asdf1234 zxcv1234 1qaz@wsx beian123 beian1234 "
