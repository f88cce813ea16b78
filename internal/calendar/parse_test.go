package calendar

import (
	"errors"
	"reflect"
	"testing"
)

func TestParseYear(t *testing.T) {
	y, err := ParseYear(2027, "\ufeff\r\n 2027-02-14 班 调休\r\n2027-01-01　休　元旦 放假\n\n2027-01-02\t休")
	if err != nil {
		t.Fatal(err)
	}
	want := "2027-01-01 休 元旦 放假\n2027-01-02 休\n2027-02-14 班 调休\n"
	if y.String() != want || y.Number() != 2027 {
		t.Errorf("got %d:\n%s", y.Number(), y)
	}
}

func TestParseYearProblems(t *testing.T) {
	tests := []struct {
		text string
		want LineErrors
	}{
		{"", LineErrors{{0, NothingListed}}},
		{" \n\r\n", LineErrors{{0, NothingListed}}},
		{"2027-02-30 休", LineErrors{{1, BadDate}}},
		{"元旦放假", LineErrors{{1, BadDate}}},
		{"2027-01-01", LineErrors{{1, BadKind}}},
		{"2027-01-01 元旦", LineErrors{{1, BadKind}}},
		{"2027-01-01 休\n2028-01-01 休", LineErrors{{2, OtherYear}}},
		{"2026-11-30 休", LineErrors{{1, OtherYear}}},
		{"2027-01-01 休\n\n2027-01-01 休", LineErrors{{3, Twice}}},
		{"2027-01-02 休\n2027-01-02 班", LineErrors{{2, Twice}}},
		{"2027-02-15 班", LineErrors{{1, WorkedAnyway}}},
		{"x\n2027-01-01 休\n2027-01-04 班\n2027-01-05 ?", LineErrors{{1, BadDate}, {3, WorkedAnyway}, {4, BadKind}}},
	}
	for _, tt := range tests {
		y, err := ParseYear(2027, tt.text)
		var got LineErrors
		if !errors.As(err, &got) || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: got %v, want %v", tt.text, err, tt.want)
		}
		if len(y.Days()) != 0 {
			t.Errorf("%q: a notice came with the error", tt.text)
		}
	}
}

func TestNewYear(t *testing.T) {
	whole := Default().Days(2026)
	y, err := NewYear(2026, whole)
	if err != nil || len(y.Days()) != 39 {
		t.Fatalf("got %d days, %v", len(y.Days()), err)
	}
	again, err := ParseYear(2026, y.String())
	if err != nil || !reflect.DeepEqual(again, y) {
		t.Errorf("the notice does not survive being written out: %v", err)
	}
	tests := []struct {
		days []Day
		want DayError
	}{
		{nil, DayError{Problem: NothingListed}},
		{[]Day{{Date: Date{2026, 3, 3}}}, DayError{Problem: NothingListed}},
		{[]Day{{Date: Date{2026, 3, 3}, Kind: MakeUp}}, DayError{Date{2026, 3, 3}, WorkedAnyway}},
		{[]Day{{Date: Date{2027, 1, 1}, Kind: Holiday}}, DayError{Date{2027, 1, 1}, OtherYear}},
	}
	for _, tt := range tests {
		_, err := NewYear(2026, tt.days)
		var got *DayError
		if !errors.As(err, &got) || *got != tt.want {
			t.Errorf("got %v, want %v", err, &tt.want)
		}
	}
}

func TestYearDaysAreCopies(t *testing.T) {
	y, err := ParseYear(2027, "2027-01-01 休")
	if err != nil {
		t.Fatal(err)
	}
	y.Days()[0].Kind = MakeUp
	if y.Days()[0].Kind != Holiday {
		t.Error("a caller can change the notice")
	}
}

func FuzzParseYear(f *testing.F) {
	f.Add("2027-01-01 休 元旦\n2027-02-14 班 调休\n")
	f.Add("\ufeff2026-12-31　休\r\n\r\n2027-02-30 休")
	f.Add("2027-02-15 班\nx\n2027-01-01")
	f.Fuzz(func(t *testing.T, text string) {
		y, err := ParseYear(2027, text)
		if err != nil {
			var lines LineErrors
			if !errors.As(err, &lines) || len(lines) == 0 || err.Error() == "" {
				t.Fatalf("an error that names no line: %v", err)
			}
			return
		}
		again, err := ParseYear(2027, y.String())
		if err != nil || !reflect.DeepEqual(again, y) {
			t.Fatalf("%q does not survive being written out: %v", y, err)
		}
		for _, d := range y.Days() {
			if New(y).IsWorkday(d.Date) != (d.Kind == MakeUp) {
				t.Fatalf("%v is not what the notice says", d)
			}
		}
	})
}
