// Package rules holds the provinces' own rules of filing (各省管局填报要求) as data: what an owner
// must answer beyond the nation's rules, written in a small typed language, dated and versioned.
// The same rows judge the owner's pre-flight and the provider's checks and are printed on the
// bureau's page, so that text and check cannot drift apart. It is pure: no I/O, no clock.
package rules

import (
	"slices"
	"strings"

	"beian/internal/filing"
)

// Severity says what follows when a document does not satisfy a rule.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // stops the submission
	Warning Severity = "warning" // is pointed out, to owner and provider
	Note    Severity = "note"    // no machine can tell: shown to read, and to the provider to look at
)

// Severities lists every severity, the gravest first.
var Severities = []Severity{Error, Warning, Note}

// Rule is one requirement of a province. When it is empty it concerns everybody in its scope; Need
// is what must hold then. A Note has no Need. Compile reads both before a rule can judge.
type Rule struct {
	Code     string // names the rule inside its province, such as emergency-differs
	Severity Severity
	Natures  []filing.Nature // empty: every one
	Kinds    []filing.Kind   // empty: every kind that brings a document
	Services []filing.ServiceKind
	At       Spot // where the problem is shown
	When     string
	Need     string
	Message  string // what the owner reads: what is asked for, and what to do
	Source   string // where the bureau said so

	when, need expression
}

// Spot is where a rule's problem is shown: a field of the document, site_principal.x for a field of
// a site's principal, or paper.x for the place of a paper.
type Spot string

const (
	sitePrincipal = "site_principal."
	paperSpot     = "paper."
)

// siteSlots are the papers of which every site has its own.
var siteSlots = []filing.Slot{filing.SlotSiteFront, filing.SlotSiteBack, filing.SlotApproval, filing.SlotIcon, filing.SlotPhoto, filing.SlotSiteOther}

// ofSite reports whether the spot stands once in every site.
func (s Spot) ofSite() bool {
	at := string(s)
	return strings.HasPrefix(at, "site.") || strings.HasPrefix(at, sitePrincipal) || strings.HasPrefix(at, "access.") ||
		slices.Contains(siteSlots, s.Slot())
}

// Field is the document's field behind the spot, empty for a paper's.
func (s Spot) Field() filing.Field {
	if rest, ok := strings.CutPrefix(string(s), sitePrincipal); ok {
		return filing.Field("principal." + rest)
	}
	if f := filing.Field(s); slices.Contains(filing.Fields(), f) {
		return f
	}
	return ""
}

// Slot is the paper's place the spot names, empty for a field's.
func (s Spot) Slot() filing.Slot {
	rest, ok := strings.CutPrefix(string(s), paperSpot)
	if slot := filing.Slot(rest); ok && slices.Contains(slots, slot) {
		return slot
	}
	return ""
}

// path is where the problem stands in a document; site is nil for the entity's.
func (s Spot) path(site *filing.Site) filing.Path {
	if slot := s.Slot(); slot != "" {
		p := filing.Paper{Slot: slot}
		if site != nil {
			p.Site = site.Key
		}
		return p.Path()
	}
	f := s.Field()
	switch {
	case site == nil:
		return f.At()
	case strings.HasPrefix(string(s), "access.") && len(site.Accesses) > 0:
		return f.In(site.Key, site.Accesses[0].Key)
	default:
		return f.Of(site.Key)
	}
}

// concerns reports whether the rule's scope has an entity's nature, a kind and a service in it.
func (r *Rule) concerns(c Case, site *filing.Site) bool {
	return among(r.Natures, c.Document.Entity.Nature) && among(r.Kinds, c.Kind) &&
		(site == nil || among(r.Services, site.Service))
}

func among[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }
