package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// Seat is an account as each request needs it: the actor, and what the header of a page says.
type Seat struct {
	Actor        filing.Actor
	UserName     string
	Organisation string // of a provider's staff: the provider's name; of others empty
	SecondFactor bool
	LastAt       *time.Time // the sign-in before this one
	LastAddress  string
}

// Actor is who an account is at this moment. A disabled account, and staff of a suspended provider, are ErrNotFound:
// they lose access with their next request.
func (s *Store) Actor(ctx context.Context, account int64) (filing.Actor, error) {
	seat, err := s.Seat(ctx, account)
	return seat.Actor, err
}

// Seat reads an account that may work; otherwise ErrNotFound.
func (s *Store) Seat(ctx context.Context, account int64) (Seat, error) {
	type row struct {
		Tier         filing.Tier
		Role         filing.Role
		Province     string
		Provider     int64
		Name         string
		UserName     string
		Organisation string
		SecondFactor bool
		LastAt       *time.Time
		LastAddress  string
	}
	r, err := one[row](ctx, s.db, `
		SELECT a.tier, a.role, CASE WHEN a.tier = 'bureau' THEN a.province ELSE '' END AS province,
		       coalesce(a.provider_id, 0) AS provider, a.name, a.user_name, coalesce(p.name, '') AS organisation,
		       a.totp_secret IS NOT NULL AS second_factor,
		       a.last_login_at AS last_at, coalesce(host(a.last_login_address), '') AS last_address
		FROM account a LEFT JOIN provider p ON p.id = a.provider_id
		WHERE a.id = @id AND a.disabled_at IS NULL AND p.suspended_at IS NULL`, pgx.NamedArgs{"id": account})
	if err != nil {
		return Seat{}, err
	}
	actor := filing.Actor{Account: account, Tier: r.Tier, Role: r.Role, Province: r.Province, Provider: r.Provider, Name: r.Name}
	return Seat{actor, r.UserName, r.Organisation, r.SecondFactor, r.LastAt, r.LastAddress}, nil
}

// Ready reports whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	_, err := s.db.Exec(ctx, `SELECT 1`)
	return err
}
