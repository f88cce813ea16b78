package ident

import (
	"strings"
	"unicode/utf8"
)

// asciiHost turns a lower-case host of at least two labels into punycode.
func asciiHost(host string) (string, error) {
	if err := hostLabels(host); err != nil {
		return "", err
	}
	ascii, err := lookup.ToASCII(host)
	if err != nil {
		return "", hostCharset(host)
	}
	if err := hostLabels(ascii); err != nil { // mapping may empty a label or make a dot
		return "", err
	}
	return ascii, nil
}

// hostLabels finds empty labels, single words and misplaced hyphens, which IDNA
// either lets pass or reports without telling them apart.
func hostLabels(host string) error {
	labels := strings.Split(host, ".")
	if len(labels) < 2 {
		return faultText(NotDomain, host)
	}
	for _, l := range labels {
		switch {
		case l == "":
			return faultText(NotDomain, host)
		case l[0] == '-' || l[len(l)-1] == '-':
			return faultText(Hyphen, host)
		case len(l) > 3 && l[2:4] == "--" && l[:2] != "xn":
			return faultText(Hyphen, host)
		}
	}
	return nil
}

// hostCharset names the first character no host may have; what IDNA refuses for
// another reason (length, direction, broken punycode) is simply no domain.
func hostCharset(host string) error {
	place := 0
	for _, r := range host {
		place++
		if r == '.' || r == '-' || isDigit(r) || r >= 'a' && r <= 'z' {
			continue
		}
		if _, err := lookup.ToASCII(string(r)); r < utf8.RuneSelf || err != nil {
			return &Fault{Code: Charset, Position: place, Text: string(r)}
		}
	}
	return faultText(NotDomain, host)
}
