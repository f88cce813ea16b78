package ident

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// DomainName is a domain as filed.
type DomainName struct {
	ASCII       string // lower case, punycode, without the wildcard
	Unicode     string // as shown to people, without the wildcard
	Registrable string // in ASCII: the uniqueness key, one for wildcard, sub-domain and domain
	Wildcard    bool   // typed as *.name
	IsSubdomain bool   // below Registrable
}

// String is the shown form with the wildcard; Domain reads it back to the same name.
func (d DomainName) String() string {
	if d.Wildcard {
		return "*." + d.Unicode
	}
	return d.Unicode
}

// Contains reports whether host (ASCII, lower case) is the domain or below it.
func (d DomainName) Contains(host string) bool {
	return host == d.ASCII || strings.HasSuffix(host, "."+d.ASCII)
}

// lookup is IDNA as browsers do it, with lengths checked and no transitional ß.
var lookup = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.CheckHyphens(true),
	idna.StrictDomainName(true), idna.ValidateLabels(true), idna.VerifyDNSLength(true), idna.Transitional(false))

// Domain reads a domain name in any case, width or script, with a trailing dot or
// a leading "*.". A URL, a path and "www." are faults that offer the cleaned value
// as Text: the register holds domains, and whoever types a page must see what is filed.
func Domain(s string) (DomainName, error) {
	typed := domainText(s)
	if typed == "" {
		return DomainName{}, fault(Empty)
	}
	if err := notURL(typed); err != nil {
		return DomainName{}, err
	}
	host, wildcard := strings.CutPrefix(typed, "*.")
	if err := notIP(host); err != nil {
		return DomainName{}, err
	}
	d, err := newDomain(host)
	if err != nil {
		return DomainName{}, err
	}
	d.Wildcard = wildcard
	if rest, ok := strings.CutPrefix(d.ASCII, "www."); ok && d.IsSubdomain {
		return DomainName{}, faultText(HasWWW, unicodeOf(rest))
	}
	return d, nil
}

// FiledDomain is Domain for filings that take registrable domains only; anything
// below one is a SubDomain fault with the registrable domain as Text.
func FiledDomain(s string) (DomainName, error) {
	d, err := Domain(s)
	if err == nil && d.IsSubdomain {
		return DomainName{}, faultText(SubDomain, unicodeOf(d.Registrable))
	}
	return d, err
}

// RegistrableOf gives the registrable domain of a host, in ASCII, by the ICANN
// section of the public suffix list; false for addresses, bare suffixes,
// suffixes that do not exist, and text that is no host.
func RegistrableOf(host string) (string, bool) {
	name, _ := strings.CutPrefix(domainText(host), "*.")
	if notIP(name) != nil {
		return "", false
	}
	d, err := newDomain(name)
	return d.Registrable, err == nil
}

func newDomain(host string) (DomainName, error) {
	ascii, err := asciiHost(host)
	if err != nil {
		return DomainName{}, err
	}
	suffix, known := icannSuffix(ascii)
	if !known {
		return DomainName{}, faultText(UnknownSuffix, unicodeOf(ascii[strings.LastIndexByte(ascii, '.')+1:]))
	}
	if suffix == ascii {
		return DomainName{}, faultText(PublicSuffix, unicodeOf(ascii))
	}
	rest := strings.TrimSuffix(ascii, "."+suffix)
	reg := rest[strings.LastIndexByte(rest, '.')+1:] + "." + suffix
	return DomainName{ASCII: ascii, Unicode: unicodeOf(ascii), Registrable: reg, IsSubdomain: reg != ascii}, nil
}

// icannSuffix skips the list's private section (github.io and the like): those
// names are owned and filed by one subject.
func icannSuffix(ascii string) (string, bool) {
	for {
		suffix, icann := publicsuffix.PublicSuffix(ascii)
		if icann {
			return suffix, true
		}
		_, parent, found := strings.Cut(suffix, ".")
		if !found {
			return "", false
		}
		ascii = parent
	}
}

// plainDots turns the full stops of Chinese keyboards into dots.
var plainDots = strings.NewReplacer("。", ".", "｡", ".")

// domainText folds width and the ideographic full stop and drops one trailing dot.
func domainText(s string) string {
	n := plainDots.Replace(half(s))
	return strings.ToLower(strings.TrimSuffix(n, "."))
}

func notIP(host string) error {
	text := strings.Trim(host, "[]")
	if text == "" || !strings.Contains(text, ":") && (text[len(text)-1] < '0' || text[len(text)-1] > '9') {
		return nil // no address ends so; to have one refused takes longer
	}
	if _, err := netip.ParseAddr(text); err == nil {
		return faultText(IsIP, host)
	}
	return nil
}

// notURL refuses what has more than a host and offers the host alone.
func notURL(typed string) error {
	rest, code := typed, HasPath
	if i := strings.Index(typed, "://"); i >= 0 {
		rest, code = typed[i+3:], HasScheme
	} else if notIP(typed) != nil || !strings.ContainsAny(typed, "/?#:") {
		return nil
	}
	if i := strings.IndexAny(rest, "/?#:"); i >= 0 {
		rest = rest[:i]
	}
	return faultText(code, offered(rest))
}

// offered is the domain to type instead: without www. where the rest is a domain.
func offered(host string) string {
	d, err := Domain(host)
	if f := FaultOf(err); f != nil && f.Code == HasWWW {
		return f.Text
	}
	if err != nil {
		return host
	}
	return d.String()
}

func unicodeOf(ascii string) string {
	if !strings.Contains(ascii, "xn--") {
		return ascii
	}
	u, err := idna.Display.ToUnicode(ascii)
	if err != nil {
		return ascii
	}
	return u
}
