package postgres

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// gramShares tells which bigrams are common. PostgreSQL keeps the figures itself,
// as statistics of the column; here they are only remembered for a while.
type gramShares struct {
	share map[int32]float64 // of all names; what is missing is rare
	names float64           // in all, about
}

// sharesKept is how long shares are remembered: they change slowly, and plans only
// get slower by old ones, never wrong.
const sharesKept = 10 * time.Minute

type shareMemory struct {
	sync.Mutex
	gramShares
	read time.Time
}

// shares reads the statistics when those remembered are old. An own clock is used:
// this has nothing to do with the register's time.
func (l *Lookup) shares(ctx context.Context) (gramShares, error) {
	l.known.Lock()
	defer l.known.Unlock()
	if l.known.share != nil && time.Since(l.known.read) < sharesKept {
		return l.known.gramShares, nil
	}
	rows, err := l.db.Query(ctx, `
		SELECT gram, share FROM pg_stats, unnest(most_common_elems::text::int4[], most_common_elem_freqs) AS s (gram, share)
		WHERE schemaname = current_schema AND tablename = 'public_name' AND attname = 'grams' AND gram IS NOT NULL`)
	if err != nil {
		return gramShares{}, err
	}
	fresh := gramShares{share: map[int32]float64{}}
	var gram int32
	var share float64
	if _, err := pgx.ForEachRow(rows, []any{&gram, &share}, func() error { fresh.share[gram] = share; return nil }); err != nil {
		return gramShares{}, err
	}
	if err := l.db.QueryRow(ctx, `SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'public_name'::regclass`).Scan(&fresh.names); err != nil {
		return gramShares{}, err
	}
	l.known.gramShares, l.known.read = fresh, time.Now()
	return fresh, nil
}

func (s gramShares) of(gram int32) float64 { return s.share[gram] }

// rarest gives at most n of the bigrams, the rarest first, without the very common
// ones when there is a rarer one: reading their lists costs more than comparing.
func (s gramShares) rarest(grams []int32, n int) []int32 {
	sorted := slices.Clone(grams)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	slices.SortStableFunc(sorted, func(a, b int32) int {
		switch x, y := s.of(a), s.of(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	for i, g := range sorted {
		if i == n || i > 0 && s.of(g) > commonShare {
			return sorted[:i]
		}
	}
	return sorted
}
