package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// ByID finds a service by the id of its record, cancelled or not.
func (l *Lookup) ByID(ctx context.Context, id int64) (Record, error) {
	r, err := one[Record](ctx, l.db, `SELECT `+recordColumns+` FROM public_number r WHERE r.id = @id`, pgx.NamedArgs{"id": id})
	r.UnitName = l.shown(r.Nature, r.UnitName)
	return r, err
}
