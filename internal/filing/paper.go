package filing

import (
	"slices"
	"strconv"
	"strings"
)

// Slot is a place for one paper beside the document (材料).
type Slot string

// The slots. Of a site's own slots there is one per site, see Paper.Site.
const (
	SlotEntity         Slot = "entity"          // 主办单位证件: of units
	SlotPrincipalFront Slot = "principal_front" // 主体负责人证件, the side with the portrait
	SlotPrincipalBack  Slot = "principal_back"
	SlotSiteFront      Slot = "site_front" // 网站负责人证件, when it is another person
	SlotSiteBack       Slot = "site_back"
	SlotApproval       Slot = "approval" // 前置审批文件; of which pre-approval says ApprovalSlot
	SlotIcon           Slot = "icon"     // 图标 of an app
	SlotPhoto          Slot = "photo"    // 当面核验照片
	SlotSheet          Slot = "sheet"    // 真实性核验单, signed scan
	SlotEntityOther1   Slot = "entity_other_1"
	SlotEntityOther2   Slot = "entity_other_2"
	SlotPrincipalOther Slot = "principal_other"
	SlotSiteOther      Slot = "site_other"
	SlotCommitment     Slot = "commitment" // 备案承诺书
	SlotEvidence       Slot = "evidence"   // 证据, of a bureau's own act: several, told apart like sites
)

// Paper is one paper a filing has or needs.
type Paper struct {
	Slot     Slot
	Site     string // key of the site, empty for the entity's
	By       Tier   // who brings it: Registrant or Provider
	Required bool
}

// OfPerson reports whether the papers of s show a person: their certificates, their
// photograph and what they have signed.
func (s Slot) OfPerson() bool {
	switch s {
	case SlotEntity, SlotEntityOther1, SlotEntityOther2, SlotApproval, SlotIcon:
		return false
	}
	return true
}

// Path is where problems and return marks of this paper point:
// materials.principal_front, materials.site_front.2.
func (p Paper) Path() Path {
	if p.Site == "" {
		return Path("materials." + string(p.Slot))
	}
	return Path("materials." + string(p.Slot) + "." + p.Site)
}

// ApprovalSlot is the place for the document of one pre-approval: a site has one for each that it names.
func ApprovalSlot(kind int) Slot { return SlotApproval + Slot("_"+strconv.Itoa(kind)) }

// Approval is the kind of pre-approval whose document lies in s.
func (s Slot) Approval() (kind int, ok bool) {
	tail, ok := strings.CutPrefix(string(s), string(SlotApproval)+"_")
	kind, err := strconv.Atoi(tail)
	return kind, ok && err == nil
}

// Base is the sort of place s is: SlotApproval for the documents of all pre-approvals.
func (s Slot) Base() Slot {
	if _, ok := s.Approval(); ok {
		return SlotApproval
	}
	return s
}

// Asked reports whether the owner has to bring the paper.
func (p Paper) Asked() bool { return p.Required && p.By == Registrant }

// PaperAt reads a paper's path back.
func PaperAt(path Path) (Paper, bool) {
	part := strings.Split(string(path), ".")
	if len(part) < 2 || len(part) > 3 || part[0] != "materials" {
		return Paper{}, false
	}
	p := Paper{Slot: Slot(part[1])}
	if len(part) == 3 {
		p.Site = part[2]
	}
	return p, true
}

// PapersFor lists the papers of a filing of k: a change calls for those of what
// changes, a new access for no approvals again, and a cancellation for none,
// because the principal confirms it and the entity's goes with its password. was
// is the register beside d, nil for a first filing.
func (d *Document) PapersFor(k Kind, was *Document) []Paper {
	all := d.Papers()
	switch {
	case k == Change && was != nil:
		return d.papersOfChange(was, all)
	case k.Cancels() || k.BureauAct():
		return slices.DeleteFunc(all, func(p Paper) bool { return p.Required })
	case k == AddAccess:
		return slices.DeleteFunc(all, func(p Paper) bool { return p.Slot.Base() == SlotApproval || p.Slot == SlotIcon })
	}
	return all
}

// papersOfChange keeps the papers that show what changes, and the optional ones.
func (d *Document) papersOfChange(was *Document, all []Paper) []Paper {
	persons := newPersons(was, d)
	changed := func(fields []Field, site string) bool {
		return slices.ContainsFunc(Differences(was, d), func(c Difference) bool {
			return slices.Contains(fields, c.Field) && c.Path.Site() == site
		})
	}
	list := slices.DeleteFunc(all, func(p Paper) bool {
		switch p.Slot.Base() {
		case SlotEntity:
			return !changed([]Field{EntityName, EntityNature, EntityCertAddress}, "")
		case SlotPrincipalFront, SlotPrincipalBack:
			return !slices.Contains(persons, "") && !(d.Entity.Personal() && changed([]Field{EntityName, EntityCertAddress}, ""))
		case SlotSiteFront, SlotSiteBack, SlotPhoto:
			return !slices.Contains(persons, p.Site)
		case SlotApproval:
			kind, _ := p.Slot.Approval()
			return !approvalChanged(was, d, p.Site, kind)
		case SlotIcon:
			return !changed([]Field{SiteNames}, p.Site)
		case SlotSheet:
			return len(persons) == 0
		}
		return false
	})
	if slices.Contains(persons, "") {
		list = append(list, Paper{SlotPhoto, "", Provider, true})
	}
	return list
}

// approvalChanged reports whether a site has a pre-approval that it had not, or under another number.
func approvalChanged(was, d *Document, site string, kind int) bool {
	before, now := was.Site(site), d.Site(site)
	return before == nil || now == nil || before.numberOf(kind) != now.numberOf(kind)
}

// Papers lists the papers a document calls for, the required ones first in each
// group. A person's certificate is the principal's; a site's principal brings
// papers only when it is another person.
func (d *Document) Papers() []Paper {
	var list []Paper
	if !d.Entity.Personal() {
		list = append(list, Paper{SlotEntity, "", Registrant, true})
	}
	list = append(list, idPapers(d.Entity.principalPaper(), SlotPrincipalFront, SlotPrincipalBack, "")...)
	for _, s := range d.Sites {
		if !s.PrincipalSame {
			list = append(list, idPapers(s.Principal.CertificateType, SlotSiteFront, SlotSiteBack, s.Key)...)
		}
		for _, a := range s.Approvals {
			list = append(list, Paper{ApprovalSlot(a.Kind), s.Key, Registrant, true})
		}
		if s.Service.App() {
			list = append(list, Paper{SlotIcon, s.Key, Registrant, true})
		}
	}
	for _, s := range d.Sites {
		list = append(list, Paper{SlotPhoto, s.Key, Provider, true})
	}
	list = append(list, Paper{SlotSheet, "", Provider, true})
	for _, slot := range []Slot{SlotEntityOther1, SlotEntityOther2, SlotPrincipalOther, SlotCommitment} {
		list = append(list, Paper{slot, "", Registrant, false})
	}
	for _, s := range d.Sites {
		list = append(list, Paper{SlotSiteOther, s.Key, Registrant, false})
	}
	return list
}

func (e Entity) principalPaper() int {
	if e.Personal() {
		return e.CertificateType
	}
	return e.Principal.CertificateType
}

// idPapers are the sides of one person's paper: a resident's card has two.
func idPapers(certificate int, front, back Slot, site string) []Paper {
	list := []Paper{{front, site, Registrant, true}}
	if certificate == ResidentID || certificate == PermanentResidence || certificate == HKMacauTaiwanResidence {
		list = append(list, Paper{back, site, Registrant, true})
	}
	return list
}
