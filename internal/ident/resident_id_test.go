package ident

import (
	"testing"
	"time"
)

func residentID(s string) (string, error) {
	id, err := ResidentID(s, today)
	return string(id), err
}

func residencePermit(s string) (string, error) {
	id, err := ResidencePermit(s, today)
	return string(id), err
}

func TestResidentID(t *testing.T) {
	runSamples(t, residentID, []sample{
		{typed: "11010519491231002X", want: "11010519491231002X"},
		{typed: " 110105 19491231 002x ", want: "11010519491231002X"},
		{typed: "１１０１０５１９４９１２３１００２×", want: "11010519491231002X"},
		{typed: "110105-19491231-002X", want: "11010519491231002X"},
		{typed: "", code: Empty},
		{typed: "  ", code: Empty},
		{typed: "1101051949123100", code: TooShort},
		{typed: "11010519491231002X0", code: TooLong},
		{typed: "110105491231002", code: OldForm},
		{typed: "11010X19491231002X", code: Charset, position: 6, text: "X"},
		{typed: "一1010519491231002X", code: Charset, position: 1, text: "一"},
		{typed: "11010519491331002X", code: BirthDate, text: "19491331"},
		{typed: "110105190002290021", code: BirthDate, text: "19000229"},
		{typed: "110105189912310021", code: BirthDate, text: "18991231"},
		{typed: "110105202611220021", code: FutureBirth, text: "20261122"},
		{typed: "110105194912310021", code: CheckDigit, position: 18},
		{typed: string(MakeResidentID("810000", today, 1)), code: Prefix},
	})
}

func TestResidentIDChangedDigit(t *testing.T) {
	for _, valid := range []string{"11010519491231002X", string(MakeResidentID("310101", today, 18))} {
		for _, wrong := range changes(valid) {
			if _, err := ResidentID(wrong, today); err == nil {
				t.Errorf("one digit of %s changed and accepted: %s", valid, wrong)
			}
		}
	}
}

func TestResidencePermit(t *testing.T) {
	hk := string(MakeResidentID("810000", time.Date(1990, 1, 2, 0, 0, 0, 0, time.UTC), 7))
	runSamples(t, residencePermit, []sample{
		{typed: hk, want: hk},
		{typed: string(MakeResidentID("830000", today, 7)), want: string(MakeResidentID("830000", today, 7))},
		{typed: "11010519491231002X", code: Prefix},
		{typed: string(MakeResidentID("810001", today, 7)), code: Prefix},
		{typed: hk[:17], code: TooShort},
	})
}

func TestIDParts(t *testing.T) {
	id, err := ResidentID("11010519491231002X", today)
	if err != nil {
		t.Fatal(err)
	}
	if id.RegionCode() != "110105" || id.Male() || id.Sex() != "女" || MakeResidentID("110105", today, 3).Sex() != "男" {
		t.Errorf("region %s, sex %s", id.RegionCode(), id.Sex())
	}
	if want := time.Date(1949, 12, 31, 0, 0, 0, 0, time.UTC); !id.BirthDate().Equal(want) {
		t.Errorf("born %v", id.BirthDate())
	}
	for day, want := range map[string]int{"2026-12-30": 76, "2026-12-31": 77, "1950-12-30": 0} {
		at, _ := time.Parse(time.DateOnly, day)
		if got := id.Age(at); got != want {
			t.Errorf("age on %s is %d, want %d", day, got, want)
		}
	}
}

func FuzzResidentID(f *testing.F) {
	fuzzParser(f, residentID, "11010519491231002X", "１１０１０５", "x×")
}

func FuzzResidencePermit(f *testing.F) {
	fuzzParser(f, residencePermit, string(MakeResidentID("820000", today, 7)))
}
