package postgres

import "beian/internal/filing"

// View is one work list of a desk.
type View string

// The views. Which of them a tier has stands in Views.
const (
	ViewWaiting  View = "waiting"  // 待领取; at a provider also what the bureau has sent back
	ViewMine     View = "mine"     // 我的
	ViewToday    View = "today"    // provider: 今天到期, three working days after arrival, and what is past that
	ViewReturned View = "returned" // provider: 管局退回
	ViewOwner    View = "owner"    // provider: 等待主办者补正
	ViewSMS      View = "sms"      // provider: 待短信核验
	ViewBureau   View = "bureau"   // provider: 在管局审核
	ViewDue      View = "due"      // bureau: 即将到期, three working days or less
	ViewOverdue  View = "overdue"  // bureau: 已超期
	ViewSecond   View = "second"   // 待复审, at a provider 待复核: the second of two people
	ViewOpen     View = "open"     // 在办: everything in work; at a provider what is in its own hands
	ViewEnded    View = "ended"    // 已办结
	ViewAll      View = "all"      // a search over all of them; no tab
)

// Views lists the views of a tier, in the order of its tabs.
func Views(t filing.Tier) []View {
	switch t {
	case filing.Provider:
		return []View{ViewWaiting, ViewMine, ViewToday, ViewReturned, ViewSecond, ViewOpen, ViewOwner, ViewSMS, ViewBureau, ViewEnded}
	case filing.Bureau:
		return []View{ViewWaiting, ViewMine, ViewDue, ViewOverdue, ViewSecond, ViewOpen, ViewEnded}
	case filing.Registrant:
		return []View{ViewOpen, ViewEnded}
	default:
		return []View{ViewOpen, ViewEnded}
	}
}

var (
	atProvider = []filing.State{filing.ProviderReview, filing.ReturnedToProvider}
	inWork     = []filing.State{filing.Draft, filing.OwnerSignature, filing.ProviderReview, filing.ReturnedToRegistrant,
		filing.SMSVerification, filing.BureauReview, filing.ReturnedToProvider}
	ended = []filing.State{filing.Approved, filing.Refused, filing.Withdrawn}
)

// of is what a view holds for a tier: the states, none of which means all of them,
// and a further predicate. What waits for a provider is not what waits for a bureau.
func (v View) of(t filing.Tier) (states []filing.State, more string) {
	mine := []filing.State{filing.BureauReview}
	if t == filing.Provider {
		mine = []filing.State{filing.ProviderReview}
	}
	switch v {
	case ViewWaiting:
		if t == filing.Provider {
			mine = []filing.State{filing.ReturnedToProvider, filing.ProviderReview}
		}
		return mine, `f.claimed_by IS NULL OR f.claimed_until <= @now`
	case ViewMine:
		return nil, `f.claimed_by = @me`
	case ViewToday:
		return atProvider, `f.entered_at < @promised`
	case ViewReturned:
		return []filing.State{filing.ReturnedToProvider}, ""
	case ViewOwner:
		return []filing.State{filing.ReturnedToRegistrant, filing.OwnerSignature}, ""
	case ViewSMS:
		return []filing.State{filing.SMSVerification}, ""
	case ViewBureau:
		return []filing.State{filing.BureauReview}, ""
	case ViewDue:
		return mine, `f.due_on BETWEEN @today AND @soon`
	case ViewOverdue:
		return mine, `f.due_on < @today`
	case ViewSecond:
		if t == filing.Provider {
			return atProvider, `f.verified_by IS NOT NULL`
		}
		return mine, `f.first_approved_by IS NOT NULL`
	case ViewOpen:
		if t == filing.Provider {
			return atProvider, ""
		}
		return inWork, ""
	case ViewAll:
		return nil, ""
	case ViewEnded:
		return ended, ""
	}
	return inWork, ""
}
