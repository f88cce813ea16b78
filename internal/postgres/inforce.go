package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// InForce is what the register says now about the entity of f, as a document to
// hold doc against: its services bear the keys that doc gives them, and those
// doc does not name are left out. ErrNotFound when f has no entity yet.
func (d *Desk) InForce(ctx context.Context, f Filing, doc *filing.Document) (*filing.Document, error) {
	if _, err := d.Filing(ctx, f.ID); err != nil {
		return nil, err
	}
	var now filing.Document
	sealed, err := one[struct{ Details []byte }](ctx, d.s.db, `SELECT details FROM entity WHERE id = @id`, pgx.NamedArgs{"id": f.EntityID})
	if err != nil {
		return nil, err
	}
	if err := d.s.unseal(sealEntity, sealed.Details, &now.Entity); err != nil {
		return nil, err
	}
	rows, err := all[struct{ Details []byte }](ctx, d.s.db, `
		SELECT details FROM site WHERE entity_id = @id AND cancelled_at IS NULL ORDER BY sequence`, pgx.NamedArgs{"id": f.EntityID})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		var site filing.Site
		if err := d.s.unseal(sealSite, row.Details, &site); err != nil {
			return nil, err
		}
		for _, asked := range doc.Sites {
			if asked.Number == site.Number {
				site.Key = asked.Key
				now.Sites = append(now.Sites, site)
			}
		}
	}
	return &now, nil
}
