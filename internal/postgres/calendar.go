package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// days is the working calendar as this node knows it: the notices the program brings, and over them
// those that the ministry has brought in.
type days struct {
	sync.Mutex
	at  time.Time
	cal *calendar.Calendar
}

// calendarLife is how old a node's calendar may be before it is read again.
const calendarLife = 30 * time.Second

// Days is the working calendar.
func (s *Store) Days() *calendar.Calendar {
	s.days.Lock()
	defer s.days.Unlock()
	if s.days.cal == nil {
		return s.Calendar
	}
	return s.days.cal
}

// KeepCalendar reads the calendar again when it has grown old: another node may have brought in a notice.
func (s *Store) KeepCalendar(ctx context.Context) error {
	s.days.Lock()
	fresh := time.Since(s.days.at) < calendarLife
	s.days.Unlock()
	if fresh {
		return nil
	}
	_, err := s.readCalendar(ctx, s.db)
	return err
}

func (s *Store) readCalendar(ctx context.Context, q DB) (*calendar.Calendar, error) {
	rows, err := all[struct {
		Year int    `db:"year"`
		Days string `db:"days"`
	}](ctx, q, `SELECT DISTINCT ON (year) year, days FROM calendar_notice ORDER BY year, id DESC`, nil)
	if err != nil {
		return nil, err
	}
	cal := s.Calendar
	for _, r := range rows {
		y, err := calendar.ParseYear(r.Year, r.Days)
		if err != nil {
			return nil, err
		}
		cal = cal.WithYear(y)
	}
	s.days.Lock()
	defer s.days.Unlock()
	s.days.cal, s.days.at = cal, time.Now()
	return cal, nil
}

// CalendarNotice is one notice that was brought in.
type CalendarNotice struct {
	Year  int       `db:"year"`
	Days  string    `db:"days"`
	Moved int       `db:"moved"`
	By    string    `db:"by"`
	At    time.Time `db:"at"`
}

// CalendarNotices lists the notices that were brought in, the newest first.
func (d *Desk) CalendarNotices(ctx context.Context) ([]CalendarNotice, error) {
	if d.me.Tier != filing.Ministry {
		return nil, filing.ErrNotFound
	}
	return all[CalendarNotice](ctx, d.s.db, `
		SELECT n.year, n.days, n.moved, a.name AS by, n.at FROM calendar_notice n JOIN account a ON a.id = n.account_id ORDER BY n.id DESC LIMIT 50`, nil)
}

// CalendarEffect is what a notice does to the open filings' legal dates.
type CalendarEffect struct {
	Open, Earlier, Later int // filings at the bureaus; of those the ones whose date moves
	Overdue              int // that would be past their date today and are not now
	Unchanged            bool
}

// Moves is how many dates move.
func (e CalendarEffect) Moves() int { return e.Earlier + e.Later }

// TryCalendar tells what a notice would do; nothing is changed.
func (d *Desk) TryCalendar(ctx context.Context, year int, text string) (CalendarEffect, error) {
	cal, err := d.noticed(year, text)
	if err != nil {
		return CalendarEffect{}, err
	}
	e, _, err := d.effectOf(ctx, d.s.db, cal)
	e.Unchanged = slices.Equal(cal.Days(year), d.s.Days().Days(year))
	return e, err
}

// calendarLock lets one notice be brought in after the other.
const calendarLock = 4202621

