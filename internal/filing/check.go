package filing

import (
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"beian/internal/ident"
	"beian/internal/region"
)

// Check tells everything that is wrong with what a filing of a kind brings,
// nationwide rules only, and brings what is right into its normal form. It does
// not look at the register, other filings, papers or a provider's ranges: what
// comes from the register was judged when it went in.
func Check(d *Document, k Kind, today time.Time) Problems {
	d.Complete()
	c := &checker{document: d, today: today}
	if k.Cancels() {
		c.ending()
		return c.problems
	}
	if k != AddSite && k != AddAccess {
		c.entity()
	}
	if len(d.Sites) == 0 && (k == FirstFiling || k == AddSite || k == AddAccess) {
		c.add(Problem{Path: "sites", Flaw: NoSite})
	}
	for i := range d.Sites {
		if k == AddAccess {
			c.accesses(&d.Sites[i])
			continue
		}
		c.site(&d.Sites[i])
	}
	if k != Change { // old records may share names
		c.sameNames()
	}
	return c.problems
}

type checker struct {
	document *Document
	today    time.Time
	problems Problems
	domains  map[string]bool // registrable, across sites
}

func (c *checker) add(p Problem) { c.problems = append(c.problems, p) }

func (c *checker) flaw(path Path, f Flaw) { c.add(Problem{Path: path, Flaw: f}) }

// parse runs a parser over one typed value; a required empty one is Missing, an
// optional empty one nothing.
func (c *checker) parse(path Path, s *string, required bool, parser func(string) (string, error)) {
	if *s == "" {
		if required {
			c.flaw(path, Missing)
		}
		return
	}
	normal, err := parser(*s)
	if err != nil {
		c.add(Problem{Path: path, Flaw: Malformed, Fault: fault(err)})
		return
	}
	*s = normal
}

// written checks free text of at most limit characters.
func (c *checker) written(path Path, s string, required bool, limit int) {
	switch n := utf8.RuneCountInString(s); {
	case n == 0 && required:
		c.flaw(path, Missing)
	case n > limit:
		c.add(Problem{Path: path, Flaw: TooLong, Number: limit})
	}
}

func (c *checker) listed(path Path, table *CodeTable, id int, required bool) {
	switch entry := table.Entry(id); {
	case id == 0 && required:
		c.flaw(path, Missing)
	case id != 0 && entry.Name == "":
		c.flaw(path, NotListed)
	case entry.Withdrawn:
		c.add(Problem{Path: path, Flaw: CodeWithdrawn, Text: entry.Name})
	}
}

func (c *checker) ending() {
	e := c.document.Ending
	c.listed(EndingReason.At(), EndingReasons, e.Reason, true)
	c.written(EndingNote.At(), e.Note, e.Reason == OtherEnding, 1000)
}

func (c *checker) entity() {
	e := &c.document.Entity
	c.listed(EntityNature.At(), Natures, int(e.Nature), true)
	c.certificate(EntityCertType.At(), EntityCertNumber.At(), &e.CertificateType, &e.CertificateNumber, e.Nature)
	if e.Personal() {
		c.parse(EntityName.At(), &e.Name, true, ident.PersonName)
	} else {
		c.parse(EntityName.At(), &e.Name, true, ident.UnitName)
	}
	c.address(EntityCertAddress.At(), e.CertificateAddress)
	c.residence(e)
	if !e.PostalSame {
		c.address(EntityPostal.At(), e.PostalAddress)
	}
	c.written(EntityInvestor.At(), e.Investor, false, 255)
	c.written(EntityToBureau.At(), e.RemarkBureau, false, 1024)
	c.written(EntityToProvider.At(), e.RemarkProvider, false, 1024)
	at := func(f Field) Path { return f.At() }
	c.principal(&e.Principal, at, !e.Personal())
}

// address asks for more than a place name: eight characters are about the
// shortest street with a door number.
func (c *checker) address(path Path, s string) {
	c.written(path, s, true, 1024)
	if n := utf8.RuneCountInString(s); n > 0 && n < 8 {
		c.flaw(path, TooShortAddress)
	}
}

func (c *checker) residence(e *Entity) {
	if _, ok := region.ByCode(e.Province); !ok {
		c.flaw(EntityProvince.At(), Missing)
		return
	}
	if !inList(region.Cities(e.Province), e.City) {
		c.flaw(EntityCity.At(), missingOr(e.City, NotInProvince))
		return
	}
	if !inList(region.Counties(e.City), e.County) {
		c.flaw(EntityCounty.At(), missingOr(e.County, NotInCity))
	}
}

func missingOr(s string, f Flaw) Flaw {
	if s == "" {
		return Missing
	}
	return f
}

func inList(list []region.Division, code string) bool {
	for _, d := range list {
		if d.Code == code {
			return true
		}
	}
	return false
}

