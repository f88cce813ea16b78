package rules

import (
	"slices"
	"strings"
)

// comparisons are the signs and words between two values, by the types on their sides.
var comparisons = map[string]map[[2]kind]func(a, b value) bool{
	"=": {
		{number, number}: func(a, b value) bool { return a.n == b.n },
		{text, text}:     func(a, b value) bool { return a.string() == b.string() },
	},
	"!=": {
		{number, number}: func(a, b value) bool { return a.n != b.n },
		{text, text}:     func(a, b value) bool { return a.string() != b.string() },
	},
	"<":  {{number, number}: func(a, b value) bool { return a.n < b.n }},
	"<=": {{number, number}: func(a, b value) bool { return a.n <= b.n }},
	">":  {{number, number}: func(a, b value) bool { return a.n > b.n }},
	">=": {{number, number}: func(a, b value) bool { return a.n >= b.n }},
	// in: the left side is among the right one, every item of a list.
	"in": {
		{text, texts}:      func(a, b value) bool { return slices.Contains(b.s, a.string()) },
		{texts, texts}:     func(a, b value) bool { return within(a.s, b.s) },
		{number, numbers}:  func(a, b value) bool { return slices.Contains(b.ns, a.n) },
		{numbers, numbers}: func(a, b value) bool { return within(a.ns, b.ns) },
	},
	// meets: the two lists have something in common.
	"meets": {
		{texts, texts}:     func(a, b value) bool { return meet(a.s, b.s) },
		{numbers, numbers}: func(a, b value) bool { return meet(a.ns, b.ns) },
	},
	// contains and ends: one of the left texts has one of the right ones in it, or at its end.
	"contains": wording(strings.Contains),
	"ends":     wording(strings.HasSuffix),
}

func wording(has func(s, part string) bool) map[[2]kind]func(a, b value) bool {
	do := func(a, b value) bool {
		return slices.ContainsFunc(a.s, func(s string) bool {
			return slices.ContainsFunc(b.s, func(part string) bool { return has(s, part) })
		})
	}
	return map[[2]kind]func(a, b value) bool{{text, text}: do, {text, texts}: do, {texts, text}: do, {texts, texts}: do}
}

func within[T comparable](a, b []T) bool {
	return !slices.ContainsFunc(a, func(v T) bool { return !slices.Contains(b, v) })
}

func meet[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(v T) bool { return slices.Contains(b, v) })
}
