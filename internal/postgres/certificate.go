package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/journal"
)

// ErrUnproved says that no checkpoint covers an approval yet; one does within seconds.
var ErrUnproved = errors.New("postgres: no checkpoint of the log covers the approval yet")

// Certified is what an electronic certificate is made from: the public record, and the proof that its approval stands
// in the journal. Imported records were approved elsewhere and have no proof.
type Certified struct {
	Record Record
	Proof  *journal.Proof
}

// Certificate reads what is committed about a service in force; ErrNotFound when there is none of that number, and
// ErrUnproved while its approval waits for the log.
func (s *Store) Certificate(ctx context.Context, n filing.Number) (Certified, error) {
	var c Certified
	if !n.IsService() {
		return c, filing.ErrNotFound
	}
	records, err := s.Lookup().ByNumber(ctx, n)
	if err != nil {
		return c, err
	}
	if len(records) != 1 || records[0].CancelledAt != nil {
		return c, filing.ErrNotFound
	}
	c.Record = records[0]
	c.Proof, err = s.ApprovalProof(ctx, n)
	return c, err
}

const (
	serviceApproved = `
		SELECT e.id FROM site s JOIN event e ON e.filing_id = s.filing_id AND e.to_state = 'approved' AND e.from_state <> 'approved'
		WHERE s.number = $1`
	entityApproved = `
		SELECT e.id FROM entity x JOIN register_version v ON v.entity_id = x.id AND v.version = 1
		JOIN event e ON e.filing_id = v.filing_id AND e.to_state = 'approved' AND e.from_state <> 'approved'
		WHERE x.number = $1`
)

// ApprovalProof proves that the approval of a number stands in the journal's log; nil for what was approved elsewhere
// and imported, ErrUnproved while the approval waits for the log.
func (s *Store) ApprovalProof(ctx context.Context, n filing.Number) (*journal.Proof, error) {
	find := entityApproved
	if n.IsService() {
		find = serviceApproved
	}
	var event int64
	err := s.db.QueryRow(ctx, find, n).Scan(&event)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	proof, err := s.LogProof(ctx, event)
	if errors.Is(err, filing.ErrNotFound) {
		return nil, ErrUnproved
	}
	return &proof, err
}
