package name

import "slices"

// Bigrams gives the distinct pairs of neighbouring characters of the folded s,
// sorted, each packed into an int4 for a GIN index on int4[]. Brackets are left
// out, so that a query without them still finds the name. Fewer than two
// characters give none.
func Bigrams(s string) []int32 {
	out := Pairs(Bare(s))
	slices.Sort(out)
	return slices.Compact(out)
}

// Pairs gives the packed pairs of neighbouring characters of s in their order.
func Pairs(s string) []int32 {
	var out []int32
	var last rune
	for _, r := range s {
		if last != 0 {
			out = append(out, Pack(last, r))
		}
		last = r
	}
	return out
}

// Pack puts two code points into 32 bits. Two of the basic plane take 16 bits
// each and never collide with one another; a pair with a supplementary character
// (Han extensions B and later, 21 bits) is hashed and may collide with any other
// pair. That costs a wasted candidate, never a missed one: the reader compares
// names again after the index. The value is stored, so this must never change.
func Pack(a, b rune) int32 {
	if a <= 0xFFFF && b <= 0xFFFF {
		return int32(uint32(a)<<16 | uint32(b))
	}
	const prime = 0x9E3779B1 // 2^32 divided by the golden ratio, odd
	h := uint32(a)*prime ^ uint32(b)
	h = (h ^ h>>15) * prime
	return int32(h ^ h>>13)
}
