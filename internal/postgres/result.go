package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// FeedRow is one row of a provider's feed: what bureau, principals or clock did with
// one of its filings.
type FeedRow struct {
	ID             int64         `db:"id"`
	Filing         int64         `db:"filing_id"`
	Receipt        string        `db:"receipt"`
	Kind           filing.Kind   `db:"kind"`
	UnitName       string        `db:"unit_name"`
	Nature         filing.Nature `db:"nature"`
	Domains        []string      `db:"domains"`
	Action         filing.Action `db:"action"`
	Number         string        `db:"number"` // of the entity or service concerned
	At             time.Time     `db:"at"`
	AcknowledgedAt *time.Time    `db:"acknowledged_at"`
}

// ResultsMost is how many results one call gives.
const ResultsMost = 10000

// Results lists the results of the actor's provider: those not acknowledged in the
// order they came in, behind the id after; or all of them, the newest first, before
// that id. Nobody else has any.
func (d *Desk) Results(ctx context.Context, everything bool, after int64, limit int) ([]FeedRow, error) {
	if d.me.Tier != filing.Provider {
		return nil, nil
	}
	where, order := `r.acknowledged_at IS NULL AND r.id > @after`, `r.id`
	if everything {
		where, order = `(@after = 0 OR r.id < @after)`, `r.id DESC`
	}
	return all[FeedRow](ctx, d.s.db, `
		SELECT r.id, r.filing_id, f.receipt, f.kind, f.unit_name, f.nature, f.domains, r.action, r.number, r.at, r.acknowledged_at
		FROM feed r JOIN filing f ON f.id = r.filing_id
		WHERE r.provider_id = @my_provider AND `+where+` ORDER BY `+order+` LIMIT @limit`,
		d.args(pgx.NamedArgs{"after": after, "limit": min(max(limit, 1), ResultsMost)}))
}

// AcknowledgeResults takes note of every result up to an id and says of how many.
// What comes in later stays: ids grow, and a result seen is behind all before it.
func (d *Desk) AcknowledgeResults(ctx context.Context, upTo int64) (int, error) {
	if d.me.Tier != filing.Provider {
		return 0, filing.ErrNotFound
	}
	tag, err := d.s.db.Exec(ctx, `UPDATE feed SET acknowledged_at = @now WHERE provider_id = @my_provider AND id <= @upto AND acknowledged_at IS NULL`,
		d.args(pgx.NamedArgs{"upto": upTo}))
	return int(tag.RowsAffected()), err
}
