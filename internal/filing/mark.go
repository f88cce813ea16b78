package filing

import "slices"

// Mark is one remark of a return: the place, a reason from the catalogue or
// words, and how to fix it. The owner reads it.
type Mark struct {
	Path   Path   `json:"path"`
	Reason string `json:"reason,omitempty"` // code of the catalogue
	Note   string `json:"note,omitempty"`
	Own    string `json:"own,omitempty"` // name of the provider's own template it was written with; staff only
}

// Detail is what a step tells beside its place in the table.
type Detail struct {
	Marks    []Mark `json:"marks,omitempty"`
	Note     string `json:"note,omitempty"`     // for the owner
	Internal string `json:"internal,omitempty"` // for staff only, never for the owner
	To       string `json:"to,omitempty"`       // of an assignment: the colleague's name; staff only
	Ground   string `json:"ground,omitempty"`   // of a refusal: the legal ground
	Changed  []Path `json:"changed,omitempty"`  // by a correction
	Number   Number `json:"number,omitempty"`   // issued by an approval, or concerned by it
	Drawn    bool   `json:"drawn,omitempty"`    // at a receipt: two people are to approve (随机复审); staff only
}

// Empty reports whether d tells nothing.
func (d Detail) Empty() bool {
	return len(d.Marks) == 0 && d.Note == "" && d.Internal == "" && d.To == "" && d.Ground == "" && len(d.Changed) == 0 && d.Number == "" && !d.Drawn
}

// ForOwner is d without what only staff may read.
func (d Detail) ForOwner() Detail {
	d.Internal, d.To, d.Drawn, d.Marks = "", "", false, slices.Clone(d.Marks)
	for i := range d.Marks {
		d.Marks[i].Own = ""
	}
	return d
}

// CheckMarks tells what keeps a return from being sent: every return names at
// least one place, and every mark says why.
func CheckMarks(marks []Mark) Problems {
	if len(marks) == 0 {
		return Problems{{Path: "marks", Flaw: NothingMarked}}
	}
	var list Problems
	for _, m := range marks {
		if m.Reason == "" && m.Note == "" {
			list = append(list, Problem{Path: m.Path, Flaw: ReasonMissing})
		}
	}
	return list
}
