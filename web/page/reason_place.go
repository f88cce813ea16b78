package page

import (
	"slices"
	"strings"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// ReasonPlace is what a template's place is called: a field, or materials. and a paper's slot, whichever service it
// belongs to.
func ReasonPlace(p filing.Path) string {
	if paper, ok := filing.PaperAt(p); ok {
		return "materials." + string(paper.Slot)
	}
	return string(p.Field())
}

// ReasonPlaceName is the place in words; empty for one that does not exist.
func ReasonPlaceName(place string) string {
	if place == "" {
		return "任何一处"
	}
	if slot, ok := strings.CutPrefix(place, "materials."); ok {
		return zh.Slot(filing.Slot(slot))
	}
	return zh.Field(filing.Field(place))
}

// reasonFields and reasonSlots are the places that templates are made for.
var (
	reasonFields = []filing.Field{filing.EntityName, filing.EntityCertType, filing.EntityCertNumber, filing.EntityCertAddress, filing.EntityCounty,
		filing.EntityPostal, filing.EntityInvestor, filing.PrincipalName, filing.PrincipalCertNumber, filing.PrincipalMobiles, filing.PrincipalEmergency,
		filing.PrincipalEmail, filing.PrincipalLandlines, filing.SiteNames, filing.SiteDomains, filing.SiteHomeURLs, filing.SiteContents,
		filing.SiteApprovals, filing.AccessMethod, filing.AccessIPs, filing.AccessPlaces}
	reasonSlots = []filing.Slot{filing.SlotEntity, filing.SlotPrincipalFront, filing.SlotPrincipalBack, filing.SlotSiteFront, filing.SlotSiteBack,
		filing.SlotApproval, filing.SlotCommitment, filing.SlotPrincipalOther, filing.SlotSiteOther}
)

// ReasonPlaceKnown reports whether a template may be made for a place.
func ReasonPlaceKnown(place string) bool {
	return slices.ContainsFunc(reasonPlaces(), func(o ui.Option) bool { return o.Value == place })
}

// reasonPlaces are all places of a template to choose from.
func reasonPlaces() []ui.Option {
	list := []ui.Option{{Value: "", Label: ReasonPlaceName("")}}
	for _, f := range reasonFields {
		list = append(list, ui.Option{Value: string(f), Label: zh.Field(f), Group: "填报内容"})
	}
	for _, s := range reasonSlots {
		list = append(list, ui.Option{Value: "materials." + string(s), Label: zh.Slot(s), Group: "材料"})
	}
	return list
}
