package ui

import "strings"

// MarkText splits a text at every place where the query stands, whatever its case;
// an empty query marks nothing. Case folding that changes a length in bytes (rare
// in what is searched here) leaves the text unmarked.
func MarkText(text, query string) []Span {
	lower, q := strings.ToLower(text), strings.ToLower(query)
	if q == "" || len(lower) != len(text) {
		return []Span{{Text: text}}
	}
	var list []Span
	for text != "" {
		i := strings.Index(lower, q)
		if i < 0 {
			return append(list, Span{Text: text})
		}
		if i > 0 {
			list = append(list, Span{Text: text[:i]})
		}
		list = append(list, Span{Text: text[i : i+len(q)], Changed: true})
		text, lower = text[i+len(q):], lower[i+len(q):]
	}
	return list
}
