package postgres

import (
	"context"
	"fmt"
	"slices"

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
	if s.move.Action == filing.SubmitOnBehalf {
		return s.d.s.inviteOwner(ctx, s.tx, s.f, s.doc)
	}
	if s.f.Kind.BureauAct() {
		return s.tellMeasure(ctx)
	}
	return s.letOwnerKnow(ctx)
}

func (s *step) letOwnerKnow(ctx context.Context) error {
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
	case filing.Refuse, filing.Overrule:
		return message.Refused(f.Receipt, bureau, s.move.Detail.Ground, url), true
	case filing.Approve:
		return s.approval(url), true
	case filing.DeclineReturn:
		return message.ReturnDeclined(f.Receipt, url), true
	}
	if s.arrived() {
		return message.Received(f.Receipt, bureau, f.DueOn.Time(), url), true
	}
	return message.Letter{}, false
}

// approval is the letter about an approved filing, by its kind.
func (s *step) approval(url string) message.Letter {
	f, number := s.f, string(s.out.Number)
	if len(s.out.Sites) > 0 && f.Kind != filing.Change && (f.Kind != filing.FirstFiling || len(s.out.Sites) == 1) {
		number = string(s.out.Sites[0])
	}
	switch f.Kind {
	case filing.AddAccess:
		return message.AccessAdded(f.Receipt, number, f.ProviderName, url)
	case filing.Change:
		return message.Changed(f.Receipt, number, url)
	case filing.CancelAccess:
		return message.AccessEnded(f.Receipt, number, f.ProviderName, url)
	case filing.CancelSite:
		return message.SiteCancelled(f.Receipt, number, url)
	case filing.CancelEntity:
		return message.EntityCancelled(f.Receipt, number, url)
	default:
		return message.Approved(f.Receipt, f.SiteName, number, url)
	}
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
	case filing.Approve, filing.Refuse, filing.ReturnToProvider, filing.LapseSMS, filing.Overrule:
	default:
		if !s.arrived() {
			return nil
		}
	}
	_, err := s.tx.Exec(ctx, `
		INSERT INTO feed (provider_id, filing_id, action, number, at)
		SELECT p, @id, @action, @number, @now FROM unnest(@providers::bigint[]) AS p`,
		s.d.args(pgx.NamedArgs{"providers": s.providers(), "id": s.f.ID, "action": s.move.Action, "number": s.concerned()}))
	if err != nil {
		return err
	}
	return s.d.s.notify(ctx, s.tx, s.providers(), s.move.Action, s.f.Receipt, s.concerned())
}

// providers are those a step is fed to: the filing's, and on a cancellation every
// other one that has been giving access to what ended.
func (s *step) providers() []int64 {
	list := slices.Clone(s.ended)
	if s.f.ProviderID != 0 && !slices.Contains(list, s.f.ProviderID) {
		list = append(list, s.f.ProviderID)
	}
	return list
}

// concerned is the number of the service or entity that the step is about.
func (s *step) concerned() filing.Number {
	if len(s.out.Sites) == 1 {
		return s.out.Sites[0]
	}
	return s.out.Number
}
