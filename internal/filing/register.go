package filing

import "slices"

// The register itself can be read as a document: the entity with every service in
// force, each with its number, each access with its id and its provider. What
// follows holds a filing's document against it.

// AccessedBy reports whether the provider gives one of the services access.
func (d *Document) AccessedBy(provider int64) bool {
	return slices.ContainsFunc(d.Sites, func(s Site) bool { return s.AccessedBy(provider) })
}

// AccessedBy reports whether the provider gives the service access.
func (s *Site) AccessedBy(provider int64) bool {
	return slices.ContainsFunc(s.Accesses, func(a Access) bool { return a.Provider == provider })
}

// Accessed reports whether any provider gives one of the services access.
func (d *Document) Accessed() bool {
	return slices.ContainsFunc(d.Sites, func(s Site) bool { return len(s.Accesses) > 0 })
}

// Numbered finds a service by its number.
func (d *Document) Numbered(n Number) *Site {
	for i := range d.Sites {
		if n != "" && d.Sites[i].Number == n {
			return &d.Sites[i]
		}
	}
	return nil
}

// Only lists the services of the register d that doc names.
func (d *Document) Only(doc *Document) []Site {
	var list []Site
	for _, s := range doc.Sites {
		if now := d.Numbered(s.Number); now != nil {
			list = append(list, *now)
		}
	}
	return list
}

// at is the service with the accesses of one provider only.
func (s Site) at(provider int64) Site {
	own := []Access{}
	for _, a := range s.Accesses {
		if a.Provider == provider {
			own = append(own, a)
		}
	}
	s.Accesses = own
	return s
}

// Begin is the document that a filing of k begins with, made from the register d:
// what it may alter or what it names. site narrows it to one service, access to
// one access; a provider sees and alters accesses of its own only.
func (d *Document) Begin(k Kind, provider int64, site Number, access int64) *Document {
	doc := &Document{Entity: d.Entity}
	switch k {
	case AddSite:
		doc.AddSite()
		return doc
	case AddAccess:
		if s := d.Numbered(site); s != nil {
			one := *s
			one.Accesses = []Access{{Key: "1"}}
			doc.Sites = []Site{one}
		}
		return doc
	}
	for _, s := range d.Sites {
		if site != "" && s.Number != site || k == Change && !s.AccessedBy(provider) {
			continue
		}
		s = s.at(provider)
		s.Accesses = slices.DeleteFunc(s.Accesses, func(a Access) bool { return access != 0 && a.ID != access })
		doc.Sites = append(doc.Sites, s)
	}
	if k.Cancels() {
		doc.Ending.Reason = OutOfUse
	}
	return doc
}

// Rebase brings what a filing of k does not alter into line with the register, so
// that a draft never carries old values into it. A change alters everything it
// shows and is left alone.
func (d *Document) Rebase(k Kind, register *Document, provider int64) {
	if register == nil || !k.FromRegister() || k == Change {
		return
	}
	toBureau, toProvider := d.Entity.RemarkBureau, d.Entity.RemarkProvider
	d.Entity = register.Entity
	d.Entity.RemarkBureau, d.Entity.RemarkProvider = toBureau, toProvider
	switch k {
	case AddSite:
		d.Sites = slices.DeleteFunc(d.Sites, func(s Site) bool { return s.Number != "" })
	case CancelEntity:
		d.Sites = register.Begin(k, provider, "", 0).Sites
	default:
		for i := range d.Sites {
			d.Sites[i].rebase(k, register, provider)
		}
	}
}

func (s *Site) rebase(k Kind, register *Document, provider int64) {
	now := register.Numbered(s.Number)
	if now == nil {
		return
	}
	asked := s.Accesses
	*s = now.at(provider)
	switch k {
	case AddAccess:
		s.Accesses = slices.DeleteFunc(asked, func(a Access) bool { return a.ID != 0 })
	case CancelAccess:
		s.Accesses = slices.DeleteFunc(s.Accesses, func(a Access) bool { return !named(asked, a.ID) })
	}
}

