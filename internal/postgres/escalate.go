package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/region"
)

// stage is one point at which a legal date is spoken of.
type stage struct {
	name  string
	where string // of the filings that have come to it
}

// The stages. Each is told once for every receipt at the bureau, however often the clock ticks.
var stages = []stage{
	{"soon", `f.due_on BETWEEN @today AND @soon`},
	{"breach", `f.due_on < @today`},
	{"late", `f.due_on < @week`},
}

// lateAfter is how many working days past the date the ministry is told again.
const lateAfter = 5

// Escalate tells chiefs and ministry of what comes to its legal date, both and the owners of what has passed
// it, and the ministry again a week later. It counts the filings spoken of.
func (s *Store) Escalate(ctx context.Context) (int, error) {
	n := 0
	var failures error
	for _, p := range region.Provinces() {
		for _, st := range stages {
			told, err := s.escalate(ctx, p, st)
			n += told
			failures = errors.Join(failures, err)
		}
	}
	return n, failures
}

type escalated struct {
	ID      int64         `db:"id"`
	Owner   int64         `db:"owner_id"`
	Kind    filing.Kind   `db:"kind"`
	Receipt string        `db:"receipt"`
	DueOn   calendar.Date `db:"due_on"`
}

func (s *Store) escalate(ctx context.Context, p region.Province, st stage) (n int, err error) {
	today := calendar.DateOf(s.now())
	soon, _ := s.Days().AddWorkdays(today, dueSoon)
	week := today
	for s.Days().WorkdaysBetween(week, today) < lateAfter {
		week = week.AddDays(-1)
	}
	err = s.transact(ctx, func(tx pgx.Tx) error {
		list, err := all[escalated](ctx, tx, `
			WITH told AS (
				INSERT INTO escalation (filing_id, received_at, stage, due_on, at)
				SELECT f.id, f.received_at, @stage, f.due_on, @now FROM filing f
				WHERE f.state = 'bureau_review' AND f.province = @province AND `+st.where+`
				  AND NOT EXISTS (SELECT FROM escalation e WHERE e.filing_id = f.id AND e.received_at = f.received_at AND e.stage = @stage)
				ORDER BY f.due_on LIMIT @most
				ON CONFLICT DO NOTHING RETURNING filing_id)
			SELECT f.id, coalesce(f.owner_id, 0) AS owner_id, f.kind, f.receipt, f.due_on FROM told t JOIN filing f ON f.id = t.filing_id ORDER BY f.due_on, f.id`,
			pgx.NamedArgs{"stage": st.name, "now": s.now(), "province": p.Code, "most": perTick, "today": today, "soon": soon, "week": week})
		if n = len(list); err != nil || n == 0 {
			return err
		}
		return s.tellLate(ctx, tx, p, st.name, list)
	})
	return n, err
}

// tellLate writes to everybody whom a stage concerns.
func (s *Store) tellLate(ctx context.Context, tx pgx.Tx, p region.Province, stage string, list []escalated) error {
	n := len(list)
	queue, nation := s.url("/bureau/queue?view=overdue"), s.url("/ministry/provinces/"+p.ISO)
	chief, overseer := message.Letter{}, message.Letter{}
	switch stage {
	case "soon":
		chief = message.DueSoon(n, list[n-1].DueOn.Time(), s.url("/bureau/queue?view=due"))
		overseer = message.DueSoonAt(p.BureauName(), n, list[n-1].DueOn.Time(), nation)
	case "breach":
		chief, overseer = message.Overdue(n, queue), message.OverdueAt(p.BureauName(), n, false, nation)
	case "late":
		overseer = message.OverdueAt(p.BureauName(), n, true, nation)
	}
	if err := s.sayToStaff(ctx, tx, filing.Bureau, p.Code, filing.Chief, chief); err != nil {
		return err
	}
	if err := s.sayToStaff(ctx, tx, filing.Ministry, "", filing.Overseer, overseer); err != nil {
		return err
	}
	if stage != "breach" {
		return nil
	}
	for _, f := range list {
		if f.Kind.BureauAct() {
			continue // nobody has asked for it
		}
		l := message.Delayed(f.Receipt, p.BureauName(), f.DueOn.Time(), s.url(fmt.Sprintf("/my/filings/%d", f.ID)))
		if err := s.sayToAccount(ctx, tx, f.Owner, f.ID, l); err != nil {
			return err
		}
	}
	return nil
}

// sayToStaff queues a letter to everybody of a role in an organisation; an empty one goes to nobody.
func (s *Store) sayToStaff(ctx context.Context, tx pgx.Tx, tier filing.Tier, province string, role filing.Role, l message.Letter) error {
	if l.Subject == "" {
		return nil
	}
	rows, err := tx.Query(ctx, `
		SELECT id FROM account WHERE tier = $1 AND role = $2 AND coalesce(province, '') = $3 AND disabled_at IS NULL ORDER BY id`, tier, role, province)
	if err != nil {
		return err
	}
	people, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for _, id := range people {
		if err := s.sayToAccount(ctx, tx, id, 0, l); err != nil {
			return err
		}
	}
	return nil
}

// Escalation is one stage that a filing's legal date has come to.
type Escalation struct {
	Stage string        `db:"stage"`
	DueOn calendar.Date `db:"due_on"`
	At    time.Time     `db:"at"`
}

// Escalations lists what was said about a filing's legal dates, oldest first.
func (d *Desk) Escalations(ctx context.Context, id int64) ([]Escalation, error) {
	if _, err := d.Filing(ctx, id); err != nil {
		return nil, err
	}
	return all[Escalation](ctx, d.s.db, `SELECT stage, due_on, at FROM escalation WHERE filing_id = @id ORDER BY at, stage`, pgx.NamedArgs{"id": id})
}
