package ident

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const homeLongest = 255

// HomeURL reads a site's home page and stores it without scheme: host in ASCII,
// then port, path and query as typed. The host must be one of the site's domains
// or below it, or lie in one of its address ranges. Faults: Empty, TooLong,
// Charset, Format, NotDomain and the like from the host, Outside.
func HomeURL(s string, domains []DomainName, ips []IPRange) (string, error) {
	n := schemeless(half(s))
	if n == "" {
		return "", fault(Empty)
	}
	if err := only(n, func(r rune) bool { return isPlain(r) && !unicode.IsSpace(r) && r != '\\' }); err != nil {
		return "", err
	}
	u, err := url.Parse("http://" + n)
	if err != nil || strings.HasSuffix(u.Host, ":") || u.User != nil || u.Opaque != "" {
		return "", fault(Format)
	}
	host, err := homeHost(u.Hostname(), domains, ips)
	if err != nil {
		return "", err
	}
	return homeText(u, host)
}

func schemeless(n string) string {
	for _, scheme := range []string{"http://", "https://"} {
		if len(n) >= len(scheme) && strings.EqualFold(n[:len(scheme)], scheme) {
			return n[len(scheme):]
		}
	}
	return n
}

func homeHost(typed string, domains []DomainName, ips []IPRange) (string, error) {
	if a, err := netip.ParseAddr(typed); err == nil && a.Zone() == "" {
		return homeAddr(a.Unmap(), ips)
	}
	host, err := asciiHost(domainText(typed))
	if err != nil {
		return "", err
	}
	for _, d := range domains {
		if d.Contains(host) {
			return host, nil
		}
	}
	return "", faultText(Outside, unicodeOf(host))
}

func homeAddr(a netip.Addr, ips []IPRange) (string, error) {
	for _, r := range ips {
		if r.Contains(a) {
			if a.Is6() {
				return "[" + a.String() + "]", nil
			}
			return a.String(), nil
		}
	}
	return "", faultText(Outside, a.String())
}

// homeText drops the default port, a bare slash and the fragment, which no server sees.
func homeText(u *url.URL, host string) (string, error) {
	port, err := homePort(u.Port())
	if err != nil {
		return "", err
	}
	n := host + port
	if path := u.EscapedPath(); path != "/" || u.RawQuery != "" {
		n += path
	}
	if u.RawQuery != "" {
		n += "?" + u.RawQuery
	}
	if utf8.RuneCountInString(n) > homeLongest {
		return "", &Fault{Code: TooLong, Length: utf8.RuneCountInString(n)}
	}
	return n, nil
}

func homePort(port string) (string, error) {
	if port == "" || port == "80" || port == "443" {
		return "", nil
	}
	v, err := strconv.ParseUint(port, 10, 16)
	if err != nil || v == 0 {
		return "", fault(Format)
	}
	return ":" + strconv.FormatUint(v, 10), nil
}
