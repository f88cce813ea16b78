package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/secret"
)

// A form carries a token that works once, so that pressing its button twice does one thing. The first press takes the
// token; a second one waits for the first and goes where that went.
const (
	oncePurpose  = "form"
	onceLifetime = 24 * time.Hour
	oncePatience = 50 * time.Millisecond
	onceTries    = 200
)

// TakeOnce takes the token of a form. first is true for the press that is to do the work; for any other done is where
// the first one ended. ErrStale means that the first is still at work after ten seconds.
func (s *Store) TakeOnce(ctx context.Context, token string) (done string, first bool, err error) {
	for range onceTries {
		first, err = s.placeOnce(ctx, token)
		if err != nil || first {
			return "", first, err
		}
		var sealed []byte
		err = s.db.QueryRow(ctx, `SELECT payload FROM one_time_link WHERE hash = $1`, secret.HashToken(token)).Scan(&sealed)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return "", false, err
		}
		if sealed != nil {
			done, err = s.Keys.OpenString(oncePurpose, sealed)
			return done, false, err
		}
		select {
		case <-ctx.Done():
			return "", false, ctx.Err()
		case <-time.After(oncePatience):
		}
	}
	return "", false, filing.ErrStale
}

func (s *Store) placeOnce(ctx context.Context, token string) (bool, error) {
	tag, err := s.db.Exec(ctx, `
		INSERT INTO one_time_link (hash, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (hash) DO NOTHING`, secret.HashToken(token), oncePurpose, s.now(), s.now().Add(onceLifetime))
	return err == nil && tag.RowsAffected() == 1, err
}

// EndOnce says where the first press of a form ended; an empty place gives the token back, to be used again.
func (s *Store) EndOnce(ctx context.Context, token, place string) error {
	if place == "" {
		_, err := s.db.Exec(ctx, `DELETE FROM one_time_link WHERE hash = $1 AND purpose = $2 AND payload IS NULL`,
			secret.HashToken(token), oncePurpose)
		return err
	}
	_, err := s.db.Exec(ctx, `UPDATE one_time_link SET payload = $2, used_at = $3 WHERE hash = $1`,
		secret.HashToken(token), s.Keys.SealString(oncePurpose, place), s.now())
	return err
}
