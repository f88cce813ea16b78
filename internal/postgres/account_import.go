package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// AccountEntry is an account that is brought in ready: its password has been
// hashed already, its mobile and mail address count as verified.
type AccountEntry struct {
	Tier         filing.Tier
	Role         filing.Role
	UserName     string
	Name         string
	Province     string // of a bureau's staff, or where a registrant lives
	Provider     int64
	Mobile       string // may be empty
	Email        string // may be empty
	PasswordHash string // as secret.Passwords makes it
}

// ImportAccount enters an account and gives its id. A user name that is no user
// name is an *ident.Fault, one that is taken filing.Problems.
func (s *Store) ImportAccount(ctx context.Context, a AccountEntry) (id int64, err error) {
	user, err := ident.UserName(a.UserName)
	if err != nil {
		return 0, fmt.Errorf("postgres: importing an account: %w", err)
	}
	err = s.transact(ctx, func(tx pgx.Tx) error {
		id, err = s.insertAccount(ctx, tx, newAccount{Tier: a.Tier, Role: a.Role, UserName: user, Name: a.Name, Province: a.Province,
			Provider: a.Provider, Mobile: a.Mobile, Email: a.Email, Hash: a.PasswordHash, Verified: true})
		return err
	})
	return id, err
}
