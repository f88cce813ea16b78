package rules

import (
	"strconv"
	"unicode/utf8"

	"beian/internal/filing"
)

// The language. An expression is made of tests joined by and, or, not and brackets; a test compares
// two values or is a flag by itself:
//
//	not principal.emergency_phone in principal.mobiles
//	age(entity.certificate_number) >= 18 or paper("principal_other")
//	not tld(site.domains) meets ["io", "me"]
//
// Values are names (see names), numbers, "texts", [lists] and functions of values (see functions).
// Every value has a type, known when a rule is read; a comparison of unlike types is refused then.
// What a document does not tell is unknown, and unknown stays unknown through and, or and not as in
// Kleene's logic, so that no rule is broken by it.

// kind is the type of a value.
type kind string

const (
	flag    kind = "flag"
	number  kind = "number"
	text    kind = "text"
	texts   kind = "texts"
	numbers kind = "numbers"
)

// value is what an expression comes to.
type value struct {
	known bool
	flag  bool
	n     int
	s     []string
	ns    []int
}

var unknown value

func truth(b bool) value       { return value{known: true, flag: b} }
func counted(n int) value      { return value{known: true, n: n} }
func said(s ...string) value   { return value{known: true, s: s} }
func chosen(list []int) value  { return value{known: true, ns: list} }
func (v value) string() string { return first(v.s) }
func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// expression is one that has been read: its type, the names in it, and how to work it out.
type expression struct {
	kind  kind
	reads []string
	eval  func(*scene) value
}

// scene is where an expression is worked out: a case, and one of its sites where the rule is about
// sites.
type scene struct {
	Case
	site *filing.Site
}

// The order of tokens and the bounds of a rule: what an administrator types is read on every
// submission of the province.
const (
	longest = 2000 // characters
	deepest = 20   // brackets within brackets
)

// token is one word, sign, number or "text" with its place in characters, from 1.
type token struct {
	sort sort
	text string
	at   int
}

type sort int

const (
	end sort = iota
	word
	sign
	digits
	quoted
)

// scan splits an expression into tokens.
func scan(src string) ([]token, error) {
	var list []token
	at := 1
	for rest := src; rest != ""; {
		t, size := next(rest)
		switch {
		case size == 0:
			r, _ := utf8.DecodeRuneInString(rest)
			return nil, &Fault{filing.RuleUnexpected, string(r), at}
		case t.text != "" || t.sort == quoted:
			t.at = at
			list = append(list, t)
		}
		at += utf8.RuneCountInString(rest[:size])
		rest = rest[size:]
	}
	return append(list, token{at: at}), nil
}

// next is the token at the beginning of s and how many bytes it takes; blanks are a token without
// text, and no bytes mean that nothing of the language begins here.
func next(s string) (token, int) {
	switch c := s[0]; {
	case c == ' ' || c == '\n' || c == '\t' || c == '\r':
		return token{}, 1
	case c >= '0' && c <= '9':
		n := span(s, func(c byte) bool { return c >= '0' && c <= '9' })
		return token{sort: digits, text: s[:n]}, n
	case isLetter(c):
		n := span(s, func(c byte) bool { return isLetter(c) || c == '.' || c >= '0' && c <= '9' })
		return token{sort: word, text: s[:n]}, n
	case c == '"':
		for i := 1; i < len(s); i++ {
			if s[i] == '"' {
				return token{sort: quoted, text: s[1:i]}, i + 1
			}
		}
		return token{}, 0
	case len(s) > 1 && (s[:2] == "<=" || s[:2] == ">=" || s[:2] == "!="):
		return token{sort: sign, text: s[:2]}, 2
	case c == '<' || c == '>' || c == '=' || c == '(' || c == ')' || c == '[' || c == ']' || c == ',':
		return token{sort: sign, text: s[:1]}, 1
	}
	return token{}, 0
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c == '_' }

func span(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

// Fault is why an expression cannot be read: what was found, and at which character.
type Fault struct {
	Flaw filing.Flaw
	Text string
	At   int
}

func (f *Fault) Error() string {
	return "rules: " + string(f.Flaw) + " at " + strconv.Itoa(f.At) + ": " + f.Text
}
