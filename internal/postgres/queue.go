package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// View is one work list of a desk.
type View string

// The views. Which of them a tier has stands in Views.
const (
	ViewWaiting  View = "waiting"  // 待领取
	ViewMine     View = "mine"     // 我的
	ViewReturned View = "returned" // provider: 管局退回
	ViewOwner    View = "owner"    // provider: 等待主办者补正
	ViewSMS      View = "sms"      // provider: 待短信核验
	ViewBureau   View = "bureau"   // provider: 在管局审核
	ViewDue      View = "due"      // bureau: 即将到期, three working days or less
	ViewOverdue  View = "overdue"  // bureau: 已超期
	ViewSecond   View = "second"   // bureau: 待复审
	ViewOpen     View = "open"     // everything in work
	ViewEnded    View = "ended"    // 已办结
	ViewAll      View = "all"      // a search over all of them; no tab
)

// Views lists the views of a tier, in the order of its tabs.
func Views(t filing.Tier) []View {
	switch t {
	case filing.Provider:
		return []View{ViewWaiting, ViewMine, ViewReturned, ViewOwner, ViewSMS, ViewBureau, ViewEnded}
	case filing.Bureau:
		return []View{ViewWaiting, ViewMine, ViewDue, ViewOverdue, ViewSecond, ViewOpen, ViewEnded}
	case filing.Registrant:
		return []View{ViewOpen, ViewEnded}
	default:
		return []View{ViewOpen, ViewEnded}
	}
}

// predicate is the view's part of a statement, for a tier: what waits for a
// provider is not what waits for a bureau.
func (v View) predicate(t filing.Tier) string {
	const waiting = `(f.claimed_by IS NULL OR f.claimed_until <= @now)`
	switch v {
	case ViewWaiting:
		if t == filing.Provider {
			return `f.state = 'provider_review' AND ` + waiting
		}
		return `f.state = 'bureau_review' AND ` + waiting
	case ViewMine:
		return `f.claimed_by = @me`
	case ViewReturned:
		return `f.state = 'returned_to_provider'`
	case ViewOwner:
		return `f.state IN ('returned_to_registrant', 'owner_signature')`
	case ViewSMS:
		return `f.state = 'sms_verification'`
	case ViewBureau:
		return `f.state = 'bureau_review'`
	case ViewDue:
		return `f.state = 'bureau_review' AND f.due_on BETWEEN @today AND @soon`
	case ViewOverdue:
		return `f.state = 'bureau_review' AND f.due_on < @today`
	case ViewSecond:
		return `f.state = 'bureau_review' AND f.first_approved_by IS NOT NULL`
	case ViewAll:
		return `true`
	case ViewEnded:
		return `f.state IN ('approved', 'refused', 'withdrawn')`
	default:
		return `f.state NOT IN ('approved', 'refused', 'withdrawn')`
	}
}

// Search narrows a work list.
type Search struct {
	View   View
	Text   string // receipt, unit, site or domain
	Kind   filing.Kind
	State  filing.State
	After  Cursor
	Newest bool // newest first instead of the most urgent first
	Limit  int
}

// Cursor is the place in a list after which it goes on.
type Cursor struct {
	Due calendar.Date
	At  time.Time
	ID  int64
}

// Zero reports whether the list begins.
func (c Cursor) Zero() bool { return c.ID == 0 }

// Queue lists filings of a view, the most urgent first: by due date at the
// bureau, by time of arrival elsewhere. Pages follow by keyset.
func (d *Desk) Queue(ctx context.Context, s Search) ([]Filing, error) {
	if s.Limit <= 0 || s.Limit > 200 {
		s.Limit = 50
	}
	order, after := `f.entered_at, f.id`, `(f.entered_at, f.id) > (@after_at, @after_id)`
	switch {
	case s.Newest || s.View == ViewEnded || s.View == ViewAll:
		order, after = `f.id DESC`, `f.id < @after_id`
	case d.me.Tier == filing.Bureau && s.View != ViewOpen:
		order, after = `f.due_on, f.id`, `(f.due_on, f.id) > (@after_due, @after_id)`
	}
	if s.After.Zero() {
		after = `true`
	}
	sql := fmt.Sprintf(`SELECT %s FROM %s WHERE (%s) AND (%s) AND (%s) AND (%s) ORDER BY %s LIMIT @limit`,
		filingColumns, filingFrom, d.scope(), s.View.predicate(d.me.Tier), s.narrow(), after, order)
	return all[Filing](ctx, d.s.db, sql, d.queueArgs(pgx.NamedArgs{"limit": s.Limit, "text": s.Text, "like": "%" + escapeLike(s.Text) + "%",
		"kind": s.Kind, "state": s.State, "after_due": s.After.Due, "after_at": s.After.At, "after_id": s.After.ID}))
}

