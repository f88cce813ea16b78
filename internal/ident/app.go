package ident

import "strings"

const (
	bundleLongest = 155 // the longest a store takes
	keyShortest   = 16
	keyLongest    = 4096
)

// AppName reads the name of an app, which may be shorter than a site's and in
// Latin: at least two characters, no domain, no digits alone. Words are kept from
// it as from a site's. Faults: TooShort, and those of SiteName but FewHan and
// LatinOnly.
func AppName(s string, owner Owner) (string, error) {
	n := wideBrackets(spaced(half(s)))
	err := siteNameForm(n)
	if f := FaultOf(err); f != nil && f.Code != FewHan && f.Code != LatinOnly {
		return "", err
	}
	if err := sized(n, 2, siteNameLongest); err != nil {
		return "", err
	}
	return n, siteNameWords(n, owner, nil)
}

// BundleID reads the name by which a platform knows an app: a package name, a
// bundle identifier, or the id that a mini program's host gave it. Letters keep
// their case. Faults: Empty, TooShort, TooLong, Charset, Format.
func BundleID(s string) (string, error) {
	n := half(s)
	if err := sized(n, 4, bundleLongest); err != nil {
		return "", err
	}
	if err := only(n, func(r rune) bool { return isPlainLatin(r) || isDigit(r) || strings.ContainsRune("._-", r) }); err != nil {
		return "", err
	}
	if strings.HasPrefix(n, ".") || strings.HasSuffix(n, ".") || strings.Contains(n, "..") {
		return "", fault(Format)
	}
	return n, nil
}

// PublicKey reads the public key of the certificate an app is signed with, in
// hexadecimal, decimal or Base64 as the tools print it, with their blanks and
// colons taken out. Faults: Empty, TooShort, TooLong, Charset.
func PublicKey(s string) (string, error) {
	n := unseparated(s)
	if err := sized(n, keyShortest, keyLongest); err != nil {
		return "", err
	}
	return n, only(n, func(r rune) bool { return isPlainLatin(r) || isDigit(r) || strings.ContainsRune("+/=", r) })
}

// Fingerprint reads the digest of that certificate: so many hexadecimal digits,
// stored in lower case without separators. Faults: Empty, TooShort, TooLong,
// Charset.
func Fingerprint(s string, digits int) (string, error) {
	n := strings.ToLower(unseparated(s))
	if err := sized(n, digits, digits); err != nil {
		return "", err
	}
	return n, only(n, func(r rune) bool { return isDigit(r) || r >= 'a' && r <= 'f' })
}

func unseparated(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(half(s)), ""), ":", "")
}

func isPlainLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
