package filing

import (
	"strconv"
	"strings"
)

// Get is what the document says at p, as forms show it: one string for a text,
// several for lists. It is nil when p leads nowhere.
func (d *Document) Get(p Path) []string {
	if v, ok := d.value(p); ok {
		return v.get()
	}
	return nil
}

// Set writes what was typed at p. Lists may come as several strings or as one
// with a line (or a semicolon) per item. It reports whether p leads anywhere.
func (d *Document) Set(p Path, typed []string) bool {
	v, ok := d.value(p)
	if ok {
		v.set(typed)
	}
	return ok
}

// Row is one line of a review, a summary or a difference.
type Row struct {
	Path   Path
	Field  Field
	Values []string
}

// Rows lists everything the document says, in the order of forms. What follows
// from another answer (PostalSame, PrincipalSame) is left out.
func (d *Document) Rows() []Row {
	var rows []Row
	add := func(p Path) {
		rows = append(rows, Row{p, p.Field(), d.Get(p)})
	}
	for _, f := range entityFields {
		if !(f == EntityPostal && d.Entity.PostalSame) && !(f == EntityAuthorised && d.Entity.Personal()) {
			add(f.At())
		}
	}
	for _, f := range principalFields {
		if !(d.Entity.Personal() && (f == PrincipalName || f == PrincipalCertType || f == PrincipalCertNumber)) {
			add(f.At())
		}
	}
	for _, s := range d.Sites {
		d.siteRows(s, add)
	}
	if d.Ending != (Ending{}) {
		for _, f := range endingFields {
			add(f.At())
		}
	}
	return rows
}

func (d *Document) siteRows(s Site, add func(Path)) {
	for _, f := range siteFields {
		if s.says(f) {
			add(f.Of(s.Key))
		}
		if f == SitePlatforms {
			s.platformRows(add)
		}
	}
	for _, a := range s.Approvals {
		add(ApprovalPath(s.Key, a.Kind))
	}
	if !s.PrincipalSame {
		for _, f := range principalFields {
			add(f.Of(s.Key))
		}
	}
	for _, a := range s.Accesses {
		for _, f := range accessFields {
			add(f.In(s.Key, a.Key))
		}
	}
}

func (s *Site) platformRows(add func(Path)) {
	for _, p := range s.Platforms {
		for _, f := range platformFields {
			add(f.On(s.Key, p.Kind))
		}
	}
}

// says reports whether f is asked of the service at all: apps have platforms,
// websites home pages.
func (s *Site) says(f Field) bool {
	switch f {
	case SitePlatforms:
		return s.Service.App()
	case SiteIPOnly, SiteHomeURLs, SiteApplications:
		return !s.Service.App()
	}
	return true
}

func (d *Document) value(p Path) (value, bool) {
	f := p.Field()
	if f == "" {
		return value{}, false
	}
	switch f {
	case EndingReason:
		return code(&d.Ending.Reason), true
	case EndingNote:
		return text(&d.Ending.Note), true
	}
	if p.Site() == "" {
		if v, ok := d.Entity.value(f); ok {
			return v, true
		}
		return d.Entity.Principal.value(f)
	}
	s := d.Site(p.Site())
	if s == nil {
		return value{}, false
	}
	return s.valueAt(p, f)
}

func (s *Site) valueAt(p Path, f Field) (value, bool) {
	if key := p.Access(); key != "" {
		for i := range s.Accesses {
			if s.Accesses[i].Key == key {
				return s.Accesses[i].value(f)
			}
		}
		return value{}, false
	}
	switch f {
	case ApprovalNumber:
		return s.approvalNumber(p)
	case PlatformPackage, PlatformKey, PlatformFingerprint:
		return s.platformValue(p, f)
	}
	if v, ok := s.value(f); ok {
		return v, true
	}
	return s.Principal.value(f)
}

