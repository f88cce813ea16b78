package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// InForce is the register beside a filing's document, to hold the two side by
// side: its services bear the keys that doc gives them, those doc does not name
// are left out, and so are the accesses of other providers. Of an approved filing
// it is what the register said before. ErrNotFound when f has no entity yet.
func (d *Desk) InForce(ctx context.Context, f Filing, doc *filing.Document) (*filing.Document, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return nil, err
	}
	r, err := d.s.before(ctx, d.s.db, f)
	if err != nil {
		return nil, err
	}
	return d.forEyes(ctx, d.s.db, f.EntityID, f.OwnerID, r.Beside(doc, f.ProviderID))
}

// before is the register of a filing's entity without what the filing brought.
func (s *Store) before(ctx context.Context, q DB, f Filing) (*filing.Document, error) {
	if f.State == filing.Approved && f.Kind.FromRegister() {
		var version int
		err := q.QueryRow(ctx, `SELECT version FROM register_version WHERE filing_id = $1`, f.ID).Scan(&version)
		if err == nil {
			return s.versionOf(ctx, q, f.EntityID, version-1)
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return nil, err
		}
	}
	r, err := s.register(ctx, q, f.EntityID)
	return r.Document, err
}
