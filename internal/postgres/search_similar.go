package postgres

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/name"
)

// similar finds names that contain the word but for one character: another in its
// place, one too many or too few, or two that changed places. Such an edit spoils
// at most three neighbouring bigrams, so for each place that it may have been at,
// the rarest others find all candidates.
func (l *Lookup) similar(ctx context.Context, s gramShares, w string, limit int) (Names, error) {
	typed := []rune(w)
	var found []nearName
	var whole [][]int32 // sets of which all names were read
	for _, grams := range s.unspoilt(name.Pairs(w)) {
		if slices.ContainsFunc(whole, func(few []int32) bool { return within(few, grams) }) {
			continue
		}
		list, err := all[nearName](ctx, l.db, `
			SELECT id, unit, person, names FROM public_name WHERE grams @> @grams LIMIT 1000`, pgx.NamedArgs{"grams": grams})
		if err != nil {
			return Names{}, err
		}
		if len(list) < 1000 {
			whole = append(whole, grams)
		}
		for _, n := range list {
			if n.measure(typed) {
				found = append(found, n)
			}
		}
	}
	if len(found) == 0 {
		return Names{}, nil
	}
	slices.SortFunc(found, func(a, b nearName) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.ID, b.ID))
	})
	found = slices.CompactFunc(found, func(a, b nearName) bool { return a.ID == b.ID })
	return l.records(ctx, found[:min(limit, len(found))])
}

// within reports whether every one of few is among grams: names with grams are then
// among the names with few.
func within(few, grams []int32) bool {
	return !slices.ContainsFunc(few, func(g int32) bool { return !slices.Contains(grams, g) })
}

// records reads what was found, in its order.
func (l *Lookup) records(ctx context.Context, found []nearName) (Names, error) {
	ids := make([]int64, len(found))
	for i, n := range found {
		ids[i] = n.ID
	}
	list, err := all[Record](ctx, l.db, `
		SELECT `+recordColumns+` FROM public_number r WHERE r.id = ANY (@ids) ORDER BY array_position(@ids, r.id)`, pgx.NamedArgs{"ids": ids})
	return Names{Records: l.show(list), Hits: len(list), Similar: len(list) > 0}, err
}

// unspoilt gives, for each place of an edit, at most three of the rarest bigrams it
// leaves whole, the smallest sets first; places that leave the same ones give them once.
func (s gramShares) unspoilt(pairs []int32) (sets [][]int32) {
	const three = 3
	for _, spoilt := range []int{2, three} {
		if spoilt == three && len(pairs) < 2*three { // too little would be left to be sure of
			break
		}
		for first := 1 - spoilt; first < len(pairs); first++ {
			whole := slices.Concat(pairs[:max(first, 0)], pairs[min(first+spoilt, len(pairs)):])
			set := s.rarest(whole, three)
			if len(set) > 0 && s.of(set[0]) <= commonShare && !slices.ContainsFunc(sets, func(o []int32) bool { return slices.Equal(o, set) }) {
				sets = append(sets, set)
			}
		}
	}
	slices.SortStableFunc(sets, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })
	return sets
}

// nearName is a candidate. Its distance counts an edit of the whole name as less
// than one of a part, and a short name as nearer than a long one.
type nearName struct {
	ID       int64  `db:"id"`
	Unit     string `db:"unit"`
	Person   bool   `db:"person"`
	Names    string `db:"names"`
	distance int
}

// measure sets the distance and reports whether one edit is enough.
func (n *nearName) measure(typed []rune) bool {
	n.distance = -1
	list := strings.Split(n.Names, "\n")
	if !n.Person {
		list = append(list, n.Unit)
	}
	for _, one := range list {
		edits := editsWithin(typed, one)
		if edits > 1 {
			continue
		}
		d := edits*1000 + utf8.RuneCountInString(one)
		if n.distance < 0 || d < n.distance {
			n.distance = d
		}
	}
	return n.distance >= 0
}

// editsWithin is the least number of edits that turn typed into some part of name;
// two neighbours that changed places count as one (Sellers, Damerau).
func editsWithin(typed []rune, name string) int {
	before, above, row := make([]int, len(typed)+1), make([]int, len(typed)+1), make([]int, len(typed)+1)
	for i := range above {
		above[i] = i
	}
	least, last := len(typed), rune(0)
	for _, r := range name {
		row[0] = 0
		for i, t := range typed {
			change := 1
			if t == r {
				change = 0
			}
			row[i+1] = min(above[i]+change, above[i+1]+1, row[i]+1)
			if i > 0 && t == last && typed[i-1] == r {
				row[i+1] = min(row[i+1], before[i-1]+1)
			}
		}
		least = min(least, row[len(typed)])
		before, above, row, last = above, row, before, r
	}
	return least
}
