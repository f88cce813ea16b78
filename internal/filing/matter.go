package filing

import (
	"fmt"
	"slices"

	"beian/internal/calendar"
)

// Course is a small procedure beside the filings. Each has a table of steps like
// the filings' own.
type Course string

// The courses.
const (
	SpotCheck Course = "spot_check" // 抽查: a bureau asks a provider about a site
	Rectify   Course = "rectify"    // 整改通知: to an owner or a provider
	Conflict  Course = "conflict"   // 域名争议: claimant against holder, before the bureau
	Report    Course = "report"     // 我要举报
	Question  Course = "question"   // 我要咨询
)

// Courses lists every course.
var Courses = []Course{SpotCheck, Rectify, Conflict, Report, Question}

// Stage is where a matter of a course stands.
type Stage string

// The stages.
const (
	StageAsked     Stage = "asked"     // the party has until a day to answer
	StageAnswered  Stage = "answered"  // the bureau weighs the answer
	StageOverdue   Stage = "overdue"   // nobody answered in time: the bureau goes on
	StageReceived  Stage = "received"  // waits for the bureau
	StageClosed    Stage = "closed"    // in order
	StageNoticed   Stage = "noticed"   // a rectify notice followed
	StageEnforced  Stage = "enforced"  // a forced cancel followed
	StageRevoked   Stage = "revoked"   // taken back by the bureau
	StageUpheld    Stage = "upheld"    // decided for the claimant
	StageRejected  Stage = "rejected"  // decided against the claimant
	StageDropped   Stage = "dropped"   // given up by the claimant
	StageReplied   Stage = "replied"   // answered
	StageDismissed Stage = "dismissed" // not taken up
)

// Stages lists every stage, the open ones first.
var Stages = []Stage{StageAsked, StageAnswered, StageOverdue, StageReceived, StageClosed, StageNoticed, StageEnforced,
	StageRevoked, StageUpheld, StageRejected, StageDropped, StageReplied, StageDismissed}

// Open reports whether something can follow s.
func (s Stage) Open() bool {
	return s == StageAsked || s == StageAnswered || s == StageOverdue || s == StageReceived
}

// Step is what moves a matter or leaves a trace in its journal.
type Step string

// The steps. StepBegin opens a matter and is no row of the table.
const (
	StepBegin    Step = "begin"
	StepReply    Step = "reply"    // the party answers, with evidence
	StepLapse    Step = "lapse"    // the clock: the day is over
	StepAskMore  Step = "ask_more" // the bureau asks again, until another day
	StepClose    Step = "close"    // in order
	StepNotice   Step = "notice"   // a rectify notice to the owner follows
	StepEnforce  Step = "enforce"  // a forced cancel follows
	StepRevoke   Step = "revoke"   // the bureau takes it back
	StepUphold   Step = "uphold"   // for the claimant: the domain leaves the holder's site
	StepReject   Step = "reject"   // against the claimant
	StepDrop     Step = "drop"     // the claimant gives up
	StepTake     Step = "take"     // a member of staff takes it
	StepAnswer   Step = "answer"   // the bureau answers
	StepDismiss  Step = "dismiss"  // the bureau does not take it up, and says why
	StepUrge     Step = "urge"     // the ministry urges the bureau (督办)
	StepTransfer Step = "transfer" // another province's bureau has to see to it (移交)
)

// Term is what a step asks for beyond stage and tier.
type Term string

// The terms.
const (
	TermOpener Term = "opener"   // the account that began it
	TermParty  Term = "party"    // whom it is addressed to
	TermTaken  Term = "taken"    // the member of staff who took it
	TermLate   Term = "past_due" // the day is over
)

// Terms lists every term.
var Terms = []Term{TermOpener, TermParty, TermTaken, TermLate}

// Turn is one row of the table of the courses.
type Turn struct {
	Course Course
	Step   Step
	From   Stage
	To     Stage
	By     Tier
	When   []Term
}

