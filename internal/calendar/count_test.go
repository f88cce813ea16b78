package calendar

import (
	"testing"
	"time"
)

func day(t testing.TB, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Worked out on paper from the notices for 2025 and 2026.
func TestAddWorkdays(t *testing.T) {
	tests := []struct {
		from string
		n    int
		due  string
	}{
		{"2026-01-30", 20, "2026-03-05"}, // over the spring festival and both its make-up Saturdays
		{"2026-04-29", 20, "2026-05-29"},
		{"2026-09-16", 20, "2026-10-20"}, // over 中秋, 国庆节 and two make-up days
		{"2026-09-24", 20, "2026-10-29"},
		{"2026-11-20", 20, "2026-12-18"},
		{"2026-07-01", 20, "2026-07-29"}, // nothing but weekends in between
		{"2026-02-13", 1, "2026-02-14"},  // Friday to the make-up Saturday
		{"2026-02-14", 1, "2026-02-24"},  // received on the make-up Saturday
		{"2026-02-15", 1, "2026-02-24"},  // received on the first day of the holiday
		{"2026-02-23", 1, "2026-02-24"},  // and on its last
		{"2026-02-21", 20, "2026-03-20"},
		{"2026-02-27", 1, "2026-02-28"},
		{"2026-02-28", 1, "2026-03-02"},
		{"2026-01-03", 1, "2026-01-04"}, // a Sunday worked
		{"2026-01-04", 1, "2026-01-05"},
		{"2025-12-31", 1, "2026-01-04"}, // into a year that is known
		{"2025-12-31", 20, "2026-01-29"},
		{"2025-12-15", 20, "2026-01-13"},
		{"2026-05-08", 1, "2026-05-09"},
		{"2026-05-09", 1, "2026-05-11"},
		{"2026-05-09", 20, "2026-06-05"},
		{"2026-06-18", 1, "2026-06-22"},
		{"2026-06-18", 20, "2026-07-17"},
		{"2026-07-04", 20, "2026-07-31"}, // received on a Saturday
		{"2026-09-19", 1, "2026-09-20"},
		{"2026-09-24", 1, "2026-09-28"},
		{"2026-09-30", 1, "2026-10-08"},
		{"2026-10-01", 20, "2026-11-03"},
		{"2026-10-09", 20, "2026-11-05"},
		{"2026-12-03", 20, "2026-12-31"}, // the last day that is known
		{"2025-01-24", 1, "2025-01-26"},
		{"2025-01-27", 1, "2025-02-05"},
		{"2025-09-26", 20, "2025-10-30"},
		{"2026-10-03", 0, "2026-10-03"},
		{"2026-10-03", -5, "2026-10-03"},
	}
	for _, tt := range tests {
		due, sure := Default().AddWorkdays(day(t, tt.from), tt.n)
		if due.String() != tt.due || !sure {
			t.Errorf("%s + %d: got %v (sure: %v), want %s", tt.from, tt.n, due, sure, tt.due)
		}
	}
}

func TestAddWorkdaysIntoAnUnknownYear(t *testing.T) {
	for from, want := range map[string]string{"2026-12-04": "2027-01-01", "2026-12-31": "2027-01-28", "2027-03-01": "2027-03-29"} {
		due, sure := Default().AddWorkdays(day(t, from), 20)
		if due.String() != want || sure {
			t.Errorf("%s: got %v (sure: %v), want %s", from, due, sure, want)
		}
	}
	y, err := ParseYear(2027, "2027-01-01 休 元旦\n2027-01-02 休\n2027-01-03 休\n")
	if err != nil {
		t.Fatal(err)
	}
	due, sure := Default().WithYear(y).AddWorkdays(day(t, "2026-12-04"), 20)
	if due.String() != "2027-01-04" || !sure {
		t.Errorf("with the notice: got %v (sure: %v)", due, sure)
	}
}

// Receipt is an instant; the day it counts from is the one in Shanghai, wherever the server stands.
func TestReceiptByTheMinute(t *testing.T) {
	tests := []struct{ utc, received, due string }{
		{"2026-01-30T15:59:00Z", "2026-01-30", "2026-03-05"}, // 23:59
		{"2026-01-30T16:01:00Z", "2026-01-31", "2026-03-05"}, // 00:01 on Saturday
		{"2026-04-28T16:01:00Z", "2026-04-29", "2026-05-29"},
		{"2026-04-29T15:59:00Z", "2026-04-29", "2026-05-29"},
		{"2026-04-29T16:01:00Z", "2026-04-30", "2026-06-01"},
		{"2025-12-31T15:59:59Z", "2025-12-31", "2026-01-29"},
		{"2025-12-31T16:00:00Z", "2026-01-01", "2026-01-29"},
	}
	for _, tt := range tests {
		at, err := time.Parse(time.RFC3339, tt.utc)
		if err != nil {
			t.Fatal(err)
		}
		received := DateOf(at)
		due, _ := Default().AddWorkdays(received, 20)
		if received.String() != tt.received || due.String() != tt.due {
			t.Errorf("%s: received %v, due %v", tt.utc, received, due)
		}
	}
}

func TestWorkdaysBetween(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"2026-07-01", "2026-07-01", 0},
		{"2026-07-03", "2026-07-06", 1},
		{"2026-07-06", "2026-07-03", -1},
		{"2026-07-04", "2026-07-05", 0},
		{"2026-02-14", "2026-02-23", 0},
		{"2026-02-13", "2026-02-24", 2},
		{"2026-02-24", "2026-02-13", -2},
		{"2026-09-30", "2026-10-10", 3},
		{"2025-12-31", "2026-12-31", 248}, // 261 weekdays of 2026, less 19 holidays on them, and 6 make-up days
	}
	for _, tt := range tests {
		if got := Default().WorkdaysBetween(day(t, tt.a), day(t, tt.b)); got != tt.want {
			t.Errorf("%s to %s: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// Adding and counting must agree from every day of two years.
func TestAddAndBetweenAgree(t *testing.T) {
	for from := day(t, "2025-01-01"); from.Year < 2027; from = from.AddDays(1) {
		for _, n := range []int{1, 5, 12, 20, 60} {
			due, _ := Default().AddWorkdays(from, n)
			if got := Default().WorkdaysBetween(from, due); got != n {
				t.Fatalf("%v + %d = %v, but %d lie between", from, n, due, got)
			}
			if !Default().IsWorkday(due) {
				t.Fatalf("%v + %d falls on %v, a free day", from, n, due)
			}
		}
	}
}
