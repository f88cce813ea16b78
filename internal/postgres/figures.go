package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// ProvinceFigures are the numbers of one province.
type ProvinceFigures struct {
	Province string `db:"province"`
	Entities int    `db:"entities"`
	Sites    int    `db:"sites"`
	Waiting  int    `db:"waiting"`  // at the bureau
	Overdue  int    `db:"overdue"`  // past the legal due date
	Approved int    `db:"approved"` // in the last 30 days
	Refused  int    `db:"refused"`  // in the last 30 days
}

// Figures are the nation's numbers by province, for the ministry, and the own
// province's for a bureau.
func (d *Desk) Figures(ctx context.Context) ([]ProvinceFigures, error) {
	if d.me.Tier != filing.Ministry && d.me.Tier != filing.Bureau {
		return nil, filing.ErrNotFound
	}
	now := d.s.now()
	return all[ProvinceFigures](ctx, d.s.db, `
		SELECT b.province,
		       coalesce(e.entities, 0) AS entities, coalesce(s.sites, 0) AS sites, coalesce(w.waiting, 0) AS waiting,
		       coalesce(w.overdue, 0) AS overdue, coalesce(x.approved, 0) AS approved, coalesce(x.refused, 0) AS refused
		FROM bureau b
		LEFT JOIN (SELECT province, count(*) AS entities FROM entity WHERE cancelled_at IS NULL GROUP BY province) e USING (province)
		LEFT JOIN (SELECT e.province, count(*) AS sites FROM site s JOIN entity e ON e.id = s.entity_id
		           WHERE s.cancelled_at IS NULL AND e.cancelled_at IS NULL GROUP BY e.province) s USING (province)
		LEFT JOIN (SELECT province, count(*) AS waiting, count(*) FILTER (WHERE due_on < @today) AS overdue
		           FROM filing WHERE state = 'bureau_review' GROUP BY province) w USING (province)
		LEFT JOIN (SELECT province, count(*) FILTER (WHERE state = 'approved') AS approved, count(*) FILTER (WHERE state = 'refused') AS refused
		           FROM filing WHERE decided_at >= @since AND state IN ('approved', 'refused') GROUP BY province) x USING (province)
		WHERE @all OR b.province = @my_province
		ORDER BY b.province`,
		d.args(pgx.NamedArgs{"today": calendar.DateOf(now), "since": now.AddDate(0, 0, -30), "all": d.me.Tier == filing.Ministry}))
}

// StateFigures are how many filings stand in each state, in the actor's sight.
func (d *Desk) StateFigures(ctx context.Context) (map[filing.State]int, error) {
	rows, err := d.s.db.Query(ctx, `SELECT f.state, count(*) FROM filing f WHERE `+d.scope()+` GROUP BY f.state`, d.args(pgx.NamedArgs{}))
	if err != nil {
		return nil, err
	}
	counts := map[filing.State]int{}
	var state filing.State
	var n int
	_, err = pgx.ForEachRow(rows, []any{&state, &n}, func() error {
		counts[state] = n
		return nil
	})
	return counts, err
}

// ChannelFigures are how many filings came by each way in: the ministry's navigation, a bureau's, the provider's own
// page, in the actor's sight.
func (d *Desk) ChannelFigures(ctx context.Context) (map[string]int, error) {
	rows, err := d.s.db.Query(ctx, `SELECT f.channel, count(*) FROM filing f WHERE `+d.scope()+` GROUP BY f.channel`, d.args(pgx.NamedArgs{}))
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	var channel string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&channel, &n}, func() error {
		counts[channel] = n
		return nil
	})
	return counts, err
}
