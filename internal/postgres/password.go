package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// HashFilingPassword turns the password waiting in a link into the register's
// hash. It may run twice: a link already opened has nothing left to do.
func (s *Store) HashFilingPassword(ctx context.Context, entity int64, linkHash []byte) error {
	var payload []byte
	err := s.db.QueryRow(ctx, `SELECT payload FROM one_time_link WHERE hash = $1`, linkHash).Scan(&payload)
	if errors.Is(err, pgx.ErrNoRows) || payload == nil {
		return nil
	}
	if err != nil {
		return err
	}
	password, err := s.Keys.OpenString(sealLink, payload)
	if err != nil {
		return err
	}
	return s.setFilingPassword(ctx, s.db, entity, password)
}

func (s *Store) setFilingPassword(ctx context.Context, q DB, entity int64, password string) error {
	hash, err := s.Passwords.HashFiling(ctx, password)
	if err != nil {
		return err
	}
	_, err = q.Exec(ctx, `UPDATE entity SET password_hash = $2 WHERE id = $1 AND cancelled_at IS NULL`, entity, hash)
	return err
}

// FilingPasswordLink tells whose password a link would show.
func (s *Store) FilingPasswordLink(ctx context.Context, token string) (filing.Number, error) {
	_, entity, _, err := s.linkState(ctx, s.db, linkFilingPassword, token)
	if err != nil {
		return "", err
	}
	var number filing.Number
	return number, s.db.QueryRow(ctx, `SELECT number FROM entity WHERE id = $1`, entity).Scan(&number)
}

// OpenFilingPassword shows a new filing password, once.
func (s *Store) OpenFilingPassword(ctx context.Context, token string) (number filing.Number, password string, err error) {
	err = s.transact(ctx, func(tx pgx.Tx) error {
		_, entity, payload, err := s.useLink(ctx, tx, linkFilingPassword, token)
		if err != nil {
			return err
		}
		if password, err = s.Keys.OpenString(sealLink, payload); err != nil {
			return err
		}
		if err := s.setFilingPassword(ctx, tx, entity, password); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT number FROM entity WHERE id = $1`, entity).Scan(&number)
	})
	return number, password, err
}
