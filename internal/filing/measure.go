package filing

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"beian/internal/calendar"
	"beian/internal/ident"
)

// Target is what a bureau's own act (依职权办理) is about.
type Target string

// The targets.
const (
	TargetEntity      Target = "entity"      // 主体, with everything under it
	TargetSite        Target = "site"        // one service
	TargetDomain      Target = "domain"      // a domain: leaves its site, or may not be filed
	TargetAccess      Target = "access"      // one access; the last one leaves an empty shell (空壳网站)
	TargetCertificate Target = "certificate" // whoever files with that certificate
	TargetPassword    Target = "password"    // the entity's filing password (备案密码)
)

// Targets lists what an act of k may be about, nil for a filing that is no act.
func (k Kind) Targets() []Target {
	switch k {
	case ForcedCancel:
		return []Target{TargetEntity, TargetSite, TargetDomain, TargetAccess}
	case Blacklist:
		return []Target{TargetCertificate, TargetDomain}
	case PasswordReset:
		return []Target{TargetPassword}
	}
	return nil
}

// Measure is what a bureau's own act says: what it is about and on what ground.
type Measure struct {
	Target            Target        `json:"target"`
	Service           Number        `json:"service,omitempty"`            // of a site, its domain or its access
	Access            int64         `json:"access,omitempty"`             // in the register
	Domain            string        `json:"domain,omitempty"`             // registrable
	CertificateType   int           `json:"certificate_type,omitempty"`   // blacklisted
	CertificateNumber string        `json:"certificate_number,omitempty"` // blacklisted
	Until             calendar.Date `json:"until,omitzero"`               // last day on the blacklist; zero: until it is lifted
	Lifts             int64         `json:"lifts,omitempty"`              // the entry of the blacklist that is lifted instead
	Email             string        `json:"email,omitempty"`              // where the link to a new filing password goes
	Mobile            string        `json:"mobile,omitempty"`
	Article           string        `json:"article"`            // legal ground
	Words             string        `json:"words"`              // facts it applies to; the owner reads them
	Conflict          string        `json:"conflict,omitempty"` // number of the conflict case that it carries out
}

// wordsLimit is the length of the facts behind an act, in characters.
const wordsLimit = 2000

// Check normalises m and lists what keeps an act of k from being opened; the paths
// are the names of the controls.
func (m *Measure) Check(k Kind, now time.Time) Problems {
	var found Problems
	if !slices.Contains(k.Targets(), m.Target) {
		found = append(found, Problem{Path: "target", Flaw: NotListed})
	}
	if m.Article = strings.TrimSpace(m.Article); m.Article == "" {
		found = append(found, Problem{Path: "article", Flaw: Missing})
	}
	m.Words = strings.TrimSpace(m.Words)
	switch n := utf8.RuneCountInString(m.Words); {
	case n == 0:
		found = append(found, Problem{Path: "words", Flaw: Missing})
	case n > wordsLimit:
		found = append(found, Problem{Path: "words", Flaw: TooLong, Number: wordsLimit})
	}
	switch k {
	case ForcedCancel:
		found = append(found, m.checkCancel()...)
	case Blacklist:
		found = append(found, m.checkListing(now)...)
	case PasswordReset:
		found = append(found, m.checkReset()...)
	}
	return found
}

func (m *Measure) checkCancel() Problems {
	switch {
	case m.Target == TargetAccess && m.Access == 0:
		return Problems{{Path: "access", Flaw: Missing}}
	case m.Target == TargetDomain:
		return m.checkDomain()
	}
	return nil
}

func (m *Measure) checkDomain() Problems {
	if name, ok := ident.RegistrableOf(HostOf(m.Domain)); ok {
		m.Domain = name
		return nil
	}
	_, err := ident.Domain(m.Domain)
	return Problems{{Path: "domain", Flaw: flawOf(m.Domain), Fault: fault(err)}}
}

// HostOf is the host of an address as people paste it, with or without scheme, path and port.
func HostOf(typed string) string {
	_, rest, found := strings.Cut(strings.TrimSpace(typed), "://")
	if !found {
		rest = strings.TrimSpace(typed)
	}
	if end := strings.IndexAny(rest, "/?#:"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

func flawOf(typed string) Flaw {
	if strings.TrimSpace(typed) == "" {
		return Missing
	}
	return Malformed
}

func (m *Measure) checkListing(now time.Time) Problems {
	var found Problems
	if m.Lifts != 0 {
		return nil
	}
	switch m.Target {
	case TargetDomain:
		found = m.checkDomain()
	case TargetCertificate:
		number, err := CertificateNumber(m.CertificateType, m.CertificateNumber, now)
		if _, listed := CertificateTypeOf(m.CertificateType); !listed {
			found = append(found, Problem{Path: "certificate_type", Flaw: NotListed})
		} else if err != nil {
			found = append(found, Problem{Path: "certificate", Flaw: flawOf(m.CertificateNumber), Fault: fault(err), Number: m.CertificateType})
		}
		m.CertificateNumber = number
	}
	if !m.Until.IsZero() && !calendar.DateOf(now).Before(m.Until) {
		found = append(found, Problem{Path: "until", Flaw: Past})
	}
	return found
}

func (m *Measure) checkReset() Problems {
	var found Problems
	mail, err := ident.Email(m.Email)
	if err != nil {
		found = append(found, Problem{Path: "email", Flaw: flawOf(m.Email), Fault: fault(err)})
	}
	m.Email = mail
	if strings.TrimSpace(m.Mobile) == "" {
		m.Mobile = ""
		return found
	}
	phone, err := ident.Mobile(m.Mobile)
	if err != nil {
		found = append(found, Problem{Path: "mobile", Flaw: Malformed, Fault: fault(err)})
	}
	m.Mobile = phone
	return found
}

// WithoutDomain is the service s without everything at a registrable domain. It
// reports false when nothing is left that the service could be reached by.
func (s Site) WithoutDomain(registrable string) (Site, bool) {
	at := func(typed string) bool {
		name, ok := ident.RegistrableOf(HostOf(typed))
		return ok && name == registrable
	}
	s.Domains = slices.DeleteFunc(slices.Clone(s.Domains), at)
	if len(s.Domains) == 0 {
		return s, false
	}
	s.HomeURLs = slices.DeleteFunc(slices.Clone(s.HomeURLs), at)
	if len(s.HomeURLs) == 0 && !s.Service.App() {
		s.HomeURLs = []string{strings.TrimPrefix(s.Domains[0], "*.")}
	}
	return s, true
}
