package filing

import (
	"fmt"
	"time"
)

// Action is a step that moves a filing or leaves a trace in its journal.
type Action string

// The actions. Open begins a journal; it is not a transition.
const (
	Open               Action = "open"
	Submit             Action = "submit"
	SubmitOnBehalf     Action = "submit_on_behalf"
	Sign               Action = "sign"
	Decline            Action = "decline"
	Withdraw           Action = "withdraw"
	Abandon            Action = "abandon"
	Claim              Action = "claim"
	Release            Action = "release"
	Assign             Action = "assign" // to a colleague, by whoever leads the desk
	AddNote            Action = "note"   // words among staff
	Correct            Action = "correct"
	Verify             Action = "verify" // the first of two verifiers (初核)
	ReturnToRegistrant Action = "return_to_registrant"
	Forward            Action = "forward"
	ConfirmSMS         Action = "confirm_sms"
	LapseSMS           Action = "lapse_sms"
	FirstApprove       Action = "first_approve"
	Approve            Action = "approve"
	ReturnToProvider   Action = "return_to_provider"
	Refuse             Action = "refuse"
	AskReturn          Action = "ask_return"     // the owner asks for the filing back (请求退回)
	DeclineReturn      Action = "decline_return" // the holder goes on, and says why
	Overrule           Action = "overrule"       // a bureau's own act about the same entity takes effect
)

// Transition is one row of the table: who may do what, from where, to where and
// under which conditions, all of which must hold.
type Transition struct {
	Action Action
	From   State
	To     State
	By     Tier
	When   []Condition
}

// Table is the whole state machine. Pages draw their buttons from it, the API
// answers by it, the database repeats it, and docs/states.md is made from it.
var Table = []Transition{
	{Submit, Draft, ProviderReview, Registrant, []Condition{IsOwner}},
	{Submit, ReturnedToRegistrant, ProviderReview, Registrant, []Condition{IsOwner}},
	{SubmitOnBehalf, Draft, OwnerSignature, Provider, []Condition{MadeOnBehalf}},
	{Sign, OwnerSignature, ProviderReview, Registrant, []Condition{IsOwner}},
	{Decline, OwnerSignature, Draft, Registrant, []Condition{IsOwner}},
	{Withdraw, ProviderReview, Draft, Registrant, []Condition{IsOwner, Unclaimed}},
	{Withdraw, OwnerSignature, Draft, Provider, []Condition{MadeOnBehalf}},
	{Abandon, Draft, Withdrawn, Registrant, []Condition{IsOwner}},
	{Abandon, Draft, Withdrawn, Provider, []Condition{MadeOnBehalf}},
	{Abandon, OwnerSignature, Withdrawn, Registrant, []Condition{IsOwner}},
	{Abandon, ReturnedToRegistrant, Withdrawn, Registrant, []Condition{IsOwner}},
	{Abandon, ReturnedToRegistrant, Withdrawn, Clock, []Condition{ThirtyDaysReturned}},

	{AskReturn, ProviderReview, ProviderReview, Registrant, []Condition{IsOwner, InWork, NotAsked}},
	{AskReturn, BureauReview, BureauReview, Registrant, []Condition{IsOwner, NotAsked, ByApplicant}},
	{AskReturn, ReturnedToProvider, ReturnedToProvider, Registrant, []Condition{IsOwner, NotAsked}},

	{Claim, ProviderReview, ProviderReview, Provider, []Condition{Claimable}},
	{Release, ProviderReview, ProviderReview, Provider, []Condition{ClaimedByMe}},
	{Assign, ProviderReview, ProviderReview, Provider, []Condition{ByLead}},
	{AddNote, ProviderReview, ProviderReview, Provider, []Condition{OfStaff}},
	{Correct, ProviderReview, ProviderReview, Provider, []Condition{ClaimedByMe}},
	{ReturnToRegistrant, ProviderReview, ReturnedToRegistrant, Provider, []Condition{ClaimedByMe}},
	{DeclineReturn, ProviderReview, ProviderReview, Provider, []Condition{ClaimedByMe, Asked}},
	{Verify, ProviderReview, ProviderReview, Provider, []Condition{ClaimedByMe, FirstVerifierDue}},
	{Forward, ProviderReview, SMSVerification, Provider, []Condition{ClaimedByMe, LastVerifierDue, SMSNeeded}},
	{Forward, ProviderReview, BureauReview, Provider, []Condition{ClaimedByMe, LastVerifierDue, SMSNotNeeded}},
	{AddNote, ReturnedToRegistrant, ReturnedToRegistrant, Provider, []Condition{OfStaff}},

	{AddNote, SMSVerification, SMSVerification, Provider, []Condition{OfStaff}},
	{ConfirmSMS, SMSVerification, SMSVerification, Principals, []Condition{MorePrincipals}},
	{ConfirmSMS, SMSVerification, BureauReview, Principals, []Condition{LastPrincipal}},
	{LapseSMS, SMSVerification, ReturnedToProvider, Clock, []Condition{SMSExpired}},

	{Claim, BureauReview, BureauReview, Bureau, []Condition{Claimable}},
	{Release, BureauReview, BureauReview, Bureau, []Condition{ClaimedByMe}},
	{Assign, BureauReview, BureauReview, Bureau, []Condition{ByLead}},
	{AddNote, BureauReview, BureauReview, Bureau, []Condition{OfStaff}},
	{AddNote, BureauReview, BureauReview, Provider, []Condition{OfStaff}},
	{FirstApprove, BureauReview, BureauReview, Bureau, []Condition{ClaimedByMe, FirstPersonDue}},
	{Approve, BureauReview, Approved, Bureau, []Condition{ClaimedByMe, LastPersonDue}},
	{ReturnToProvider, BureauReview, ReturnedToProvider, Bureau, []Condition{ClaimedByMe, ByApplicant}},
	{Refuse, BureauReview, Refused, Bureau, []Condition{ClaimedByMe}},
	{DeclineReturn, BureauReview, BureauReview, Bureau, []Condition{ClaimedByMe, Asked}},
	{Abandon, BureauReview, Withdrawn, Bureau, []Condition{ClaimedByMe, OwnAct}},

	{Claim, ReturnedToProvider, ReturnedToProvider, Provider, []Condition{Claimable}},
	{Release, ReturnedToProvider, ReturnedToProvider, Provider, []Condition{ClaimedByMe}},
	{Assign, ReturnedToProvider, ReturnedToProvider, Provider, []Condition{ByLead}},
	{AddNote, ReturnedToProvider, ReturnedToProvider, Provider, []Condition{OfStaff}},
	{Correct, ReturnedToProvider, ReturnedToProvider, Provider, []Condition{ClaimedByMe}},
	{ReturnToRegistrant, ReturnedToProvider, ReturnedToRegistrant, Provider, []Condition{ClaimedByMe}},
	{DeclineReturn, ReturnedToProvider, ReturnedToProvider, Provider, []Condition{ClaimedByMe, Asked}},
	{Verify, ReturnedToProvider, ReturnedToProvider, Provider, []Condition{ClaimedByMe, FirstVerifierDue}},
	{Forward, ReturnedToProvider, SMSVerification, Provider, []Condition{ClaimedByMe, LastVerifierDue, SMSNeeded}},
	{Forward, ReturnedToProvider, BureauReview, Provider, []Condition{ClaimedByMe, LastVerifierDue, SMSNotNeeded}},

	{Overrule, ProviderReview, Refused, Bureau, []Condition{ActApplied}},
	{Overrule, ReturnedToRegistrant, Refused, Bureau, []Condition{ActApplied}},
	{Overrule, SMSVerification, Refused, Bureau, []Condition{ActApplied}},
	{Overrule, BureauReview, Refused, Bureau, []Condition{ActApplied}},
	{Overrule, ReturnedToProvider, Refused, Bureau, []Condition{ActApplied}},
}

