package postgres

import (
	"context"
	"errors"
	"net/url"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/secret"
)

// issuer is the name an authenticator app shows.
const issuer = "网站备案"

// NewSecondFactor gives the secret that an account is about to enter into an authenticator app: the one that waits, or
// a fresh one. An account that has a second factor is ErrNotFound.
func (s *Store) NewSecondFactor(ctx context.Context, account int64) (secret.TOTP, error) {
	var uri string
	err := s.transact(ctx, func(tx pgx.Tx) error {
		user, err := s.withoutFactor(ctx, tx, account)
		if err != nil {
			return err
		}
		uri, err = s.held(ctx, tx, linkNewTOTP, account)
		if !errors.Is(err, filing.ErrNotFound) {
			return err
		}
		fresh, err := secret.NewTOTP(issuer, user)
		if err != nil {
			return err
		}
		uri = fresh.URI
		return s.hold(ctx, tx, linkNewTOTP, account, uri)
	})
	if err != nil {
		return secret.TOTP{}, err
	}
	return factorOf(uri)
}

// withoutFactor locks an account that has no second factor yet and gives its user name.
func (s *Store) withoutFactor(ctx context.Context, tx pgx.Tx, account int64) (user string, err error) {
	err = tx.QueryRow(ctx, `SELECT user_name FROM account WHERE id = $1 AND totp_secret IS NULL FOR UPDATE`, account).Scan(&user)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.ErrNotFound
	}
	return user, err
}

// factorOf reads the secret out of its otpauth address.
func factorOf(uri string) (secret.TOTP, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return secret.TOTP{}, errors.New("postgres: a waiting second factor cannot be read")
	}
	return secret.TOTP{Secret: u.Query().Get("secret"), URI: uri}, nil
}

// Enrol gives an account the second factor that waits, once its first code has proved that the app has it.
func (s *Store) Enrol(ctx context.Context, account int64, code string) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		if _, err := s.withoutFactor(ctx, tx, account); err != nil {
			return err
		}
		uri, err := s.held(ctx, tx, linkNewTOTP, account)
		if err != nil {
			return err
		}
		key, err := factorOf(uri)
		if err != nil {
			return err
		}
		step, ok := secret.VerifyTOTP(key.Secret, code, s.now(), 0)
		if !ok {
			return filing.Problems{{Path: "otp", Flaw: filing.CodeWrong}}
		}
		_, err = tx.Exec(ctx, `UPDATE account SET totp_secret = $2, totp_step = $3 WHERE id = $1`,
			account, s.Keys.SealString(sealTOTP, key.Secret), step)
		if err != nil {
			return err
		}
		return s.drop(ctx, tx, linkNewTOTP, account)
	})
}

// DropSecondFactor takes the desk's own second factor away, on a code of it. Staff keep theirs where the system asks
// for one.
func (d *Desk) DropSecondFactor(ctx context.Context, code string) error {
	if d.me.Staff() && d.s.TOTP {
		return filing.ErrNotFound
	}
	var wrong filing.Problems
	err := d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		if wrong, err = d.s.checkTOTP(ctx, tx, d.me.Account, code); err != nil || wrong != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE account SET totp_secret = NULL, totp_step = 0 WHERE id = $1`, d.me.Account)
		return err
	})
	if err == nil {
		err = wrong.Or()
	}
	return err
}
