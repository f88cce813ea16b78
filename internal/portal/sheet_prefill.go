package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
)

// fromMarks fills a sheet not yet begun: the place of the appointment, or where this verifier was last and, when the case page was left with
// its marks (其余一致), each block of answers. A block with a mark differs and its remark names the fields; a
// line about what somebody must have done (the call, the visit) is never taken for done. It reports whether the marks were
// taken over.
func fromMarks(r *http.Request, d *postgres.Desk, c caseFile, values url.Values) (bool, error) {
	place, err := d.UsualPlace(r.Context())
	if err != nil {
		return false, err
	}
	if visit, booked, err := d.Appointment(r.Context(), c.filing); err != nil {
		return false, err
	} else if booked {
		place = visit.Place
	}
	values.Set("sheet.place", place)
	if r.URL.Query().Get("checked") == "" {
		return false, nil
	}
	marked := r.URL.Query()["mark"]
	differs := map[filing.SheetItem][]string{}
	for _, row := range c.doc.Rows() {
		if slices.Contains(marked, string(row.Path)) {
			item := sheetItemOf(row.Path)
			differs[item] = append(differs[item], zh.PathLabel(c.doc, row.Path))
		}
	}
	for _, item := range filing.SheetItems {
		switch fields := differs[item]; {
		case len(fields) > 0:
			values.Set("sheet."+string(item), "no")
			values.Set("remark."+string(item), strings.Join(fields, "、")+"不一致")
		case !item.Deed():
			values.Set("sheet."+string(item), "yes")
		}
	}
	return true, nil
}

// sheetItemOf is the line of the sheet that a field of the document belongs to.
func sheetItemOf(p filing.Path) filing.SheetItem {
	switch p.Field() {
	case filing.PrincipalMobiles, filing.PrincipalEmergency, filing.PrincipalLandlines, filing.PrincipalNoLandline,
		filing.PrincipalEmail, filing.PrincipalIMKind, filing.PrincipalIMAccount:
		return filing.SheetContact
	case filing.SiteDomains:
		return filing.SheetDomain
	}
	switch {
	case p.Access() != "":
		return filing.SheetAccess
	case p.Site() != "":
		return filing.SheetSite
	}
	return filing.SheetEntity
}
