package filing

import (
	"errors"
	"fmt"

	"beian/internal/ident"
)

// Flaw is what can be wrong with a document, one word each; room zh says it in
// a sentence with the arguments of the Problem.
type Flaw string

// The flaws.
const (
	Missing            Flaw = "missing"             // nothing is said where something is required; Number as in Malformed
	Malformed          Flaw = "malformed"           // Fault says how; of a certificate number, Number is its type
	NotListed          Flaw = "not_listed"          // no entry of the code table
	TooLong            Flaw = "too_long"            // Number is the limit in characters
	NotForNature       Flaw = "not_for_nature"      // the paper Text does not belong to the nature Other
	NotInProvince      Flaw = "not_in_province"     // the city lies elsewhere
	NotInCity          Flaw = "not_in_city"         // the county lies elsewhere
	UnknownRegion      Flaw = "unknown_region"      // Text is the region code inside a number
	TooShortAddress    Flaw = "too_short_address"   // no street or door number can be in it
	Repeated           Flaw = "repeated"            // Text stands twice
	NameTaken          Flaw = "name_taken"          // another service of the entity is called Text
	SameAccess         Flaw = "same_access"         // another access of the site says the same
	OutsideDomains     Flaw = "outside_domains"     // the home URL Text belongs to none of the domains
	ForbiddenWord      Flaw = "forbidden_word"      // Text may not stand in this name
	NotForPersons      Flaw = "not_for_persons"     // this content is not open to persons
	NeedsRemark        Flaw = "needs_remark"        // the choice asks for an explanation
	TooMany            Flaw = "too_many"            // Number is the limit
	NoSite             Flaw = "no_site"             // a filing of this kind needs a site
	NoAccess           Flaw = "no_access"           // a site needs an access
	OutsideProvider    Flaw = "outside_provider"    // the address Text is in none of the provider's ranges
	PaperMissing       Flaw = "paper_missing"       // the paper at Path has not been uploaded
	CertificateFiled   Flaw = "certificate_filed"   // Text is the number it is filed under
	CertificateOpen    Flaw = "certificate_open"    // another filing of this certificate is open, of the kind Number if that may be told
	DomainFiled        Flaw = "domain_filed"        // Text the domain, Other the number
	DomainOpen         Flaw = "domain_open"         // Text the domain, another filing claims it
	Blacklisted        Flaw = "blacklisted"         // the entity or domain may not be filed
	Unchanged          Flaw = "unchanged"           // returned, but neither changed nor explained
	SheetDiffers       Flaw = "sheet_differs"       // a line of the verification sheet was found not to agree
	DayWrong           Flaw = "day_wrong"           // the line Number of a notice of holidays, Text what is wrong with it
	Passed             Flaw = "passed"              // a day that has gone by
	Ahead              Flaw = "ahead"               // a day that has not come yet
	SheetIncomplete    Flaw = "sheet_incomplete"    // the verification sheet is not filled or not signed
	NothingMarked      Flaw = "nothing_marked"      // a return without a single mark
	ReasonMissing      Flaw = "reason_missing"      // a mark without a reason, a refusal without a ground
	ProviderMissing    Flaw = "provider_missing"    // no provider has been chosen
	ProviderElsewhere  Flaw = "provider_elsewhere"  // its licence is limited to another province
	SignatureMismatch  Flaw = "signature_mismatch"  // the typed name is not the principal's
	DeclarationMissing Flaw = "declaration_missing" // the declaration has not been ticked
	CodeWrong          Flaw = "code_wrong"          // Number is the tries left
	CodeExpired        Flaw = "code_expired"        // a new one may be asked for
	MobileWrong        Flaw = "mobile_wrong"        // Number is the tries left
	IDTailWrong        Flaw = "id_tail_wrong"       // Number is the tries left
	TriesUsedUp        Flaw = "tries_used_up"       // the code is void
	UserNameTaken      Flaw = "user_name_taken"     // only sign-up says so
	PasswordWrong      Flaw = "password_wrong"      // or the account unknown: the answer is the same
	CaptchaWrong       Flaw = "captcha_wrong"       // a new picture is shown
	TooOften           Flaw = "too_often"           // Number is the seconds to wait
	NotAgreed          Flaw = "not_agreed"          // the notice has not been accepted
	NotMatching        Flaw = "not_matching"        // what was typed together belongs to nothing; which part is wrong is not told
	Different          Flaw = "different"           // the repetition differs
	OverSize           Flaw = "over_size"           // the upload: Fault of the papers' room in Text
	InUse              Flaw = "in_use"              // a name or address that another record uses
	ProvinceFixed      Flaw = "province_fixed"      // the province decides the bureau and stays once submitted
	Fixed              Flaw = "fixed"               // no filing of this kind alters it
	DomainFixed        Flaw = "domain_fixed"        // a change may drop a domain, not bring Text
	NewService         Flaw = "new_service"         // a change brings no further service
	NothingChanged     Flaw = "nothing_changed"     // the document says what the register says
	Outdated           Flaw = "outdated"            // the register has changed since the draft was begun
	Cancelled          Flaw = "cancelled"           // what the filing is about is no longer in force
	LastAccess         Flaw = "last_access"         // the only access of the site Text goes with the site
	AlreadyAccessed    Flaw = "already_accessed"    // the provider gives the site Text access already
	NoAddress          Flaw = "no_address"          // no e-mail address is on file to send it to
	SlotGone           Flaw = "slot_gone"           // a time for face-to-face verification that has no room any more
	SlotBooked         Flaw = "slot_booked"         // Number filings come at that time
	SlotTooShort       Flaw = "slot_too_short"      // not one visit of Number minutes fits in
	RangeTaken         Flaw = "range_taken"         // shares addresses with the range Text of the provider Other
	RangeUsed          Flaw = "range_used"          // accesses in force lie in it, of Number sites
	FilingsOpen        Flaw = "filings_open"        // Number filings have to be ended before
	Past               Flaw = "past"                // a day that is over
	AlreadyListed      Flaw = "already_listed"      // Text is on the blacklist already
	Suspended          Flaw = "suspended"           // the bureau has suspended the provider in its province
	AlreadyNoticed     Flaw = "already_noticed"     // a rectify notice about the same runs already
	NotHeldElsewhere   Flaw = "not_held_elsewhere"  // the domain Text is not filed under another entity
	NotAccessedHere    Flaw = "not_accessed_here"   // the provider gives it no access: another one has to act
	CodeWithdrawn      Flaw = "code_withdrawn"      // the entry Text of a code table is no longer chosen
	CodeUnread         Flaw = "code_unread"         // no entry of a code table can be made of Number and Text
	CodeTwice          Flaw = "code_twice"          // the entry Number, Text shares its number or name
	CodeClosed         Flaw = "code_closed"         // the entry Number, Text comes to a table that does not grow
	CodeLost           Flaw = "code_lost"           // the entry Number, Text is missing from the next edition
	CodesEmpty         Flaw = "codes_empty"         // an edition without a single entry in force
	ProvinceRule       Flaw = "province_rule"       // a rule of the province, Other its code, Text what it asks for
	RuleUnknownName    Flaw = "rule_unknown_name"   // no name or function of the rules' language; Text, at the character Number
	RuleUnexpected     Flaw = "rule_unexpected"     // Text does not stand there in a rule, at the character Number
	RuleUnfinished     Flaw = "rule_unfinished"     // the rule stops too early
	RuleUnlike         Flaw = "rule_unlike"         // Text cannot compare, or take, such values; at the character Number
	RuleNoTest         Flaw = "rule_no_test"        // a value where something true or false is wanted
	RuleOfSite         Flaw = "rule_of_site"        // the rule asks about a site, but its place is the entity's
)

