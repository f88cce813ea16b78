package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Pick is one of many filings in the revision that somebody looked at.
type Pick struct {
	ID       int64
	Revision int
}

// Result is what became of one of many filings.
type Result struct {
	ID int64
	Outcome
	Err error // nil: done
}

// ActMany does the same action on many filings in one transaction, which takes a
// counter and the disk once for all. What one filing runs into is its own: it is
// taken back alone, as Act would have, and the others are done. An error of the
// whole means that nothing was done. First filings that nothing keeps from being
// approved are approved together.
//
// A node does a few of these at a time: those of one province would only wait for each
// other's numbers, with their filings locked and a connection each. Those who wait go
// together in the next transaction.
func (d *Desk) ActMany(ctx context.Context, picks []Pick, m Move) ([]Result, error) {
	b := &bulk{d: d, picks: picks, move: m, done: make(chan struct{})}
	if err := d.s.line.pass(ctx, b, d.s.actBulks); err != nil {
		return nil, err
	}
	return b.list, b.err
}

// actBulks does what several people ask in one transaction, or, when that fails, in one
// for each, so that nobody's trouble is another's.
func (s *Store) actBulks(ctx context.Context, group []*bulk) {
	if len(group) > 1 {
		ctx = context.WithoutCancel(ctx) // whoever leads may leave, the others stay
		if s.transact(ctx, func(tx pgx.Tx) error { return actTogether(ctx, tx, group) }) == nil {
			return
		}
	}
	for _, b := range group {
		if b.err = s.transact(ctx, func(tx pgx.Tx) error { return actTogether(ctx, tx, []*bulk{b}) }); b.err != nil {
			b.list = nil
		}
	}
}

func actTogether(ctx context.Context, tx pgx.Tx, group []*bulk) error {
	if len(group) > 1 { // in one order, whoever picked what
		var ids []int64
		for _, b := range group {
			for _, p := range b.picks {
				ids = append(ids, p.ID)
			}
		}
		if _, err := tx.Exec(ctx, `SELECT FROM filing WHERE id = ANY($1) ORDER BY id FOR UPDATE`, ids); err != nil {
			return err
		}
	}
	if err := approveTogether(ctx, tx, group); err != nil {
		return err
	}
	for _, b := range group {
		if err := b.rest(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// rest acts one by one on what was not approved together.
func (b *bulk) rest(ctx context.Context, tx pgx.Tx) error {
	b.list = make([]Result, len(b.picks))
	for i, p := range b.picks {
		m := b.move
		b.list[i], m.Revision = Result{ID: p.ID}, p.Revision
		if out, done := b.together[p.ID]; done {
			b.list[i].Outcome = out
			delete(b.together, p.ID) // picked twice, it is told the second time that it has ended
			continue
		}
		b.list[i].Err = pgx.BeginFunc(ctx, tx, func(part pgx.Tx) (err error) {
			b.list[i].Outcome, err = b.d.actWithin(ctx, part, p.ID, m)
			return err
		})
		if fatal(b.list[i].Err) {
			return b.list[i].Err
		}
	}
	return nil
}

// fatal reports whether an error is of the system and not of the one filing.
func fatal(err error) bool {
	var problems filing.Problems
	var transition *filing.TransitionError
	return err != nil && !errors.Is(err, filing.ErrNotFound) && !errors.Is(err, filing.ErrStale) && !errors.As(err, &problems) && !errors.As(err, &transition)
}

// actWithin is Act inside a transaction.
func (d *Desk) actWithin(ctx context.Context, tx pgx.Tx, id int64, m Move) (Outcome, error) {
	f, err := d.lock(ctx, tx, id)
	if err != nil {
		return Outcome{}, err
	}
	facts, err := d.facts(ctx, tx, f)
	if err != nil {
		return Outcome{}, err
	}
	return d.take(ctx, tx, f, facts, m)
}
