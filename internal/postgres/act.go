package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// Move is what an actor wants done with a filing.
type Move struct {
	Action   filing.Action
	Revision int // the state of things the actor saw; 0 does not care
	Detail   filing.Detail
	Document *filing.Document // for corrections
	To       int64            // of an assignment: the colleague's account
}

// Outcome is what came of it.
type Outcome struct {
	Filing Filing
	Number filing.Number   // of the entity, once approved
	Sites  []filing.Number // of the services approved, changed or ended
}

// step is one action under way: the locked filing, its facts and its document.
type step struct {
	d     *Desk
	tx    pgx.Tx
	f     Filing
	facts filing.Facts
	doc   *filing.Document
	move  Move
	next  filing.State
	out   Outcome
	ended []int64 // providers whose accesses a cancellation ended
}

// Act is the one door through which a filing changes its state. In one
// transaction it locks the filing, asks the table whether the action is open to
// the actor, does what the action does, and writes state, journal, messages and
// feed; all of it is there or none is.
func (d *Desk) Act(ctx context.Context, id int64, m Move) (Outcome, error) {
	var out Outcome
	err := d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		out, err = d.actWithin(ctx, tx, id, m)
		return err
	})
	return out, err
}

// take does the action on a locked filing.
func (d *Desk) take(ctx context.Context, tx pgx.Tx, f Filing, facts filing.Facts, m Move) (Outcome, error) {
	next, err := filing.Next(f.State, m.Action, facts)
	if err != nil {
		return Outcome{}, err
	}
	if m.Revision != 0 && m.Revision != f.Revision {
		return Outcome{}, filing.ErrStale
	}
	s := &step{d: d, tx: tx, f: f, facts: facts, move: m, next: next}
	if s.doc, err = d.s.document(ctx, tx, f.ID, f.Version); err != nil {
		return Outcome{}, err
	}
	if m.Action == filing.Approve && f.Kind == filing.FirstFiling {
		return s.approveAlone(ctx)
	}
	if next == filing.BureauReview && next != f.State { // a legal date will be set
		if _, err := d.s.readCalendar(ctx, tx); err != nil {
			return Outcome{}, err
		}
		if err := s.draw(ctx); err != nil {
			return Outcome{}, err
		}
	}
	if err := s.effect(ctx); err != nil {
		return Outcome{}, err
	}
	s.out.Filing = s.f
	return s.out, nil
}

// effect runs what belongs to the action, in the order: checks, the filing's
// row, the register, the journal.
func (s *step) effect(ctx context.Context) error {
	from := s.f.State
	if err := s.before(ctx); err != nil {
		return err
	}
	s.f.State = s.next
	if err := s.write(ctx); err != nil {
		return err
	}
	if s.move.Action == filing.Approve {
		if err := s.apply(ctx); err != nil {
			return err
		}
		s.move.Detail.Number = s.concerned()
	}
	if err := s.d.record(ctx, s.tx, s.f, s.move.Action, from, s.next, s.move.Detail); err != nil {
		return err
	}
	return s.tell(ctx)
}

// before does what an action requires and changes ahead of the move itself.
func (s *step) before(ctx context.Context) error {
	switch s.move.Action {
	case filing.Submit, filing.Sign:
		return s.submit(ctx)
	case filing.SubmitOnBehalf:
		return s.offer(ctx)
	case filing.Decline:
		return s.decline()
	case filing.Withdraw, filing.Abandon, filing.Overrule:
		return s.d.s.freeClaims(ctx, s.tx, s.f.ID)
	case filing.Claim:
		s.claim()
	case filing.Release:
		s.release()
	case filing.Assign:
		return s.assign(ctx)
	case filing.AddNote:
		return s.noted()
	case filing.Verify:
		return s.verify(ctx)
	case filing.Correct:
		return s.correct(ctx)
	case filing.ReturnToRegistrant, filing.ReturnToProvider:
		return s.sendBack()
	case filing.Forward:
		return s.forward(ctx)
	case filing.ConfirmSMS:
		s.arrive()
	case filing.LapseSMS:
		return s.lapse(ctx)
	case filing.FirstApprove:
		s.f.FirstApprovedBy = s.d.me.Account
		s.release()
	case filing.Refuse:
		return s.refuse(ctx)
	case filing.AskReturn, filing.DeclineReturn:
		return s.askBack()
	}
	return nil
}

