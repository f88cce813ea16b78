package ident

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"
)

// IPRange is an inclusive range of public addresses of one family.
type IPRange struct{ Start, End netip.Addr }

// String is the stored form: one address, or start-end.
func (r IPRange) String() string {
	if r.Start == r.End {
		return r.Start.String()
	}
	return r.Start.String() + "-" + r.End.String()
}

// Contains reports whether a lies in the range.
func (r IPRange) Contains(a netip.Addr) bool {
	a = a.Unmap()
	return r.Start.Is4() == a.Is4() && r.Start.Compare(a) <= 0 && a.Compare(r.End) <= 0
}

// Within reports whether all of r lies in outer.
func (r IPRange) Within(outer IPRange) bool {
	return outer.Contains(r.Start) && outer.Contains(r.End)
}

// Overlaps reports whether the two share an address.
func (r IPRange) Overlaps(o IPRange) bool {
	return r.Contains(o.Start) || o.Contains(r.Start)
}

// ParseIPRange reads one address, "a-b", or CIDR (whose host bits are cleared),
// IPv4 or IPv6. Faults: Empty, IPGroup, Format, MixedFamily, Reversed,
// PrivateIP, ReservedIP.
func ParseIPRange(s string) (IPRange, error) {
	n := ipText(s)
	if n == "" {
		return IPRange{}, fault(Empty)
	}
	r, err := readRange(n)
	if err != nil {
		return IPRange{}, err
	}
	if r.Start.Is4() != r.End.Is4() {
		return IPRange{}, fault(MixedFamily)
	}
	if r.Start.Compare(r.End) > 0 {
		return IPRange{}, fault(Reversed)
	}
	if err := publicOnly(r); err != nil {
		return IPRange{}, err
	}
	return r, nil
}

// plainIP turns the marks people type between numbers into those of addresses.
var plainIP = strings.NewReplacer("。", ".", "｡", ".", "~", "-", "〜", "-", "至", "-")

func ipText(s string) string {
	return plainIP.Replace(packed(s))
}

func readRange(n string) (IPRange, error) {
	if strings.Contains(n, "/") {
		return readCIDR(n)
	}
	first, second, isRange := strings.Cut(n, "-")
	start, err := readAddr(first)
	if err != nil || !isRange {
		return IPRange{start, start}, err
	}
	end, err := readAddr(second)
	return IPRange{start, end}, err
}

func readAddr(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err == nil && a.Zone() == "" {
		return a.Unmap(), nil
	}
	if strings.Contains(s, ":") {
		return netip.Addr{}, faultText(Format, s)
	}
	for i, group := range strings.Split(s, ".") {
		if v, err := strconv.ParseUint(group, 10, 8); err != nil || strconv.FormatUint(v, 10) != group {
			return netip.Addr{}, &Fault{Code: IPGroup, Position: i + 1, Text: group}
		}
	}
	return netip.Addr{}, faultText(Format, s)
}

func readCIDR(n string) (IPRange, error) {
	host, bits, _ := strings.Cut(n, "/")
	a, err := readAddr(host)
	if err != nil {
		return IPRange{}, err
	}
	p, err := netip.ParsePrefix(a.String() + "/" + bits)
	if err != nil {
		return IPRange{}, faultText(Format, n)
	}
	p = p.Masked()
	return IPRange{p.Addr(), lastOf(p)}, nil
}

func lastOf(p netip.Prefix) netip.Addr {
	raw := p.Addr().AsSlice()
	for i := p.Bits(); i < len(raw)*8; i++ {
		raw[i/8] |= 0x80 >> (i % 8)
	}
	last, _ := netip.AddrFromSlice(raw)
	return last
}

// Uint32 gives start and end as the numbers the enterprise interface carries; false for IPv6.
func (r IPRange) Uint32() (start, end uint32, ok bool) {
	if !r.Start.Is4() {
		return 0, 0, false
	}
	a, b := r.Start.As4(), r.End.As4()
	return binary.BigEndian.Uint32(a[:]), binary.BigEndian.Uint32(b[:]), true
}

// IPRanges reads one range per line; blank lines are skipped. A fault carries the
// 1-based line.
func IPRanges(text string) ([]IPRange, error) {
	var list []IPRange
	for i, line := range strings.Split(text, "\n") {
		if packed(line) == "" {
			continue
		}
		r, err := ParseIPRange(line)
		if err != nil {
			return nil, atLine(err, i+1)
		}
		list = append(list, r)
	}
	if list == nil {
		return nil, fault(Empty)
	}
	return list, nil
}
