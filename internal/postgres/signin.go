package postgres

import (
	"context"
	"errors"
	"net/netip"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/secret"
)

// Known is an account whose password was right; it is not signed in yet.
type Known struct {
	Account      int64
	Proved       bool // mobile and e-mail, or staff
	SecondFactor bool // it has one, to be asked for
	MustEnrol    bool // it needs one and has none
}

// errWrong is the one answer to an unknown user, a wrong password, another category, a disabled account.
var errWrong = filing.Problems{{Path: "password", Flaw: filing.PasswordWrong}}

type login struct {
	ID           int64
	PasswordHash string
	Proved       bool
	SecondFactor bool
	Open         bool // neither disabled nor of a suspended provider
}

// CheckPassword finds the account of a tier by user name, or by a proved mobile that only one account of the tier
// has. Whatever is wrong, the answer and the time it takes are the same.
func (s *Store) CheckPassword(ctx context.Context, tier filing.Tier, user, password string) (Known, error) {
	a, err := s.findLogin(ctx, tier, user)
	if errors.Is(err, filing.ErrNotFound) {
		if err := s.Passwords.VerifyAbsent(ctx); err != nil {
			return Known{}, err
		}
		return Known{}, errWrong
	}
	if err != nil {
		return Known{}, err
	}
	ok, rehash, err := s.verify(ctx, a.PasswordHash, password)
	if err != nil {
		return Known{}, err
	}
	if !ok || !a.Open {
		return Known{}, errWrong
	}
	if rehash {
		if err := s.rehash(ctx, a.ID, password); err != nil {
			return Known{}, err
		}
	}
	staff := tier != filing.Registrant
	return Known{Account: a.ID, Proved: a.Proved || staff, SecondFactor: a.SecondFactor, MustEnrol: staff && s.TOTP && !a.SecondFactor}, nil
}

func (s *Store) findLogin(ctx context.Context, tier filing.Tier, user string) (login, error) {
	where, args := `a.user_name_key = @user`, pgx.NamedArgs{"tier": tier}
	if mobile, err := ident.Mobile(user); err == nil {
		where, args["user"] = `a.mobile_index = @user AND a.mobile_verified_at IS NOT NULL`, s.Keys.Index(indexMobile, mobile)
	} else if key, err := ident.UserName(user); err == nil {
		args["user"] = key
	} else {
		return login{}, filing.ErrNotFound
	}
	found, err := all[login](ctx, s.db, `
		SELECT a.id, a.password_hash, a.totp_secret IS NOT NULL AS second_factor,
		       a.mobile_verified_at IS NOT NULL AND a.email_verified_at IS NOT NULL AS proved,
		       a.disabled_at IS NULL AND p.suspended_at IS NULL AS open
		FROM account a LEFT JOIN provider p ON p.id = a.provider_id
		WHERE a.tier = @tier AND `+where+` LIMIT 2`, args)
	if err == nil && len(found) != 1 {
		err = filing.ErrNotFound
	}
	if err != nil {
		return login{}, err
	}
	return found[0], nil
}

// verify compares a password. An account that has none yet takes as long and lets nobody in.
func (s *Store) verify(ctx context.Context, hash, password string) (ok, rehash bool, err error) {
	if hash == "" {
		return false, false, s.Passwords.VerifyAbsent(ctx)
	}
	return s.Passwords.Verify(ctx, hash, password)
}

func (s *Store) rehash(ctx context.Context, account int64, password string) error {
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `UPDATE account SET password_hash = $2 WHERE id = $1`, account, hash)
	return err
}

// SignIn notes that an account signs in now, from where; the time before it is what its owner is shown.
func (s *Store) SignIn(ctx context.Context, account int64, from netip.Addr) (Seat, error) {
	err := s.transact(ctx, func(tx pgx.Tx) error { return s.noteSignIn(ctx, tx, account, from) })
	if err != nil {
		return Seat{}, err
	}
	return s.Seat(ctx, account)
}

func (s *Store) noteSignIn(ctx context.Context, tx pgx.Tx, account int64, from netip.Addr) error {
	_, err := tx.Exec(ctx, `
		UPDATE account SET last_login_at = login_at, last_login_address = login_address, login_at = $2, login_address = $3
		WHERE id = $1`, account, s.now(), addressOf(&Visitor{Address: from}))
	return err
}

// SignInWithCode signs in with the second factor. A code works once: its time step is kept in the same transaction.
func (s *Store) SignInWithCode(ctx context.Context, account int64, code string, from netip.Addr) (Seat, error) {
	var wrong filing.Problems
	err := s.transact(ctx, func(tx pgx.Tx) (err error) {
		if wrong, err = s.checkTOTP(ctx, tx, account, code); err != nil || wrong != nil {
			return err
		}
		return s.noteSignIn(ctx, tx, account, from)
	})
	if err == nil {
		err = wrong.Or()
	}
	if err != nil {
		return Seat{}, err
	}
	return s.Seat(ctx, account)
}

func (s *Store) checkTOTP(ctx context.Context, tx pgx.Tx, account int64, code string) (filing.Problems, error) {
	var sealed []byte
	var last int64
	err := tx.QueryRow(ctx, `SELECT totp_secret, totp_step FROM account WHERE id = $1 AND totp_secret IS NOT NULL FOR UPDATE`, account).
		Scan(&sealed, &last)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, filing.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	key, err := s.Keys.OpenString(sealTOTP, sealed)
	if err != nil {
		return nil, err
	}
	step, ok := secret.VerifyTOTP(key, code, s.now(), last)
	if !ok {
		return filing.Problems{{Path: "otp", Flaw: filing.CodeWrong}}, nil
	}
	_, err = tx.Exec(ctx, `UPDATE account SET totp_step = $2 WHERE id = $1`, account, step)
	return nil, err
}
