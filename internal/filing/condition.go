package filing

import "time"

// Condition is something a transition requires beyond state and tier.
type Condition string

// The conditions.
const (
	IsOwner            Condition = "is_owner"             // the account is the filing's registrant, or acts for it with consent
	MadeOnBehalf       Condition = "made_on_behalf"       // the provider filed it for the owner (代为报备)
	Unclaimed          Condition = "unclaimed"            // no lease runs: no member of staff is at work on it
	Claimable          Condition = "claimable"            // no lease runs; a colleague may take an expired one
	ClaimedByMe        Condition = "claimed_by_me"        // the actor holds the lease, or held it last
	SMSNeeded          Condition = "sms_needed"           // kind or province asks the principals to confirm
	SMSNotNeeded       Condition = "sms_not_needed"       // neither does
	MorePrincipals     Condition = "more_principals"      // another principal has still to confirm
	LastPrincipal      Condition = "last_principal"       // this was the last one
	SMSExpired         Condition = "sms_expired"          // 24 hours are over
	ThirtyDaysReturned Condition = "thirty_days_returned" // 30 days with the registrant
	FirstPersonDue     Condition = "first_person_due"     // the province asks for two people and none has approved
	LastPersonDue      Condition = "last_person_due"      // one person is enough, or another one has approved
	OfStaff            Condition = "of_staff"             // a member of an organisation
	ByLead             Condition = "by_lead"              // an administrator, or a bureau's chief
	FirstVerifierDue   Condition = "first_verifier_due"   // the provider asks for two people and none has verified
	LastVerifierDue    Condition = "last_verifier_due"    // one person is enough, or another one has verified
	ByApplicant        Condition = "by_applicant"         // not a bureau's own act, which has no provider
	InWork             Condition = "in_work"              // a lease runs: the owner can no longer withdraw alone
	Asked              Condition = "asked"                // the owner has asked for it back and waits for an answer
	NotAsked           Condition = "not_asked"            // the owner has not asked, or has been answered
	OwnAct             Condition = "own_act"              // opened by the bureau itself, not on an owner's request
	ActApplied         Condition = "act_applied"          // a bureau's own act about the same entity takes effect
)

// Conditions lists every condition.
var Conditions = []Condition{IsOwner, MadeOnBehalf, Unclaimed, Claimable, ClaimedByMe, SMSNeeded, SMSNotNeeded,
	MorePrincipals, LastPrincipal, SMSExpired, ThirtyDaysReturned, FirstPersonDue, LastPersonDue, ByApplicant, InWork, Asked, NotAsked,
	OfStaff, ByLead, FirstVerifierDue, LastVerifierDue, OwnAct, ActApplied}

// AbandonAfter is how long a filing may lie returned before the clock ends it.
const AbandonAfter = 30 * 24 * time.Hour

// SMSWindow is how long the principals have to confirm (短信核验 24 小时).
const SMSWindow = 24 * time.Hour

// LeaseFor is how long a claim lasts; every act of its holder renews it.
const LeaseFor = 30 * time.Minute

// AssignedFor is how long an assigned case waits for the colleague before others
// may take it.
const AssignedFor = 24 * time.Hour

// Holds reports whether c is true of f.
func (c Condition) Holds(f Facts) bool {
	me := f.Actor.Account
	switch c {
	case IsOwner:
		return me != 0 && (me == f.Owner || f.Delegate)
	case MadeOnBehalf:
		return f.OnBehalf
	case Unclaimed, Claimable:
		return f.ClaimedBy == 0 || !f.Now.Before(f.ClaimedUntil)
	case InWork:
		return f.ClaimedBy != 0 && f.Now.Before(f.ClaimedUntil)
	case Asked:
		return f.Asked
	case NotAsked:
		return !f.Asked
	case ClaimedByMe:
		return me != 0 && f.ClaimedBy == me
	case SMSNeeded:
		return f.SMS
	case SMSNotNeeded:
		return !f.SMS
	case MorePrincipals:
		return f.Unconfirmed > 0
	case LastPrincipal:
		return f.Unconfirmed == 0
	case SMSExpired:
		return !f.Now.Before(f.SMSDue)
	case ThirtyDaysReturned:
		return !f.Now.Before(f.ReturnedAt.Add(AbandonAfter))
	case FirstPersonDue:
		return f.TwoPersons && f.FirstApprovedBy == 0
	case LastPersonDue:
		return !f.TwoPersons || (f.FirstApprovedBy != 0 && f.FirstApprovedBy != me)
	case OfStaff:
		return f.Actor.Staff()
	case ByLead:
		return f.Actor.Is(Admin, Chief)
	case FirstVerifierDue:
		return f.TwoVerifiers && f.VerifiedBy == 0
	case LastVerifierDue:
		return !f.TwoVerifiers || (f.VerifiedBy != 0 && f.VerifiedBy != me)
	case ByApplicant:
		return !f.Kind.BureauAct()
	case OwnAct:
		return f.Kind.BureauAct() && f.Owner == 0
	case ActApplied:
		return f.Overruled
	}
	return false
}

// ReviewWorkdays is the bureau's time from receipt (非经营性互联网信息服务备案管理办法第十二条).
const ReviewWorkdays = 20
