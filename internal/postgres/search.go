package postgres

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/name"
)

// MostHits is how many hits of a search by name are counted, ranked and shown.
const MostHits = 1000

const (
	// A word whose rarest bigram stands in more than this part of all names is
	// met so often that reading names in any order finds enough at once.
	commonShare = 0.02
	// A word of two characters is one bigram, whose share is the word's own: from here on
	// reading any names is quicker than the index's long list, and that there are more than
	// MostHits is known without counting. Of those, so many are ranked beside the beginnings.
	manyShare, enough = 0.01, 500
	// How many names found by bigrams are compared at most.
	mostCompared = 20_000
)

// Place is where in the order of hits a page ends: exact names come before
// beginnings and these before other parts, short names before long ones.
type Place struct {
	Rank int // thousands: 0 exact, 1 beginning, 2 part; below: length in characters
	ID   int64
}

// String is the place as a link carries it.
func (p Place) String() string { return fmt.Sprintf("%d-%d", p.Rank, p.ID) }

// ParsePlace reads what String wrote; the empty text is the beginning.
func ParsePlace(s string) (Place, error) {
	p := Place{Rank: -1}
	if s == "" {
		return p, nil
	}
	if n, err := fmt.Sscanf(s, "%d-%d", &p.Rank, &p.ID); err != nil || n != 2 || p.String() != s || p.Rank < 0 || p.ID < 0 {
		return p, filing.ErrNotFound
	}
	return p, nil
}

// Names is a page of services found by their own names or their units'.
type Names struct {
	Records []Record
	Next    *Place // where the list goes on
	Hits    int    // in all, up to MostHits
	More    bool   // there are, or may be, hits that were not counted
	Similar bool   // nothing is named so; these are spelt almost so
}

type nameHit struct {
	Record
	Rank int `db:"rank"`
	Hits int `db:"hits"`
}

const (
	// hitColumns are read of every candidate.
	hitColumns = `id, unit, person, names`
	firstName  = `split_part(names, E'\n', 1)`
	unitBegins = `(unit = @w OR NOT person AND starts_with(unit, @w))`
	most       = `1001` // MostHits and one
)

// searchSQL finds and ranks. The branches of hit exclude each other and are read
// one after another, only until there are enough; the last one reads candidates, and
// the test that most of them fail comes first (CASE). Its limits are constants, so that
// one plan serves all words: making a plan takes longer than most searches.
const searchSQL = `
	WITH hit AS MATERIALIZED (
		(SELECT ` + hitColumns + ` FROM public_name WHERE person IN (false, true) AND unit = @w LIMIT ` + most + `)
		UNION ALL
		(SELECT ` + hitColumns + ` FROM public_name WHERE NOT person AND unit > @w AND unit < @end ORDER BY unit LIMIT ` + most + `)
		UNION ALL
		(SELECT ` + hitColumns + ` FROM public_name WHERE ` + firstName + ` >= @w AND ` + firstName + ` < @end AND NOT ` + unitBegins + `
		 ORDER BY ` + firstName + ` LIMIT ` + most + `)
		UNION ALL
		(SELECT ` + hitColumns + ` FROM %s CASE WHEN names LIKE @part OR NOT person AND unit LIKE @part
			THEN NOT ` + unitBegins + ` AND NOT starts_with(names, @w) ELSE false END %s)
		LIMIT ` + most + `),
	ranked AS (
		SELECT id, least(
			CASE WHEN person AND unit <> @w THEN 9999 WHEN unit = @w THEN 0 WHEN starts_with(unit, @w) THEN 1000 WHEN unit LIKE @part THEN 2000
			     ELSE 9000 END + least(length(unit), 999),
			CASE WHEN names NOT LIKE @part THEN 9000 WHEN names = @w THEN 0 WHEN NOT starts_with(names, @w) AND names NOT LIKE @line THEN 2000
			     WHEN strpos(E'\n' || names || E'\n', E'\n' || @w || E'\n') > 0 THEN 0 ELSE 1000 END + least(length(names), 999)) AS rank
		FROM hit),
	page AS (SELECT id, rank FROM ranked WHERE (rank, id) > (@rank, @id) ORDER BY rank, id LIMIT @limit)
	SELECT ` + recordColumns + `, p.rank, (SELECT count(*) FROM hit) AS hits
	FROM page p JOIN public_number r ON r.id = p.id ORDER BY p.rank, p.id`

// Where the candidates come from: the names on the table's first 2,400 pages, some
// 120,000, because the word is everywhere, or the names with its bigrams.
const (
	anyNames = `public_name WHERE ctid < '(2400,0)' AND`
	byGrams  = `(SELECT ` + hitColumns + ` FROM public_name WHERE grams @> @grams LIMIT 20000) c WHERE`
	// How many of them are taken; told where none is needed, it would mislead the planner.
	fewNames, allNames = `LIMIT 500`, ``
)

// ByName finds live services whose own name, or the name of the unit behind them,
// contains the words, from after a place on. A natural person is found by the exact
// name only. When nothing is found, names spelt almost so are.
func (l *Lookup) ByName(ctx context.Context, words string, after Place, limit int) (Names, error) {
	w := name.Bare(words)
	if utf8.RuneCountInString(w) < 2 {
		return Names{}, nil
	}
	s, err := l.shares(ctx)
	if err != nil {
		return Names{}, err
	}
	grams := s.rarest(name.Pairs(w), 4)
	switch share := s.of(grams[0]); {
	case utf8.RuneCountInString(w) == 2 && share > manyShare && share*s.names > 2*MostHits:
		found, err := l.search(ctx, anyNames, fewNames, w, grams, after, limit)
		if err != nil || found.Hits >= enough {
			found.Hits, found.More = MostHits, true
			return found, err
		}
	case share > commonShare:
		found, err := l.search(ctx, anyNames, allNames, w, grams, after, limit)
		if err != nil || found.More {
			return found, err
		}
	}
	found, err := l.search(ctx, byGrams, allNames, w, grams, after, limit)
	if err != nil {
		return found, err
	}
	found.More = found.More || s.of(grams[0])*s.names > mostCompared
	if found.Hits == 0 && !found.More {
		return l.similar(ctx, s, w, limit)
	}
	return found, nil
}

func (l *Lookup) search(ctx context.Context, from, taken, w string, grams []int32, after Place, limit int) (Names, error) {
	hits, err := all[nameHit](ctx, l.db, fmt.Sprintf(searchSQL, from, taken), pgx.NamedArgs{"w": w, "end": w + string(utf8.MaxRune),
		"part": "%" + escapeLike(w) + "%", "line": "%\n" + escapeLike(w) + "%", "grams": grams, "rank": after.Rank, "id": after.ID, "limit": limit + 1})
	if err != nil || len(hits) == 0 {
		return Names{}, err
	}
	found := Names{Hits: min(hits[0].Hits, MostHits), More: hits[0].Hits > MostHits}
	if len(hits) > limit {
		hits = hits[:limit]
		found.Next = &Place{hits[limit-1].Rank, hits[limit-1].ID}
	}
	for _, h := range hits {
		found.Records = append(found.Records, h.Record)
	}
	l.show(found.Records)
	return found, nil
}