// BringCalendar makes a notice hold, and with it recomputes the legal date of every open filing, all at once.
// Only the ministry's administrators may.
func (d *Desk) BringCalendar(ctx context.Context, year int, text string) (CalendarEffect, error) {
	if !d.me.Is(filing.Admin) {
		return CalendarEffect{}, filing.ErrNotFound
	}
	cal, err := d.noticed(year, text)
	if err != nil {
		return CalendarEffect{}, err
	}
	var e CalendarEffect
	err = d.s.transact(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, calendarLock); err != nil {
			return err
		}
		var moves redated
		if e, moves, err = d.effectOf(ctx, tx, cal); err != nil {
			return err
		}
		if err := d.s.redate(ctx, tx, moves); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO calendar_notice (year, days, moved, account_id, at) VALUES (@year, @days, @moved, @me, @now)`,
			d.args(pgx.NamedArgs{"year": year, "days": text, "moved": e.Moves()}))
		return err
	})
	if err == nil {
		_, err = d.s.readCalendar(ctx, d.s.db)
	}
	return e, err
}

// Bounds of a year that a notice may be for.
const (
	firstYear = 2004
	lastYear  = 2100
)

// noticed is the calendar with a notice as it was typed.
func (d *Desk) noticed(year int, text string) (*calendar.Calendar, error) {
	if d.me.Tier != filing.Ministry {
		return nil, filing.ErrNotFound
	}
	if year < firstYear || year > lastYear {
		return nil, filing.Problems{{Path: "year", Flaw: filing.NotListed}}
	}
	y, err := calendar.ParseYear(year, text)
	var wrong calendar.LineErrors
	if errors.As(err, &wrong) {
		var found filing.Problems
		for _, w := range wrong {
			found = append(found, filing.Problem{Path: "holidays", Flaw: filing.DayWrong, Number: w.Line, Text: strings.ReplaceAll(w.Problem.String(), " ", "_")})
		}
		return nil, found
	}
	return d.s.Days().WithYear(y), err
}

// redated are the days of receipt whose filings get another date, and that date.
type redated struct {
	received []calendar.Date
	due      []calendar.Date
}

// receivedOn is the day of receipt in Shanghai.
const receivedOn = `(f.received_at AT TIME ZONE 'Asia/Shanghai')::date`

// effectOf computes by day of receipt: there are few days and may be many filings.
func (d *Desk) effectOf(ctx context.Context, q DB, cal *calendar.Calendar) (e CalendarEffect, moves redated, err error) {
	groups, err := all[struct {
		Day calendar.Date `db:"day"`
		Due calendar.Date `db:"due_on"`
		N   int           `db:"n"`
	}](ctx, q, `SELECT `+receivedOn+` AS day, f.due_on, count(*) AS n FROM filing f WHERE f.state = 'bureau_review' GROUP BY 1, 2`, nil)
	today := calendar.DateOf(d.s.now())
	for _, g := range groups {
		e.Open += g.N
		due, _ := cal.AddWorkdays(g.Day, filing.ReviewWorkdays)
		switch {
		case due == g.Due:
			continue
		case due.Before(g.Due):
			e.Earlier += g.N
		default:
			e.Later += g.N
		}
		if due.Before(today) && !g.Due.Before(today) {
			e.Overdue += g.N
		}
		moves.received, moves.due = append(moves.received, g.Day), append(moves.due, due)
	}
	return e, moves, err
}

func (s *Store) redate(ctx context.Context, tx pgx.Tx, moves redated) error {
	if len(moves.received) == 0 {
		return nil
	}
	received, due := make([]string, len(moves.received)), make([]string, len(moves.due))
	for i := range moves.received {
		received[i], due[i] = moves.received[i].String(), moves.due[i].String()
	}
	_, err := tx.Exec(ctx, `
		UPDATE filing f SET due_on = m.due::date FROM unnest(@received::text[], @due::text[]) AS m(received, due)
		WHERE f.state = 'bureau_review' AND `+receivedOn+` = m.received::date AND f.due_on <> m.due::date`,
		pgx.NamedArgs{"received": received, "due": due})
	return err
}

// RedateStragglers gives a filing that came to a bureau while a notice was brought in the date of the new
// calendar: its own transaction may have read the old one.
func (s *Store) RedateStragglers(ctx context.Context) (int, error) {
	var lately bool
	err := s.db.QueryRow(ctx, `SELECT EXISTS (SELECT FROM calendar_notice WHERE at > $1)`, s.now().Add(-time.Hour)).Scan(&lately)
	if err != nil || !lately {
		return 0, err
	}
	n := 0
	err = s.transact(ctx, func(tx pgx.Tx) error {
		cal, err := s.readCalendar(ctx, tx)
		if err != nil {
			return err
		}
		e, moves, err := s.As(filing.ByClock()).effectOf(ctx, tx, cal)
		if err == nil {
			n, err = e.Moves(), s.redate(ctx, tx, moves)
		}
		return err
	})
	return n, err
}
