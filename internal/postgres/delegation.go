package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Level is how far a delegate (代办人) may go for an entity.
type Level string

// The levels, each with those before it.
const (
	LevelRead    Level = "read"    // 查看: entity, sites and filings
	LevelPrepare Level = "prepare" // 填写: begins and fills in drafts, brings papers
	LevelAct     Level = "act"     // 办理: submits, withdraws, asks for a return
)

// Levels lists the levels, the least first.
var Levels = []Level{LevelRead, LevelPrepare, LevelAct}

// DelegationTerms are the days for which a delegation can be given.
var DelegationTerms = []int{30, 90, 180, 365}

// Delegation is the consent of an entity's owner that another account acts for it.
type Delegation struct {
	ID       int64
	Entity   int64
	Number   filing.Number // of the entity
	Unit     string
	Owner    string // name of the account that consents
	Invited  string // what the owner typed: user name or mobile; for the owner alone
	Level    Level
	Personal bool // sees personal data in full
	At       time.Time
	Expires  time.Time
	Accepted *time.Time
	Delegate int64 // 0 while no account answers to what was typed
}

type delegationRow struct {
	ID       int64         `db:"id"`
	Entity   int64         `db:"entity_id"`
	Number   filing.Number `db:"number"`
	Unit     string        `db:"unit"`
	Owner    string        `db:"owner"`
	Sealed   []byte        `db:"invited"`
	Level    Level         `db:"level"`
	Personal bool          `db:"personal"`
	At       time.Time     `db:"invited_at"`
	Expires  time.Time     `db:"expires_at"`
	Accepted *time.Time    `db:"accepted_at"`
	Delegate int64         `db:"delegate_id"`
}

// running says that a delegation under the alias g is in force; open, that it is or
// may still be accepted.
const (
	running = `g.accepted_at IS NOT NULL AND g.ended_at IS NULL AND g.expires_at > @now`
	open    = `g.ended_at IS NULL AND g.expires_at > @now`
)

const delegationFrom = `SELECT g.id, g.entity_id, e.number, e.name AS unit, o.name AS owner, g.invited, g.level, g.personal, g.invited_at,
	g.expires_at, g.accepted_at, coalesce(g.delegate_id, 0) AS delegate_id
	FROM delegation g JOIN entity e ON e.id = g.entity_id JOIN account o ON o.id = g.owner_id`

// ownsEntity wants an account of the entity itself: a delegate gives nothing on.
func (d *Desk) ownsEntity(ctx context.Context, q DB, entity int64) error {
	var own bool
	err := q.QueryRow(ctx, `SELECT EXISTS (SELECT FROM entity_account WHERE entity_id = $1 AND account_id = $2)`, entity, d.me.Account).Scan(&own)
	if err == nil && (!own || d.me.Tier != filing.Registrant) {
		err = filing.ErrNotFound
	}
	return err
}

// Delegations lists who acts, or is invited to act, for an entity of the actor's own.
func (d *Desk) Delegations(ctx context.Context, entity int64) ([]Delegation, error) {
	if err := d.ownsEntity(ctx, d.s.db, entity); err != nil {
		return nil, err
	}
	rows, err := all[delegationRow](ctx, d.s.db, delegationFrom+` WHERE g.entity_id = @entity AND `+open+` ORDER BY g.id`,
		d.args(pgx.NamedArgs{"entity": entity}))
	if err != nil {
		return nil, err
	}
	return d.s.delegations(rows, true)
}

// OwnDelegations lists the entities the actor acts for by consent, and the
// invitations that wait for an answer.
func (d *Desk) OwnDelegations(ctx context.Context) ([]Delegation, error) {
	rows, err := all[delegationRow](ctx, d.s.db, delegationFrom+` WHERE g.delegate_id = @me AND `+open+` ORDER BY g.id`, d.args(nil))
	if err != nil {
		return nil, err
	}
	return d.s.delegations(rows, false)
}

func (s *Store) delegations(rows []delegationRow, owner bool) ([]Delegation, error) {
	list := make([]Delegation, 0, len(rows))
	for _, r := range rows {
		g := Delegation{ID: r.ID, Entity: r.Entity, Number: r.Number, Unit: r.Unit, Owner: r.Owner, Level: r.Level, Personal: r.Personal,
			At: r.At, Expires: r.Expires, Accepted: r.Accepted, Delegate: r.Delegate}
		if owner {
			var err error
			if g.Invited, err = s.openString(sealDelegation, r.Sealed); err != nil {
				return nil, err
			}
		}
		list = append(list, g)
	}
	return list, nil
}

// standing is what a delegate may do about an entity: the level in whose name; no
// level at all for everybody else.
type standing struct {
	Owner    int64 `db:"owner_id"`
	Level    Level `db:"level"`
	Personal bool  `db:"personal"`
}

func (s standing) prepares() bool { return s.Level == LevelPrepare || s.Level == LevelAct }

// delegated is the actor's standing for an entity that another account owns. owner 0
// takes any.
func (d *Desk) delegated(ctx context.Context, q DB, entity, owner int64) (standing, error) {
	if d.me.Tier != filing.Registrant || entity == 0 || owner == d.me.Account {
		return standing{}, nil
	}
	s, err := one[standing](ctx, q, `SELECT g.owner_id, g.level, g.personal FROM delegation g
		WHERE g.delegate_id = @me AND g.entity_id = @entity AND (@owner = 0 OR g.owner_id = @owner) AND `+running+` LIMIT 1`,
		d.args(pgx.NamedArgs{"entity": entity, "owner": owner}))
	if errors.Is(err, filing.ErrNotFound) {
		return standing{}, nil
	}
	return s, err
}

// edits reports whether the actor may write a draft: its owner, a delegate who
// prepares, or the provider on the owner's behalf.
func (d *Desk) edits(ctx context.Context, q DB, f Filing) (bool, error) {
	if f.OwnerID == d.me.Account || d.mayWrite(f) {
		return true, nil
	}
	s, err := d.delegated(ctx, q, f.EntityID, f.OwnerID)
	return s.prepares(), err
}

// blind reports whether personal data of a filing, or of an entity with owner 0, is
// masked for the actor: for a delegate who was not granted it.
func (d *Desk) blind(ctx context.Context, q DB, entity, owner int64) (bool, error) {
	if owner == 0 && entity != 0 && d.me.Tier == filing.Registrant {
		if err := d.ownsEntity(ctx, q, entity); err == nil || !errors.Is(err, filing.ErrNotFound) {
			return false, err
		}
	}
	s, err := d.delegated(ctx, q, entity, owner)
	return s.Level != "" && !s.Personal, err
}

// ForEyes is doc as the actor may see it.
func (d *Desk) forEyes(ctx context.Context, q DB, entity, owner int64, doc *filing.Document) (*filing.Document, error) {
	blind, err := d.blind(ctx, q, entity, owner)
	if err != nil || !blind || doc == nil {
		return doc, err
	}
	return doc.Masked(), nil
}
