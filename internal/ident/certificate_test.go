package ident

import "testing"

func TestPermits(t *testing.T) {
	runSamples(t, HKMacauPermit, []sample{
		{typed: "h12345678", want: "H12345678"},
		{typed: "Ｍ12345678 01", want: "M1234567801"},
		{typed: "H123456780", code: Format},
		{typed: "T12345678", code: Prefix, text: "T"},
		{typed: "H1234567A", code: Charset, position: 9},
		{typed: "H1234567", code: TooShort},
	})
	runSamples(t, TaiwanPermit, []sample{
		{typed: "12345678", want: "12345678"},
		{typed: "1234567801", want: "1234567801"},
		{typed: "0012345678(B)", want: "0012345678B"},
		{typed: "t12345678", want: "T12345678"},
		{typed: "123456789", code: Format},
		{typed: "1234A678", code: Charset, position: 5},
		{typed: "T12345A78", code: Charset, position: 7},
		{typed: "ABCDEFGH", code: Charset},
	})
}

func TestOtherCertificates(t *testing.T) {
	runSamples(t, Passport, []sample{
		{typed: "e 12345678", want: "E12345678"},
		{typed: "E123", code: TooShort},
		{typed: "E12345678901234567", code: TooLong},
		{typed: "E1234567护", code: Charset, position: 9},
	})
	runSamples(t, MilitaryID, []sample{
		{typed: "军字第２００１９８８号", want: "军字第2001988号"},
		{typed: "军字第某某号", code: Format},
		{typed: "军1", code: TooShort},
		{typed: "军字第20019$号", code: Charset, position: 9},
	})
	runSamples(t, FreeNumber, []sample{
		{typed: " 某部第１２３号 甲 ", want: "某部第123号 甲"},
		{typed: "　", code: Empty},
		{typed: "a\tb", code: Charset, position: 2},
	})
}

func FuzzPassport(f *testing.F)      { fuzzParser(f, Passport, "E12345678") }
func FuzzHKMacauPermit(f *testing.F) { fuzzParser(f, HKMacauPermit, "H1234567801") }
func FuzzTaiwanPermit(f *testing.F)  { fuzzParser(f, TaiwanPermit, "0012345678(B)") }
func FuzzMilitaryID(f *testing.F)    { fuzzParser(f, MilitaryID, "军字第2001988号") }
func FuzzFreeNumber(f *testing.F)    { fuzzParser(f, FreeNumber, "某部第１２３号 甲") }
