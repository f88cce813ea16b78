package postgres

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
)

// The actions of delegations, which stand in the lists of both accounts.
const (
	DelegateInvited  AccountAction = "delegate_invited"
	DelegateAccepted AccountAction = "delegate_accepted"
	DelegateEnded    AccountAction = "delegate_ended"
)

// Consent is what an owner consents to.
type Consent struct {
	Entity   int64
	Who      string // user name or proved mobile
	Level    Level
	Days     int
	Personal bool
}

func (i Consent) check() filing.Problems {
	var found filing.Problems
	if i.Who == "" {
		found = append(found, filing.Problem{Path: "who", Flaw: filing.Missing})
	}
	if !slices.Contains(Levels, i.Level) {
		found = append(found, filing.Problem{Path: "level", Flaw: filing.NotListed})
	}
	if !slices.Contains(DelegationTerms, i.Days) {
		found = append(found, filing.Problem{Path: "term", Flaw: filing.NotListed})
	}
	return found
}

// InviteDelegate invites another account to act for an entity of the actor's own. The
// answer is the same whether there is such an account or not.
func (d *Desk) InviteDelegate(ctx context.Context, i Consent) error {
	i.Who = strings.TrimSpace(i.Who)
	if err := d.ownsEntity(ctx, d.s.db, i.Entity); err != nil {
		return err
	}
	if err := i.check().Or(); err != nil {
		return err
	}
	delegate, err := d.s.accountOf(ctx, i.Who)
	if err != nil {
		return err
	}
	if delegate == d.me.Account {
		return filing.Problems{{Path: "who", Flaw: filing.InUse}}
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error { return d.invite(ctx, tx, i, delegate) })
}

func (d *Desk) invite(ctx context.Context, tx pgx.Tx, i Consent, delegate int64) error {
	args := d.args(pgx.NamedArgs{"entity": i.Entity, "delegate": delegate, "invited": d.s.Keys.SealString(sealDelegation, i.Who),
		"level": i.Level, "personal": i.Personal, "until": d.s.now().Add(time.Duration(i.Days) * 24 * time.Hour)})
	// A new invitation takes the place of the one before.
	if _, err := tx.Exec(ctx, `UPDATE delegation SET ended_at = @now WHERE entity_id = @entity AND delegate_id = @delegate AND ended_at IS NULL`, args); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO delegation (entity_id, owner_id, delegate_id, invited, level, personal, invited_at, expires_at)
		VALUES (@entity, @me, nullif(@delegate::bigint, 0), @invited, @level, @personal, @now, @until)`, args); err != nil {
		return err
	}
	if err := d.noteAccount(ctx, tx, d.me.Account, DelegateInvited, i.Entity); err != nil || delegate == 0 {
		return err
	}
	if err := d.noteAccount(ctx, tx, delegate, DelegateInvited, i.Entity); err != nil {
		return err
	}
	return d.tellDelegate(ctx, tx, delegate, i.Entity, message.DelegateInvited)
}

// accountOf finds a registrant by user name, or by a proved mobile that only one has; 0 when nobody answers.
func (s *Store) accountOf(ctx context.Context, who string) (int64, error) {
	a, err := s.findLogin(ctx, filing.Registrant, who)
	if errors.Is(err, filing.ErrNotFound) || err == nil && (!a.Open || !a.Proved) {
		return 0, nil
	}
	return a.ID, err
}

func (d *Desk) tellDelegate(ctx context.Context, tx pgx.Tx, to, entity int64, words func(unit, url string) message.Letter) error {
	var number string
	if err := tx.QueryRow(ctx, `SELECT number FROM entity WHERE id = $1`, entity).Scan(&number); err != nil {
		return err
	}
	return d.s.sayToAccount(ctx, tx, to, 0, words(number, d.s.url("/my/delegations")))
}

// AcceptDelegation takes an invitation up; until then it opens nothing.
func (d *Desk) AcceptDelegation(ctx context.Context, id int64) error {
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		var entity, owner int64
		err := tx.QueryRow(ctx, `UPDATE delegation g SET accepted_at = @now WHERE g.id = @id AND g.delegate_id = @me AND g.accepted_at IS NULL AND `+open+`
			RETURNING g.entity_id, g.owner_id`, d.args(pgx.NamedArgs{"id": id})).Scan(&entity, &owner)
		if errors.Is(err, pgx.ErrNoRows) {
			return filing.ErrNotFound
		}
		if err != nil {
			return err
		}
		for _, account := range []int64{owner, d.me.Account} {
			if err := d.noteAccount(ctx, tx, account, DelegateAccepted, entity); err != nil {
				return err
			}
		}
		return d.tellDelegate(ctx, tx, owner, entity, message.DelegateAccepted)
	})
}

// EndDelegation ends a delegation or an invitation at once: by an account of the
// entity, or by the delegate.
func (d *Desk) EndDelegation(ctx context.Context, id int64) error {
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		var entity, owner, delegate int64
		err := tx.QueryRow(ctx, `
			UPDATE delegation g SET ended_at = @now WHERE g.id = @id AND g.ended_at IS NULL
			   AND (g.delegate_id = @me OR EXISTS (SELECT FROM entity_account o WHERE o.entity_id = g.entity_id AND o.account_id = @me))
			RETURNING g.entity_id, g.owner_id, coalesce(g.delegate_id, 0)`, d.args(pgx.NamedArgs{"id": id})).Scan(&entity, &owner, &delegate)
		if errors.Is(err, pgx.ErrNoRows) {
			return filing.ErrNotFound
		}
		if err != nil {
			return err
		}
		for _, account := range []int64{owner, delegate} {
			if account == 0 {
				continue
			}
			if err := d.noteAccount(ctx, tx, account, DelegateEnded, entity); err != nil {
				return err
			}
			if account == d.me.Account {
				continue
			}
			if err := d.tellDelegate(ctx, tx, account, entity, message.DelegateEnded); err != nil {
				return err
			}
		}
		return nil
	})
}

// openingOwner is in whose name the actor begins a filing about an entity: the own, or
// as a delegate who prepares that of the account that consents; nobody's yet for a provider.
func (d *Desk) openingOwner(ctx context.Context, q DB, entity int64) (int64, error) {
	switch {
	case d.me.Tier == filing.Provider:
		return 0, nil // filed on behalf: the owner comes by invitation
	case entity == 0:
		return d.me.Account, nil
	}
	err := d.ownsEntity(ctx, q, entity)
	if err == nil || !errors.Is(err, filing.ErrNotFound) {
		return d.me.Account, err
	}
	s, err := d.delegated(ctx, q, entity, 0)
	if err == nil && s.Level == "" {
		return 0, filing.ErrNotFound
	}
	if err == nil && !s.prepares() {
		err = &filing.TransitionError{State: filing.Draft, Action: filing.Open, Unmet: filing.IsOwner}
	}
	return s.Owner, err
}
