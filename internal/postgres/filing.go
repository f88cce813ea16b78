package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// Filing is one row of the case book with the names of those around it.
type Filing struct {
	ID              int64         `db:"id"`
	Receipt         string        `db:"receipt"` // 受理号
	Kind            filing.Kind   `db:"kind"`
	State           filing.State  `db:"state"`
	OwnerID         int64         `db:"owner_id"`
	OnBehalf        bool          `db:"on_behalf"`
	ProviderID      int64         `db:"provider_id"`
	ProviderName    string        `db:"provider_name"`
	ProviderSlug    string        `db:"provider_slug"`
	Province        string        `db:"province"`
	Channel         string        `db:"channel"`
	EntityID        int64         `db:"entity_id"`
	SiteID          int64         `db:"site_id"`
	BaseVersion     int           `db:"base_version"`   // of the entity, when the draft was begun
	PasswordGiven   bool          `db:"password_given"` // the entity's filing password
	Version         int           `db:"version"`
	FrozenVersion   int           `db:"frozen_version"`
	Revision        int           `db:"revision"`
	UnitName        string        `db:"unit_name"`
	Nature          filing.Nature `db:"nature"`
	SiteName        string        `db:"site_name"`
	Domains         []string      `db:"domains"`
	ClaimedBy       int64         `db:"claimed_by"`
	ClaimedName     string        `db:"claimed_name"`
	ClaimedUntil    *time.Time    `db:"claimed_until"`
	FirstApprovedBy int64         `db:"first_approved_by"`
	VerifiedBy      int64         `db:"verified_by"` // first of two at the provider
	EnteredAt       time.Time     `db:"entered_at"`
	SubmittedAt     *time.Time    `db:"submitted_at"`
	ReceivedAt      *time.Time    `db:"received_at"`
	DueOn           calendar.Date `db:"due_on"`
	ReturnedAt      *time.Time    `db:"returned_at"`
	ReturnAskedAt   *time.Time    `db:"return_asked_at"` // the owner wants it back and waits for an answer
	SMSDue          *time.Time    `db:"sms_due"`
	DecidedAt       *time.Time    `db:"decided_at"`
	Rounds          int           `db:"rounds"`
	SecondDrawn     bool          `db:"second_drawn"`  // for a second review, at the last receipt
	RulesVersion    int           `db:"rules_version"` // of the province's rules it was submitted under
	CreatedAt       time.Time     `db:"created_at"`
	UpdatedAt       time.Time     `db:"updated_at"`
}

// filingColumns and filingFrom select a Filing; the table's alias is f.
const filingColumns = `
	f.id, f.receipt, f.kind, f.state, coalesce(f.owner_id, 0) AS owner_id, f.on_behalf,
	coalesce(f.provider_id, 0) AS provider_id, coalesce(p.name, '') AS provider_name, coalesce(p.slug, '') AS provider_slug,
	coalesce(f.province, '') AS province, f.channel, coalesce(f.entity_id, 0) AS entity_id, coalesce(f.site_id, 0) AS site_id,
	f.base_version, f.password_given, f.version, f.frozen_version, f.revision, f.unit_name, f.nature, f.site_name, f.domains,
	coalesce(f.claimed_by, 0) AS claimed_by, coalesce(c.name, '') AS claimed_name, f.claimed_until,
	coalesce(f.first_approved_by, 0) AS first_approved_by, coalesce(f.verified_by, 0) AS verified_by, f.entered_at, f.submitted_at, f.received_at, f.due_on,
	f.returned_at, f.return_asked_at, f.sms_due, f.decided_at, f.rounds, f.rules_version, f.second_drawn, f.created_at, f.updated_at`

const filingFrom = `
	filing f
	LEFT JOIN provider p ON p.id = f.provider_id
	LEFT JOIN account c ON c.id = f.claimed_by`

// Filing is one filing as the actor may see it.
func (d *Desk) Filing(ctx context.Context, id int64) (Filing, error) {
	return d.filing(ctx, d.s.db, id)
}

