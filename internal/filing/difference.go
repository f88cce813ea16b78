package filing

import "slices"

// Difference is one row that two versions of a document say differently.
type Difference struct {
	Path     Path
	Field    Field
	Old, New []string
}

// Differences lists what becomes different between two documents, in the order
// of forms; rows of removed sites come last, with nothing new.
func Differences(from, to *Document) []Difference {
	var list []Difference
	seen := map[Path]bool{}
	for _, r := range to.Rows() {
		seen[r.Path] = true
		if old := from.Get(r.Path); !r.Field.same(old, r.Values) {
			list = append(list, Difference{r.Path, r.Field, old, r.Values})
		}
	}
	for _, r := range from.Rows() {
		if !seen[r.Path] && len(r.Values) > 0 && to.Get(r.Path) == nil {
			list = append(list, Difference{r.Path, r.Field, r.Values, nil})
		}
	}
	return list
}

// same reports whether two answers say the same: of choices the order says
// nothing, of names, domains and addresses it does.
func (f Field) same(a, b []string) bool {
	switch f {
	case SiteContents, SiteLanguages, SiteApplications, SiteApprovals, AccessPlaces:
		a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	}
	return slices.Equal(a, b)
}