func named(list []Access, id int64) bool {
	return slices.ContainsFunc(list, func(a Access) bool { return a.ID == id })
}

// Beside is the register d as far as doc speaks of it, to hold the two side by
// side: the services that doc names, under doc's keys, with the accesses of the
// filing's provider. A cancellation is shown beside all that ends, a new access
// beside a site without one.
func (d *Document) Beside(doc *Document, provider int64) *Document {
	was := &Document{Entity: d.Entity}
	for _, s := range doc.Sites {
		if now := d.Numbered(s.Number); now != nil {
			own := now.at(provider)
			own.Key = s.Key
			was.Sites = append(was.Sites, own)
		}
	}
	return was
}

// PrincipalsToConfirm lists who must confirm by SMS before a filing reaches the
// bureau (the ministry's rule of 2020-08-17): of a new filing and a new site the
// entity's principal and the site's, of a new access the site's, of a
// cancellation the one concerned, of a change those whose part changes; a changed
// or cancelled access asks nobody. was is the register beside doc, nil for a
// first filing. Several roles of one mobile confirm once.
func PrincipalsToConfirm(k Kind, was, doc *Document) []Principal {
	var list []Principal
	add := func(p Principal) {
		if !slices.ContainsFunc(list, func(known Principal) bool { return known.mobile() == p.mobile() }) {
			list = append(list, p)
		}
	}
	if k == FirstFiling || k == AddSite || k == CancelEntity || k == Change && entityChanged(was, doc) {
		add(doc.Entity.Principal)
	}
	if k == CancelEntity || k == CancelAccess || k.BureauAct() {
		return list
	}
	for _, s := range doc.Sites {
		if k != Change || siteChanged(was, doc, s.Key) {
			add(s.Principal)
		}
	}
	return list
}

// entityChanged reports whether the entity itself changes; what is only remarked
// to the bureau or the provider is no change of it.
func entityChanged(was, doc *Document) bool {
	return was == nil || slices.ContainsFunc(Differences(was, doc), func(c Difference) bool { return c.Path.Site() == "" && !remark(c.Field) })
}

func remark(f Field) bool {
	return f == EntityToBureau || f == EntityToProvider || f == SiteToBureau || f == SiteToProvider
}

// siteChanged reports whether the service itself changes, not only its accesses.
func siteChanged(was, doc *Document, key string) bool {
	return was == nil || slices.ContainsFunc(Differences(was, doc), func(c Difference) bool {
		return c.Path.Site() == key && c.Path.Access() == "" && !remark(c.Field)
	})
}

// FaceToFace reports whether the provider verifies the filing face to face
// (当面核验) and signs a verification sheet: whatever is new in the register, and a
// change that brings another person in charge.
func FaceToFace(k Kind, was, doc *Document) bool {
	switch k {
	case FirstFiling, AddSite, AddAccess:
		return true
	case Change:
		return was == nil || len(newPersons(was, doc)) > 0
	}
	return false
}

// newPersons are the keys of the sites in charge of which a change puts another
// person; "" stands for the entity.
func newPersons(was, doc *Document) []string {
	var keys []string
	for _, c := range Differences(was, doc) {
		switch c.Field {
		case PrincipalName, PrincipalCertType, PrincipalCertNumber:
		case SitePrincipalSame:
			if before, now := was.Site(c.Path.Site()), doc.Site(c.Path.Site()); before != nil && now != nil &&
				before.Principal.CertificateNumber == now.Principal.CertificateNumber {
				continue
			}
		default:
			continue
		}
		if !slices.Contains(keys, c.Path.Site()) {
			keys = append(keys, c.Path.Site())
		}
	}
	return keys
}

// NeedsPassword reports whether a filing wants the entity's filing password
// (备案密码): to cancel the entity, and to bring a new site or access to a provider
// that gives the entity no access yet.
func NeedsPassword(k Kind, register *Document, provider int64) bool {
	switch k {
	case CancelEntity:
		return true
	case AddSite, AddAccess:
		return provider != 0 && !register.AccessedBy(provider)
	}
	return false
}
