package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// Identity is what an account has proved about how to reach its owner.
type Identity struct {
	Mobile, Email                 string
	MobileVerified, EmailVerified bool
}

// Proved reports whether both are proved.
func (i Identity) Proved() bool { return i.MobileVerified && i.EmailVerified }

// IdentityOf reads an account's mobile and address, for its owner alone.
func (s *Store) IdentityOf(ctx context.Context, account int64) (Identity, error) {
	return s.identity(ctx, s.db, account)
}

func (s *Store) identity(ctx context.Context, q DB, account int64) (i Identity, err error) {
	type row struct {
		Mobile, Email                     []byte
		MobileVerifiedAt, EmailVerifiedAt *time.Time
	}
	r, err := one[row](ctx, q, `SELECT mobile, email, mobile_verified_at, email_verified_at FROM account WHERE id = @id FOR SHARE`,
		pgx.NamedArgs{"id": account})
	if err != nil {
		return i, err
	}
	i.MobileVerified, i.EmailVerified = r.MobileVerifiedAt != nil, r.EmailVerifiedAt != nil
	if i.Mobile, err = s.openString(sealMobile, r.Mobile); err != nil {
		return i, err
	}
	i.Email, err = s.openString(sealEmail, r.Email)
	return i, err
}

// Typed codes, by channel; a channel already proved needs none.
type TypedCodes map[Channel]string

// Prove checks the codes of a new account and reports what is proved now. Wrong codes are problems; what was right
// beside them counts.
func (s *Store) Prove(ctx context.Context, account int64, typed TypedCodes) (proved Identity, err error) {
	var found filing.Problems
	err = s.transact(ctx, func(tx pgx.Tx) error {
		for _, channel := range []Channel{ByBoth, ByMobile, ByEmail} {
			code, asked := typed[channel]
			if !asked {
				continue
			}
			wrong, err := s.checkCode(ctx, tx, account, channel, code)
			if err != nil {
				return err
			}
			if found = append(found, wrong...); len(wrong) > 0 {
				continue
			}
			if err := s.markProved(ctx, tx, account, channel); err != nil {
				return err
			}
		}
		proved, err = s.identity(ctx, tx, account)
		return err
	})
	if err == nil {
		err = found.Or()
	}
	return proved, err
}

func (s *Store) markProved(ctx context.Context, tx pgx.Tx, account int64, channel Channel) error {
	_, err := tx.Exec(ctx, `
		UPDATE account SET
			mobile_verified_at = CASE WHEN @channel <> 'email' THEN @now::timestamptz ELSE mobile_verified_at END,
			email_verified_at = CASE WHEN @channel <> 'mobile' THEN @now::timestamptz ELSE email_verified_at END
		WHERE id = @id`, pgx.NamedArgs{"id": account, "channel": string(channel), "now": s.now()})
	return err
}

// Resend sends a new code of a channel to an account that has not proved it yet.
func (s *Store) Resend(ctx context.Context, account int64, channel Channel) (codes Codes, err error) {
	err = s.transact(ctx, func(tx pgx.Tx) error {
		i, err := s.identity(ctx, tx, account)
		if err != nil {
			return err
		}
		to := recipient{Account: account}
		if channel != ByEmail && !i.MobileVerified {
			to.Mobile = i.Mobile
		}
		if channel != ByMobile && !i.EmailVerified {
			to.Email = i.Email
		}
		if to.Mobile == "" && to.Email == "" {
			return filing.ErrNotFound
		}
		code, err := s.sendCode(ctx, tx, channel, to)
		codes = Codes{channel: code}
		return err
	})
	return codes, err
}

// CorrectContact changes a mobile or an address that has not been proved, because no code arrives there, and sends
// a code to the new one.
func (s *Store) CorrectContact(ctx context.Context, account int64, channel Channel, typed string, oneCode bool) (codes Codes, err error) {
	value, err := readContact(channel, typed)
	if err != nil {
		return nil, err
	}
	err = s.transact(ctx, func(tx pgx.Tx) error {
		i, err := s.identity(ctx, tx, account)
		if err != nil {
			return err
		}
		if channel == ByMobile && i.MobileVerified || channel == ByEmail && i.EmailVerified {
			return filing.ErrNotFound
		}
		if err := s.setContact(ctx, tx, account, channel, value, nil); err != nil {
			return err
		}
		to := recipient{Account: account}
		if channel == ByMobile {
			to.Mobile, i.Mobile = value, value
		} else {
			to.Email, i.Email = value, value
		}
		if oneCode {
			channel, to.Mobile, to.Email = ByBoth, i.Mobile, i.Email
		}
		code, err := s.sendCode(ctx, tx, channel, to)
		codes = Codes{channel: code}
		return err
	})
	return codes, err
}

func readContact(channel Channel, typed string) (string, error) {
	parse := ident.Mobile
	if channel == ByEmail {
		parse = ident.Email
	}
	value, err := parse(typed)
	if err != nil {
		return "", filing.Problems{malformed(filing.Path(channel), err)}
	}
	return value, nil
}

// setContact writes a mobile or an address; at says when it was proved.
func (s *Store) setContact(ctx context.Context, tx pgx.Tx, account int64, channel Channel, value string, at *time.Time) error {
	sql, seal, index := `UPDATE account SET mobile = $2, mobile_index = $3, mobile_verified_at = $4 WHERE id = $1`, sealMobile, indexMobile
	if channel == ByEmail {
		sql, seal, index = `UPDATE account SET email = $2, email_index = $3, email_verified_at = $4 WHERE id = $1`, sealEmail, indexEmail
	}
	_, err := tx.Exec(ctx, sql, account, s.Keys.SealString(seal, value), s.Keys.Index(index, value), at)
	return err
}
