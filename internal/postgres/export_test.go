package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/name"
)

// Share is how common the rarest bigram of the words is, as searches see it.
func (l *Lookup) Share(ctx context.Context, words string) float64 {
	s, err := l.shares(ctx)
	if err != nil {
		return -1
	}
	return s.of(s.rarest(name.Pairs(words), 1)[0])
}

// InsertRows writes rows as an approval does.
func InsertRows(ctx context.Context, tx pgx.Tx, table string, rows ...map[string]any) error {
	var set rowSet
	for _, one := range rows {
		set.add(table, one)
	}
	b := &pgx.Batch{}
	if err := set.queue(b); err != nil {
		return err
	}
	return tx.SendBatch(ctx, b).Close()
}

// InLine is how many wait to act on many filings, and how many have their turn.
func (s *Store) InLine() (waiting, turns int) {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	return len(s.line.waiting), len(s.line.turns)
}
