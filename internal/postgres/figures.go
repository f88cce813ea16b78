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

	Came          int `db:"came"`           // into the bureau's hands in the last seven days
	Went          int `db:"went"`           // out of them in the last seven days
	LatelyOverdue int `db:"lately_overdue"` // of the overdue, those that became so in the last seven days
	ApprovedThen  int `db:"approved_then"`  // in the 30 days up to a week ago
	RefusedThen   int `db:"refused_then"`   // in the 30 days up to a week ago
}

// figuresSQL sums the kept figures by province. Each sort is asked for by its own stretch of the index.
const figuresSQL = `
	SELECT b.province,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'entity'), 0)::bigint AS entities,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'site'), 0)::bigint AS sites,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'state' AND f.code = 'bureau_review'), 0)::bigint AS waiting,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'due'), 0)::bigint AS overdue,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'due' AND f.day >= @week), 0)::bigint AS lately_overdue,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'approved' AND f.day > @since), 0)::bigint AS approved,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'refused' AND f.day > @since), 0)::bigint AS refused,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'approved' AND f.day <= @week), 0)::bigint AS approved_then,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided' AND f.code = 'refused' AND f.day <= @week), 0)::bigint AS refused_then,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'moved' AND f.code = 'in'), 0)::bigint AS came,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'moved' AND f.code = 'out'), 0)::bigint AS went
	FROM bureau b LEFT JOIN (
		SELECT what, day, province, code, n FROM figure_now WHERE what IN ('entity', 'site', 'state') AND day = '1970-01-01'
		UNION ALL SELECT what, day, province, code, n FROM figure_now WHERE what = 'due' AND day < @today
		UNION ALL SELECT what, day, province, code, n FROM figure_now WHERE what = 'decided' AND day > @before
		UNION ALL SELECT what, day, province, code, n FROM figure_now WHERE what = 'moved' AND day > @week) f ON f.province = b.province
	WHERE @all OR b.province = @my_province
	GROUP BY b.province ORDER BY b.province`

// Figures are the nation's numbers by province, for the ministry, and the own
// province's for a bureau.
func (d *Desk) Figures(ctx context.Context) ([]ProvinceFigures, error) {
	if d.me.Tier != filing.Ministry && d.me.Tier != filing.Bureau {
		return nil, filing.ErrNotFound
	}
	today := calendar.DateOf(d.s.now())
	return all[ProvinceFigures](ctx, d.s.db, figuresSQL, d.args(pgx.NamedArgs{"today": today, "week": today.AddDays(-7),
		"since": today.AddDays(-30), "before": today.AddDays(-37), "all": d.me.Tier == filing.Ministry}))
}

const talliesSQL = `
	SELECT what, code, sum(n)::bigint AS n FROM figure_now
	WHERE what IN ('state', 'kind', 'nature', 'channel') AND day = '1970-01-01' AND (@province = '' OR province = @province)
	GROUP BY what, code HAVING sum(n) <> 0`

// tallies sums the figures of filings that have no day by code, in a province or in all of them.
func (d *Desk) tallies(ctx context.Context, province string) (map[string]map[string]int, error) {
	rows, err := all[struct {
		What string `db:"what"`
		Code string `db:"code"`
		N    int    `db:"n"`
	}](ctx, d.s.db, talliesSQL, pgx.NamedArgs{"province": province})
	counts := map[string]map[string]int{"state": {}, "kind": {}, "nature": {}, "channel": {}}
	for _, r := range rows {
		counts[r.What][r.Code] = r.N
	}
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
	Approved int    `db:"approved"` // like the next ones, over the months of paces
	Refused  int    `db:"refused"`
	SentBack int    `db:"sent_back"`
	Answers  int    `db:"answers"` // of bureaus: those three
}

// Breakdown is a province, or the nation, by everything the ministry asks.
type Breakdown struct {
	States    map[string]int
	Kinds     map[string]int // open filings
	Natures   map[string]int // open filings
	Channels  map[string]int
	Weeks     []WeekFigures // oldest first
	Providers []ProviderFigures
	Reasons   map[string]int // for which bureaus sent back, over the months of paces, by code; empty: in own words
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
	tallies, err := d.tallies(ctx, province)
	if err != nil {
		return b, err
	}
	b.States, b.Kinds, b.Natures, b.Channels = tallies["state"], tallies["kind"], tallies["nature"], tallies["channel"]
	today := calendar.DateOf(d.s.now())
	args := pgx.NamedArgs{"province": province, "today": today, "first": today.AddDays(-7*weeks + 1), "month": paceSince(today)}
	if b.Weeks, err = all[WeekFigures](ctx, d.s.db, weeksSQL, args); err != nil {
		return b, err
	}
	if b.Providers, err = all[ProviderFigures](ctx, d.s.db, providersSQL, args); err != nil {
		return b, err
	}
	b.Reasons, err = d.returnReasons(ctx, args)
	return b, err
}

const weeksSQL = `
	SELECT w.ends::date AS ends, coalesce(sum(f.n) FILTER (WHERE f.what = 'submitted'), 0)::bigint AS submitted,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'decided'), 0)::bigint AS decided
	FROM generate_series(@first::date + 6, @today::date, interval '7 days') AS w(ends)
	LEFT JOIN (
		SELECT what, @today::date - (@today::date - day) / 7 * 7 AS ends, sum(n) AS n FROM figure_now
		WHERE what IN ('submitted', 'decided') AND day BETWEEN @first AND @today AND code <> 'withdrawn' AND (@province = '' OR province = @province)
		GROUP BY 1, 2) f ON f.ends = w.ends::date
	GROUP BY w.ends ORDER BY w.ends`

const providersSQL = `
	SELECT p.id, p.name,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'access'), 0)::bigint AS accesses,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'state' AND f.code NOT IN ('draft', 'approved', 'refused', 'withdrawn')), 0)::bigint AS open,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'state' AND f.code = 'returned_to_provider'), 0)::bigint AS returned,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'answer' AND f.code = 'approved'), 0)::bigint AS approved,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'answer' AND f.code = 'refused'), 0)::bigint AS refused,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'answer' AND f.code = 'returned_to_provider'), 0)::bigint AS sent_back,
	       coalesce(sum(f.n) FILTER (WHERE f.what = 'answer'), 0)::bigint AS answers
	FROM (
		SELECT * FROM provider_figure_now WHERE province = coalesce(nullif(@province, ''), 'all') AND what IN ('access', 'state') AND day = '1970-01-01'
		UNION ALL SELECT * FROM provider_figure_now WHERE province = coalesce(nullif(@province, ''), 'all') AND what = 'answer' AND day >= @month) f
	JOIN provider p ON p.id = f.provider_id
	GROUP BY p.id, p.name ORDER BY open DESC, accesses DESC, p.id LIMIT 50`

const reasonsSQL = `
	SELECT code, sum(n)::bigint AS n FROM figure_now
	WHERE what = 'reason' AND day >= @month AND (@province = '' OR province = @province) GROUP BY code HAVING sum(n) <> 0`

func (d *Desk) returnReasons(ctx context.Context, args pgx.NamedArgs) (map[string]int, error) {
	rows, err := all[struct {
		Code string `db:"code"`
		N    int    `db:"n"`
	}](ctx, d.s.db, reasonsSQL, args)
	reasons := map[string]int{}
	for _, r := range rows {
		reasons[r.Code] = r.N
	}
	return reasons, err
}

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
