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
func (s *Store) ImportAccount(ctx context.Context, a AccountEntry) (int64, error) {
	key, err := ident.UserName(a.UserName)
	if err != nil {
		return 0, fmt.Errorf("postgres: importing an account: %w", err)
	}
	var id int64
	err = s.db.QueryRow(ctx, `
		INSERT INTO account (tier, role, user_name, user_name_key, name, province, provider_id, mobile, mobile_index, mobile_verified_at,
		                     email, email_index, email_verified_at, password_hash, created_at)
		VALUES (@tier, @role, @user, @key, @name, nullif(@province, ''), nullif(@provider, 0),
		        @mobile, @mobile_index, CASE WHEN @mobile::bytea IS NOT NULL THEN @now::timestamptz END,
		        @email, @email_index, CASE WHEN @email::bytea IS NOT NULL THEN @now::timestamptz END, @hash, @now) RETURNING id`, pgx.NamedArgs{
		"tier": a.Tier, "role": a.Role, "user": a.UserName, "key": key, "name": a.Name, "province": a.Province, "provider": a.Provider,
		"mobile": s.sealOrNull(sealMobile, a.Mobile), "mobile_index": s.indexOrNull(indexMobile, a.Mobile),
		"email": s.sealOrNull(sealEmail, a.Email), "email_index": s.indexOrNull(indexEmail, a.Email),
		"hash": a.PasswordHash, "now": s.now(),
	}).Scan(&id)
	if violates(err) == "account_user_name_key_key" {
		return 0, filing.Problems{{Path: "user", Flaw: filing.UserNameTaken, Text: a.UserName}}
	}
	return id, err
}

func (s *Store) sealOrNull(purpose, plain string) []byte {
	if plain == "" {
		return nil
	}
	return s.Keys.SealString(purpose, plain)
}

func (s *Store) indexOrNull(purpose, plain string) []byte {
	if plain == "" {
		return nil
	}
	return s.Keys.Index(purpose, plain)
}
