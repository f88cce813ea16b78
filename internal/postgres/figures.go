package postgres

import (
	"context"
	"strings"

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

// figuresSQL sums the kept figures by province.
const figuresSQL = `
	SELECT b.province,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'entity'), 0)::bigint AS entities,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'site'), 0)::bigint AS sites,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'state' AND f.code = 'bureau_review'), 0)::bigint AS waiting,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'due' AND f.day < @today), 0)::bigint AS overdue,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'approved' AND f.day > @since), 0)::bigint AS approved,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'refused' AND f.day > @since), 0)::bigint AS refused
	FROM bureau b LEFT JOIN figure_now f ON f.province = b.province AND f.what IN ('entity', 'site', 'state', 'due', 'decided')
	WHERE @all OR b.province = @my_province
	GROUP BY b.province ORDER BY b.province`

// Figures are the nation's numbers by province, for the ministry, and the own
// province's for a bureau.
func (d *Desk) Figures(ctx context.Context) ([]ProvinceFigures, error) {
	if d.me.Tier != filing.Ministry && d.me.Tier != filing.Bureau {
		return nil, filing.ErrNotFound
	}
	today := calendar.DateOf(d.s.now())
	return all[ProvinceFigures](ctx, d.s.db, figuresSQL,
		d.args(pgx.NamedArgs{"today": today, "since": today.AddDays(-30), "all": d.me.Tier == filing.Ministry}))
}

// tally sums kept figures of one sort by code, in a province or in all of them; the ministry's.
func (d *Desk) tally(ctx context.Context, what, province string) (map[string]int, error) {
	rows, err := d.s.db.Query(ctx, `
		SELECT code, sum(n)::bigint FROM figure_now WHERE what = @what AND (@province = '' OR province = @province)
		GROUP BY code HAVING sum(n) <> 0`, pgx.NamedArgs{"what": what, "province": province})
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	var code string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&code, &n}, func() error {
		counts[code] = n
		return nil
	})
	return counts, err
}

// StateFigures are how many filings stand in each state, in the actor's sight.
func (d *Desk) StateFigures(ctx context.Context) (map[filing.State]int, error) {
	counts, err := d.sightFigures(ctx, "state", `f.state`)
	states := map[filing.State]int{}
	for code, n := range counts {
		if d.me.Tier != filing.Ministry || filing.State(code) != filing.Draft {
			states[filing.State(code)] = n
		}
	}
	return states, err
}

// ChannelFigures are how many filings came by each way in: the ministry's navigation, a bureau's, the provider's own
// page, in the actor's sight.
func (d *Desk) ChannelFigures(ctx context.Context) (map[string]int, error) {
	return d.sightFigures(ctx, "channel", `f.channel`)
}

// sightFigures are kept figures for the ministry, who sees all, and counted for the few filings of anybody else.
func (d *Desk) sightFigures(ctx context.Context, what, column string) (map[string]int, error) {
	if d.me.Tier == filing.Ministry {
		return d.tally(ctx, what, "")
	}
	rows, err := d.s.db.Query(ctx, `SELECT `+column+`, count(*) FROM filing f WHERE `+d.scope()+` GROUP BY 1`, d.args(pgx.NamedArgs{}))
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	var code string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&code, &n}, func() error {
		counts[code] = n
		return nil
	})
	return counts, err
}

// WeekFigures are what came in and what was decided in the seven days up to a day.
type WeekFigures struct {
	Ends      calendar.Date `db:"ends"`
	Submitted int           `db:"submitted"`
	Decided   int           `db:"decided"`
}

// ProviderFigures are the numbers of one provider.
type ProviderFigures struct {
	ID       int64  `db:"id"`
	Name     string `db:"name"`
	Accesses int    `db:"accesses"`
	Open     int    `db:"open"`
	Returned int    `db:"returned"` // now back from a bureau
	Approved int    `db:"approved"` // in the last 90 days
	Refused  int    `db:"refused"`  // in the last 90 days
	Answers  int    `db:"answers"`  // of bureaus, over the months of paces
	SentBack int    `db:"sent_back"`
}

// Breakdown is a province, or the nation, by everything the ministry asks.
type Breakdown struct {
	States    map[string]int
	Kinds     map[string]int // open filings
	Natures   map[string]int // open filings
	Channels  map[string]int
	Weeks     []WeekFigures // oldest first
	Providers []ProviderFigures
}

// weeks is how far back trends go.
const weeks = 12

