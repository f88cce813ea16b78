package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// SupervisedProvider is one provider as the bureau of one province supervises it.
type SupervisedProvider struct {
	ID       int64      `db:"id"`
	Name     string     `db:"name"`
	Licence  string     `db:"licence"`
	Accesses int        `db:"accesses"` // that it gives in the province
	Open     int        `db:"open"`     // filings under way
	Approved int        `db:"approved"` // over the months of paces
	Returned int        `db:"returned"` // of the bureau's answers, over the months of paces
	Answers  int        `db:"answers"`
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
	today := calendar.DateOf(d.s.now())
	return all[SupervisedProvider](ctx, d.s.db, supervisedSQL,
		d.args(pgx.NamedArgs{"month": paceSince(today), "provider": provider}))
}

const supervisedSQL = `
	SELECT p.id, p.name, p.licence, coalesce(f.accesses, 0)::bigint AS accesses, coalesce(f.open, 0)::bigint AS open,
	       coalesce(f.approved, 0)::bigint AS approved, coalesce(f.returned, 0)::bigint AS returned, coalesce(f.answers, 0)::bigint AS answers,
	       coalesce(m.matters, 0) AS matters, p.suspended_at IS NOT NULL AS national, x.since, coalesce(x.ground, '') AS ground
	FROM provider p
	LEFT JOIN (SELECT provider_id, sum(n) FILTER (WHERE what = 'access') AS accesses,
	                  sum(n) FILTER (WHERE what = 'state' AND code NOT IN ('draft', 'approved', 'refused', 'withdrawn')) AS open,
	                  sum(n) FILTER (WHERE what = 'answer' AND code = 'approved') AS approved,
	                  sum(n) FILTER (WHERE what = 'answer' AND code = 'returned_to_provider') AS returned,
	                  sum(n) FILTER (WHERE what = 'answer') AS answers
	           FROM (SELECT * FROM provider_figure_now WHERE province = @my_province AND what IN ('access', 'state') AND day = '1970-01-01'
	                 UNION ALL SELECT * FROM provider_figure_now WHERE province = @my_province AND what = 'answer' AND day >= @month) AS kept
	           GROUP BY provider_id) f ON f.provider_id = p.id
	LEFT JOIN (SELECT provider_id, count(*) AS matters FROM matter WHERE province = @my_province AND stage = 'overdue' GROUP BY provider_id) m ON m.provider_id = p.id
	LEFT JOIN provider_suspension x ON x.provider_id = p.id AND x.province = @my_province AND x.resumed_at IS NULL
	WHERE (p.licence_province IS NULL OR p.licence_province = @my_province) AND (@provider = 0 OR p.id = @provider)
	ORDER BY accesses DESC, p.id`

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
