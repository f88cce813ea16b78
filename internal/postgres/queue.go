package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/name"
)

// Search narrows a work list. The zero value of each asks for nothing.
type Search struct {
	View     View
	Text     string // receipt, domain, or part of the unit's or the site's name
	Kind     filing.Kind
	State    filing.State
	Nature   filing.Nature
	Province string // of residence
	Waited   int    // working days in its state, at least
	After    Cursor
	Newest   bool // newest first instead of the most urgent first
	Limit    int
}

// Cursor is the place in a list after which it goes on.
type Cursor struct {
	Due calendar.Date
	At  time.Time
	ID  int64
}

// Zero reports whether the list begins.
func (c Cursor) Zero() bool { return c.ID == 0 }

// Narrowed reports whether anything beside the view is asked for.
func (s Search) Narrowed() bool {
	return s.Text != "" || s.Kind != 0 || s.State != "" || s.Nature != 0 || s.Province != "" || s.Waited > 0
}

// Queue lists filings of a view, the most urgent first: by due date at the
// bureau, by time of arrival elsewhere. Pages follow by keyset: each state of the
// view is one walk along its index that ends with the page.
func (d *Desk) Queue(ctx context.Context, s Search) ([]Filing, error) {
	return all[Filing](ctx, d.s.db, d.queueSQL(s), d.searchArgs(s))
}

// queueSQL names the limit as a number: the planner must know that a page is short.
func (d *Desk) queueSQL(s Search) string {
	if s.Limit <= 0 || s.Limit > 200 {
		s.Limit = 50
	}
	order, after := d.order(s)
	if s.After.Zero() {
		after = `true`
	}
	var walks []string
	for _, where := range d.walks(s) {
		walks = append(walks, fmt.Sprintf(`(SELECT f.id FROM filing f WHERE %s AND (%s) ORDER BY %s LIMIT %d)`, where, after, order, s.Limit))
	}
	return fmt.Sprintf(`SELECT %s FROM %s WHERE f.id IN (%s) ORDER BY %s LIMIT %d`,
		filingColumns, filingFrom, strings.Join(walks, " UNION ALL "), order, s.Limit)
}

// order is the order of a list and what lies behind its cursor. What has ended is in the order in which it did.
func (d *Desk) order(s Search) (order, after string) {
	provider, bureau := d.me.Tier == filing.Provider, d.me.Tier == filing.Bureau
	switch {
	case s.View == ViewEnded && (provider || bureau) || s.View == ViewAll && bureau:
		return `f.entered_at DESC, f.id DESC`, `(f.entered_at, f.id) < (@after_at, @after_id)`
	case s.View == ViewEnded || s.View == ViewAll || s.Newest && !provider && !bureau:
		return `f.id DESC`, `f.id < @after_id`
	case s.Newest && bureau && s.View != ViewOpen:
		return `f.due_on DESC, f.id DESC`, `(f.due_on, f.id) < (@after_due, @after_id)`
	case s.Newest:
		return `f.entered_at DESC, f.id DESC`, `(f.entered_at, f.id) < (@after_at, @after_id)`
	case bureau && s.View != ViewOpen:
		return `f.due_on, f.id`, `(f.due_on, f.id) > (@after_due, @after_id)`
	}
	return `f.entered_at, f.id`, `(f.entered_at, f.id) > (@after_at, @after_id)`
}

// walks are the predicates of a list, one for each part that an index holds in the
// list's order: no index holds two states in work in one order, and one holds all that have ended.
func (d *Desk) walks(s Search) []string {
	where := fmt.Sprintf(`(%s) AND (%s)`, d.scope(), s.narrow())
	states, more := s.View.of(d.me.Tier)
	if more != "" {
		where += ` AND (` + more + `)`
	}
	if s.View == ViewAll && d.me.Tier == filing.Bureau {
		states = slices.Concat(inWork, ended)
	}
	if len(states) == 0 {
		return []string{where}
	}
	if d.me.Tier != filing.Provider && d.me.Tier != filing.Bureau {
		return []string{where + ` AND f.state IN (` + quoted(states) + `)`}
	}
	var list []string
	for _, state := range states {
		if !state.Ended() {
			list = append(list, fmt.Sprintf(`f.state = '%s' AND %s`, state, where))
		}
	}
	if slices.ContainsFunc(states, filing.State.Ended) {
		list = append(list, `f.state IN (`+quoted(ended)+`) AND `+where)
	}
	return list
}

// quoted lists states for a statement; they are constants of the code.
func quoted(states []filing.State) string {
	list := make([]string, len(states))
	for i, s := range states {
		list[i] = "'" + string(s) + "'"
	}
	return strings.Join(list, ", ")
}

// narrow is the search's part of a statement. What a text finds is looked up first,
// each way by its own index: receipt, domain, and a part of a name by its pairs of
// characters, because no index finds it by LIKE.
func (s Search) narrow() string {
	where := `true`
	if s.Text != "" {
		found := `SELECT x.id FROM filing x WHERE x.receipt = @text UNION ALL SELECT x.id FROM filing x WHERE x.domains @> ARRAY[lower(@text)]`
		if len(name.Bigrams(s.Text)) > 0 {
			found += ` UNION ALL SELECT x.id FROM filing x WHERE x.name_pairs @> @pairs::integer[] AND (x.unit_name ILIKE @like OR x.site_name ILIKE @like)`
		}
		where += ` AND f.id = ANY(ARRAY(` + found + `))`
	}
	for _, one := range []struct {
		asked bool
		sql   string
	}{{s.Kind != 0, `f.kind = @kind`}, {s.State != "", `f.state = @state`}, {s.Nature != 0, `f.nature = @nature`},
		{s.Province != "", `f.province = @province`}, {s.Waited > 0, `f.entered_at < @since`}} {
		if one.asked {
			where += ` AND ` + one.sql
		}
	}
	return where
}

func (d *Desk) searchArgs(s Search) pgx.NamedArgs {
	return d.queueArgs(pgx.NamedArgs{"text": s.Text, "like": "%" + escapeLike(s.Text) + "%", "pairs": orNone(name.Bigrams(s.Text)),
		"kind": s.Kind, "state": s.State, "nature": s.Nature, "province": s.Province, "since": d.before(d.s.Days().WorkdaysGone, max(s.Waited, 1)),
		"after_due": s.After.Due, "after_at": s.After.At, "after_id": s.After.ID})
}

// before is the moment before which whatever arrived has counted to n by today: the end of the last day for which that is
// true.
func (d *Desk) before(count func(since, today calendar.Date) int, n int) time.Time {
	today := calendar.DateOf(d.s.now())
	day := today
	for count(day, today) < n {
		day = day.AddDays(-1)
	}
	return day.AddDays(1).Time()
}

// startWithin is the provider's promise to owners: work on a case begins within so
// many working days (3 个工作日内开始核验).
const startWithin = 3

// dueSoon is how many working days ahead a case counts as due soon.
const dueSoon = 3

func (d *Desk) queueArgs(more pgx.NamedArgs) pgx.NamedArgs {
	today := calendar.DateOf(d.s.now())
	soon, _ := d.s.Days().AddWorkdays(today, dueSoon)
	more["today"], more["soon"], more["promised"] = today, soon, d.before(d.s.Days().WorkdaysBetween, startWithin)
	return d.args(more)
}
