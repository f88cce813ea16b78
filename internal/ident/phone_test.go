package ident

import (
	"slices"
	"strings"
	"testing"
)

func TestMobile(t *testing.T) {
	runSamples(t, Mobile, []sample{
		{typed: "13812345678", want: "13812345678"},
		{typed: "138 1234 5678", want: "13812345678"},
		{typed: "+86 138-1234-5678", want: "13812345678"},
		{typed: "008613812345678", want: "13812345678"},
		{typed: "１９８１２３４５６７８", want: "19812345678"},
		{typed: "", code: Empty},
		{typed: "1381234567", code: TooShort},
		{typed: "138123456789", code: TooLong},
		{typed: "010-82998299", code: Prefix, position: 1, text: "0"},
		{typed: "12812345678", code: Prefix, position: 2, text: "12"},
		{typed: "1381234567a", code: Charset, position: 11, text: "a"},
	})
}

func TestLandline(t *testing.T) {
	runSamples(t, Landline, []sample{
		{typed: "086-021-12345678", want: "086-021-12345678"},
		{typed: "086-010-82998299", want: "086-010-82998299"},
		{typed: "086-20-28129563", want: "086-020-28129563"},
		{typed: "021-12345678", want: "086-021-12345678"},
		{typed: "（０２１）１２３４５６７８", want: "086-021-12345678"},
		{typed: "02112345678", want: "086-021-12345678"},
		{typed: "+86 571 87654321", want: "086-0571-87654321"},
		{typed: "0898—1234567", want: "086-0898-1234567"},
		{typed: "", code: Empty},
		{typed: "12345678", code: Prefix},
		{typed: "13812345678", code: Prefix},
		{typed: "86", code: Prefix},
		{typed: "021-123456", code: TooShort},
		{typed: "021-12345678-801", code: TooLong},
		{typed: "021-1234567x", code: Charset, text: "x"},
	})
}

func TestPhoneLists(t *testing.T) {
	got, err := Mobiles("13812345678；139 1234 5678; 13812345678;")
	if err != nil || !slices.Equal(got, []string{"13812345678", "13912345678"}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err = Mobiles("13812345678;1381"); FaultOf(err).Code != TooShort || FaultOf(err).Line != 2 {
		t.Errorf("got %+v", FaultOf(err))
	}
	if _, err = Landlines(" ；;"); FaultOf(err).Code != Empty {
		t.Errorf("got %+v", FaultOf(err))
	}
}

func joined(read func(string) ([]string, error)) func(string) (string, error) {
	return func(s string) (string, error) {
		list, err := read(s)
		return strings.Join(list, ";"), err
	}
}

func TestEmail(t *testing.T) {
	runSamples(t, Email, []sample{
		{typed: " Name@Example.CN ", want: "name@example.cn"},
		{typed: "ｎａｍｅ＠example。cn", want: "name@example.cn"},
		{typed: "xyz@123.abc", want: "xyz@123.abc"},
		{typed: "a@例子.中国", want: "a@xn--fsqu00a.xn--fiqs8s"},
		{typed: "", code: Empty},
		{typed: "name.example.cn", code: MissingAt},
		{typed: "name@", code: MailDomain},
		{typed: "name@example", code: MailDomain, text: "example"},
		{typed: "name@example.nosuch", code: MailDomain},
		{typed: "name@10.0.0.1", code: MailDomain},
		{typed: "@example.cn", code: Format},
		{typed: "a..b@example.cn", code: Format},
		{typed: "名@example.cn", code: Charset, position: 1},
		{typed: strings.Repeat("a", 65) + "@example.cn", code: TooLong},
		{typed: "a@" + strings.Repeat("a.", 60) + "example.cn", code: TooLong},
	})
}

func FuzzMobile(f *testing.F)    { fuzzParser(f, Mobile, "+86 138-1234-5678") }
func FuzzMobiles(f *testing.F)   { fuzzParser(f, joined(Mobiles), "13812345678；13912345678") }
func FuzzLandline(f *testing.F)  { fuzzParser(f, Landline, "086-021-12345678", "+860") }
func FuzzLandlines(f *testing.F) { fuzzParser(f, joined(Landlines), "021-12345678;010-82998299") }
func FuzzEmail(f *testing.F)     { fuzzParser(f, Email, "name@example.cn", "a@例子.中国") }
