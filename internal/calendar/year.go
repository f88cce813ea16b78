package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind says what sort of day a day is.
type Kind uint8

const (
	Workday Kind = iota // an ordinary day from Monday to Friday
	Weekend             // an ordinary Saturday or Sunday
	Holiday             // 休: free by the notice, whatever day of the week
	MakeUp              // 班: a Saturday or Sunday worked by the notice in exchange for a holiday (调休)
)

// Works reports whether a day of this kind counts as a working day.
func (k Kind) Works() bool { return k == Workday || k == MakeUp }

// Day is one day with its kind. Note is what the notice calls it ("春节"), and may be empty.
type Day struct {
	Date Date
	Kind Kind
	Note string
}

// String writes the day as a line that ParseYear reads: "2026-02-14 班 春节".
// It means something for holidays and make-up days only.
func (d Day) String() string {
	mark := "休"
	if d.Kind == MakeUp {
		mark = "班"
	}
	return strings.TrimSpace(d.Date.String() + " " + mark + " " + d.Note)
}

// Year is one year's notice: the holidays and make-up days it names, in order. Make it with NewYear or ParseYear.
type Year struct {
	number int
	days   []Day
}

// Number is the year the notice is for.
func (y Year) Number() int { return y.number }

// Days lists what the notice names, in order.
func (y Year) Days() []Day { return slices.Clone(y.days) }

// String writes the notice as lines that ParseYear reads.
func (y Year) String() string {
	var out strings.Builder
	for _, d := range y.days {
		fmt.Fprintln(&out, d)
	}
	return out.String()
}

// Problem says what is wrong with a day of a notice.
type Problem uint8

const (
	BadDate       Problem = iota + 1 // not a day written as 2006-01-02
	BadKind                          // neither 休 nor 班
	OtherYear                        // in another year than the notice's, last December aside
	Twice                            // the day is named before
	WorkedAnyway                     // a make-up day that is no Saturday or Sunday
	NothingListed                    // the notice names no day at all
)

func (p Problem) String() string {
	return [...]string{"fine", "bad date", "bad kind", "other year", "named twice", "worked anyway", "nothing listed"}[p]
}

// DayError says which day of a notice has which problem.
type DayError struct {
	Date    Date
	Problem Problem
}

func (e *DayError) Error() string {
	return fmt.Sprintf("calendar: %v: %v", e.Date, e.Problem)
}

// NewYear makes the notice of a year from the holidays and make-up days it names, in any order; days of
// other kinds are left out. Days of the December before may be among them, because new year's holiday
// sometimes begins there. The error is a *DayError for the first day that does not fit.
func NewYear(number int, days []Day) (Year, error) {
	y := Year{number: number}
	for _, d := range days {
		if d.Kind != Holiday && d.Kind != MakeUp {
			continue
		}
		if problem := y.add(d); problem != 0 {
			return Year{}, &DayError{d.Date, problem}
		}
	}
	if len(y.days) == 0 {
		return Year{}, &DayError{Problem: NothingListed}
	}
	return y, nil
}

// add puts a day in its place, or says why it does not fit.
func (y *Year) add(d Day) Problem {
	lastDecember := d.Date.Year == y.number-1 && d.Date.Month == time.December
	if d.Date.Year != y.number && !lastDecember {
		return OtherYear
	}
	if d.Kind == MakeUp && !isWeekend(d.Date) {
		return WorkedAnyway
	}
	at, found := slices.BinarySearchFunc(y.days, d.Date, func(a Day, date Date) int { return a.Date.Compare(date) })
	if found {
		return Twice
	}
	y.days = slices.Insert(y.days, at, d)
	return 0
}

func isWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