func (e *Entity) value(f Field) (value, bool) {
	switch f {
	case EntityNature:
		return code(&e.Nature), true
	case EntityCertType:
		return code(&e.CertificateType), true
	case EntityCertNumber:
		return text(&e.CertificateNumber), true
	case EntityName:
		return text(&e.Name), true
	case EntityCertAddress:
		return text(&e.CertificateAddress), true
	case EntityProvince:
		return text(&e.Province), true
	case EntityCity:
		return text(&e.City), true
	case EntityCounty:
		return text(&e.County), true
	case EntityPostalSame:
		return flag(&e.PostalSame), true
	case EntityPostal:
		return text(&e.PostalAddress), true
	case EntityInvestor:
		return text(&e.Investor), true
	case EntityToBureau:
		return text(&e.RemarkBureau), true
	case EntityToProvider:
		return text(&e.RemarkProvider), true
	case EntityAuthorised:
		return flag(&e.Authorised), true
	}
	return value{}, false
}

func (p *Principal) value(f Field) (value, bool) {
	switch f {
	case PrincipalName:
		return text(&p.Name), true
	case PrincipalCertType:
		return code(&p.CertificateType), true
	case PrincipalCertNumber:
		return text(&p.CertificateNumber), true
	case PrincipalMobiles:
		return lines(&p.Mobiles), true
	case PrincipalEmail:
		return text(&p.Email), true
	case PrincipalEmergency:
		return text(&p.EmergencyPhone), true
	case PrincipalLandlines:
		return lines(&p.Landlines), true
	case PrincipalNoLandline:
		return text(&p.NoLandline), true
	case PrincipalIMKind:
		return text(&p.IMKind), true
	case PrincipalIMAccount:
		return text(&p.IMAccount), true
	}
	return value{}, false
}

func (s *Site) value(f Field) (value, bool) {
	switch f {
	case SiteService:
		return code(&s.Service), true
	case SiteNames:
		return lines(&s.Names), true
	case SitePlatforms:
		return s.platformKinds(), true
	case SiteIPOnly:
		return flag(&s.IPOnly), true
	case SiteDomains:
		return lines(&s.Domains), true
	case SiteHomeURLs:
		return lines(&s.HomeURLs), true
	case SiteContents:
		return codes(&s.Contents), true
	case SiteLanguages:
		return codes(&s.Languages), true
	case SiteApplications:
		return codes(&s.Applications), true
	case SiteApprovals:
		return s.approvalKinds(), true
	case SiteToBureau:
		return text(&s.RemarkBureau), true
	case SiteToProvider:
		return text(&s.RemarkProvider), true
	case SitePrincipalSame:
		return flag(&s.PrincipalSame), true
	}
	return value{}, false
}

func (a *Access) value(f Field) (value, bool) {
	switch f {
	case AccessMethod:
		return code(&a.Method), true
	case AccessDynamic:
		return flag(&a.Dynamic), true
	case AccessIPs:
		return lines(&a.IPs), true
	case AccessPlaces:
		return lines(&a.Places), true
	case AccessRemark:
		return text(&a.Remark), true
	}
	return value{}, false
}

// approvalKinds chooses the pre-approvals; numbers already typed stay.
func (s *Site) approvalKinds() value {
	return value{
		get: func() []string {
			var ids []string
			for _, a := range s.Approvals {
				ids = append(ids, strconv.Itoa(a.Kind))
			}
			return ids
		},
		set: func(typed []string) {
			var chosen []Approval
			for _, t := range typed {
				if id, err := strconv.Atoi(t); err == nil {
					chosen = append(chosen, Approval{id, s.numberOf(id)})
				}
			}
			s.Approvals = chosen
		},
	}
}

func (s *Site) numberOf(kind int) string {
	for _, a := range s.Approvals {
		if a.Kind == kind {
			return a.Number
		}
	}
	return ""
}

func (s *Site) approvalNumber(p Path) (value, bool) {
	kind := strings.Split(string(p), ".")[3]
	for i := range s.Approvals {
		if strconv.Itoa(s.Approvals[i].Kind) == kind {
			return text(&s.Approvals[i].Number), true
		}
	}
	return value{}, false
}
