package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// DeskFigures are a provider's own figures over the last days.
type DeskFigures struct {
	Days    []DayDone      // oldest first, days without any too
	Ages    []int          // by working days waited: 0, 1, 2 … the last one and more
	Reasons map[string]int // by code of the catalogue
	Own     map[string]int // by name of the provider's own template
	Rounds  []int          // filings sent on, by the times they were returned before: 0, 1, 2 … the last one and more
}

// DayDone is what verifiers did on one day.
type DayDone struct {
	Day                 calendar.Date
	Forwarded, Returned int
}

const (
	figureDays    = 30
	figureAges    = 11
	figureRounds  = 5
	figureReturns = 1000 // returns whose reasons are read, newest first
)

// DeskFigures counts throughput, age, reasons and rounds of the actor's provider;
// nothing for anybody else.
func (d *Desk) DeskFigures(ctx context.Context) (DeskFigures, error) {
	f := DeskFigures{Ages: make([]int, figureAges), Rounds: make([]int, figureRounds), Reasons: map[string]int{}, Own: map[string]int{}}
	if d.me.Tier != filing.Provider {
		return DeskFigures{}, nil
	}
	for _, count := range []func(context.Context, *DeskFigures) error{d.countDays, d.countAges, d.countReasons, d.countRounds} {
		if err := count(ctx, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (d *Desk) figuresSince() time.Time {
	return calendar.DateOf(d.s.now()).AddDays(1 - figureDays).Time()
}

func (d *Desk) countDays(ctx context.Context, f *DeskFigures) error {
	type row struct {
		Day    calendar.Date `db:"day"`
		Action filing.Action `db:"action"`
		N      int           `db:"n"`
	}
	rows, err := all[row](ctx, d.s.db, `
		SELECT (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day, e.action, count(*) AS n
		FROM event e JOIN filing f ON f.id = e.filing_id
		WHERE e.tier = 'provider' AND e.action IN ('forward', 'return_to_registrant') AND e.at >= @since AND f.provider_id = @my_provider
		GROUP BY 1, 2`, d.args(pgx.NamedArgs{"since": d.figuresSince()}))
	first := calendar.DateOf(d.figuresSince())
	for i := range figureDays {
		f.Days = append(f.Days, DayDone{Day: first.AddDays(i)})
	}
	for _, r := range rows {
		for i := range f.Days {
			switch {
			case f.Days[i].Day != r.Day:
			case r.Action == filing.Forward:
				f.Days[i].Forwarded = r.N
			default:
				f.Days[i].Returned = r.N
			}
		}
	}
	return err
}

func (d *Desk) countAges(ctx context.Context, f *DeskFigures) error {
	rows, err := all[DueDay](ctx, d.s.db, `
		SELECT (f.entered_at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(*) AS n FROM filing f
		WHERE f.provider_id = @my_provider AND f.state IN ('provider_review', 'returned_to_provider') GROUP BY 1`, d.args(nil))
	for _, r := range rows {
		waited := min(d.Waited(r.Day), figureAges-1)
		f.Ages[waited] += r.N
	}
	return err
}

func (d *Desk) countReasons(ctx context.Context, f *DeskFigures) error {
	rows, err := d.s.db.Query(ctx, `
		SELECT e.detail FROM event e JOIN filing f ON f.id = e.filing_id
		WHERE e.tier = 'provider' AND e.action IN ('forward', 'return_to_registrant') AND e.action = 'return_to_registrant'
		  AND e.at >= @since AND f.provider_id = @my_provider ORDER BY e.at DESC LIMIT @most`,
		d.args(pgx.NamedArgs{"since": d.figuresSince(), "most": figureReturns}))
	if err != nil {
		return err
	}
	details, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return err
	}
	for _, sealed := range details {
		var detail filing.Detail
		if err := d.s.unseal(sealDetail, sealed, &detail); err != nil {
			return err
		}
		for _, k := range detail.Marks {
			if k.Own != "" {
				f.Own[k.Own]++
			} else {
				f.Reasons[k.Reason]++
			}
		}
	}
	return nil
}

func (d *Desk) countRounds(ctx context.Context, f *DeskFigures) error {
	type row struct {
		Rounds int `db:"rounds"`
		N      int `db:"n"`
	}
	rows, err := all[row](ctx, d.s.db, `
		SELECT rounds, count(DISTINCT id) AS n FROM (
			SELECT f.id, least(f.rounds, @most) AS rounds FROM event e JOIN filing f ON f.id = e.filing_id
			WHERE e.tier = 'provider' AND e.action IN ('forward', 'return_to_registrant') AND e.action = 'forward'
			  AND e.at >= @since AND f.provider_id = @my_provider) AS sent
		GROUP BY rounds`, d.args(pgx.NamedArgs{"since": d.figuresSince(), "most": figureRounds - 1}))
	for _, r := range rows {
		f.Rounds[r.Rounds] = r.N
	}
	return err
}
