// Package ident parses, normalises and validates what a filing identifies
// people, units, domains and networks by. It is pure: no clock, no network, no
// database. Every parser takes what a person typed, forgives width, case,
// blanks and separators, and returns the one stored form, or a *Fault.
package ident

import "errors"

// Code says what is wrong with a typed value. Sentences are made from it elsewhere.
type Code string

// The codes, with what Position, Length and Text of the Fault then hold.
const (
	Empty         Code = "empty"          // nothing was typed
	TooShort      Code = "too_short"      // Length: characters found
	TooLong       Code = "too_long"       // Length: characters found
	Charset       Code = "charset"        // Position: 1-based character; Text: that character
	Format        Code = "format"         // does not have the form of this kind of value
	CheckDigit    Code = "check_digit"    // Position: 1-based place of the check character
	OldForm       Code = "old_form"       // 15-digit identity number of before 2013
	BirthDate     Code = "birth_date"     // Text: the eight digits that are no date
	FutureBirth   Code = "future_birth"   // Text: the eight digits, a day yet to come
	Region        Code = "region"         // Text: the six digits that are no GB/T 2260 code (set by callers that know the table)
	Prefix        Code = "prefix"         // Position: 1-based first wrong character; Text: the wrong beginning, at most two characters
	MissingAt     Code = "missing_at"     // e-mail without "@"
	MailDomain    Code = "mail_domain"    // Text: the part after "@"
	NotDomain     Code = "not_domain"     // Text: what was typed; a single word, or an empty or overlong label
	PublicSuffix  Code = "public_suffix"  // Text: a suffix alone, such as com.cn
	SubDomain     Code = "sub_domain"     // Text: the registrable domain to file instead
	UnknownSuffix Code = "unknown_suffix" // Text: the top-level domain
	Hyphen        Code = "hyphen"         // Text: what was typed; a label begins or ends with "-" or has "--" third
	HasScheme     Code = "has_scheme"     // Text: the value with scheme, www., port and path dropped
	HasPath       Code = "has_path"       // Text: the value with port and path dropped
	HasWWW        Code = "has_www"        // Text: the value without www.
	IsIP          Code = "is_ip"          // Text: the address; a domain was asked for
	IPGroup       Code = "ip_group"       // Position: 1-based group; Text: that group
	PrivateIP     Code = "private_ip"     // Text: the address; private, loopback, link-local or carrier NAT
	LocalWord     Code = "local_word"     // Text: a word the province keeps from this owner
	ReservedIP    Code = "reserved_ip"    // Text: the address; multicast, documentation, reserved
	Reversed      Code = "reversed"       // start is after end
	MixedFamily   Code = "mixed_family"   // one IPv4 and one IPv6 address in a range
	Outside       Code = "outside"        // Text: the host that is in none of the domains or addresses
	AllDigits     Code = "all_digits"     // only digits
	LatinOnly     Code = "latin_only"     // only Latin letters, digits and signs
	DomainAsName  Code = "domain_as_name" // a site is named by a domain
	FewHan        Code = "few_han"        // Length: Han characters found; Text: the name
	NationalWord  Code = "national_word"  // Text: a word kept for national units
	StateWord     Code = "state_word"     // Text: a word kept for organs of the state
	BannedWord    Code = "banned_word"    // Text: a word nobody may use
	PersonalWord  Code = "personal_word"  // Text: a word individuals may not use
	SameAsUser    Code = "same_as_user"   // the password is the user name
	Common        Code = "common"         // the password is among the most used ones
)

// Fault tells what is wrong with one typed value.
type Fault struct {
	Code     Code
	Position int    // 1-based, in characters of the normalised value; 0 when no place applies
	Length   int    // in characters
	Text     string // the offending fragment, for the eyes of whoever typed it only
	Line     int    // 1-based line or list item; 0 for single values
}

// Error gives the code alone: errors reach logs, and typed values may be personal data.
func (f *Fault) Error() string { return "ident: " + string(f.Code) }

// FaultOf finds the Fault in err, or nil.
func FaultOf(err error) *Fault {
	f, _ := errors.AsType[*Fault](err)
	return f
}

func fault(c Code) *Fault { return &Fault{Code: c} }

func faultText(c Code, text string) *Fault { return &Fault{Code: c, Text: text} }

// atLine places the fault of err in a list.
func atLine(err error, line int) error {
	if f := FaultOf(err); f != nil {
		f.Line = line
	}
	return err
}
