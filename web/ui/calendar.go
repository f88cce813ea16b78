package ui

import (
	"strconv"
	"time"
)

// DayKind is what a date is in the working calendar.
type DayKind string

// Kinds of a date.
const (
	Workday DayKind = "work"
	Weekend DayKind = "rest"
	Holiday DayKind = "holiday" // 休: a weekday that is free
	MakeUp  DayKind = "makeup"  // 班: a weekend that is worked (调休)
)

var dayWord = map[DayKind]string{Workday: "", Weekend: "", Holiday: "休", MakeUp: "班"}

var dayRead = map[DayKind]string{Workday: "工作日", Weekend: "周末", Holiday: "放假", MakeUp: "调休上班"}

// Day is one date of a calendar.
type Day struct {
	Date  time.Time
	Kind  DayKind
	Note  string // such as 春节
	Count int    // printed below the date when above zero, such as open due dates
	Href  string
	Today bool
}

// Month is one sheet of the calendar.
type Month struct {
	ID, Title string
	Weeks     [][]*Day // Monday first; nil: no such day
}

// NewMonth lays a month out in weeks that begin on Monday; day says what each date is.
func NewMonth(year int, month time.Month, day func(time.Time) Day) Month {
	m := Month{
		ID:    "month-" + strconv.Itoa(year) + "-" + strconv.Itoa(int(month)),
		Title: strconv.Itoa(year) + " 年 " + strconv.Itoa(int(month)) + " 月",
	}
	date := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	week := make([]*Day, 0, 7)
	for range (int(date.Weekday()) + 6) % 7 {
		week = append(week, nil)
	}
	for ; date.Month() == month; date = date.AddDate(0, 0, 1) {
		d := day(date)
		d.Date = date
		if week = append(week, &d); len(week) == 7 {
			m.Weeks, week = append(m.Weeks, week), make([]*Day, 0, 7)
		}
	}
	if len(week) > 0 {
		for len(week) < 7 {
			week = append(week, nil)
		}
		m.Weeks = append(m.Weeks, week)
	}
	return m
}

func (d Day) iso() string { return d.Date.Format(time.DateOnly) }

// exception says whether the date differs from what its weekday says.
func (d Day) exception() bool { return d.Kind == Holiday || d.Kind == MakeUp }
