package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// changeEntity writes what a change says of the entity itself. Its certificate and
// province never change.
func (s *step) changeEntity(ctx context.Context) error {
	e := s.doc.Entity
	details, err := s.d.s.seal(sealEntity, e)
	if err != nil {
		return err
	}
	_, err = s.tx.Exec(ctx, `UPDATE entity SET name = @name, nature = @nature, details = @details, changed_at = @now WHERE id = @id`,
		s.d.args(pgx.NamedArgs{"id": s.f.EntityID, "name": e.Name, "nature": e.Nature, "details": details}))
	return err
}

// cancelEntity ends the entity with everything under it. The numbers stay taken,
// the certificate and the domains are free to be filed anew.
func (s *step) cancelEntity(ctx context.Context, sites []filing.Site) error {
	if err := s.cancelSites(ctx, sites); err != nil {
		return err
	}
	s.out.Sites = nil
	_, err := s.tx.Exec(ctx, `UPDATE entity SET cancelled_at = $2 WHERE id = $1`, s.f.EntityID, s.d.s.now())
	return err
}

// passwordLinkHours is how long the link to a new filing password works.
const passwordLinkHours = 7 * 24
