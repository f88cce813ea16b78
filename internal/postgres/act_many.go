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

// mostManyAtOnce is how many a node does at a time: while one writes, the next reads.
const mostManyAtOnce = 2

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
// other's numbers, with their filings locked and a connection each.
func (d *Desk) ActMany(ctx context.Context, picks []Pick, m Move) ([]Result, error) {
	select {
	case d.s.turns <- struct{}{}:
		defer func() { <-d.s.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	list := make([]Result, len(picks))
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		var together map[int64]Outcome
		if m.Action == filing.Approve {
			var err error
			if together, err = d.approveTogether(ctx, tx, picks, m); err != nil {
				return err
			}
		}
		for i, p := range picks {
			list[i], m.Revision = Result{ID: p.ID}, p.Revision
			if out, done := together[p.ID]; done {
				list[i].Outcome = out
				delete(together, p.ID) // picked twice, it is told the second time that it has ended
				continue
			}
			list[i].Err = pgx.BeginFunc(ctx, tx, func(part pgx.Tx) (err error) {
				list[i].Outcome, err = d.actWithin(ctx, part, p.ID, m)
				return err
			})
			if fatal(list[i].Err) {
				return list[i].Err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
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
