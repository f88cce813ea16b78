package filing

import (
	"slices"
	"time"
)

// CheckFiling tells everything that is wrong with a document as a filing of k at
// a provider: what Check finds in what the filing brings, and what the register
// says against it. register is nil where the filing has no entity yet, or no
// longer one. The document is brought into its normal form and into line with the
// register where the filing does not alter it.
func CheckFiling(k Kind, register, doc *Document, provider int64, today time.Time) Problems {
	if !k.FromRegister() {
		return Check(doc, k, today)
	}
	if register == nil {
		return Problems{{Flaw: Cancelled}}
	}
	doc.Rebase(k, register, provider)
	doc.Complete()
	found := Check(doc, k, today)
	switch k {
	case AddSite:
		return append(found, namesTaken(register, doc)...)
	case AddAccess:
		return append(found, checkNewAccess(register, doc, provider)...)
	case Change:
		was := register.Beside(doc, provider)
		found = slices.DeleteFunc(found, func(p Problem) bool { return unalterable(was, doc, p) })
		return append(found, checkChange(was, doc)...)
	case CancelAccess:
		return append(found, checkCancelAccess(register, doc)...)
	case CancelEntity, CancelSite:
		return append(found, checkCancel(k, register, doc, provider)...)
	}
	return found
}

// namesTaken tells names of new services that services in force have already.
func namesTaken(register, doc *Document) Problems {
	var list Problems
	for _, s := range doc.Sites {
		for _, n := range s.Names {
			if slices.ContainsFunc(register.Sites, func(o Site) bool { return o.Service == s.Service && slices.Contains(o.Names, n) }) {
				list = append(list, Problem{Path: SiteNames.Of(s.Key), Flaw: NameTaken, Text: n})
			}
		}
	}
	return list
}

// unalterable reports whether p speaks of something that no change can mend: old
// records keep certificates, addresses and entries of code tables that today's rules would refuse.
func unalterable(was, doc *Document, p Problem) bool {
	switch p.Path.Field() {
	case EntityNature, SiteContents, SiteLanguages, SiteApplications, SiteApprovals, AccessMethod:
		if p.Flaw != CodeWithdrawn {
			return false
		}
	case EntityCertType, EntityCertNumber, EntityProvince, SiteDomains, SiteService:
	case SiteHomeURLs: // of a site reached by address, which may be another provider's
		if s := doc.Site(p.Path.Site()); p.Flaw != OutsideDomains || !s.IPOnly {
			return false
		}
	default:
		return false
	}
	return len(doc.Get(p.Path)) > 0 && slices.Equal(was.Get(p.Path), doc.Get(p.Path))
}

// inForce names the services of doc that the register no longer has.
func inForce(register, doc *Document) Problems {
	var list Problems
	for _, s := range doc.Sites {
		if register.Numbered(s.Number) == nil {
			list = append(list, Problem{Path: "sites", Flaw: Cancelled, Text: string(s.Number)})
		}
	}
	if len(doc.Sites) == 0 {
		list = append(list, Problem{Path: "sites", Flaw: Cancelled})
	}
	return list
}

func checkNewAccess(register, doc *Document, provider int64) Problems {
	list := inForce(register, doc)
	for _, s := range doc.Sites {
		if now := register.Numbered(s.Number); now != nil && provider != 0 && now.AccessedBy(provider) {
			list = append(list, Problem{Path: "provider", Flaw: AlreadyAccessed, Text: string(s.Number)})
		}
	}
	return list
}

// checkChange holds a change against the register beside it: province,
// certificate and the spelling of domains stay for ever, and something changes.
func checkChange(was, doc *Document) Problems {
	var list Problems
	if was.Entity.Province != doc.Entity.Province {
		list = append(list, Problem{Path: EntityProvince.At(), Flaw: ProvinceFixed})
	}
	for _, f := range []Field{EntityCertType, EntityCertNumber} {
		if !slices.Equal(was.Get(f.At()), doc.Get(f.At())) {
			list = append(list, Problem{Path: f.At(), Flaw: Fixed})
		}
	}
	for i := range doc.Sites {
		list = append(list, checkChangedSite(was.Site(doc.Sites[i].Key), &doc.Sites[i])...)
	}
	if len(list) == 0 && len(Differences(was, doc)) == 0 {
		list = append(list, Problem{Flaw: NothingChanged})
	}
	return list
}

func checkChangedSite(was, s *Site) Problems {
	at := func(f Field) Path { return f.Of(s.Key) }
	switch {
	case s.Number == "":
		return Problems{{Path: at(SiteNames), Flaw: NewService}}
	case was == nil:
		return Problems{{Path: at(SiteNames), Flaw: Cancelled, Text: string(s.Number)}}
	case len(was.Accesses) == 0:
		return Problems{{Path: "provider", Flaw: NotAccessedHere, Text: string(s.Number)}}
	}
	var list Problems
	if was.Service != s.Service {
		list = append(list, Problem{Path: at(SiteService), Flaw: Fixed})
	}
	if was.IPOnly != s.IPOnly {
		list = append(list, Problem{Path: at(SiteIPOnly), Flaw: Fixed})
	}
	for _, domain := range s.Domains {
		if !slices.Contains(was.Domains, domain) {
			list = append(list, Problem{Path: at(SiteDomains), Flaw: DomainFixed, Text: domain})
		}
	}
	for _, a := range s.Accesses {
		if a.ID != 0 && !named(was.Accesses, a.ID) {
			list = append(list, Problem{Path: AccessMethod.In(s.Key, a.Key), Flaw: NotAccessedHere, Text: string(s.Number)})
		}
	}
	return list
}

// checkCancelAccess keeps the last access of a site: without any the site would be
// a shell (空壳), which only a bureau makes.
func checkCancelAccess(register, doc *Document) Problems {
	list := inForce(register, doc)
	for _, s := range doc.Sites {
		now := register.Numbered(s.Number)
		if now == nil {
			continue
		}
		left := slices.ContainsFunc(now.Accesses, func(a Access) bool { return !named(s.Accesses, a.ID) })
		switch {
		case len(s.Accesses) == 0:
			list = append(list, Problem{Path: "provider", Flaw: NotAccessedHere, Text: string(s.Number)})
		case !left:
			list = append(list, Problem{Path: "sites", Flaw: LastAccess, Text: string(s.Number)})
		}
	}
	return list
}

// checkCancel lets a provider end what it gives access to, and anybody's what
// nobody gives access to any more.
func checkCancel(k Kind, register, doc *Document, provider int64) Problems {
	if k == CancelEntity {
		if provider != 0 && register.Accessed() && !register.AccessedBy(provider) {
			return Problems{{Path: "provider", Flaw: NotAccessedHere}}
		}
		return nil
	}
	list := inForce(register, doc)
	for _, s := range doc.Sites {
		now := register.Numbered(s.Number)
		if now != nil && provider != 0 && len(now.Accesses) > 0 && !now.AccessedBy(provider) {
			list = append(list, Problem{Path: "provider", Flaw: NotAccessedHere, Text: string(s.Number)})
		}
	}
	return list
}