func (d *Desk) filing(ctx context.Context, q DB, id int64) (Filing, error) {
	return one[Filing](ctx, q, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.id = @id AND (`+d.scope()+`)`,
		d.args(pgx.NamedArgs{"id": id}))
}

// FilingByReceipt finds a filing by its 受理号.
func (d *Desk) FilingByReceipt(ctx context.Context, receipt string) (Filing, error) {
	return one[Filing](ctx, d.s.db, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.receipt = @receipt AND (`+d.scope()+`)`,
		d.args(pgx.NamedArgs{"receipt": receipt}))
}

// lock is Filing with the row locked until the transaction ends, so that of two
// who act at once one comes after the other.
func (d *Desk) lock(ctx context.Context, tx pgx.Tx, id int64) (Filing, error) {
	return one[Filing](ctx, tx, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.id = @id AND (`+d.scope()+`) FOR UPDATE OF f`,
		d.args(pgx.NamedArgs{"id": id}))
}

// Facts are what the state machine asks about f, for this desk's actor.
func (d *Desk) Facts(ctx context.Context, f Filing) (filing.Facts, error) {
	return d.facts(ctx, d.s.db, f)
}

func (d *Desk) facts(ctx context.Context, q DB, f Filing) (filing.Facts, error) {
	list, err := d.factsOf(ctx, q, []Filing{f})
	if err != nil {
		return filing.Facts{}, err
	}
	facts := list[0]
	stands, err := d.delegated(ctx, q, f.EntityID, f.OwnerID)
	if err != nil {
		return facts, err
	}
	facts.Delegate = stands.Level == LevelAct
	if facts.SMS && f.Kind == filing.Change && (f.State == filing.ProviderReview || f.State == filing.ReturnedToProvider) {
		facts.SMS, err = d.changeAsks(ctx, q, f)
	}
	return facts, err
}

// factsOf are the facts of several filings that ask nothing of their documents.
func (d *Desk) factsOf(ctx context.Context, q DB, list []Filing) ([]filing.Facts, error) {
	facts := make([]filing.Facts, len(list))
	var ids, providers []int64
	var provinces []string
	for i, f := range list {
		facts[i] = filing.Facts{
			Actor: d.me, Now: d.s.now(), Kind: f.Kind, Owner: f.OwnerID, OnBehalf: f.OnBehalf,
			ClaimedBy: f.ClaimedBy, FirstApprovedBy: f.FirstApprovedBy, VerifiedBy: f.VerifiedBy, Asked: f.ReturnAskedAt != nil,
			ClaimedUntil: timeOr(f.ClaimedUntil), SMSDue: timeOr(f.SMSDue), ReturnedAt: timeOr(f.ReturnedAt),
		}
		ids, providers, provinces = append(ids, f.ID), append(providers, f.ProviderID), append(provinces, f.Province)
	}
	rows, err := q.Query(ctx, `
		SELECT x.place, coalesce(b.sms, true), coalesce(b.two_persons, false), coalesce(p.two_persons, false),
		       (SELECT count(*) FROM sms_check c WHERE c.filing_id = x.id AND c.confirmed_at IS NULL AND c.closed_at IS NULL)
		FROM unnest($1::bigint[], $2::bigint[], $3::text[]) WITH ORDINALITY AS x(id, provider, province, place)
		LEFT JOIN bureau b ON b.province = x.province LEFT JOIN provider p ON p.id = x.provider`, ids, providers, provinces)
	if err != nil {
		return nil, err
	}
	var place, open int
	var sms, two, verifiers bool
	_, err = pgx.ForEachRow(rows, []any{&place, &sms, &two, &verifiers, &open}, func() error {
		f, of := &facts[place-1], list[place-1]
		f.SMS, f.TwoPersons, f.TwoVerifiers, f.Unconfirmed = sms && of.Kind.AsksPrincipals(), two || of.SecondDrawn, verifiers, open
		return nil
	})
	return facts, err
}

// changeAsks reports whether a change concerns a principal: one of accesses alone
// does not.
func (d *Desk) changeAsks(ctx context.Context, q DB, f Filing) (bool, error) {
	doc, err := d.s.document(ctx, q, f.ID, f.Version)
	if err != nil {
		return false, err
	}
	was, err := d.besides(ctx, q, f, doc)
	return err == nil && len(filing.PrincipalsToConfirm(f.Kind, was, doc)) > 0, err
}

func timeOr(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
