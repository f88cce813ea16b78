package page

import (
	"strconv"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/zh"
	"beian/web/ui"
)

// CaseHead is what every page of a case on a desk shows on top: which filing, where it stands, until when, who holds it.
type CaseHead struct {
	Page     ui.Page
	Base     string // address of the case
	Tier     filing.Tier
	Receipt  string
	Kind     filing.Kind
	Unit     string // masked for persons, unless the reader may see it
	Provider string
	Rounds   int
	State    zh.Display
	Due      ui.DueModel
	Holder   string // who holds a running lease; empty: nobody
	Until    string // its end
	Mine     bool   // the reader holds it
	Doc      *filing.Document
}

// facts are the lines of the bar on top.
func (h CaseHead) facts() []ui.SummaryRow {
	rows := []ui.SummaryRow{{Key: "受理号", Value: h.Receipt, Mono: true}, {Key: "主办者", Value: h.Unit, Name: true},
		{Key: "类型", Value: zh.Kind(h.Kind)}, {Key: "状态", Content: ui.Tag(Tone(h.State.Tone), h.State.Label)}}
	if h.Tier == filing.Bureau {
		rows = append(rows, ui.SummaryRow{Key: "接入商", Value: h.Provider})
	}
	if h.Due.Text != "" || h.Due.Date != "" {
		rows = append(rows, ui.SummaryRow{Key: h.Due.Name(), Content: ui.Due(h.Due)})
	}
	return rows
}

func (h CaseHead) at(rest string) string { return h.Base + "/" + rest }

// Unit is the name of an entity in lists: a person's shows the family name only.
func Unit(name string, nature filing.Nature) string {
	if nature == filing.Individual {
		return ident.MaskName(name)
	}
	return name
}

// caseValues are the values of a field in words, masked unless open.
func caseValues(doc *filing.Document, f filing.Field, values []string, open bool) []string {
	words := zh.Value(f, values)
	mask := maskOf(f, doc.Entity.Personal())
	if open || mask == nil {
		return words
	}
	masked := make([]string, len(words))
	for i, w := range words {
		masked[i] = mask(w)
	}
	return masked
}

// maskOf is how a field's values are hidden, nil when it is no personal data: the name, number and address of a unit
// are public, those of a person are not, and principals are persons.
func maskOf(f filing.Field, personal bool) func(string) string {
	switch f {
	case filing.PrincipalName, filing.PrincipalIMAccount:
		return ident.MaskName
	case filing.PrincipalCertNumber:
		return ident.MaskID
	case filing.PrincipalMobiles, filing.PrincipalEmergency, filing.PrincipalLandlines:
		return ident.MaskMobile
	case filing.PrincipalEmail:
		return ident.MaskEmail
	}
	if !personal {
		return nil
	}
	switch f {
	case filing.EntityName:
		return ident.MaskName
	case filing.EntityCertNumber:
		return ident.MaskID
	case filing.EntityCertAddress, filing.EntityPostal:
		return ident.MaskAddress
	}
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }
