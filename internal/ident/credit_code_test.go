package ident

import "testing"

func TestCreditCode(t *testing.T) {
	runSamples(t, CreditCode, []sample{
		{typed: "91110000802100433B", want: "91110000802100433B"},
		{typed: "9144030071526726XG", want: "9144030071526726XG"},
		{typed: "91110000600037341L", want: "91110000600037341L"},
		{typed: "913301087458306077", want: "913301087458306077"},
		{typed: "91430105ma4l5u4y6r", want: "91430105MA4L5U4Y6R"},
		{typed: "９１１１００００ 80210043-3 Ｂ", want: "91110000802100433B"},
		{typed: "9144030071526726×G", want: "9144030071526726XG"},
		{typed: "", code: Empty},
		{typed: "9111000080210043", code: TooShort},
		{typed: "91110000802100433BB", code: TooLong},
		{typed: "91110000O02100433B", code: Charset, position: 9, text: "O"},
		{typed: "91A10000802100433B", code: Charset, position: 3, text: "A"},
		{typed: "B1110000802100433B", code: Prefix},
		{typed: "91110000802100433C", code: CheckDigit, position: 18},
		{typed: "91110000802100434" + string(creditCheck("91110000802100434")), code: CheckDigit, position: 17},
	})
}

func TestChangedDigit(t *testing.T) {
	for valid, read := range map[string]func(string) (string, error){
		"91110000802100433B": CreditCode,
		"91430105MA4L5U4Y6R": CreditCode,
		"802100433":          OrganisationCode,
		"330108000003512":    RegistrationNumber,
	} {
		for _, wrong := range changes(valid) {
			if _, err := read(wrong); err == nil {
				t.Errorf("one digit of %s changed and accepted: %s", valid, wrong)
			}
		}
	}
}

func TestOlderNumbers(t *testing.T) {
	runSamples(t, OrganisationCode, []sample{
		{typed: "80210043-3", want: "802100433"},
		{typed: "71526726-x", want: "71526726X"},
		{typed: "600037341", want: "600037341"},
		{typed: "6000373", code: TooShort},
		{typed: "600037342", code: CheckDigit, position: 9},
		{typed: "6000373中1", code: Charset, position: 8},
	})
	runSamples(t, RegistrationNumber, []sample{
		{typed: "330108000003512", want: "330108000003512"},
		{typed: "33010800000351X", code: Charset, position: 15},
		{typed: "330108000003513", code: CheckDigit, position: 15},
	})
	runSamples(t, BusinessLicence, []sample{
		{typed: "330108000003512", want: "330108000003512"},
		{typed: "91110000802100433B", want: "91110000802100433B"},
		{typed: "9111", code: TooShort},
	})
}

func TestMakeCreditCode(t *testing.T) {
	if got := MakeCreditCode("91", "110000", "80210043"); got != "91110000802100433B" {
		t.Errorf("made %s", got)
	}
	if CreditRegion("91430105MA4L5U4Y6R") != "430105" {
		t.Error("region of the registrar")
	}
}

func FuzzCreditCode(f *testing.F)         { fuzzParser(f, CreditCode, "91430105MA4L5U4Y6R") }
func FuzzOrganisationCode(f *testing.F)   { fuzzParser(f, OrganisationCode, "71526726-X") }
func FuzzRegistrationNumber(f *testing.F) { fuzzParser(f, RegistrationNumber, "330108000003512") }
func FuzzBusinessLicence(f *testing.F) {
	fuzzParser(f, BusinessLicence, "330108000003512", "91110000802100433B")
}
