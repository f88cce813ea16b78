package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/secret"
	"beian/internal/task"
)

// TellApproved tells of first filings that were approved together: the owner, the
// principal, who gets the link to the filing password, and the provider's program.
// It is a job that the approval starts, so that no letter is written while the
// province's numbers are locked. done ends that job in the same transaction: nobody
// is told twice.
func (s *Store) TellApproved(ctx context.Context, filings []int64, done func(context.Context, pgx.Tx) error) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		if err := s.tellEach(ctx, tx, filings); err != nil {
			return err
		}
		return done(ctx, tx)
	})
}

func (s *Store) tellEach(ctx context.Context, tx pgx.Tx, filings []int64) error {
	for _, id := range filings {
		if err := s.tellApproved(ctx, tx, id); err != nil {
			return fmt.Errorf("filing %d: %w", id, err)
		}
	}
	return nil
}

// TellApprovedAlone starts a job for each filing in place of the one of all, so that
// what one runs into does not keep the others waiting.
func (s *Store) TellApprovedAlone(ctx context.Context, filings []int64, done func(context.Context, pgx.Tx) error) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		for _, id := range filings {
			if err := s.enqueue(ctx, tx, task.TellApproved{Filings: []int64{id}}); err != nil {
				return err
			}
		}
		return done(ctx, tx)
	})
}

func (s *Store) tellApproved(ctx context.Context, tx pgx.Tx, id int64) error {
	f, err := one[Filing](ctx, tx, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return err
	}
	p := &step{d: s.As(filing.ByClock()), tx: tx, f: f, move: Move{Action: filing.Approve}}
	if p.doc, err = s.document(ctx, tx, f.ID, f.Version); err != nil {
		return err
	}
	if err := tx.QueryRow(ctx, `SELECT e.number, v.services FROM register_version v JOIN entity e ON e.id = v.entity_id WHERE v.filing_id = $1 AND v.version = 1`, id).
		Scan(&p.out.Number, &p.out.Sites); err != nil {
		return err
	}
	if err := s.givePassword(ctx, tx, p); err != nil {
		return err
	}
	if err := p.letOwnerKnow(ctx); err != nil {
		return err
	}
	return s.notify(ctx, tx, p.providers(), filing.Approve, f.Receipt, p.concerned())
}

// givePassword sends the principal the link to the entity's filing password (备案密码).
// The link shows it once; the register gets its hash from another job, because hashing
// is slow on purpose.
func (s *Store) givePassword(ctx context.Context, tx pgx.Tx, p *step) error {
	who := p.doc.Entity.Principal
	token, err := s.sendPassword(ctx, tx, p.f.EntityID, p.out.Number, recipient{Account: p.f.OwnerID, Filing: p.f.ID, Mobile: who.Mobile(), Email: who.Email})
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, task.HashFilingPassword{Entity: p.f.EntityID, Link: secret.HashToken(token)})
}

// TellAll does what the jobs TellApproved would, without waiting for them.
func (s *Store) TellAll(ctx context.Context) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			WITH gone AS (DELETE FROM river.river_job WHERE kind = $1 AND state = 'available' RETURNING id, args)
			SELECT f::bigint FROM gone, jsonb_array_elements_text(args -> 'filings') WITH ORDINALITY AS x (f, place) ORDER BY id, place`, task.TellApproved{}.Kind())
		if err != nil {
			return err
		}
		filings, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		return s.tellEach(ctx, tx, filings)
	})
}
