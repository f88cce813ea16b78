package rules

import (
	"slices"
	"strconv"
	"strings"

	"beian/internal/filing"
)

// name is what an expression can ask of a case: its type and where it is read.
type name struct {
	kind   kind
	site   bool // of one site
	access bool // of the site's accesses
	spot   Spot // the field, empty for what no field says
	of     func(*scene) value
}

// lists are the fields that hold several answers, with the type of one; all others are texts, codes
// or flags.
var (
	manyTexts = []filing.Field{filing.PrincipalMobiles, filing.PrincipalLandlines, filing.SiteNames, filing.SiteDomains,
		filing.SiteHomeURLs, filing.AccessIPs, filing.AccessPlaces}
	manyCodes = []filing.Field{filing.SiteContents, filing.SiteLanguages, filing.SiteApplications, filing.SiteApprovals, filing.SitePlatforms}
	oneCode   = []filing.Field{filing.EntityNature, filing.EntityCertType, filing.PrincipalCertType, filing.SiteService, filing.AccessMethod}
	oneFlag   = []filing.Field{filing.EntityAuthorised, filing.EntityPostalSame, filing.SiteIPOnly, filing.SitePrincipalSame, filing.AccessDynamic}
	slots     = []filing.Slot{filing.SlotEntity, filing.SlotPrincipalFront, filing.SlotPrincipalBack, filing.SlotSiteFront, filing.SlotSiteBack,
		filing.SlotApproval, filing.SlotIcon, filing.SlotEntityOther1, filing.SlotEntityOther2, filing.SlotPrincipalOther,
		filing.SlotSiteOther, filing.SlotCommitment, filing.SlotPhoto, filing.SlotSheet}
)

func kindOf(f filing.Field) kind {
	switch {
	case slices.Contains(manyTexts, f):
		return texts
	case slices.Contains(manyCodes, f):
		return numbers
	case slices.Contains(oneCode, f):
		return number
	case slices.Contains(oneFlag, f):
		return flag
	}
	return text
}

// names is every name of the language: each field of a document under its own name, a site's
// principal under site_principal, and counts.
var names = map[string]name{
	"sites":     {kind: number, of: func(s *scene) value { return counted(s.Sites) }},
	"new_sites": {kind: number, of: func(s *scene) value { return counted(s.added()) }},
}

func init() {
	for _, f := range filing.Fields() {
		part, _, _ := strings.Cut(string(f), ".")
		switch part {
		case "entity":
			names[string(f)] = field(Spot(f), f)
		case "principal":
			names[string(f)] = field(Spot(f), f)
			spot := Spot(strings.Replace(string(f), "principal.", sitePrincipal, 1))
			names[string(spot)] = field(spot, f)
		case "site", "access":
			names[string(f)] = field(Spot(f), f)
		}
	}
}

func field(spot Spot, f filing.Field) name {
	k := kindOf(f)
	n := name{kind: k, spot: spot, site: spot.ofSite(), access: strings.HasPrefix(string(f), "access.")}
	n.of = func(s *scene) value { return worded(k, s.said(spot, f, n)) }
	return n
}

// said is what the document says under a name, of every access where the name is an access's.
func (s *scene) said(spot Spot, f filing.Field, n name) []string {
	if !n.site {
		return s.Document.Get(f.At())
	}
	if s.site == nil {
		return nil
	}
	if !n.access {
		return s.Document.Get(f.Of(s.site.Key))
	}
	var all []string
	for _, a := range s.site.Accesses {
		all = append(all, s.Document.Get(f.In(s.site.Key, a.Key))...)
	}
	return all
}

// worded turns answers as forms show them into a value of a type.
func worded(k kind, list []string) value {
	switch k {
	case flag:
		return truth(first(list) == "yes")
	case number:
		n, _ := strconv.Atoi(first(list))
		return counted(n)
	case numbers:
		v := chosen(nil)
		for _, s := range list {
			n, _ := strconv.Atoi(s)
			v.ns = append(v.ns, n)
		}
		return v
	}
	return said(list...)
}

// added counts the services the filing brings.
func (s *scene) added() int {
	n := 0
	for _, site := range s.Document.Sites {
		if site.Number == "" {
			n++
		}
	}
	return n
}

// stands reports whether a difference at path is one of the name's own answers, for one site or the
// entity.
func (n name) stands(path filing.Path, f filing.Field, s *filing.Site) bool {
	if n.spot == "" || f != n.spot.Field() {
		return false
	}
	if !n.site {
		return path.Site() == ""
	}
	return s != nil && path.Site() == s.Key
}
