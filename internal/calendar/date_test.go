package calendar

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for _, text := range []string{"2026-01-01", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d := day(t, text); d.String() != text {
			t.Errorf("%s came back as %v", text, d)
		}
	}
	for _, text := range []string{"", "2026-02-29", "2026-13-01", "2026-1-1", "2026/01/01", "2026-01-01 ", "２０２６-01-01", "2026-01-01T00:00:00Z"} {
		if d, err := ParseDate(text); err == nil {
			t.Errorf("%q was read as %v", text, d)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	d := Date{2024, 2, 28}
	for n, want := range map[int]string{0: "2024-02-28", 1: "2024-02-29", 2: "2024-03-01", 366: "2025-02-28", -59: "2023-12-31"} {
		if got := d.AddDays(n); got.String() != want || got.AddDays(-n) != d {
			t.Errorf("%d days on: got %v, want %s", n, got, want)
		}
	}
	if d.Weekday() != time.Wednesday {
		t.Errorf("got %v", d.Weekday())
	}
	next := d.AddDays(1)
	if !d.Before(next) || d.After(next) || d.Before(d) || !next.After(d) || d.Compare(d) != 0 {
		t.Error("the order is wrong")
	}
	if !(Date{}).IsZero() || d.IsZero() {
		t.Error("IsZero is wrong")
	}
}

func TestDateInADatabase(t *testing.T) {
	for _, src := range []any{time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), "2026-11-20"} {
		var d Date
		if err := d.Scan(src); err != nil || d != (Date{2026, 11, 20}) {
			t.Errorf("%v: got %v, %v", src, d, err)
		}
		if v, err := d.Value(); err != nil || v != "2026-11-20" {
			t.Errorf("wrote %v, %v", v, err)
		}
	}
	d := Date{2026, 11, 20}
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("NULL: got %v, %v", d, err)
	}
	if v, err := d.Value(); v != nil || err != nil {
		t.Errorf("the zero date wrote %v, %v", v, err)
	}
	for _, src := range []any{7, "yesterday"} {
		if err := d.Scan(src); err == nil {
			t.Errorf("%v was read", src)
		}
	}
}
