package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// pendingMinutes is how long a change that an account has asked for waits for its code.
const pendingMinutes = 30

// hold keeps a value, sealed, until its owner confirms it; one value per purpose, the newest counts.
func (s *Store) hold(ctx context.Context, tx pgx.Tx, purpose string, account int64, value string) error {
	if err := s.drop(ctx, tx, purpose, account); err != nil {
		return err
	}
	_, err := s.makeLink(ctx, tx, link{Purpose: purpose, Account: account, Minutes: pendingMinutes,
		Payload: s.Keys.SealString(sealLink, value)})
	return err
}

// held is the value that waits; ErrNotFound when none does.
func (s *Store) held(ctx context.Context, q DB, purpose string, account int64) (string, error) {
	var payload []byte
	err := q.QueryRow(ctx, `
		SELECT payload FROM one_time_link WHERE account_id = $1 AND purpose = $2 AND expires_at > $3 AND payload IS NOT NULL`,
		account, purpose, s.now()).Scan(&payload)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", filing.ErrNotFound
	}
	if err != nil {
		return "", err
	}
	return s.Keys.OpenString(sealLink, payload)
}

func (s *Store) drop(ctx context.Context, tx pgx.Tx, purpose string, account int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM one_time_link WHERE account_id = $1 AND purpose = $2`, account, purpose)
	return err
}
