package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// At is the store under another clock: what is brought in from elsewhere, or
// made for a demonstration, happened at its own time.
func (s *Store) At(now func() time.Time) *Store {
	other := *s
	other.Now, other.line = now, newLine()
	return &other
}

// Whole runs f on a store all of whose transactions are parts of one: all of
// what f does is there or none is. Of two callers with the same lock the second
// waits for the first. What f is given ends with f and serves one goroutine.
func (s *Store) Whole(ctx context.Context, lock int64, f func(*Store) error) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, lock); err != nil {
			return err
		}
		part := *s
		part.db, part.line = tx, newLine()
		return f(&part)
	})
}

// DeliverAll writes the letters of approvals and sends every message that is queued,
// oldest first, without waiting for the jobs that would; those find nothing left to do.
func (s *Store) DeliverAll(ctx context.Context, send Sender) error {
	if err := s.TellAll(ctx); err != nil {
		return err
	}
	rows, err := s.db.Query(ctx, `SELECT id FROM message WHERE state = 'queued' ORDER BY id`)
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.Deliver(ctx, id, send); err != nil {
			return err
		}
	}
	return nil
}
