package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Disclose records that the actor looks at unmasked personal data of a filing,
// and why. Owners look at their own without a record.
func (d *Desk) Disclose(ctx context.Context, id int64, what, reason string) error {
	if _, err := d.Filing(ctx, id); err != nil {
		return err
	}
	if !d.me.Staff() {
		return nil
	}
	if strings.TrimSpace(reason) == "" {
		return filing.Problems{{Path: "reason", Flaw: filing.ReasonMissing}}
	}
	_, err := d.s.db.Exec(ctx, `INSERT INTO disclosure (account_id, filing_id, what, reason, at) VALUES (@me, @id, @what, @reason, @now)`,
		d.args(pgx.NamedArgs{"id": id, "what": what, "reason": reason}))
	return err
}

// DiscloseForWork records that the actor, who holds the case, sees its personal
// data because the check needs it: once for each lease, not for each page.
func (d *Desk) DiscloseForWork(ctx context.Context, id int64, what, reason string) error {
	_, err := d.s.db.Exec(ctx, `
		INSERT INTO disclosure (account_id, filing_id, what, reason, at)
		SELECT @me, f.id, @what, @reason, @now FROM filing f
		WHERE f.id = @id AND (`+d.scope()+`) AND NOT EXISTS (
			SELECT FROM disclosure x WHERE x.filing_id = f.id AND x.account_id = @me AND x.what = @what AND x.at > @since)`,
		d.args(pgx.NamedArgs{"id": id, "what": what, "reason": reason, "since": d.s.now().Add(-filing.LeaseFor)}))
	return err
}

// Disclosure is one recorded look.
type Disclosure struct {
	Tier   filing.Tier `db:"tier"`
	What   string      `db:"what"`
	Reason string      `db:"reason"`
	At     time.Time   `db:"at"`
}

// Disclosures lists who looked at the personal data of a filing, for its owner
// as well as for staff.
func (d *Desk) Disclosures(ctx context.Context, id int64) ([]Disclosure, error) {
	if _, err := d.Filing(ctx, id); err != nil {
		return nil, err
	}
	return all[Disclosure](ctx, d.s.db, `
		SELECT a.tier, x.what, x.reason, x.at FROM disclosure x JOIN account a ON a.id = x.account_id
		WHERE x.filing_id = @id ORDER BY x.id DESC`, pgx.NamedArgs{"id": id})
}