func (c *checker) certificate(typePath, numberPath Path, kind *int, number *string, n Nature) {
	paper, ok := CertificateTypeOf(*kind)
	switch {
	case *kind == 0:
		c.flaw(typePath, Missing)
		if *number == "" {
			c.flaw(numberPath, Missing)
		}
		return
	case !ok:
		c.flaw(typePath, NotListed)
		return
	case Certificates.Entry(*kind).Withdrawn:
		c.add(Problem{Path: typePath, Flaw: CodeWithdrawn, Text: paper.Name})
		return
	case n != 0 && !paper.allows(n):
		c.add(Problem{Path: typePath, Flaw: NotForNature, Text: paper.Name, Other: NameOf(Natures, int(n))})
		return
	}
	before := len(c.problems)
	c.parse(numberPath, number, true, func(s string) (string, error) { return CertificateNumber(*kind, s, c.today) })
	for i := range c.problems[before:] {
		c.problems[before+i].Number = *kind
	}
}

// CertificateNumber reads the number of a paper of that type. today bounds birth
// dates.
func CertificateNumber(kind int, s string, today time.Time) (string, error) {
	switch kind {
	case ResidentID:
		return identity(ident.ResidentID(s, today))
	case HKMacauTaiwanResidence:
		return identity(ident.ResidencePermit(s, today))
	case BusinessLicence:
		return ident.BusinessLicence(s)
	case CreditCodePaper, InstitutionLicence, AssociationLicence, PrivateNonEnterprise, FoundationLicence, ForeignRepresentative:
		return ident.CreditCode(s)
	case InstitutionCodePaper, GovernmentCodePaper, AssociationCodePaper, EnterpriseCodePaper:
		return ident.OrganisationCode(s)
	case Passport, PermanentResidence:
		return ident.Passport(s)
	case HKMacauPermit:
		return ident.HKMacauPermit(s)
	case TaiwanPermit:
		return ident.TaiwanPermit(s)
	case OfficerID:
		return ident.MilitaryID(s)
	default:
		return ident.FreeNumber(s)
	}
}

// identity refuses a region that never was one; codes may be historic.
func identity(id ident.ID, err error) (string, error) {
	if err == nil && !region.Plausible(id.RegionCode()) {
		err = &ident.Fault{Code: ident.Region, Text: id.RegionCode()}
	}
	return string(id), err
}

// principal checks a person in charge. The own name and paper are asked only
// when they do not follow from the entity.
func (c *checker) principal(p *Principal, at func(Field) Path, named bool) {
	if named {
		c.parse(at(PrincipalName), &p.Name, true, ident.PersonName)
		c.certificate(at(PrincipalCertType), at(PrincipalCertNumber), &p.CertificateType, &p.CertificateNumber, Individual)
	}
	c.phones(at(PrincipalMobiles), &p.Mobiles, true, ident.Mobile)
	c.parse(at(PrincipalEmail), &p.Email, true, ident.Email)
	c.parse(at(PrincipalEmergency), &p.EmergencyPhone, true, anyPhone)
	c.phones(at(PrincipalLandlines), &p.Landlines, false, ident.Landline)
	c.written(at(PrincipalNoLandline), p.NoLandline, false, 255)
	c.written(at(PrincipalIMKind), p.IMKind, false, 32)
	c.written(at(PrincipalIMAccount), p.IMAccount, p.IMKind != "", 128)
	if like, known := imAccounts[strings.ToUpper(p.IMKind)]; known && p.IMAccount != "" && !like.MatchString(p.IMAccount) {
		c.add(Problem{Path: at(PrincipalIMAccount), Flaw: Malformed, Fault: &ident.Fault{Code: ident.Format, Text: strings.ToUpper(p.IMKind)}})
	}
}

// imAccounts is how accounts look where the ministry's interface checks them (codes 1012 and 1013): an MSN account is
// an address of mail of at least six characters, a QQ number has five digits at least.
var imAccounts = map[string]*regexp.Regexp{
	"MSN": regexp.MustCompile(`^[^\s@;]+@[^\s@;]+\.[^\s@;]+$`),
	"QQ":  regexp.MustCompile(`^[1-9][0-9]{4,14}$`),
}

// anyPhone takes a mobile or a landline: the emergency contact may have either.
func anyPhone(s string) (string, error) {
	mobile, err := ident.Mobile(s)
	if err == nil {
		return mobile, nil
	}
	if landline, lerr := ident.Landline(s); lerr == nil {
		return landline, nil
	}
	return "", err
}

func (c *checker) phones(path Path, list *[]string, required bool, parser func(string) (string, error)) {
	if len(*list) == 0 && required {
		c.flaw(path, Missing)
	}
	c.each(path, *list, parser)
}

// each parses every item of a list; where there are several, a fault tells which.
func (c *checker) each(path Path, list []string, parser func(string) (string, error)) {
	for i := range list {
		c.parse(path, &list[i], true, func(s string) (string, error) {
			normal, err := parser(s)
			return normal, placed(err, i, len(list))
		})
	}
}

// placed writes into the fault of err which item of a list it speaks of.
func placed(err error, i, length int) error {
	if err == nil || length < 2 {
		return err
	}
	f := *fault(err)
	f.Line = i + 1
	return &f
}

// asFault reports whether err is a Fault with that code.
func asFault(err error, code ident.Code) bool {
	var f *ident.Fault
	return errors.As(err, &f) && f.Code == code
}
