package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/region"
	"beian/internal/zh"
)

// tell queues the owner's message about a step and the provider's feed row.
func (s *step) tell(ctx context.Context) error {
	if err := s.feed(ctx); err != nil {
		return err
	}
	l, ok := s.letter()
	if !ok {
		return nil
	}
	return s.d.s.sayToAccount(ctx, s.tx, s.f.OwnerID, s.f.ID, l)
}

// letter is what the owner is told about the step, if anything.
func (s *step) letter() (message.Letter, bool) {
	f, url := s.f, s.d.s.url(fmt.Sprintf("/my/filings/%d", s.f.ID))
	bureau := bureauName(f.Province)
	switch s.move.Action {
	case filing.Submit, filing.Sign:
		return message.Submitted(f.Receipt, f.ProviderName, url), true
	case filing.Withdraw:
		return message.Withdrawn(f.Receipt, url), true
	case filing.Abandon:
		return message.Ended(f.Receipt, url), true
	case filing.ReturnToRegistrant:
		return message.Returned(f.Receipt, len(s.move.Detail.Marks), s.firstMark(), s.d.s.now().Add(filing.AbandonAfter), url), true
	case filing.ReturnToProvider:
		return message.ReturnedByBureau(f.Receipt, bureau, len(s.move.Detail.Marks), s.firstMark(), url), true
	case filing.LapseSMS:
		return message.SMSLapsed(f.Receipt, url), true
	case filing.Refuse:
		return message.Refused(f.Receipt, bureau, s.move.Detail.Ground, url), true
	case filing.Approve:
		return message.Approved(f.Receipt, f.SiteName, string(s.out.Number), url), true
	}
	if s.arrived() {
		return message.Received(f.Receipt, bureau, f.DueOn.Time(), url), true
	}
	return message.Letter{}, false
}

// arrived reports whether the step brought the filing to the bureau.
func (s *step) arrived() bool {
	return s.next == filing.BureauReview && (s.move.Action == filing.Forward || s.move.Action == filing.ConfirmSMS)
}

func (s *step) firstMark() string { return zh.PathLabel(s.doc, s.move.Detail.Marks[0].Path) }

func bureauName(province string) string {
	p, _ := region.ByCode(province)
	return p.BureauName()
}

// feed tells the provider's own system of what the bureau or the clock did.
func (s *step) feed(ctx context.Context) error {
	switch s.move.Action {
	case filing.Approve, filing.Refuse, filing.ReturnToProvider, filing.LapseSMS:
	default:
		if !s.arrived() {
			return nil
		}
	}
	if s.f.ProviderID == 0 {
		return nil
	}
	_, err := s.tx.Exec(ctx, `INSERT INTO feed (provider_id, filing_id, action, at) VALUES (@provider, @id, @action, @now)`,
		s.d.args(pgx.NamedArgs{"provider": s.f.ProviderID, "id": s.f.ID, "action": s.move.Action}))
	return err
}
