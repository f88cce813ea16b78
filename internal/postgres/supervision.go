package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// SupervisedProvider is one provider as the bureau of one province supervises it.
type SupervisedProvider struct {
	ID       int64      `db:"id"`
	Name     string     `db:"name"`
	Licence  string     `db:"licence"`
	Sites    int        `db:"sites"`    // to which it gives access in the province
	Open     int        `db:"open"`     // filings under way
	Approved int        `db:"approved"` // in the last 90 days
	Returned int        `db:"returned"` // of those decided, returned by the bureau at least once
	Decided  int        `db:"decided"`
	Matters  int        `db:"matters"` // spot checks and notices without an answer in time
	National bool       `db:"national"`
	Since    *time.Time `db:"since"` // suspended in the province
	Ground   string     `db:"ground"`
}

// Supervised lists the providers that may file for the bureau's province, with
// their figures in it; provider narrows to one.
func (d *Desk) Supervised(ctx context.Context, provider int64) ([]SupervisedProvider, error) {
	if d.me.Tier != filing.Bureau {
		return nil, filing.ErrNotFound
	}
	return all[SupervisedProvider](ctx, d.s.db, `
		SELECT p.id, p.name, p.licence, coalesce(s.sites, 0) AS sites, coalesce(f.open, 0) AS open, coalesce(f.approved, 0) AS approved,
		       coalesce(f.returned, 0) AS returned, coalesce(f.decided, 0) AS decided, coalesce(m.matters, 0) AS matters,
		       p.suspended_at IS NOT NULL AS national, x.since, coalesce(x.ground, '') AS ground
		FROM provider p
		LEFT JOIN (SELECT a.provider_id, count(DISTINCT a.site_id) AS sites FROM access a JOIN site s ON s.id = a.site_id JOIN entity e ON e.id = s.entity_id
		           WHERE e.province = @my_province AND a.cancelled_at IS NULL GROUP BY a.provider_id) s ON s.provider_id = p.id
		LEFT JOIN (SELECT provider_id, count(*) FILTER (WHERE state NOT IN ('draft', 'approved', 'refused', 'withdrawn')) AS open,
		                  count(*) FILTER (WHERE state = 'approved' AND decided_at >= @since) AS approved,
		                  count(*) FILTER (WHERE state IN ('approved', 'refused') AND rounds > 0 AND decided_at >= @since) AS returned,
		                  count(*) FILTER (WHERE state IN ('approved', 'refused') AND decided_at >= @since) AS decided
		           FROM filing WHERE province = @my_province AND provider_id IS NOT NULL GROUP BY provider_id) f ON f.provider_id = p.id
		LEFT JOIN (SELECT provider_id, count(*) AS matters FROM matter WHERE province = @my_province AND stage = 'overdue' GROUP BY provider_id) m ON m.provider_id = p.id
		LEFT JOIN provider_suspension x ON x.provider_id = p.id AND x.province = @my_province AND x.resumed_at IS NULL
		WHERE (p.licence_province IS NULL OR p.licence_province = @my_province) AND (@provider = 0 OR p.id = @provider)
		ORDER BY sites DESC, p.id`, d.args(pgx.NamedArgs{"since": d.s.now().AddDate(0, 0, -90), "provider": provider}))
}

// SuspendHere keeps a provider from filing in the bureau's province, or lets it go
// on, with the ground; both hold at once. ErrStale when it stands so already.
func (d *Desk) SuspendHere(ctx context.Context, provider int64, stop bool, ground string) error {
	if d.me.Tier != filing.Bureau || !d.me.Is(filing.Chief, filing.Admin) {
		return filing.ErrNotFound
	}
	if ground = strings.TrimSpace(ground); ground == "" && stop {
		return filing.Problems{{Path: "words", Flaw: filing.Missing}}
	}
	if list, err := d.Supervised(ctx, provider); err != nil || provider == 0 || len(list) != 1 {
		if err == nil {
			err = filing.ErrNotFound
		}
		return err
	}
	sql := `UPDATE provider_suspension SET resumed_at = @now, resumed_by = @me WHERE provider_id = @provider AND province = @my_province AND resumed_at IS NULL`
	if stop {
		sql = `INSERT INTO provider_suspension (provider_id, province, ground, account_id, since) VALUES (@provider, @my_province, @ground, @me, @now) ON CONFLICT DO NOTHING`
	}
	tag, err := d.s.db.Exec(ctx, sql, d.args(pgx.NamedArgs{"provider": provider, "ground": ground}))
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.ErrStale
	}
	return err
}
