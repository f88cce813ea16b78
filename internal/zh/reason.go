package zh

import (
	"slices"

	"beian/internal/filing"
)

// Reason is one entry of the catalogue of return reasons. Code is stored with a
// mark; Staff is what a reviewer picks; Applicant is what the owner reads.
type Reason struct{ Code, Staff, Applicant string }

// OtherReason fits every place and asks for a note.
var OtherReason = Reason{"other", "其他（需写明说明）", "请按审核人员写的说明修改"}

// Reasons lists what can be wrong at a place of a document or with a paper, the
// usual reasons first, OtherReason last.
func Reasons(p filing.Path) []Reason {
	var list []Reason
	if paper, ok := filing.PaperAt(p); ok {
		list = reasonsOf[paperTopic(paper.Slot)]
	} else {
		list = reasonsOf[fieldTopic(p.Field())]
	}
	return append(slices.Clone(list), OtherReason)
}

// ReasonByCode finds an entry of the catalogue.
func ReasonByCode(code string) (Reason, bool) {
	if code == OtherReason.Code {
		return OtherReason, true
	}
	for _, list := range reasonsOf {
		for _, r := range list {
			if r.Code == code {
				return r, true
			}
		}
	}
	return Reason{}, false
}

// ReasonText is what the owner reads for a code, empty for an unknown one.
func ReasonText(code string) string {
	r, _ := ReasonByCode(code)
	return r.Applicant
}

// topic gathers the places that share reasons.
type topic int

const (
	anywhere topic = iota
	ofNature
	ofPaperName
	ofPaperNumber
	ofPaperAddress
	ofResidence
	ofPostal
	ofMobileNumber
	ofEmergency
	ofFixedLine
	ofMailbox
	ofSiteTitle
	ofDomains
	ofHome
	ofContent
	ofPlatform
	ofApproval
	ofPerson
	ofAccess
	ofRemark
	ofIDPhoto
	ofUnitPaper
	ofApprovalPaper
	ofFacePhoto
	ofSheet
	ofOtherPaper
)

func fieldTopic(f filing.Field) topic {
	switch f {
	case filing.EntityNature, filing.EntityCertType, filing.PrincipalCertType, filing.EntityInvestor:
		return ofNature
	case filing.EntityName, filing.PrincipalName:
		return ofPaperName
	case filing.EntityCertNumber, filing.PrincipalCertNumber:
		return ofPaperNumber
	case filing.EntityCertAddress:
		return ofPaperAddress
	case filing.EntityProvince, filing.EntityCity, filing.EntityCounty:
		return ofResidence
	case filing.EntityPostal, filing.EntityPostalSame:
		return ofPostal
	case filing.PrincipalMobiles:
		return ofMobileNumber
	case filing.PrincipalEmergency:
		return ofEmergency
	case filing.PrincipalLandlines, filing.PrincipalNoLandline:
		return ofFixedLine
	case filing.PrincipalEmail, filing.PrincipalIMKind, filing.PrincipalIMAccount:
		return ofMailbox
	case filing.EntityToBureau, filing.EntityToProvider, filing.SiteToBureau, filing.SiteToProvider, filing.AccessRemark,
		filing.EndingReason, filing.EndingNote:
		return ofRemark
	}
	return siteTopic(f)
}

func siteTopic(f filing.Field) topic {
	switch f {
	case filing.SiteNames:
		return ofSiteTitle
	case filing.SiteDomains, filing.SiteIPOnly:
		return ofDomains
	case filing.SiteHomeURLs:
		return ofHome
	case filing.SiteService, filing.SiteContents, filing.SiteLanguages, filing.SiteApplications:
		return ofContent
	case filing.SitePlatforms, filing.PlatformPackage, filing.PlatformKey, filing.PlatformFingerprint:
		return ofPlatform
	case filing.SiteApprovals, filing.ApprovalNumber:
		return ofApproval
	case filing.SitePrincipalSame, filing.EntityAuthorised:
		return ofPerson
	case filing.AccessMethod, filing.AccessDynamic, filing.AccessIPs, filing.AccessPlaces:
		return ofAccess
	}
	return anywhere
}

func paperTopic(s filing.Slot) topic {
	switch s.Base() {
	case filing.SlotEntity:
		return ofUnitPaper
	case filing.SlotPrincipalFront, filing.SlotPrincipalBack, filing.SlotSiteFront, filing.SlotSiteBack:
		return ofIDPhoto
	case filing.SlotApproval:
		return ofApprovalPaper
	case filing.SlotIcon:
		return ofPlatform
	case filing.SlotPhoto:
		return ofFacePhoto
	case filing.SlotSheet:
		return ofSheet
	case filing.SlotEntityOther1, filing.SlotEntityOther2, filing.SlotPrincipalOther, filing.SlotSiteOther, filing.SlotCommitment,
		filing.SlotEvidence:
		return ofOtherPaper
	}
	return anywhere
}
