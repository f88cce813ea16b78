package ident

import "strings"

// The alphabet of GB 32100-2015: digits and capitals without I, O, S, V, Z.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Departments that register units (登记管理部门, first character): 1 机构编制 2 外交
// 3 司法行政 4 文化 5 民政 6 旅游 7 宗教 8 工会 9 市场监管 A 军委编制 N 农业 Y 其他.
const creditDepartments = "123456789ANY"

// CreditCode reads a unified social credit code (统一社会信用代码, GB 32100-2015).
// Faults: Empty, TooShort, TooLong, Charset, Prefix, CheckDigit (Position 17 is
// the embedded organisation code's, 18 the code's own).
func CreditCode(s string) (string, error) {
	n := number(s)
	if err := sized(n, 18, 18); err != nil {
		return "", err
	}
	if err := creditCharset(n); err != nil {
		return "", err
	}
	if !strings.Contains(creditDepartments, n[:1]) {
		return "", &Fault{Code: Prefix, Position: 1, Text: n[:2]}
	}
	if n[17] != creditCheck(n[:17]) {
		return "", &Fault{Code: CheckDigit, Position: 18}
	}
	if n[16] != organisationCheck(n[8:16]) {
		return "", &Fault{Code: CheckDigit, Position: 17}
	}
	return n, nil
}

// CreditRegion is the GB/T 2260 code, perhaps a historic one, of the registrar in a valid credit code.
func CreditRegion(code string) string { return code[2:8] }

// creditCharset: characters 3–8 are the registrar's region and so digits.
func creditCharset(n string) error {
	place := 0
	return only(n, func(r rune) bool {
		place++
		if place >= 3 && place <= 8 {
			return isDigit(r)
		}
		return strings.ContainsRune(creditAlphabet, r)
	})
}

// creditCheck weighs place i (from 0) by 3^i mod 31.
func creditCheck(body string) byte {
	sum, weight := 0, 1
	for i := range len(body) {
		sum += strings.IndexByte(creditAlphabet, body[i]) * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

// OrganisationCode reads an organisation code (组织机构代码, GB 11714), stored as nine
// characters without the dash.
func OrganisationCode(s string) (string, error) {
	n := number(s)
	if err := sized(n, 9, 9); err != nil {
		return "", err
	}
	if err := only(n, isSerial); err != nil {
		return "", err
	}
	if n[8] != organisationCheck(n[:8]) {
		return "", &Fault{Code: CheckDigit, Position: 9}
	}
	return n, nil
}

var organisationWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}

func organisationCheck(body string) byte {
	sum := 0
	for i, w := range organisationWeights {
		v := int(body[i] - '0')
		if body[i] >= 'A' {
			v = int(body[i]-'A') + 10
		}
		sum += v * w
	}
	return "0X987654321"[sum%11]
}

// RegistrationNumber reads the 15-digit business registration number
// (注册号) used before credit codes, checked by ISO 7064 MOD 11,10.
func RegistrationNumber(s string) (string, error) {
	n := number(s)
	if err := sized(n, 15, 15); err != nil {
		return "", err
	}
	if err := only(n, isDigit); err != nil {
		return "", err
	}
	if n[14] != registrationCheck(n[:14]) {
		return "", &Fault{Code: CheckDigit, Position: 15}
	}
	return n, nil
}

func registrationCheck(body string) byte {
	p := 10
	for i := range len(body) {
		s := (p + int(body[i]-'0')) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return byte('0' + (11-p)%10)
}

// BusinessLicence reads the number of a business licence (营业执照): a credit code,
// or the 15-digit number of an old one. Lengths are told against 18.
func BusinessLicence(s string) (string, error) {
	if len(number(s)) == 15 {
		return RegistrationNumber(s)
	}
	return CreditCode(s)
}

// MakeCreditCode builds a valid code for demonstration and tests from department
// and kind ("91"), a six-digit region and eight characters of the code's alphabet.
func MakeCreditCode(prefix2, region6, body8 string) string {
	n := prefix2 + region6 + body8 + string(organisationCheck(body8))
	return n + string(creditCheck(n))
}
