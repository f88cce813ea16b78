package filing

import (
	"strconv"
	"strings"
)

// Field names one thing a document says, such as entity.name; the word for it
// stands in room zh. Path says where: entity.name, sites.2.domains,
// sites.2.accesses.1.ips. Forms use paths as control names, problems and return
// marks point at them.
type (
	Field string
	Path  string
)

// The fields, grouped by the part of the document they stand in.
const (
	EntityNature      Field = "entity.nature"
	EntityCertType    Field = "entity.certificate_type"
	EntityCertNumber  Field = "entity.certificate_number"
	EntityName        Field = "entity.name"
	EntityCertAddress Field = "entity.certificate_address"
	EntityProvince    Field = "entity.province"
	EntityCity        Field = "entity.city"
	EntityCounty      Field = "entity.county"
	EntityPostalSame  Field = "entity.postal_same"
	EntityPostal      Field = "entity.postal_address"
	EntityInvestor    Field = "entity.investor"
	EntityToBureau    Field = "entity.remark_bureau"
	EntityToProvider  Field = "entity.remark_provider"
	EntityAuthorised  Field = "entity.principal_authorised" // the principal acts for the legal representative

	PrincipalName       Field = "principal.name"
	PrincipalCertType   Field = "principal.certificate_type"
	PrincipalCertNumber Field = "principal.certificate_number"
	PrincipalMobiles    Field = "principal.mobiles"
	PrincipalEmail      Field = "principal.email"
	PrincipalEmergency  Field = "principal.emergency_phone"
	PrincipalLandlines  Field = "principal.landlines"
	PrincipalNoLandline Field = "principal.no_landline"
	PrincipalIMKind     Field = "principal.im_kind"
	PrincipalIMAccount  Field = "principal.im_account"

	SiteService       Field = "site.service"
	SiteNames         Field = "site.names"
	SiteIPOnly        Field = "site.ip_only"
	SiteDomains       Field = "site.domains"
	SiteHomeURLs      Field = "site.home_urls"
	SitePlatforms     Field = "site.platforms"
	SiteContents      Field = "site.contents"
	SiteLanguages     Field = "site.languages"
	SiteApplications  Field = "site.applications"
	SiteApprovals     Field = "site.approvals"
	SiteToBureau      Field = "site.remark_bureau"
	SiteToProvider    Field = "site.remark_provider"
	SitePrincipalSame Field = "site.principal_same"
	ApprovalNumber    Field = "approval.number"

	PlatformPackage     Field = "platform.package"
	PlatformKey         Field = "platform.public_key"
	PlatformFingerprint Field = "platform.fingerprint"

	AccessMethod  Field = "access.method"
	AccessDynamic Field = "access.dynamic"
	AccessIPs     Field = "access.ips"
	AccessPlaces  Field = "access.places"
	AccessRemark  Field = "access.remark"

	EndingReason Field = "ending.reason"
	EndingNote   Field = "ending.note"

	Materials Field = "materials" // not of the document: the papers beside it
)

// The order of fields inside each part is the order of forms, summaries,
// reviews and differences.
var (
	entityFields = []Field{EntityNature, EntityCertType, EntityCertNumber, EntityName, EntityCertAddress,
		EntityProvince, EntityCity, EntityCounty, EntityPostalSame, EntityPostal, EntityInvestor, EntityToBureau, EntityToProvider, EntityAuthorised}
	principalFields = []Field{PrincipalName, PrincipalCertType, PrincipalCertNumber, PrincipalMobiles, PrincipalEmail,
		PrincipalEmergency, PrincipalLandlines, PrincipalNoLandline, PrincipalIMKind, PrincipalIMAccount}
	siteFields = []Field{SiteService, SiteNames, SitePlatforms, SiteIPOnly, SiteDomains, SiteHomeURLs, SiteContents, SiteLanguages,
		SiteApplications, SiteApprovals, SiteToBureau, SiteToProvider, SitePrincipalSame}
	platformFields = []Field{PlatformPackage, PlatformKey, PlatformFingerprint}
	accessFields   = []Field{AccessMethod, AccessDynamic, AccessIPs, AccessPlaces, AccessRemark}
	endingFields   = []Field{EndingReason, EndingNote}
)

// Fields lists every field of a document, each once.
func Fields() []Field {
	all := append([]Field{}, entityFields...)
	all = append(all, principalFields...)
	all = append(all, siteFields...)
	all = append(all, platformFields...)
	all = append(all, ApprovalNumber)
	all = append(all, accessFields...)
	return append(all, endingFields...)
}

// At is the path of an entity's field, or of its principal's.
func (f Field) At() Path {
	if strings.HasPrefix(string(f), "principal.") {
		return Path("entity." + string(f))
	}
	return Path(f)
}

// Of is the path of a field of the site with that key, or of its principal.
func (f Field) Of(site string) Path {
	tail := strings.TrimPrefix(string(f), "site.")
	return Path("sites." + site + "." + tail)
}

// In is the path of a field of one access of a site.
func (f Field) In(site, access string) Path {
	return Path("sites." + site + ".accesses." + access + "." + strings.TrimPrefix(string(f), "access."))
}

// ApprovalPath is the path of the number of one pre-approval of a site.
func ApprovalPath(site string, kind int) Path {
	return Path("sites." + site + ".approvals." + strconv.Itoa(kind) + ".number")
}

// Field is the field that stands at p, empty when p is no path of a document.
func (p Path) Field() Field {
	part := strings.Split(string(p), ".")
	switch {
	case len(part) == 2 && (part[0] == "entity" || part[0] == "ending"):
		return known(Field(p))
	case len(part) == 3 && part[0] == "entity" && part[1] == "principal":
		return known(Field("principal." + part[2]))
	case len(part) == 3 && part[0] == "sites":
		return known(Field("site." + part[2]))
	case len(part) == 4 && part[0] == "sites" && part[2] == "principal":
		return known(Field("principal." + part[3]))
	case len(part) == 5 && part[0] == "sites" && part[2] == "platforms":
		return known(Field("platform." + part[4]))
	case len(part) == 5 && part[0] == "sites" && part[2] == "accesses":
		return known(Field("access." + part[4]))
	case len(part) == 5 && part[0] == "sites" && part[2] == "approvals" && part[4] == "number":
		return ApprovalNumber
	}
	return ""
}

// Site is the key of the site p belongs to, empty for the entity's own.
func (p Path) Site() string {
	if part := strings.Split(string(p), "."); len(part) > 2 && part[0] == "sites" {
		return part[1]
	}
	return ""
}

// Access is the key of the access p belongs to, if any.
func (p Path) Access() string {
	if part := strings.Split(string(p), "."); len(part) == 5 && part[2] == "accesses" {
		return part[3]
	}
	return ""
}

var knownFields = func() map[Field]bool {
	all := map[Field]bool{}
	for _, f := range Fields() {
		all[f] = true
	}
	return all
}()

func known(f Field) Field {
	if knownFields[f] {
		return f
	}
	return ""
}
