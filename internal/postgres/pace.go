package postgres

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// Spread counts stays by the whole days they took; the last one holds the longer ones too.
type Spread [61]int

// Stays is how many there were.
func (s *Spread) Stays() (n int) {
	for _, k := range s {
		n += k
	}
	return n
}

// Within is the number of days that a share of the stays, in percent, did not pass; the median at 50.
func (s *Spread) Within(percent int) int {
	need, seen := (s.Stays()*percent+99)/100, 0
	for days, k := range s {
		if seen += k; seen >= need {
			return days
		}
	}
	return len(s) - 1
}

// Pace is how long the filings of one province lay with each holder, and what its bureau answered, over the last months.
type Pace struct {
	Province string
	Held     map[filing.Tier]*Spread
	Approved int
	Refused  int
	Returned int
	Workdays int // of all stays with the bureau together
}

// Answers is how often the bureau gave a filing out of its hands.
func (p Pace) Answers() int { return p.Approved + p.Refused + p.Returned }

// paceMonths is how many months paces look back, the running one among them.
const paceMonths = 3

// paceSince is the first day of the first of those months.
func paceSince(today calendar.Date) calendar.Date {
	first := calendar.Date{Year: today.Year, Month: today.Month, Day: 1}
	for range paceMonths - 1 {
		first = first.AddDays(-1)
		first.Day = 1
	}
	return first
}

const paceSQL = `
	SELECT province, what, code, sum(n)::bigint AS n FROM figure_now
	WHERE what IN ('held', 'answer', 'worked') AND day >= @month AND (@all OR province = @my_province)
	GROUP BY province, what, code HAVING sum(n) > 0 ORDER BY province`

// Paces are the provinces' paces, for the ministry, and the own one for a bureau. A province without any stay is left out.
func (d *Desk) Paces(ctx context.Context) ([]Pace, error) {
	if d.me.Tier != filing.Ministry && d.me.Tier != filing.Bureau {
		return nil, filing.ErrNotFound
	}
	rows, err := all[paceRow](ctx, d.s.db, paceSQL,
		d.args(pgx.NamedArgs{"month": paceSince(calendar.DateOf(d.s.now())), "all": d.me.Tier == filing.Ministry}))
	var list []Pace
	workdays := d.s.countWorkdays(calendar.DateOf(d.s.now()))
	for _, r := range rows {
		if len(list) == 0 || list[len(list)-1].Province != r.Province {
			list = append(list, Pace{Province: r.Province, Held: map[filing.Tier]*Spread{}})
		}
		list[len(list)-1].add(r, workdays)
	}
	return list, err
}

// countWorkdays gives the working days from a day written as text to the given one. Those between two days are the
// difference, which is why the first and the last days of stays can be counted apart.
func (s *Store) countWorkdays(to calendar.Date) func(day string) int {
	known := map[string]int{}
	return func(day string) int {
		n, ok := known[day]
		if !ok {
			from, _ := calendar.ParseDate(day) // the database wrote it
			n = s.Days().WorkdaysBetween(from, to)
			known[day] = n
		}
		return n
	}
}

type paceRow struct {
	Province string `db:"province"`
	What     string `db:"what"`
	Code     string `db:"code"` // holder and days, first or last day, or what the bureau answered
	N        int    `db:"n"`
}

func (p *Pace) add(r paceRow, workdays func(day string) int) {
	name, text, _ := strings.Cut(r.Code, ":")
	switch r.What {
	case "held":
		days, _ := strconv.Atoi(text)
		by := filing.Tier(name)
		if p.Held[by] == nil {
			p.Held[by] = new(Spread)
		}
		p.Held[by][min(max(days, 0), len(Spread{})-1)] += r.N
	case "worked":
		n := workdays(text) * r.N
		if name == "to" {
			n = -n
		}
		p.Workdays += n
	case "answer":
		p.answered(filing.State(r.Code), r.N)
	}
}

func (p *Pace) answered(with filing.State, n int) {
	switch with {
	case filing.Approved:
		p.Approved += n
	case filing.Refused:
		p.Refused += n
	case filing.ReturnedToProvider:
		p.Returned += n
	}
}
