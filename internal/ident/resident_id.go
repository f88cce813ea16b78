package ident

import (
	"fmt"
	"time"
)

// ID is a valid citizen identity number (公民身份号码, GB 11643), 18 characters.
type ID string

// The weights and check characters of ISO 7064 MOD 11-2 as GB 11643 lays them out.
var idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const (
	idChecks  = "10X98765432"
	idDate    = "20060102"
	firstYear = 1900 // nobody alive was born before
)

// ResidentID reads the number of a resident identity card. today is the last
// possible day of birth, in the caller's calendar. Faults: Empty, TooShort,
// TooLong, OldForm, Charset, BirthDate, FutureBirth, CheckDigit, and Prefix for
// the 81–83 numbers of residence permits. Whether the first six digits are a
// place is for callers that hold the table.
func ResidentID(s string, today time.Time) (ID, error) {
	n := number(s)
	if len(n) == 15 && only(n, isDigit) == nil {
		return "", &Fault{Code: OldForm, Length: 15}
	}
	if err := checkID(n, today); err != nil {
		return "", err
	}
	if isPermitPrefix(n[:2]) {
		return "", &Fault{Code: Prefix, Position: 1}
	}
	return ID(n), nil
}

// ResidencePermit reads the number of a 港澳台居民居住证: 810000 Hong Kong, 820000
// Macau, 830000 Taiwan, and otherwise built like an identity number.
func ResidencePermit(s string, today time.Time) (ID, error) {
	n := number(s)
	if err := checkID(n, today); err != nil {
		return "", err
	}
	if !isPermitPrefix(n[:2]) || n[2:6] != "0000" {
		return "", &Fault{Code: Prefix, Position: 1}
	}
	return ID(n), nil
}

func isPermitPrefix(p string) bool { return p == "81" || p == "82" || p == "83" }

func checkID(n string, today time.Time) error {
	if err := sized(n, 18, 18); err != nil {
		return err
	}
	if err := idCharset(n); err != nil {
		return err
	}
	if err := idBirth(n[6:14], today); err != nil {
		return err
	}
	if n[17] != idCheck(n[:17]) {
		return &Fault{Code: CheckDigit, Position: 18}
	}
	return nil
}

func idCharset(n string) error {
	place := 0
	return only(n, func(r rune) bool {
		place++
		return isDigit(r) || r == 'X' && place == 18
	})
}

func idBirth(digits string, today time.Time) error {
	day, err := time.Parse(idDate, digits)
	if err != nil || day.Year() < firstYear {
		return faultText(BirthDate, digits)
	}
	if digits > today.Format(idDate) {
		return faultText(FutureBirth, digits)
	}
	return nil
}

func idCheck(body string) byte {
	sum := 0
	for i, w := range idWeights {
		sum += int(body[i]-'0') * w
	}
	return idChecks[sum%11]
}

// RegionCode is the GB/T 2260 code, perhaps a historic one, of the first registration.
func (id ID) RegionCode() string { return string(id[:6]) }

// BirthDate is the day of birth, at midnight UTC.
func (id ID) BirthDate() time.Time {
	day, _ := time.Parse(idDate, string(id[6:14]))
	return day
}

// Male tells the sex: the 17th digit is odd for men, even for women.
func (id ID) Male() bool { return id[16]%2 == 1 }

// Sex is 男 or 女.
func (id ID) Sex() string {
	if id.Male() {
		return "男"
	}
	return "女"
}

// Age is the number of full years (周岁) on the day of at, in at's own location.
func (id ID) Age(at time.Time) int {
	birth := id.BirthDate()
	years := at.Year() - birth.Year()
	if at.Format("0102") < birth.Format("0102") {
		years--
	}
	return years
}

// MakeResidentID builds a valid number for demonstration and tests from a
// six-digit region, a day of birth and a sequence of 0–999 (odd is male).
func MakeResidentID(region6 string, birth time.Time, seq int) ID {
	body := fmt.Sprintf("%s%s%03d", region6, birth.Format(idDate), seq%1000)
	return ID(body + string(idCheck(body)))
}
