package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/message"
)

// Life of the links that set a password.
const (
	resetMinutes    = 30
	invitationHours = 48
)

// Paths of the pages behind one-time links.
const (
	resetPath      = "/login/reset/"
	invitationPath = "/login/invitation/"
)

// RequestReset sends the one-time link to set a new password to an account, told by its user name and its mobile or
// address. The answer is the same whether there is such an account or not; token is empty when there is none, and is
// only for the door that shows it on the page because no gateway sends it.
func (s *Store) RequestReset(ctx context.Context, user, contact string) (token string, err error) {
	account, to, err := s.reachable(ctx, user, contact)
	if errors.Is(err, filing.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	err = s.transact(ctx, func(tx pgx.Tx) error {
		if err := s.drop(ctx, tx, linkPasswordReset, account); err != nil {
			return err
		}
		token, err = s.makeLink(ctx, tx, link{Purpose: linkPasswordReset, Account: account, Minutes: resetMinutes})
		if err != nil {
			return err
		}
		return s.say(ctx, tx, to, message.PasswordReset(s.url(resetPath+token), resetMinutes), true)
	})
	return token, err
}

// reachable finds the account that has both the user name and the proved mobile or address, and what to send to.
func (s *Store) reachable(ctx context.Context, user, contact string) (int64, recipient, error) {
	key, err := ident.UserName(user)
	if err != nil {
		return 0, recipient{}, filing.ErrNotFound
	}
	var to recipient
	sql, index := `mobile_index = $2 AND mobile_verified_at IS NOT NULL`, []byte(nil)
	if mobile, err := ident.Mobile(contact); err == nil {
		to.Mobile, index = mobile, s.Keys.Index(indexMobile, mobile)
	} else if email, err := ident.Email(contact); err == nil {
		sql = `email_index = $2 AND email_verified_at IS NOT NULL`
		to.Email, index = email, s.Keys.Index(indexEmail, email)
	} else {
		return 0, to, filing.ErrNotFound
	}
	err = s.db.QueryRow(ctx, `SELECT id FROM account WHERE user_name_key = $1 AND disabled_at IS NULL AND `+sql, key, index).
		Scan(&to.Account)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.ErrNotFound
	}
	return to.Account, to, err
}

// PasswordLink tells which user may set a password by a link that still works: of a reset, or of an invitation.
func (s *Store) PasswordLink(ctx context.Context, token string, invited bool) (user string, err error) {
	account, _, _, err := s.linkState(ctx, s.db, passwordPurpose(invited), token)
	if err != nil {
		return "", err
	}
	return user, s.db.QueryRow(ctx, `SELECT user_name FROM account WHERE id = $1`, account).Scan(&user)
}

func passwordPurpose(invited bool) string {
	if invited {
		return linkInvitation
	}
	return linkPasswordReset
}

// SetPassword uses a link up, sets the password and ends every session of the account.
func (s *Store) SetPassword(ctx context.Context, token string, invited bool, password, again string) error {
	user, err := s.PasswordLink(ctx, token, invited)
	if err != nil {
		return err
	}
	hash, err := s.newPassword(ctx, user, password, again)
	if err != nil {
		return err
	}
	return s.transact(ctx, func(tx pgx.Tx) error {
		account, _, _, err := s.useLink(ctx, tx, passwordPurpose(invited), token)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE account SET password_hash = $2 WHERE id = $1`, account, hash); err != nil {
			return err
		}
		if !invited { // who sets a first password knows it
			if err := s.sayChanged(ctx, tx, account, "密码"); err != nil {
				return err
			}
		}
		return s.endSessions(ctx, tx, account, "")
	})
}

// newPassword checks a password typed twice and hashes it.
func (s *Store) newPassword(ctx context.Context, user, password, again string) (string, error) {
	if err := ident.Password(password, user); err != nil {
		return "", filing.Problems{malformed("new_password", err)}
	}
	if password != again {
		return "", filing.Problems{{Path: "again", Flaw: filing.Different}}
	}
	return s.Passwords.Hash(ctx, password)
}
