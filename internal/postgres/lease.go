package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Renew lengthens the actor's own running lease, because work on the case goes
// on. It is no step of the filing: a lease that has run out, or is a
// colleague's, stays as it is.
func (d *Desk) Renew(ctx context.Context, id int64) error {
	now := d.s.now()
	_, err := d.s.db.Exec(ctx, `
		UPDATE filing SET claimed_until = @until
		WHERE id = @id AND claimed_by = @me AND claimed_until > @now AND claimed_until < @until`,
		d.args(pgx.NamedArgs{"id": id, "until": now.Add(filing.LeaseFor)}))
	return err
}