// Turns is the state machine of all courses. Pages draw their buttons from it, the
// store obeys it, and docs/states.md is made from it.
var Turns = []Turn{
	{SpotCheck, StepReply, StageAsked, StageAnswered, Provider, []Term{TermParty}},
	{SpotCheck, StepLapse, StageAsked, StageOverdue, Clock, []Term{TermLate}},
	{SpotCheck, StepRevoke, StageAsked, StageRevoked, Bureau, nil},
	{SpotCheck, StepClose, StageAnswered, StageClosed, Bureau, nil},
	{SpotCheck, StepAskMore, StageAnswered, StageAsked, Bureau, nil},
	{SpotCheck, StepNotice, StageAnswered, StageNoticed, Bureau, nil},
	{SpotCheck, StepAskMore, StageOverdue, StageAsked, Bureau, nil},
	{SpotCheck, StepNotice, StageOverdue, StageNoticed, Bureau, nil},

	{Rectify, StepReply, StageAsked, StageAnswered, Registrant, []Term{TermParty}},
	{Rectify, StepReply, StageAsked, StageAnswered, Provider, []Term{TermParty}},
	{Rectify, StepLapse, StageAsked, StageOverdue, Clock, []Term{TermLate}},
	{Rectify, StepRevoke, StageAsked, StageRevoked, Bureau, nil},
	{Rectify, StepClose, StageAnswered, StageClosed, Bureau, nil},
	{Rectify, StepAskMore, StageAnswered, StageAsked, Bureau, nil},
	{Rectify, StepEnforce, StageAnswered, StageEnforced, Bureau, nil},
	{Rectify, StepClose, StageOverdue, StageClosed, Bureau, nil},
	{Rectify, StepAskMore, StageOverdue, StageAsked, Bureau, nil},
	{Rectify, StepEnforce, StageOverdue, StageEnforced, Bureau, nil},

	{Conflict, StepReply, StageAsked, StageAnswered, Registrant, []Term{TermParty}},
	{Conflict, StepLapse, StageAsked, StageOverdue, Clock, []Term{TermLate}},
	{Conflict, StepDrop, StageAsked, StageDropped, Registrant, []Term{TermOpener}},
	{Conflict, StepUphold, StageAnswered, StageUpheld, Bureau, nil},
	{Conflict, StepReject, StageAnswered, StageRejected, Bureau, nil},
	{Conflict, StepAskMore, StageAnswered, StageAsked, Bureau, nil},
	{Conflict, StepDrop, StageAnswered, StageDropped, Registrant, []Term{TermOpener}},
	{Conflict, StepUphold, StageOverdue, StageUpheld, Bureau, nil},
	{Conflict, StepReject, StageOverdue, StageRejected, Bureau, nil},
	{Conflict, StepAskMore, StageOverdue, StageAsked, Bureau, nil},
	{Conflict, StepDrop, StageOverdue, StageDropped, Registrant, []Term{TermOpener}},

	{Report, StepTake, StageReceived, StageReceived, Bureau, nil},
	{Report, StepAnswer, StageReceived, StageReplied, Bureau, []Term{TermTaken}},
	{Report, StepDismiss, StageReceived, StageDismissed, Bureau, []Term{TermTaken}},
	{Report, StepTransfer, StageReceived, StageReceived, Bureau, []Term{TermTaken}},
	{Report, StepUrge, StageReceived, StageReceived, Ministry, nil},
	{Report, StepTransfer, StageReceived, StageReceived, Ministry, nil},
	{Question, StepTake, StageReceived, StageReceived, Bureau, nil},
	{Question, StepAnswer, StageReceived, StageReplied, Bureau, []Term{TermTaken}},
	{Question, StepDismiss, StageReceived, StageDismissed, Bureau, []Term{TermTaken}},
	{Question, StepTransfer, StageReceived, StageReceived, Bureau, []Term{TermTaken}},
	{Question, StepUrge, StageReceived, StageReceived, Ministry, nil},
	{Question, StepTransfer, StageReceived, StageReceived, Ministry, nil},
}

// MatterFacts are what the terms look at.
type MatterFacts struct {
	Actor  Actor
	Opener int64 // account that began it; 0 for the public
	Party  bool  // the actor is whom it is addressed to
	Taken  int64 // account that took it
	Today  calendar.Date
	Due    calendar.Date // last day of whoever holds it
}

// Holds reports whether t is true of f.
func (t Term) Holds(f MatterFacts) bool {
	switch t {
	case TermOpener:
		return f.Opener != 0 && f.Opener == f.Actor.Account
	case TermParty:
		return f.Party
	case TermTaken:
		return f.Taken != 0 && f.Taken == f.Actor.Account
	case TermLate:
		return f.Due.Before(f.Today)
	}
	return false
}

// TurnError says that a step is not open in a stage; Unmet is the first term that
// does not hold, empty when the table has no such row for this tier.
type TurnError struct {
	Course Course
	Stage  Stage
	Step   Step
	Unmet  Term
}

func (e *TurnError) Error() string {
	return fmt.Sprintf("filing: %s: %s in stage %s is not open (%s)", e.Course, e.Step, e.Stage, e.Unmet)
}

// NextStage is the stage that a step leads to, or a *TurnError.
func NextStage(c Course, s Stage, step Step, f MatterFacts) (Stage, error) {
	refusal := &TurnError{Course: c, Stage: s, Step: step}
	for _, row := range Turns {
		if row.Course != c || row.Step != step || row.From != s || row.By != f.Actor.Tier {
			continue
		}
		i := slices.IndexFunc(row.When, func(t Term) bool { return !t.Holds(f) })
		if i < 0 {
			return row.To, nil
		}
		refusal.Unmet = row.When[i]
	}
	return s, refusal
}

// Steps lists what the actor of f may do with a matter, in the table's order.
func Steps(c Course, s Stage, f MatterFacts) []Step {
	var open []Step
	for _, row := range Turns {
		if row.Course != c || row.From != s || row.By != f.Actor.Tier {
			continue
		}
		if _, err := NextStage(c, s, row.Step, f); err == nil {
			open = append(open, row.Step)
		}
	}
	return open
}

// FirstStage is where a course begins.
func (c Course) FirstStage() Stage {
	if c == Report || c == Question {
		return StageReceived
	}
	return StageAsked
}

// SetsDay reports whether a step gives the party a new day to answer by.
func (s Step) SetsDay() bool { return s == StepAskMore || s == StepNotice }

// WantsWords reports whether a step says something in words.
func (s Step) WantsWords() bool { return s != StepTake && s != StepLapse }

// AnswerDays is how many days a party or a bureau has for a course unless told otherwise.
func (c Course) AnswerDays() int {
	switch c {
	case SpotCheck:
		return 7
	case Rectify, Conflict:
		return 15
	}
	return 20
}