// Breakdown are a province's figures in detail; an empty province is the nation. For the ministry, and for a
// bureau of its own province.
func (d *Desk) Breakdown(ctx context.Context, province string) (b Breakdown, err error) {
	own := d.me.Tier == filing.Bureau && d.me.Province == province
	if d.me.Tier != filing.Ministry && !own {
		return b, filing.ErrNotFound
	}
	for what, into := range map[string]*map[string]int{"state": &b.States, "kind": &b.Kinds, "nature": &b.Natures, "channel": &b.Channels} {
		if *into, err = d.tally(ctx, what, province); err != nil {
			return b, err
		}
	}
	today := calendar.DateOf(d.s.now())
	args := pgx.NamedArgs{"province": province, "today": today, "first": today.AddDays(-7*weeks + 1), "since": today.AddDays(-90), "month": paceSince(today)}
	if b.Weeks, err = all[WeekFigures](ctx, d.s.db, weeksSQL, args); err != nil {
		return b, err
	}
	b.Providers, err = all[ProviderFigures](ctx, d.s.db, providersSQL, args)
	return b, err
}

const weeksSQL = `
	SELECT w.ends::date AS ends,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'submitted'), 0)::bigint AS submitted,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code <> 'withdrawn'), 0)::bigint AS decided
	FROM generate_series(@first::date + 6, @today::date, interval '7 days') AS w(ends)
	LEFT JOIN figure_now f ON f.what IN ('submitted', 'decided') AND f.day > w.ends::date - 7 AND f.day <= w.ends::date
	     AND (@province = '' OR f.province = @province)
	GROUP BY w.ends ORDER BY w.ends`

const providersSQL = `
	SELECT p.id, p.name,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'access'), 0)::bigint AS accesses,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'state' AND f.code NOT IN ('draft', 'approved', 'refused', 'withdrawn')), 0)::bigint AS open,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'state' AND f.code = 'returned_to_provider'), 0)::bigint AS returned,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'approved' AND f.day > @since), 0)::bigint AS approved,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'refused' AND f.day > @since), 0)::bigint AS refused,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'answer' AND f.day >= @month), 0)::bigint AS answers,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'answer' AND f.day >= @month AND f.code = 'returned_to_provider'), 0)::bigint AS sent_back
	FROM figure_now f JOIN provider p ON p.id = f.provider_id
	WHERE f.what IN ('access', 'state', 'decided', 'answer') AND (@province = '' OR f.province = @province)
	GROUP BY p.id, p.name ORDER BY open DESC, accesses DESC, p.id LIMIT 50`

// Overdue lists the filings of a province that have passed their legal date, the latest date first to pass. For the
// ministry, and for the province's bureau.
func (d *Desk) Overdue(ctx context.Context, province string, limit int) ([]Filing, error) {
	if d.me.Tier != filing.Ministry && !(d.me.Tier == filing.Bureau && d.me.Province == province) {
		return nil, filing.ErrNotFound
	}
	return all[Filing](ctx, d.s.db, `SELECT `+filingColumns+` FROM `+filingFrom+`
		WHERE f.state = 'bureau_review' AND f.province = @province AND f.due_on < @today ORDER BY f.due_on, f.id LIMIT @limit`,
		pgx.NamedArgs{"province": province, "today": calendar.DateOf(d.s.now()), "limit": limit})
}

// FoldFigures folds what has been added to the figures into them; nothing that is shown changes.
func (s *Store) FoldFigures(ctx context.Context) (int, error) {
	tag, err := s.db.Exec(ctx, `
		WITH gone AS (DELETE FROM figure_delta RETURNING what, province, provider_id, code, day, n)
		INSERT INTO figure (what, province, provider_id, code, day, n)
		SELECT what, province, provider_id, code, day, sum(n) FROM gone GROUP BY what, province, provider_id, code, day
		ON CONFLICT (what, province, provider_id, code, day) DO UPDATE SET n = figure.n + excluded.n`)
	return int(tag.RowsAffected()), err
}

// ReconcileFigures counts everything afresh and puts right what the figures have wrong; 0 is what it finds
// while every write is counted. The counting sees one moment, and so do the figures it is held against.
func (s *Store) ReconcileFigures(ctx context.Context) (wrong int, err error) {
	tag, err := s.db.Exec(ctx, `
		INSERT INTO figure_delta (what, province, provider_id, code, day, n)
		SELECT what, province, provider_id, code, day, sum(n) FROM (
			SELECT what, province, provider_id, code, day, n FROM figure_truth
			UNION ALL SELECT what, province, provider_id, code, day, -n FROM figure_now) AS compared
		GROUP BY what, province, provider_id, code, day HAVING sum(n) <> 0`)
	return int(tag.RowsAffected()), err
}

// FigureQueries are the statements of the pages that show figures, with sample arguments in their places,
// for a test that looks at their plans.
var FigureQueries = map[string]string{
	"by province": sampled(figuresSQL), "weeks": sampled(weeksSQL), "providers": sampled(providersSQL), "paces": sampled(paceSQL),
	"supervised": sampled(supervisedSQL),
}

func sampled(sql string) string {
	return strings.NewReplacer("@today", "DATE '2026-11-20'", "@since", "DATE '2026-10-20'", "@month", "DATE '2026-09-01'", "@first", "DATE '2026-08-29'",
		"@all", "true", "@my_province", "'310000'", "@province", "'310000'", "@provider", "0").Replace(sql)
}
