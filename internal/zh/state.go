package zh

import "beian/internal/filing"

// State is the short name of a state, for staff, lists and documents. What one
// reader sees of one filing is StateFor.
func State(s filing.State) string {
	switch s {
	case filing.Draft:
		return "草稿"
	case filing.OwnerSignature:
		return "待主办者确认"
	case filing.ProviderReview:
		return "待接入商核验"
	case filing.ReturnedToRegistrant:
		return "接入商退回修改"
	case filing.SMSVerification:
		return "待短信核验"
	case filing.BureauReview:
		return "待管局审核"
	case filing.ReturnedToProvider:
		return "管局退回"
	case filing.Approved:
		return "已备案"
	case filing.Refused:
		return "不予备案"
	case filing.Withdrawn:
		return "已撤回"
	}
	return ""
}

// Holder says whose move it is, empty when nobody's.
func Holder(s filing.State) string { return Tier(s.Holder()) }

// The tones of a state or a chip; the style sheet has a class for each.
const (
	Neutral = "neutral"
	Info    = "info"
	Warn    = "warn"
	Purple  = "purple"
	Success = "succ"
	Danger  = "danger"
	Solid   = "solid"
)

// Icon is the sign that goes with a tone, so that colour never speaks alone.
func Icon(tone string) string {
	switch tone {
	case Neutral:
		return "○"
	case Info:
		return "●"
	case Warn:
		return "▲"
	case Purple:
		return "↩"
	case Success:
		return "✔"
	case Danger:
		return "✖"
	case Solid:
		return "‼"
	}
	return ""
}
