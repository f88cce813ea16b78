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
	other.Now = now
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
		part.db = tx
		return f(&part)
	})
}

// ShownMessage is a message in the clear, as a gateway that only shows messages
// on the screen presents it.
type ShownMessage struct {
	Channel string // mail, sms
	Subject string
	Body    string
	At      time.Time
}

type shownRow struct {
	Channel string    `db:"channel"`
	Subject string    `db:"subject"`
	Body    []byte    `db:"body"`
	At      time.Time `db:"created_at"`
}

// ShownMessages lists the messages of a filing in the clear, codes and links
// included, oldest first. Only a system without a real gateway may show them.
func (s *Store) ShownMessages(ctx context.Context, filing int64) ([]ShownMessage, error) {
	rows, err := all[shownRow](ctx, s.db, `
		SELECT channel, subject, body, created_at FROM message WHERE filing_id = @id AND body IS NOT NULL ORDER BY id`,
		pgx.NamedArgs{"id": filing})
	if err != nil {
		return nil, err
	}
	list := make([]ShownMessage, 0, len(rows))
	for _, r := range rows {
		body, err := s.openString(sealMessage, r.Body)
		if err != nil {
			return nil, err
		}
		list = append(list, ShownMessage{r.Channel, r.Subject, body, r.At})
	}
	return list, nil
}
