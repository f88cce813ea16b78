package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/secret"
)

// Purposes of links that work once.
const (
	linkFilingPassword = "filing_password"
	linkPasswordReset  = "password_reset"
	linkInvitation     = "invitation"

	// What an account has asked for and not yet confirmed by a code.
	linkNewMobile = "new_mobile"
	linkNewEmail  = "new_email"
	linkNewTOTP   = "new_totp"
)

// link is what a one-time link is for.
type link struct {
	Purpose string
	Account int64
	Subject int64 // entity or filing
	Hours   int
	Minutes int    // beside the hours
	Payload []byte // sealed: what it delivers
}

// makeLink stores a link and gives its token, of which only the hash is kept.
func (s *Store) makeLink(ctx context.Context, tx pgx.Tx, l link) (string, error) {
	token, now := secret.Token(), s.now()
	_, err := tx.Exec(ctx, `
		INSERT INTO one_time_link (hash, purpose, account_id, subject_id, payload, created_at, expires_at)
		VALUES (@hash, @purpose, nullif(@account, 0), @subject, @payload, @now, @until)`, pgx.NamedArgs{
		"hash": secret.HashToken(token), "purpose": l.Purpose, "account": l.Account, "subject": l.Subject,
		"payload": l.Payload, "now": now, "until": now.Add(time.Duration(l.Hours)*time.Hour + time.Duration(l.Minutes)*time.Minute)})
	return token, err
}

// linkState tells whether a link still works, without using it up.
func (s *Store) linkState(ctx context.Context, q DB, purpose, token string) (account, subject int64, payload []byte, err error) {
	err = q.QueryRow(ctx, `
		SELECT coalesce(account_id, 0), subject_id, payload FROM one_time_link
		WHERE hash = @hash AND purpose = @purpose AND used_at IS NULL AND expires_at > @now`,
		pgx.NamedArgs{"hash": secret.HashToken(token), "purpose": purpose, "now": s.now()}).Scan(&account, &subject, &payload)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.ErrNotFound
	}
	return account, subject, payload, err
}

// useLink takes a link; of two who come at once only one gets it. The payload
// leaves the database with it.
func (s *Store) useLink(ctx context.Context, tx pgx.Tx, purpose, token string) (account, subject int64, payload []byte, err error) {
	if account, subject, payload, err = s.linkState(ctx, tx, purpose, token); err != nil {
		return 0, 0, nil, err
	}
	tag, err := tx.Exec(ctx, `UPDATE one_time_link SET used_at = $2, payload = NULL WHERE hash = $1 AND used_at IS NULL`,
		secret.HashToken(token), s.now())
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.ErrNotFound
	}
	return account, subject, payload, err
}
