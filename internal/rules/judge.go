package rules

import (
	"slices"
	"time"

	"beian/internal/filing"
)

// Case is what a set of rules is asked about.
type Case struct {
	Kind     filing.Kind
	Document *filing.Document
	Was      *filing.Document // the register beside the document; nil for a first filing
	Papers   []filing.Paper   // those that have been brought
	NoPapers bool             // nobody knows of the papers: rules that ask for one stay silent
	Sites    int              // services of the entity once this filing is approved
	Today    time.Time
}

// Judge names every rule the case does not satisfy, in the rules' order. Rules that have not been
// compiled are passed over.
func Judge(list []Rule, c Case) filing.Problems {
	var found filing.Problems
	if !c.Kind.HasDocument() {
		return nil
	}
	for i := range list {
		r := &list[i]
		if r.Severity == Note || r.need.eval == nil {
			continue
		}
		if !r.perSite() {
			if r.concerns(c, nil) && r.broken(c, nil) {
				found = append(found, r.problem(nil))
			}
			continue
		}
		for j := range c.Document.Sites {
			s := &c.Document.Sites[j]
			if r.concerns(c, s) && r.broken(c, s) {
				found = append(found, r.problem(s))
			}
		}
	}
	return found
}

func (r *Rule) perSite() bool { return r.At.ofSite() || r.readsSite() }

func (r *Rule) readsSite() bool {
	return slices.ContainsFunc(r.reads(), func(n string) bool { return names[n].site })
}

func (r *Rule) reads() []string { return append(slices.Clone(r.when.reads), r.need.reads...) }

// broken reports whether the rule is due and what it needs does not hold. What cannot be known,
// such as the age of somebody without a citizen's number, breaks nothing.
func (r *Rule) broken(c Case, s *filing.Site) bool {
	if !r.due(c, s) {
		return false
	}
	at := scene{Case: c, site: s}
	if r.when.eval != nil {
		if v := r.when.eval(&at); !v.known || !v.flag {
			return false
		}
	}
	v := r.need.eval(&at)
	return v.known && !v.flag
}

// due holds back rules about what the filing does not bring: what is in force was judged when it
// went in, by the rules of its day.
func (r *Rule) due(c Case, s *filing.Site) bool {
	reads := r.reads()
	switch c.Kind {
	case filing.AddSite:
		if s != nil {
			return s.Number == ""
		}
		return slices.Contains(reads, "sites") || slices.Contains(reads, "new_sites")
	case filing.AddAccess:
		return slices.ContainsFunc(reads, func(n string) bool { return names[n].access })
	case filing.Change:
		return c.Was == nil || slices.ContainsFunc(reads, func(n string) bool { return c.altered(n, s) })
	}
	return true
}

// altered reports whether a change says something else than the register under a name.
func (c Case) altered(n string, s *filing.Site) bool {
	for _, d := range filing.Differences(c.Was, c.Document) {
		if names[n].stands(d.Path, d.Field, s) {
			return true
		}
	}
	return false
}

func (r *Rule) problem(s *filing.Site) filing.Problem {
	return filing.Problem{Path: r.At.path(s), Flaw: filing.ProvinceRule, Text: r.Message, Other: r.Code, Warning: r.Severity == Warning}
}
