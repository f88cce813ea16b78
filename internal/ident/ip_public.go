package ident

import "net/netip"

// Addresses that never reach a server from outside (RFC 1918, 1122, 3927, 6598, 4193, 4291).
var privateBlocks = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8",
	"169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10", "fec0::/10", "::1/128")

// Addresses set apart by the IANA special-purpose registries: this network,
// protocol assignments, documentation, 6to4 relays, benchmarks, multicast and
// class E; in IPv6 everything outside 2000::/3 and, within it, Teredo and other
// protocol assignments, documentation and 6to4.
var reservedBlocks = prefixes("0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
	"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")

func prefixes(list ...string) []IPRange {
	var out []IPRange
	for _, s := range list {
		p := netip.MustParsePrefix(s)
		out = append(out, IPRange{p.Addr(), lastOf(p)})
	}
	return out
}

// publicOnly refuses a range any address of which is not public.
func publicOnly(r IPRange) error {
	for _, b := range privateBlocks {
		if r.Overlaps(b) {
			return faultText(PrivateIP, r.String())
		}
	}
	for _, b := range reservedBlocks {
		if r.Overlaps(b) {
			return faultText(ReservedIP, r.String())
		}
	}
	return nil
}