// settle brings the filing's own marks to what the step leaves.
func (s *step) settle() {
	now := s.d.s.now()
	f := &s.f
	if s.move.Action != filing.AddNote { // words among staff make nobody's open form old
		f.Revision++
	}
	f.UpdatedAt = now
	if holder := f.State.Holder(); s.move.Action != filing.AskReturn && s.move.Action != filing.AddNote && (holder != s.d.me.Tier || holder == filing.Registrant) {
		s.release()
	}
	if s.entersState() {
		f.EnteredAt = now
	}
	if holder := f.State.Holder(); holder == filing.Registrant || holder == "" {
		f.ReturnAskedAt = nil
	}
	if f.State.Ended() {
		f.DecidedAt = &now
	}
	if f.State != filing.SMSVerification {
		f.SMSDue = nil
	}
}

// write stores the filing's row as the step leaves it.
func (s *step) write(ctx context.Context) error {
	s.settle()
	f := &s.f
	_, err := s.tx.Exec(ctx, `
		UPDATE filing SET state = @state, version = @version, frozen_version = @frozen, revision = @revision,
		       province = nullif(@province, ''), claimed_by = nullif(@claimed_by, 0), claimed_until = @claimed_until,
		       first_approved_by = nullif(@first, 0), verified_by = nullif(@verified, 0), entered_at = @entered, submitted_at = @submitted, received_at = @received,
		       due_on = @due, returned_at = @returned, return_asked_at = @asked, sms_due = @sms, decided_at = @decided, rounds = @rounds, rules_version = @rules, second_drawn = @drawn, updated_at = @now
		WHERE id = @id`, s.d.args(pgx.NamedArgs{
		"id": f.ID, "state": f.State, "version": f.Version, "frozen": f.FrozenVersion, "revision": f.Revision,
		"province": f.Province, "claimed_by": f.ClaimedBy, "claimed_until": f.ClaimedUntil, "first": f.FirstApprovedBy, "verified": f.VerifiedBy,
		"entered": f.EnteredAt, "submitted": f.SubmittedAt, "received": f.ReceivedAt, "due": f.DueOn,
		"returned": f.ReturnedAt, "asked": f.ReturnAskedAt, "sms": f.SMSDue, "decided": f.DecidedAt, "rounds": f.Rounds,
		"rules": f.RulesVersion, "drawn": f.SecondDrawn,
	}))
	return err
}

// entersState reports whether the time in a state begins anew with the step.
func (s *step) entersState() bool {
	switch s.move.Action {
	case filing.Claim, filing.Release, filing.Assign, filing.AddNote, filing.Verify, filing.Correct, filing.AskReturn, filing.DeclineReturn:
		return false
	}
	return true
}

// claim takes the lease, or renews it.
func (s *step) claim() {
	until := s.d.s.now().Add(filing.LeaseFor)
	s.f.ClaimedBy, s.f.ClaimedUntil = s.d.me.Account, &until
}

func (s *step) release() { s.f.ClaimedBy, s.f.ClaimedUntil = 0, nil }

// arrive is the receipt at the bureau: the 20 working days of article 12 of
// order 33 begin, each time anew, and a first approval of an earlier round no
// longer counts.
func (s *step) arrive() {
	if s.next != filing.BureauReview {
		return
	}
	now := s.d.s.now()
	due, _ := s.d.s.Days().AddWorkdays(calendar.DateOf(now), filing.ReviewWorkdays)
	s.f.ReceivedAt, s.f.DueOn, s.f.FirstApprovedBy = &now, due, 0
}
