package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// Organisation is whom staff work for: a provider by its id, a bureau by its province, or the ministry.
type Organisation struct {
	Tier     filing.Tier
	Provider int64
	Province string
}

// OrganisationOf is an actor's own.
func OrganisationOf(a filing.Actor) Organisation {
	return Organisation{Tier: a.Tier, Provider: a.Provider, Province: a.Province}
}

// manages holds the right to an organisation's accounts to its own administrators, and to the ministry's, who make the
// first accounts of every other.
func (d *Desk) manages(o Organisation) error {
	if !d.me.Is(filing.Admin) || !d.me.Staff() || o.Tier == filing.Registrant {
		return filing.ErrNotFound
	}
	if d.me.Tier == filing.Ministry || o == OrganisationOf(d.me) {
		return nil
	}
	return filing.ErrNotFound
}

// NewStaff is an account to be made for a member of staff. With a Password it can be used at once; without, the
// person gets a link to choose one.
type NewStaff struct {
	Organisation
	Role                                    filing.Role
	UserName, Name, Mobile, Email, Password string
}

func (n *NewStaff) read() filing.Problems {
	var found filing.Problems
	take := func(path filing.Path, value *string, parse func(string) (string, error)) {
		read, err := parse(*value)
		if err != nil {
			found = append(found, malformed(path, err))
			return
		}
		*value = read
	}
	take("user_name", &n.UserName, ident.UserName)
	take("name", &n.Name, ident.PersonName)
	if n.Mobile != "" {
		take("mobile", &n.Mobile, ident.Mobile)
	}
	if n.Email != "" {
		take("email", &n.Email, ident.Email)
	}
	if !slices.Contains(filing.RolesOf(n.Tier), n.Role) {
		found = append(found, filing.Problem{Path: "role", Flaw: filing.NotListed})
	}
	if n.Password != "" {
		if err := ident.Password(n.Password, n.UserName); err != nil {
			found = append(found, malformed("password", err))
		}
	}
	return found
}

// CreateStaff makes an account and invites its owner by a one-time link. The token of the link is for the
// administrator to hand over when there is neither mobile nor address to send it to.
func (d *Desk) CreateStaff(ctx context.Context, n NewStaff) (account int64, token string, err error) {
	if err := d.manages(n.Organisation); err != nil {
		return 0, "", err
	}
	if found := n.read(); len(found) > 0 {
		return 0, "", found
	}
	hash := "" // opens nothing: the link sets the first one
	if n.Password != "" {
		if hash, err = d.s.Passwords.Hash(ctx, n.Password); err != nil {
			return 0, "", err
		}
	}
	err = d.s.transact(ctx, func(tx pgx.Tx) error {
		account, err = d.s.insertAccount(ctx, tx, newAccount{Tier: n.Tier, Role: n.Role, UserName: n.UserName, Name: n.Name,
			Province: n.Province, Provider: n.Provider, Mobile: n.Mobile, Email: n.Email, Hash: hash, Verified: true})
		if err != nil || n.Password != "" {
			return err
		}
		token, err = d.s.invite(ctx, tx, account)
		return err
	})
	return account, token, err
}

// invite makes the link and queues its letter.
func (s *Store) invite(ctx context.Context, tx pgx.Tx, account int64) (string, error) {
	var user, organisation string
	err := tx.QueryRow(ctx, `
		SELECT a.user_name, coalesce(p.name, b.name, '工业和信息化部') FROM account a
		LEFT JOIN provider p ON p.id = a.provider_id LEFT JOIN bureau b ON b.province = a.province
		WHERE a.id = $1`, account).Scan(&user, &organisation)
	if err != nil {
		return "", err
	}
	i, err := s.identity(ctx, tx, account)
	if err != nil {
		return "", err
	}
	if err := s.drop(ctx, tx, linkInvitation, account); err != nil {
		return "", err
	}
	token, err := s.makeLink(ctx, tx, link{Purpose: linkInvitation, Account: account, Hours: invitationHours})
	if err != nil {
		return "", err
	}
	to := recipient{Account: account, Mobile: i.Mobile, Email: i.Email}
	return token, s.say(ctx, tx, to, s.invitation(organisation, user, token), true)
}

// Colleague is one account of an organisation's staff.
type Colleague struct {
	ID         int64
	UserName   string
	Name       string
	Role       filing.Role
	LoginAt    *time.Time
	DisabledAt *time.Time
	CreatedAt  time.Time
}

const ofOrganisation = `tier = @tier AND coalesce(provider_id, 0) = @provider AND coalesce(province, '') = @province`

func (o Organisation) args() pgx.NamedArgs {
	return pgx.NamedArgs{"tier": o.Tier, "provider": o.Provider, "province": o.Province}
}

// Staff lists the accounts of an organisation.
func (d *Desk) Staff(ctx context.Context, o Organisation) ([]Colleague, error) {
	if err := d.manages(o); err != nil {
		return nil, err
	}
	return all[Colleague](ctx, d.s.db, `
		SELECT id, user_name, name, role, login_at, disabled_at, created_at FROM account
		WHERE `+ofOrganisation+` ORDER BY disabled_at IS NOT NULL, id`, o.args())
}

// SetStaff disables an account of an organisation, which ends its sessions, or enables it again. Nobody disables
// the own account.
func (d *Desk) SetStaff(ctx context.Context, o Organisation, account int64, enabled bool) error {
	if err := d.manages(o); err != nil {
		return err
	}
	if account == d.me.Account {
		return filing.ErrNotFound
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		args := o.args()
		args["id"], args["enabled"], args["now"] = account, enabled, d.s.now()
		tag, err := tx.Exec(ctx, `
			UPDATE account SET disabled_at = CASE WHEN @enabled THEN NULL ELSE coalesce(disabled_at, @now::timestamptz) END
			WHERE id = @id AND `+ofOrganisation, args)
		if err == nil && tag.RowsAffected() == 0 {
			return filing.ErrNotFound
		}
		if err != nil || enabled {
			return err
		}
		return d.s.endSessions(ctx, tx, account, "")
	})
}

// InviteAgain sends a colleague a new link to choose a password, and takes a lost second factor away.
func (d *Desk) InviteAgain(ctx context.Context, o Organisation, account int64) (token string, err error) {
	if err := d.manages(o); err != nil {
		return "", err
	}
	err = d.s.transact(ctx, func(tx pgx.Tx) error {
		args := o.args()
		args["id"] = account
		tag, err := tx.Exec(ctx, `
			UPDATE account SET totp_secret = NULL, totp_step = 0 WHERE id = @id AND disabled_at IS NULL AND `+ofOrganisation, args)
		if err == nil && tag.RowsAffected() == 0 {
			return filing.ErrNotFound
		}
		if err != nil {
			return err
		}
		token, err = d.s.invite(ctx, tx, account)
		return err
	})
	return token, err
}
