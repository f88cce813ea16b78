package filing

import (
	"slices"

	"beian/internal/ident"
	"beian/internal/region"
)

const (
	mostNames    = 10
	mostHomeURLs = 10
)

func (c *checker) site(s *Site) {
	at := func(f Field) Path { return f.Of(s.Key) }
	if !s.Service.Valid() {
		c.flaw(at(SiteService), NotListed)
	}
	c.names(s, at(SiteNames))
	ranges := c.accesses(s)
	if s.Service.App() {
		c.app(s, at)
	} else {
		s.Platforms = nil
		c.addresses(s, at, ranges)
	}
	c.contents(s, at)
	c.written(at(SiteToBureau), s.RemarkBureau, false, 1024)
	c.written(at(SiteToProvider), s.RemarkProvider, false, 1024)
	if !s.PrincipalSame {
		c.principal(&s.Principal, at, true)
	}
}

func (c *checker) names(s *Site, path Path) {
	if len(s.Names) == 0 {
		c.flaw(path, Missing)
	}
	if len(s.Names) > mostNames {
		c.add(Problem{Path: path, Flaw: TooMany, Number: mostNames})
	}
	owner := nameOwner(c.document.Entity.Nature)
	if s.Service.App() {
		c.appNames(s, path, owner)
		return
	}
	c.each(path, s.Names, func(n string) (string, error) { return ident.SiteName(n, owner) })
}

// sameNames tells names that two services of one kind in the document share: within an entity a website's name is
// unique, and so is an app's.
func (c *checker) sameNames() {
	seen := map[string]string{} // whose
	for _, s := range c.document.Sites {
		for _, n := range s.Names {
			key := s.Service.Suffix() + " " + n
			if whose, taken := seen[key]; taken && whose != s.Key {
				c.add(Problem{Path: SiteNames.Of(s.Key), Flaw: NameTaken, Text: n})
			}
			seen[key] = s.Key
		}
	}
}

func nameOwner(n Nature) ident.Owner {
	switch n {
	case Individual:
		return ident.Individual
	case Government, Military:
		return ident.NationalUnit
	default:
		return ident.Unit
	}
}

// addresses checks domains, then home URLs against them, or against the
// addresses of a site that has no domain.
func (c *checker) addresses(s *Site, at func(Field) Path, ranges []ident.IPRange) {
	var domains []ident.DomainName
	comparable := len(ranges) > 0
	if s.IPOnly {
		s.Domains = nil
	} else {
		domains = c.domainList(s, at(SiteDomains))
		comparable = len(domains) > 0 && len(domains) == len(s.Domains)
	}
	if len(s.HomeURLs) == 0 {
		c.flaw(at(SiteHomeURLs), Missing)
	}
	if len(s.HomeURLs) > mostHomeURLs {
		c.add(Problem{Path: at(SiteHomeURLs), Flaw: TooMany, Number: mostHomeURLs})
	}
	if !comparable {
		return // every URL would only repeat what is said of the domains or addresses
	}
	for i := range s.HomeURLs {
		c.homeURL(s.HomeURLs, i, at(SiteHomeURLs), domains, ranges)
	}
}

func (c *checker) homeURL(list []string, i int, path Path, domains []ident.DomainName, ranges []ident.IPRange) {
	normal, err := ident.HomeURL(list[i], domains, ranges)
	switch {
	case asFault(err, ident.Outside):
		c.add(Problem{Path: path, Flaw: OutsideDomains, Text: fault(err).Text})
	case err != nil:
		c.add(Problem{Path: path, Flaw: Malformed, Fault: fault(placed(err, i, len(list)))})
	default:
		list[i] = normal
	}
}

func (c *checker) domainList(s *Site, path Path) []ident.DomainName {
	if len(s.Domains) == 0 {
		c.flaw(path, Missing)
	}
	if c.domains == nil {
		c.domains = map[string]bool{}
	}
	var list []ident.DomainName
	for i := range s.Domains {
		d, err := ident.FiledDomain(s.Domains[i])
		switch {
		case err != nil:
			c.add(Problem{Path: path, Flaw: Malformed, Fault: fault(placed(err, i, len(s.Domains)))})
		case c.domains[d.Registrable]:
			c.add(Problem{Path: path, Flaw: Repeated, Text: d.Unicode})
		default:
			c.domains[d.Registrable] = true
			s.Domains[i] = d.String()
			list = append(list, d)
		}
	}
	return list
}

