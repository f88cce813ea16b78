package rules

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"beian/internal/filing"
)

// Limits of a rule and of a province's set.
const (
	messageLimit = 300
	sourceLimit  = 300
	MostRules    = 100
)

// Compile reads the rule's expressions and tells, at when, need, at, code or message, what cannot be
// understood. A rule without problems can judge.
func (r *Rule) Compile() filing.Problems {
	var found filing.Problems
	flaw := func(path filing.Path, f filing.Flaw) { found = append(found, filing.Problem{Path: path, Flaw: f}) }
	if !isCode(r.Code) {
		flaw("code", filing.Malformed)
	}
	if !slices.Contains(Severities, r.Severity) {
		flaw("severity", filing.NotListed)
	}
	switch n := utf8.RuneCountInString(r.Message); {
	case n == 0:
		flaw("message", filing.Missing)
	case n > messageLimit:
		found = append(found, filing.Problem{Path: "message", Flaw: filing.TooLong, Number: messageLimit})
	}
	if utf8.RuneCountInString(r.Source) > sourceLimit {
		found = append(found, filing.Problem{Path: "source", Flaw: filing.TooLong, Number: sourceLimit})
	}
	if r.At.Field() == "" && r.At.Slot() == "" {
		flaw("at", filing.NotListed)
	}
	found = append(found, compile("when", r.When, &r.when)...)
	found = append(found, compile("need", r.Need, &r.need)...)
	if r.Severity != Note && strings.TrimSpace(r.Need) == "" {
		flaw("need", filing.Missing)
	}
	if len(found) == 0 && r.readsSite() && !r.At.ofSite() {
		flaw("at", filing.RuleOfSite)
	}
	return found
}

func compile(path filing.Path, src string, into *expression) filing.Problems {
	*into = expression{}
	if strings.TrimSpace(src) == "" {
		return nil
	}
	e, err := read(src)
	var fault *Fault
	if errors.As(err, &fault) {
		return filing.Problems{{Path: path, Flaw: fault.Flaw, Text: fault.Text, Number: fault.At}}
	}
	if slot := unknownSlot(src); slot != "" {
		return filing.Problems{{Path: path, Flaw: filing.RuleUnknownName, Text: slot}}
	}
	*into = e
	return nil
}

// unknownSlot finds a paper that no filing has a place for.
func unknownSlot(src string) string {
	list, _ := scan(src)
	for i := 2; i < len(list); i++ {
		if list[i-2].text == "paper" && list[i-1].text == "(" && list[i].sort == quoted && !slices.Contains(slots, filing.Slot(list[i].text)) {
			return list[i].text
		}
	}
	return ""
}

// isCode allows lower-case words with hyphens, as in addresses.
func isCode(s string) bool {
	return s != "" && len(s) <= 60 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s[0] != '-'
}

// CompileAll compiles every rule of a set; an error names the first that cannot be read.
func CompileAll(list []Rule) error {
	for i := range list {
		if err := list[i].Compile().Or(); err != nil {
			return errors.Join(errors.New("rules: "+list[i].Code), err)
		}
	}
	return nil
}

// Spots lists every place a rule can show its problem at, in the order of forms.
func Spots() []Spot {
	var list []Spot
	for _, f := range filing.Fields() {
		if _, known := names[string(f)]; known {
			list = append(list, Spot(f))
		}
		if rest, ok := strings.CutPrefix(string(f), "principal."); ok {
			list = append(list, Spot(sitePrincipal+rest))
		}
	}
	for _, s := range slots {
		list = append(list, Spot(paperSpot+string(s)))
	}
	return list
}
