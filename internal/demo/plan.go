package demo

import (
	"context"
	"time"

	"beian/internal/calendar"
)

// move is one thing somebody does with a filing: how long after the move before,
// at what hours, and what.
type move struct {
	least, most time.Duration // after the move before
	hours       hours
	do          func(f *fill, ctx context.Context, c *matter) error
}

// hours are when somebody acts, in Shanghai.
type hours struct {
	from, to int
	workdays bool
}

var (
	office  = hours{9, 18, true}
	home    = hours{8, 23, false}
	answers = hours{11, 18, true} // on the day the code was sent, with room before it in the same morning
	always  = hours{0, 24, false}
)

// snap is the latest instant not after t at which somebody with these hours acts.
func (h hours) snap(m *maker, days *calendar.Calendar, t time.Time) time.Time {
	local := t.In(calendar.Shanghai)
	day, minute := calendar.DateOf(local), local.Hour()*60+local.Minute()
	if (h.workdays && !days.IsWorkday(day)) || minute < h.from*60 {
		day, minute = day.AddDays(-1), 24*60
		for h.workdays && !days.IsWorkday(day) {
			day = day.AddDays(-1)
		}
	}
	if minute < h.to*60 {
		return t
	}
	return day.Time().Add(time.Duration(h.to)*time.Hour - time.Duration(1+m.IntN(50*60))*time.Second).UTC()
}

// times lays the moves out backwards from the last one.
func (f *fill) times(m *maker, moves []move, end time.Time) []time.Time {
	at := make([]time.Time, len(moves))
	for i := len(moves) - 1; i >= 0; i-- {
		if i < len(moves)-1 {
			next := moves[i+1]
			end = at[i+1].Add(-next.least - time.Duration(m.Float64()*float64(next.most-next.least)))
		}
		at[i] = moves[i].hours.snap(m, f.calendar, end).Truncate(time.Second)
	}
	return at
}
