package demo

import (
	"fmt"
	"slices"

	"beian/internal/filing"
)

// label invents the first label of a domain from a spelling, with a figure
// behind it, so that it is hardly anyone's real one.
func (m *maker) label(latin string) string {
	return m.once("label", func() string {
		if m.crowd != nil {
			return latin + m.crowd.next(latin, 11)
		}
		return fmt.Sprintf("%s%d", latin, 11+m.IntN(989))
	})
}

// domain invents a domain: mostly under cn and com, sometimes in Chinese.
func (m *maker) domain(w word, suffixes []string) string {
	if m.chance(4) {
		return m.once("label", func() string {
			if m.crowd != nil {
				return w.han + m.crowd.next(w.han, 2)
			}
			return fmt.Sprintf("%s%d", w.han, 2+m.IntN(98))
		}) + pick(m, []string{".中国", ".公司", ".网络"})
	}
	return m.label(w.latin) + pick(m, suffixes)
}

var (
	unitSuffixes   = []string{".cn", ".cn", ".cn", ".com", ".com", ".com", ".com.cn", ".com.cn", ".net", ".top"}
	personSuffixes = []string{".cn", ".cn", ".com", ".com", ".net", ".top", ".xyz", ".site"}
)

func suffixesOf(u unit) []string {
	switch u.nature {
	case filing.Government:
		return []string{".gov.cn"}
	case filing.Institution, filing.Association, 7, 8:
		return []string{".org.cn", ".cn", ".org.cn", ".com.cn"}
	default:
		return unitSuffixes
	}
}

// appsFrom is the first whole year in which apps are filed.
const appsFrom = 2024

// service writes what every invented service has.
func (m *maker) service(s *filing.Site, names []string, w word, suffixes []string, content int, p *carrier, home place) {
	domain := m.domain(w, suffixes)
	s.Names, s.Domains, s.Contents = names, []string{domain}, []int{content}
	for m.crowd != nil && m.chance(15) {
		s.Domains = append(s.Domains, m.domain(w, suffixes))
	}
	s.HomeURLs = []string{"www." + domain}
	if m.chance(25) {
		s.HomeURLs = []string{domain}
	}
	if m.chance(8) {
		s.Languages = []int{1, 3}
	}
	a := &s.Accesses[0]
	a.Method, a.Places = pick(m, []int{3, 2, 2, 2, 1}), []string{p.place(m, home)}
	a.IPs = []string{p.address(m)}
	if m.chance(15) {
		a.IPs = append(a.IPs, p.address6(m))
	}
}

// unitDocument is what a unit files: itself and its first services.
func (m *maker) unitDocument(u unit, p *carrier, sites int) *filing.Document {
	head := m.human(u.county.Code)
	doc := &filing.Document{Entity: filing.Entity{
		Name: u.name, Nature: u.nature, CertificateType: u.paper, CertificateNumber: m.certificate(u),
		CertificateAddress: m.address(u.place), Province: u.province.Code, City: u.city.Code, County: u.county.Code,
		PostalSame: true, Investor: m.investor(u), Principal: m.principal(head, u.province, true),
	}}
	if m.chance(20) {
		doc.Entity.PostalSame, doc.Entity.PostalAddress = false, m.address(u.place)
	}
	for range sites {
		s := doc.AddSite()
		m.unitSite(s, u, p)
		if n := len(doc.Sites); n > 1 && slices.Equal(s.Names, doc.Sites[n-2].Names) { // a name is one service's within its entity
			s.Names = []string{s.Names[0] + "分站"}
		}
	}
	return doc
}

func (m *maker) investor(u unit) string {
	switch u.nature {
	case filing.Enterprise:
		return pick(m, m.surnames).plus(pick(m, m.givenLast)).han
	case filing.Individual:
		return ""
	default:
		return u.district() + "主管单位"
	}
}

func (m *maker) unitSite(s *filing.Site, u unit, p *carrier) {
	title := m.once("title", func() string { return m.title(u) })
	m.service(s, []string{title}, u.brand.plus(u.trade), suffixesOf(u), u.content, p, u.place)
	if u.nature == filing.Enterprise && m.day.Year() >= appsFrom && m.chance(12) {
		s.Service = pick(m, []filing.ServiceKind{filing.App, filing.MiniProgram, filing.QuickApp})
		m.platforms(s)
	}
	if u.nature == filing.Enterprise && m.chance(2) {
		s.Approvals = []filing.Approval{{Kind: 3, Number: fmt.Sprintf("教准字（%d）第%04d号", m.day.Year()-1-m.IntN(6), m.IntN(9999))}}
	}
	if m.chance(15) {
		s.PrincipalSame = false
		s.Principal = m.principal(m.human(u.county.Code), u.province, true)
	}
}

// platforms makes a service an app: it runs on one platform and has no home page.
func (m *maker) platforms(s *filing.Site) {
	kind, _ := filing.PlatformTypeOf(pick(m, filing.PlatformsFor(s.Service)).ID)
	p := filing.Platform{Kind: kind.ID, Package: fmt.Sprintf("cn.example.app%06d", m.IntN(1e6))}
	if kind.Digest > 0 {
		p.PublicKey = fmt.Sprintf("%016x%016x", m.Uint64(), m.Uint64())
		p.Fingerprint = fmt.Sprintf("%016x%016x%016x", m.Uint64(), m.Uint64(), m.Uint64())[:kind.Digest]
	}
	s.Platforms, s.HomeURLs, s.Applications = []filing.Platform{p}, nil, nil
}

// title is one of the names the form has for sites; a second site of the unit
// gets a branch of its name.
func (m *maker) title(u unit) string {
	title := u.fill(pick(m, u.titles))
	if m.used["title"+title] {
		title += pick(m, []string{"服务平台", "资料中心", "专题站", "预约平台", "体验中心"})
	}
	if m.used["title"+title] {
		title += fmt.Sprint(2 + m.IntN(98))
	}
	return title
}

// personDocument is what a natural person files.
func (m *maker) personDocument(h human, at place, p *carrier, sites int) *filing.Document {
	doc := &filing.Document{Entity: filing.Entity{
		Name: h.han, Nature: filing.Individual, CertificateType: filing.ResidentID, CertificateNumber: h.id,
		CertificateAddress: m.address(at), Province: at.province.Code, City: at.city.Code, County: at.county.Code,
		PostalSame: true, Principal: m.principal(h, at.province, false),
	}}
	for range sites {
		m.personSite(doc.AddSite(), at, p)
	}
	return doc
}

func (m *maker) personSite(s *filing.Site, at place, p *carrier) {
	var hobby, mood word
	title := m.once("title", func() string {
		mood, hobby = pick(m, m.moods), pick(m, m.hobbies)
		name := mood.plus(hobby).han
		if m.chance(20) {
			return name + "小屋" + fmt.Sprint(2+m.IntN(98))
		}
		return name + pick(m, journals).han
	})
	m.service(s, []string{title}, mood.plus(hobby), personSuffixes, personalContent, p, at)
}