func (s Search) narrow() string {
	where := `true`
	if s.Text != "" {
		where += ` AND (f.receipt = @text OR f.unit_name LIKE @like OR f.site_name LIKE @like OR @text = ANY(f.domains))`
	}
	if s.Kind != 0 {
		where += ` AND f.kind = @kind`
	}
	if s.State != "" {
		where += ` AND f.state = @state`
	}
	return where
}

// dueSoon is how many working days ahead a case counts as due soon.
const dueSoon = 3

func (d *Desk) queueArgs(more pgx.NamedArgs) pgx.NamedArgs {
	today := calendar.DateOf(d.s.now())
	soon, _ := d.s.Calendar.AddWorkdays(today, dueSoon)
	more["today"], more["soon"] = today, soon
	return d.args(more)
}

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
		var n int
		err := d.s.db.QueryRow(ctx, fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM filing f WHERE (%s) AND (%s) LIMIT %d) AS counted`,
			d.scope(), v.predicate(d.me.Tier), countLimit+1), d.queueArgs(pgx.NamedArgs{})).Scan(&n)
		if err != nil {
			return nil, err
		}
		counts[v] = Counted{min(n, countLimit), n > countLimit}
	}
	return counts, nil
}

// NextCase claims the most urgent waiting case that this member of staff can
// decide and gives it: whoever gave the first of two approvals cannot give the
// last. ErrNotFound when nothing waits. Two colleagues who ask at once get two cases.
func (d *Desk) NextCase(ctx context.Context) (Filing, error) {
	order := `f.entered_at, f.id`
	if d.me.Tier == filing.Bureau {
		order = `f.due_on, f.id`
	}
	var out Outcome
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		f, err := one[Filing](ctx, tx, fmt.Sprintf(`SELECT %s FROM %s WHERE (%s) AND (%s)
			AND f.first_approved_by IS DISTINCT FROM @me ORDER BY %s LIMIT 1 FOR UPDATE OF f SKIP LOCKED`,
			filingColumns, filingFrom, d.scope(), ViewWaiting.predicate(d.me.Tier), order), d.queueArgs(pgx.NamedArgs{}))
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

// DaysLeft is the number of working days to a due date, negative when overdue.
func (d *Desk) DaysLeft(due calendar.Date) int {
	return d.s.Calendar.WorkdaysBetween(calendar.DateOf(d.s.now()), due)
}

// Now is the clock the desk goes by.
func (d *Desk) Now() time.Time { return d.s.now() }

// DueDay is how many filings a legal date falls on.
type DueDay struct {
	Day calendar.Date `db:"day"`
	N   int           `db:"n"`
}

// DueDays counts the filings at the bureau whose legal date is one of the next
// days working days, today among them; days without any are there with 0.
func (d *Desk) DueDays(ctx context.Context, days int) ([]DueDay, error) {
	var list []DueDay
	for day := calendar.DateOf(d.s.now()); len(list) < days; day = day.AddDays(1) {
		if d.s.Calendar.IsWorkday(day) {
			list = append(list, DueDay{Day: day})
		}
	}
	counted, err := all[DueDay](ctx, d.s.db, `
		SELECT f.due_on AS day, count(*) AS n FROM filing f
		WHERE (`+d.scope()+`) AND f.state = 'bureau_review' AND f.due_on BETWEEN @first AND @last GROUP BY f.due_on`,
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