// TransitionError says that an action is not open in a state, and why: Unmet is
// the first condition that does not hold, empty when the table has no such row
// for this tier at all.
type TransitionError struct {
	State  State
	Action Action
	Unmet  Condition
}

func (e *TransitionError) Error() string {
	if e.Unmet == "" {
		return fmt.Sprintf("filing: %s is not open in state %s", e.Action, e.State)
	}
	return fmt.Sprintf("filing: %s in state %s: %s does not hold", e.Action, e.State, e.Unmet)
}

// Next is the state that action leads to, or a *TransitionError.
func Next(s State, a Action, f Facts) (State, error) {
	refusal := &TransitionError{State: s, Action: a}
	for _, row := range Table {
		if row.Action != a || row.From != s || row.By != f.Actor.Tier {
			continue
		}
		unmet := firstUnmet(row.When, f)
		if unmet == "" {
			return row.To, nil
		}
		if refusal.Unmet == "" {
			refusal.Unmet = unmet
		}
	}
	return s, refusal
}

// Actions lists what the actor of f may do in s, in the table's order.
func Actions(s State, f Facts) []Action {
	var open []Action
	for _, row := range Table {
		if row.From == s && row.By == f.Actor.Tier && firstUnmet(row.When, f) == "" {
			open = append(open, row.Action)
		}
	}
	return open
}

func firstUnmet(when []Condition, f Facts) Condition {
	for _, c := range when {
		if !c.Holds(f) {
			return c
		}
	}
	return ""
}

// Facts are what the conditions of the table look at.
type Facts struct {
	Actor    Actor
	Now      time.Time
	Kind     Kind
	Owner    int64 // account of the registrant
	Delegate bool  // the actor acts for the owner with consent (代办)
	OnBehalf bool  // made by the provider for the owner

	ClaimedBy    int64     // account of the member of staff at work; 0 when nobody is
	ClaimedUntil time.Time // end of the lease

	SMS         bool      // kind and province ask the principals to confirm
	Unconfirmed int       // principals who have not confirmed, the one confirming now left out
	SMSDue      time.Time // when the codes lapse
	ReturnedAt  time.Time // when it came back to the registrant

	Asked bool // the owner has asked for it back and has no answer yet

	TwoVerifiers bool  // the provider asks for 初核 and 复核
	VerifiedBy   int64 // who verified first at the provider; 0 when nobody has

	TwoPersons      bool  // the province asks for 初审 and 复审
	FirstApprovedBy int64 // who gave the first approval; 0 when nobody has

	Overruled bool // an act about the same entity is just taking effect; never asked for by itself
}
