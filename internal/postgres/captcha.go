package postgres

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// captchaLife is how long a picture may be answered.
const captchaLife = 15 * time.Minute

// KeepCaptcha stores the answer of the picture that a form with this id shows; a new picture replaces the one before.
func (s *Store) KeepCaptcha(ctx context.Context, id, answer string) error {
	_, err := s.db.Exec(ctx, `
		INSERT INTO captcha (id, answer, expires_at) VALUES (@id, @answer, @until)
		ON CONFLICT (id) DO UPDATE SET answer = @answer, expires_at = @until`,
		pgx.NamedArgs{"id": id, "answer": s.Keys.Index("captcha", id+answer), "until": s.now().Add(captchaLife)})
	return err
}

// SolveCaptcha tells whether a picture was read right. It can be tried once.
func (s *Store) SolveCaptcha(ctx context.Context, id, answer string) (bool, error) {
	var want []byte
	err := s.db.QueryRow(ctx, `DELETE FROM captcha WHERE id = $1 AND expires_at > $2 RETURNING answer`, id, s.now()).Scan(&want)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return subtle.ConstantTimeCompare(want, s.Keys.Index("captcha", id+answer)) == 1, err
}
