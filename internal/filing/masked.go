package filing

import (
	"slices"

	"beian/internal/ident"
)

// Masked is a copy of d in which numbers and addresses of persons are masked, for
// whoever may work on the document but not see them. Names stay: they sign.
func (d *Document) Masked() *Document {
	m := *d
	m.Sites = slices.Clone(d.Sites)
	m.Entity = d.Entity.masked()
	for i := range m.Sites {
		m.Sites[i].Principal = m.Sites[i].Principal.masked()
	}
	return &m
}

func (e Entity) masked() Entity {
	e.Principal = e.Principal.masked()
	if e.Personal() {
		e.CertificateNumber = ident.MaskID(e.CertificateNumber)
		e.CertificateAddress = ident.MaskAddress(e.CertificateAddress)
		e.PostalAddress = ident.MaskAddress(e.PostalAddress)
	}
	return e
}

func (p Principal) masked() Principal {
	p.CertificateNumber = ident.MaskID(p.CertificateNumber)
	p.Email, p.IMAccount = ident.MaskEmail(p.Email), ident.MaskID(p.IMAccount)
	p.EmergencyPhone = ident.MaskMobile(p.EmergencyPhone)
	p.Mobiles, p.Landlines = maskedPhones(p.Mobiles), maskedPhones(p.Landlines)
	return p
}

func maskedPhones(list []string) []string {
	var masked []string
	for _, phone := range list {
		masked = append(masked, ident.MaskMobile(phone))
	}
	return masked
}

// Restore puts back from old what d says only in masked form: whoever saw stars and
// left them alone has changed nothing.
func (d *Document) Restore(old *Document) {
	was := old.Masked()
	e, o, m := &d.Entity, old.Entity, was.Entity
	restore(&e.CertificateNumber, m.CertificateNumber, o.CertificateNumber)
	restore(&e.CertificateAddress, m.CertificateAddress, o.CertificateAddress)
	restore(&e.PostalAddress, m.PostalAddress, o.PostalAddress)
	e.Principal.restore(m.Principal, o.Principal)
	for i := range d.Sites {
		if site := old.Site(d.Sites[i].Key); site != nil {
			d.Sites[i].Principal.restore(site.Principal.masked(), site.Principal)
		}
	}
}

func (p *Principal) restore(masked, old Principal) {
	restore(&p.CertificateNumber, masked.CertificateNumber, old.CertificateNumber)
	restore(&p.Email, masked.Email, old.Email)
	restore(&p.IMAccount, masked.IMAccount, old.IMAccount)
	restore(&p.EmergencyPhone, masked.EmergencyPhone, old.EmergencyPhone)
	if slices.Equal(p.Mobiles, masked.Mobiles) {
		p.Mobiles = old.Mobiles
	}
	if slices.Equal(p.Landlines, masked.Landlines) {
		p.Landlines = old.Landlines
	}
}

func restore(value *string, masked, old string) {
	if *value == masked {
		*value = old
	}
}
