package calendar

import (
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./generate $CHINESEDAYS

//go:embed days.txt
var published string

// Calendar knows the notices of some years. It never changes, so it may be shared.
type Calendar struct {
	years map[int]Year
	days  map[Date]Day
}

// Default is the calendar of the notices for 2004 to 2026.
var Default = sync.OnceValue(func() *Calendar {
	texts := make(map[int]string)
	for line := range strings.Lines(published) {
		number, _ := strconv.Atoi(line[:4])
		texts[number] += line
	}
	var years []Year
	for number, text := range texts {
		y, err := ParseYear(number, text)
		if err != nil {
			panic(err) // the embedded file is ours and tested
		}
		years = append(years, y)
	}
	return New(years...)
})

// New makes a calendar of these notices. Of two for the same year the later argument holds.
func New(years ...Year) *Calendar {
	c := &Calendar{make(map[int]Year), make(map[Date]Day)}
	for _, y := range years {
		c.years[y.number] = y
	}
	for _, number := range c.Years() {
		for _, d := range c.years[number].days {
			c.days[d.Date] = d
		}
	}
	return c
}

// WithYear is this calendar with the notice added, in the place of any other for that year.
func (c *Calendar) WithYear(y Year) *Calendar {
	return New(append(slices.Collect(maps.Values(c.years)), y)...)
}

// Years lists the years whose notices are known, in order.
func (c *Calendar) Years() []int { return slices.Sorted(maps.Keys(c.years)) }

// Published reports whether the year's notice is known. Without it only weekends are free.
func (c *Calendar) Published(year int) bool {
	_, ok := c.years[year]
	return ok
}

// Day says what sort of day d is.
func (c *Calendar) Day(d Date) Day {
	if named, ok := c.days[d]; ok {
		return named
	}
	if isWeekend(d) {
		return Day{Date: d, Kind: Weekend}
	}
	return Day{Date: d, Kind: Workday}
}

// IsWorkday reports whether d is a working day.
func (c *Calendar) IsWorkday(d Date) bool { return c.Day(d).Kind.Works() }

// Days lists every day of a year, for drawing it.
func (c *Calendar) Days(year int) []Day {
	var days []Day
	for d := (Date{year, 1, 1}); d.Year == year; d = d.AddDays(1) {
		days = append(days, c.Day(d))
	}
	return days
}

// AddWorkdays is the n-th working day after from, where from itself never counts: a deadline runs from the
// day after receipt. For n below 1 it is from. It is not sure if the way there leads through a year whose
// notice is not known; the day may then move once the notice comes.
func (c *Calendar) AddWorkdays(from Date, n int) (due Date, sure bool) {
	due, sure = from, true
	for n > 0 {
		due = due.AddDays(1)
		sure = sure && c.Published(due.Year)
		if c.IsWorkday(due) {
			n--
		}
	}
	return due, sure
}

// WorkdaysBetween counts the working days after a up to b, b included; from a later a to an earlier b it
// counts the other way and is negative. From today to the due day that is what is left (剩 n 个工作日),
// or below zero what it is over (超期 n 个工作日).
func (c *Calendar) WorkdaysBetween(a, b Date) int {
	if b.Before(a) {
		return -c.WorkdaysBetween(b, a)
	}
	n := 0
	for d := a; d.Before(b); {
		d = d.AddDays(1)
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

// WorkdaysGone counts the working days gone by since a day: whole ones, neither that day nor today among them (已等待 n 个
// 工作日). What came on Sunday has waited none on Monday, and one on Tuesday.
func (c *Calendar) WorkdaysGone(since, today Date) int {
	return max(c.WorkdaysBetween(since, today.AddDays(-1)), 0)
}
