package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Peer is a colleague to whom a case can be assigned.
type Peer struct {
	Account int64       `db:"id"`
	Name    string      `db:"name"`
	Role    filing.Role `db:"role"`
}

// Peers lists the enabled staff of the actor's organisation by name; nobody for an
// actor without one.
func (d *Desk) Peers(ctx context.Context) ([]Peer, error) {
	if !d.me.Staff() {
		return nil, nil
	}
	return all[Peer](ctx, d.s.db, `SELECT id, name, role FROM account WHERE disabled_at IS NULL AND `+ofOrganisation+` ORDER BY name, id`,
		OrganisationOf(d.me).args())
}

// assign puts the case into a colleague's hands, whoever held it before, and keeps
// it there for a day.
func (s *step) assign(ctx context.Context) error {
	args := OrganisationOf(s.d.me).args()
	args["id"] = s.move.To
	err := s.tx.QueryRow(ctx, `SELECT name FROM account WHERE id = @id AND disabled_at IS NULL AND `+ofOrganisation, args).Scan(&s.move.Detail.To)
	if errors.Is(err, pgx.ErrNoRows) {
		return filing.Problems{{Path: "to", Flaw: filing.NotListed}}
	}
	until := s.d.s.now().Add(filing.AssignedFor)
	s.f.ClaimedBy, s.f.ClaimedUntil = s.move.To, &until
	return err
}

// noted wants a note to say something.
func (s *step) noted() error {
	if strings.TrimSpace(s.move.Detail.Internal) == "" {
		return filing.Problems{{Path: "internal", Flaw: filing.Missing}}
	}
	return nil
}