func (c *checker) contents(s *Site, at func(Field) Path) {
	if len(s.Contents) == 0 {
		c.flaw(at(SiteContents), Missing)
	}
	for _, id := range s.Contents {
		c.content(s, id, at)
	}
	c.chosen(at(SiteLanguages), Languages, s.Languages, true)
	c.chosen(at(SiteApplications), Applications, s.Applications, false)
	for i := range s.Approvals {
		a := &s.Approvals[i]
		c.listed(at(SiteApprovals), PreApprovals, a.Kind, true)
		c.written(ApprovalPath(s.Key, a.Kind), a.Number, true, 512)
	}
}

// content applies what holds in every province: persons choose a personal space
// or something else, and something else is explained.
func (c *checker) content(s *Site, id int, at func(Field) Path) {
	switch entry := Contents.Entry(id); {
	case entry.Name == "":
		c.flaw(at(SiteContents), NotListed)
	case entry.Withdrawn:
		c.add(Problem{Path: at(SiteContents), Flaw: CodeWithdrawn, Text: entry.Name})
	case c.document.Entity.Personal() && !ForPersons(id):
		c.add(Problem{Path: at(SiteContents), Flaw: NotForPersons, Text: entry.Name})
	case id == OtherContent && s.RemarkBureau == "":
		c.flaw(at(SiteToBureau), NeedsRemark)
	}
}

// ForPersons reports whether a person's site may offer a service content.
func ForPersons(content int) bool {
	const personalSpace = 6
	return content == personalSpace || content == OtherContent
}

func (c *checker) chosen(path Path, table *CodeTable, ids []int, required bool) {
	if len(ids) == 0 && required {
		c.flaw(path, Missing)
	}
	for _, id := range ids {
		c.listed(path, table, id, true)
	}
}

// accesses checks each way into the network and gathers the addresses.
func (c *checker) accesses(s *Site) []ident.IPRange {
	if len(s.Accesses) == 0 {
		c.flaw(Path("sites."+s.Key+".accesses"), NoAccess)
	}
	var all []ident.IPRange
	for i := range s.Accesses {
		a := &s.Accesses[i]
		all = append(all, c.access(a, s.Key)...)
		if len(a.IPs) > 0 && slices.ContainsFunc(s.Accesses[:i], a.sameAs) {
			c.add(Problem{Path: AccessIPs.In(s.Key, a.Key), Flaw: SameAccess})
		}
	}
	return all
}

// sameAs reports whether two accesses through one provider say the same.
func (a *Access) sameAs(b Access) bool {
	return a.Method == b.Method && slices.Equal(a.IPs, b.IPs) && slices.Equal(a.Places, b.Places)
}

// CheckAccess is what Check says of one access, with paths as in a site without a key.
func CheckAccess(a *Access) Problems {
	c := &checker{}
	c.access(a, "")
	return c.problems
}

func (c *checker) access(a *Access, site string) (all []ident.IPRange) {
	at := func(f Field) Path { return f.In(site, a.Key) }
	c.listed(at(AccessMethod), Methods, a.Method, true)
	if len(a.IPs) == 0 && !a.Dynamic {
		c.flaw(at(AccessIPs), Missing)
	}
	for j := range a.IPs {
		r, err := ident.ParseIPRange(a.IPs[j])
		if err != nil {
			c.add(Problem{Path: at(AccessIPs), Flaw: Malformed, Fault: fault(placed(err, j, len(a.IPs)))})
			continue
		}
		a.IPs[j] = r.String()
		if slices.Contains(a.IPs[:j], a.IPs[j]) {
			c.add(Problem{Path: at(AccessIPs), Flaw: Repeated, Text: a.IPs[j]})
		}
		all = append(all, r)
	}
	c.places(a, at(AccessPlaces))
	c.written(at(AccessRemark), a.Remark, false, 1024)
	return all
}

func (c *checker) places(a *Access, path Path) {
	if len(a.Places) == 0 {
		c.flaw(path, Missing)
	}
	for _, place := range a.Places {
		if _, ok := region.ByCode(place); !ok {
			c.flaw(path, NotListed)
		}
	}
}
