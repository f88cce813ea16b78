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
		if old := from.Get(r.Path); !slices.Equal(old, r.Values) {
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