// ErrNotFound means: missing, or not for the eyes of whoever asks. The two are
// never told apart.
var ErrNotFound = errors.New("filing: not found")

// ErrStale means: somebody else wrote in the meantime.
var ErrStale = errors.New("filing: changed in the meantime")

// Problem is one flaw and where it is. A warning does not stop a submission.
type Problem struct {
	Path    Path
	Flaw    Flaw
	Fault   *ident.Fault
	Text    string
	Other   string
	Number  int
	Warning bool
}

// Problems is everything found wrong with what was typed. As an error it means:
// show the form again, with everything typed still in it.
type Problems []Problem

func (p Problems) Error() string {
	text := fmt.Sprintf("filing: %d problems", len(p))
	for _, one := range p { // where and what, but nothing of what was typed
		text += fmt.Sprintf(", %v %v", one.Path, one.Flaw)
	}
	return text
}

// Errors are the problems that stop a submission.
func (p Problems) Errors() Problems { return p.filter(false) }

// Warnings are the ones that do not.
func (p Problems) Warnings() Problems { return p.filter(true) }

func (p Problems) filter(warning bool) Problems {
	var some Problems
	for _, one := range p {
		if one.Warning == warning {
			some = append(some, one)
		}
	}
	return some
}

// At finds the first problem at a path.
func (p Problems) At(path Path) (Problem, bool) {
	for _, one := range p {
		if one.Path == path {
			return one, true
		}
	}
	return Problem{}, false
}

// Or is p as an error, nil when nothing in it stops.
func (p Problems) Or() error {
	if len(p.Errors()) == 0 {
		return nil
	}
	return p
}

// fault is the typed fault inside err, for Malformed.
func fault(err error) *ident.Fault {
	var f *ident.Fault
	if errors.As(err, &f) {
		return f
	}
	return &ident.Fault{}
}
