package ident

import "strings"

const (
	emailShortest = 6
	emailLongest  = 128
	emailLocal    = 64 // RFC 5321 §4.5.3.1.1
)

// Email reads one ASCII mail address and stores it in lower case, so that one
// mailbox has one form. Faults: Empty, MissingAt, TooShort, TooLong, Charset,
// Format, MailDomain.
func Email(s string) (string, error) {
	n := strings.ToLower(packed(s))
	if n == "" {
		return "", fault(Empty)
	}
	at := strings.LastIndexByte(n, '@')
	if at < 0 {
		return "", fault(MissingAt)
	}
	if err := emailLocalPart(n[:at]); err != nil {
		return "", err
	}
	host, err := asciiHost(strings.ReplaceAll(n[at+1:], "。", "."))
	if err != nil {
		return "", faultText(MailDomain, n[at+1:])
	}
	if _, ok := RegistrableOf(host); !ok {
		return "", faultText(MailDomain, n[at+1:])
	}
	n = n[:at+1] + host
	if err := sized(n, emailShortest, emailLongest); err != nil {
		return "", err
	}
	return n, nil
}

// emailLocalPart checks a dot-atom of RFC 5321; quoted forms are not taken.
func emailLocalPart(local string) error {
	if local == "" || local[0] == '.' || strings.HasSuffix(local, ".") || strings.Contains(local, "..") {
		return fault(Format)
	}
	if len(local) > emailLocal {
		return &Fault{Code: TooLong, Length: len(local)}
	}
	return only(local, func(r rune) bool {
		return isDigit(r) || r >= 'a' && r <= 'z' || strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r)
	})
}
