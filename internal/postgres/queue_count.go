package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// Counted is how many filings a view holds, counted to a limit: More says that
// there are further ones.
type Counted struct {
	N    int
	More bool
}

const countLimit = 1000

// Counts counts the views of the actor's tier.
func (d *Desk) Counts(ctx context.Context) (map[View]Counted, error) {
	counts := map[View]Counted{}
	for _, v := range Views(d.me.Tier) {
		n, err := d.Count(ctx, Search{View: v})
		if err != nil {
			return nil, err
		}
		counts[v] = n
	}
	return counts, nil
}

// Count counts what a search finds; where its page lies in the list does not matter.
func (d *Desk) Count(ctx context.Context, s Search) (Counted, error) {
	var n int
	err := d.s.db.QueryRow(ctx, d.countSQL(s), d.searchArgs(s)).Scan(&n)
	return Counted{min(n, countLimit), n > countLimit}, err
}

// countSQL counts in the order of the list, so that it walks the list's index: without an order the planner reads the
// case book from its beginning until it has found enough.
func (d *Desk) countSQL(s Search) string {
	var walks []string
	order, _ := d.order(s)
	for _, where := range d.walks(s) {
		walks = append(walks, fmt.Sprintf(`(SELECT 1 FROM filing f WHERE %s ORDER BY %s LIMIT %d)`, where, order, countLimit+1))
	}
	return fmt.Sprintf(`SELECT count(*) FROM (%s) AS counted`, strings.Join(walks, " UNION ALL "))
}

// NextCase claims the most urgent waiting case that this member of staff can
// decide and gives it: whoever was the first of two cannot be the second. What the
// bureau has sent back goes before what has just come in, because its owner has
// waited longest. ErrNotFound when nothing waits. Two colleagues who ask at once
// get two cases.
func (d *Desk) NextCase(ctx context.Context) (Filing, error) {
	var out Outcome
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		f, err := d.nextWaiting(ctx, tx)
		if err != nil {
			return err
		}
		facts, err := d.facts(ctx, tx, f)
		if err != nil {
			return err
		}
		out, err = d.take(ctx, tx, f, facts, Move{Action: filing.Claim})
		return err
	})
	return out.Filing, err
}

// nextWaiting locks the first case of the first walk that has one which no
// colleague is just claiming.
func (d *Desk) nextWaiting(ctx context.Context, tx pgx.Tx) (f Filing, err error) {
	order := `f.entered_at, f.id`
	if d.me.Tier == filing.Bureau {
		order = `f.due_on, f.id`
	}
	for _, where := range d.walks(Search{View: ViewWaiting}) {
		f, err = one[Filing](ctx, tx, fmt.Sprintf(`SELECT %s FROM %s WHERE %s
			AND f.first_approved_by IS DISTINCT FROM @me AND f.verified_by IS DISTINCT FROM @me
			ORDER BY %s LIMIT 1 FOR UPDATE OF f SKIP LOCKED`, filingColumns, filingFrom, where, order), d.searchArgs(Search{}))
		if !errors.Is(err, filing.ErrNotFound) {
			break
		}
	}
	return f, err
}

// DaysLeft is the number of working days to a due date, negative when overdue.
func (d *Desk) DaysLeft(due calendar.Date) int {
	return d.s.Days().WorkdaysBetween(calendar.DateOf(d.s.now()), due)
}

// Waited is the number of whole working days since a day.
func (d *Desk) Waited(since calendar.Date) int {
	return d.s.Days().WorkdaysGone(since, calendar.DateOf(d.s.now()))
}

// Now is the clock the desk goes by.
func (d *Desk) Now() time.Time { return d.s.now() }

// DueDay is how many filings a legal date falls on.
type DueDay struct {
	Day calendar.Date `db:"day"`
	N   int           `db:"n"`
}

// DueDays counts the filings at the actor's bureau whose legal date is one of the next
// days working days, today among them; days without any are there with 0.
func (d *Desk) DueDays(ctx context.Context, days int) ([]DueDay, error) {
	if d.me.Tier != filing.Bureau {
		return nil, filing.ErrNotFound
	}
	var list []DueDay
	for day := calendar.DateOf(d.s.now()); len(list) < days; day = day.AddDays(1) {
		if d.s.Days().IsWorkday(day) {
			list = append(list, DueDay{Day: day})
		}
	}
	counted, err := all[DueDay](ctx, d.s.db, `
		SELECT day, sum(n)::bigint AS n FROM figure_now
		WHERE what = 'due' AND day BETWEEN @first AND @last AND province = @my_province GROUP BY day HAVING sum(n) <> 0`,
		d.args(pgx.NamedArgs{"first": list[0].Day, "last": list[days-1].Day}))
	for i := range list {
		for _, c := range counted {
			if c.Day == list[i].Day {
				list[i].N = c.N
			}
		}
	}
	return list, err
}
