package filing

import "slices"

// State is where a filing stands. It is stored as text so that stored values
// never depend on an order of constants.
type State string

// The states of a filing, each with who holds it.
const (
	Draft                State = "draft"                  // 草稿: the registrant, or the provider filing on behalf
	OwnerSignature       State = "owner_signature"        // 待主办者确认: the registrant of a filing made on behalf
	ProviderReview       State = "provider_review"        // 待接入商核验: the provider
	ReturnedToRegistrant State = "returned_to_registrant" // 接入商退回修改: the registrant
	SMSVerification      State = "sms_verification"       // 待短信核验: the principals named in the document
	BureauReview         State = "bureau_review"          // 待管局审核: the bureau
	ReturnedToProvider   State = "returned_to_provider"   // 管局退回: the provider
	Approved             State = "approved"               // 已备案: in force
	Refused              State = "refused"                // 不予备案: ended with reasons
	Withdrawn            State = "withdrawn"              // 已撤回: ended by its owner
)

// States lists every state in the order of a filing's life.
var States = []State{Draft, OwnerSignature, ProviderReview, ReturnedToRegistrant, SMSVerification,
	BureauReview, ReturnedToProvider, Approved, Refused, Withdrawn}

// Valid reports whether s is one of States.
func (s State) Valid() bool { return slices.Contains(States, s) }

// Ended reports whether nothing can follow s.
func (s State) Ended() bool { return s == Approved || s == Refused || s == Withdrawn }

// Claims reports whether a filing in s reserves its certificate and domains.
// Claims begin at submission and end with the filing; a draft holds none, and
// neither does a filing on behalf before its owner has signed.
func (s State) Claims() bool {
	switch s {
	case ProviderReview, ReturnedToRegistrant, SMSVerification, BureauReview, ReturnedToProvider:
		return true
	default:
		return false
	}
}

// OwnerEdits reports whether the registrant may change the document in s.
func (s State) OwnerEdits() bool { return s == Draft || s == ReturnedToRegistrant }

// Holder is the tier whose move it is in s; empty when the filing has ended.
func (s State) Holder() Tier {
	switch s {
	case Draft, OwnerSignature, ReturnedToRegistrant:
		return Registrant
	case ProviderReview, ReturnedToProvider:
		return Provider
	case SMSVerification:
		return Principals
	case BureauReview:
		return Bureau
	default:
		return ""
	}
}
