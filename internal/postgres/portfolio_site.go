package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Site is one service the actor may see, with the entity it belongs to.
func (d *Desk) Site(ctx context.Context, id int64) (RegisteredSite, Entity, error) {
	s, err := one[RegisteredSite](ctx, d.s.db, `
		SELECT s.id, s.entity_id, s.number, s.service, s.names, s.home_urls,
		       ARRAY(SELECT k.spelling FROM site_key k WHERE k.site_id = s.id ORDER BY k.spelling) AS domains,
		       s.approved_at, s.cancelled_at
		FROM site s JOIN entity e ON e.id = s.entity_id
		WHERE s.id = @id AND (`+d.entityScope()+`)`, d.args(pgx.NamedArgs{"id": id}))
	if err != nil {
		return s, Entity{}, err
	}
	e, err := one[Entity](ctx, d.s.db, `SELECT `+entityColumns+` FROM entity e WHERE e.id = @id`, pgx.NamedArgs{"id": s.EntityID})
	return s, e, err
}
