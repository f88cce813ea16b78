package calendar

import (
	"testing"
	"time"
)

// The notice for 2026, written out as the State Council words it: first and last day of each holiday.
func TestNoticeOf2026(t *testing.T) {
	free := [][2]string{
		{"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"}, {"2026-04-04", "2026-04-06"}, {"2026-05-01", "2026-05-05"},
		{"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"}, {"2026-10-01", "2026-10-07"},
	}
	want := make(map[string]Kind)
	for _, span := range free {
		for d := day(t, span[0]); d.String() <= span[1]; d = d.AddDays(1) {
			want[d.String()] = Holiday
		}
	}
	for _, d := range []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"} {
		want[d] = MakeUp
	}
	days := Default().Days(2026)
	if len(days) != 365 {
		t.Fatalf("the year has %d days", len(days))
	}
	for i, d := range days {
		kind, named := want[d.Date.String()]
		if w := d.Date.Weekday(); !named && (w == time.Saturday || w == time.Sunday) {
			kind = Weekend
		}
		if d.Kind != kind || named != (d.Note != "") || d.Date.Time().YearDay() != i+1 {
			t.Errorf("day %d: got %+v, want kind %d", i+1, d, kind)
		}
	}
}

func TestEveryYearOfTheFile(t *testing.T) {
	years := Default().Years()
	if len(years) != 23 || years[0] != 2004 || years[22] != 2026 {
		t.Fatalf("got %v", years)
	}
	for _, n := range years {
		working := Default().WorkdaysBetween(Date{n - 1, 12, 31}, Date{n, 12, 31})
		// Ten public holidays a year until 2007, eleven from 2008, thirteen from 2025; weekends and the
		// make-up days of neighbouring years move the count a little.
		if working < 246 || working > 254 {
			t.Errorf("%d has %d working days", n, working)
		}
	}
	if Default().Published(2003) || Default().Published(2027) || !Default().Published(2015) {
		t.Error("the wrong years are published")
	}
}

func TestDaysOfAnUnknownYear(t *testing.T) {
	days := Default().Days(2028)
	if len(days) != 366 {
		t.Errorf("got %d days", len(days))
	}
	for _, d := range days {
		if d.Kind != Workday && d.Kind != Weekend {
			t.Errorf("%v has kind %d", d.Date, d.Kind)
		}
	}
}

func TestWithYearReplacesAndLeavesTheOldOne(t *testing.T) {
	y, err := NewYear(2026, []Day{{Date: Date{2026, 7, 1}, Kind: Holiday, Note: "建党节"}})
	if err != nil {
		t.Fatal(err)
	}
	c := Default().WithYear(y)
	if c.IsWorkday(Date{2026, 7, 1}) || !c.IsWorkday(Date{2026, 10, 1}) || c.IsWorkday(Date{2025, 10, 1}) {
		t.Error("the new notice does not stand in the place of the old")
	}
	if !Default().IsWorkday(Date{2026, 7, 1}) || Default().IsWorkday(Date{2026, 10, 1}) {
		t.Error("the calendar it was made from has changed")
	}
	if c := New(); c.IsWorkday(Date{2026, 7, 4}) || !c.IsWorkday(Date{2026, 10, 1}) || c.Published(2026) {
		t.Error("an empty calendar knows more than weekends")
	}
}

// The notice for 2019 made 29 December 2018 a working Saturday; a notice reaches back that far.
func TestNoticeReachesIntoLastDecember(t *testing.T) {
	y, err := ParseYear(2027, "2026-12-27 班\n2026-12-31 休\n2027-01-01 休\n")
	if err != nil {
		t.Fatal(err)
	}
	c := Default().WithYear(y)
	if !c.IsWorkday(Date{2026, 12, 27}) || c.IsWorkday(Date{2026, 12, 31}) || c.IsWorkday(Date{2026, 10, 1}) {
		t.Error("the days of December are lost, or 2026 is")
	}
}

func TestWorkdaysGone(t *testing.T) {
	for _, c := range []struct {
		what         string
		since, today Date
		want         int
	}{
		{"the same day", Date{2026, 11, 30}, Date{2026, 11, 30}, 0},
		{"came on Sunday, seen on Monday", Date{2026, 11, 29}, Date{2026, 11, 30}, 0},
		{"came on Sunday, seen on Tuesday", Date{2026, 11, 29}, Date{2026, 12, 1}, 1},
		{"came on Friday, seen on Saturday", Date{2026, 11, 27}, Date{2026, 11, 28}, 0},
		{"came on Friday, seen on Monday", Date{2026, 11, 27}, Date{2026, 11, 30}, 0},
		{"came on Friday, seen on Tuesday", Date{2026, 11, 27}, Date{2026, 12, 1}, 1},
		{"came on Thursday, seen on Monday", Date{2026, 11, 26}, Date{2026, 11, 30}, 1},
		{"over the National Day holidays", Date{2026, 9, 30}, Date{2026, 10, 8}, 0},
		{"and the day after them", Date{2026, 9, 30}, Date{2026, 10, 9}, 1},
		{"a working Saturday counts", Date{2026, 10, 9}, Date{2026, 10, 11}, 1},
		{"a clock that went back", Date{2026, 12, 2}, Date{2026, 11, 30}, 0},
	} {
		if got := Default().WorkdaysGone(c.since, c.today); got != c.want {
			t.Errorf("%s: %d, want %d", c.what, got, c.want)
		}
	}
}
