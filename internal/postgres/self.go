package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
)

// Self is an account as its owner sees it.
type Self struct {
	Identity
	UserName, Name, Remark string
	Province               string
	SecondFactor           bool
}

// Self reads the desk's own account.
func (d *Desk) Self(ctx context.Context) (Self, error) {
	type row struct {
		UserName, Name, Remark, Province string
		SecondFactor                     bool
	}
	r, err := one[row](ctx, d.s.db, `
		SELECT user_name, name, remark, coalesce(province, '') AS province, totp_secret IS NOT NULL AS second_factor
		FROM account WHERE id = @me`, d.args(nil))
	if err != nil {
		return Self{}, err
	}
	identity, err := d.s.identity(ctx, d.s.db, d.me.Account)
	return Self{identity, r.UserName, r.Name, r.Remark, r.Province, r.SecondFactor}, err
}

// ChangePassword sets a new password on proof of the old one and ends every other session; keep is the one that stays.
func (d *Desk) ChangePassword(ctx context.Context, old, password, again, keep string) error {
	var user, hash string
	err := d.s.db.QueryRow(ctx, `SELECT user_name, password_hash FROM account WHERE id = $1`, d.me.Account).Scan(&user, &hash)
	if err != nil {
		return err
	}
	right, _, err := d.s.verify(ctx, hash, old)
	if err != nil {
		return err
	}
	if !right {
		return filing.Problems{{Path: "old_password", Flaw: filing.PasswordWrong}}
	}
	if hash, err = d.s.newPassword(ctx, user, password, again); err != nil {
		return err
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE account SET password_hash = $2 WHERE id = $1`, d.me.Account, hash); err != nil {
			return err
		}
		if err := d.s.sayChanged(ctx, tx, d.me.Account, "密码"); err != nil {
			return err
		}
		return d.s.endSessions(ctx, tx, d.me.Account, keep)
	})
}

// sayChanged tells an account's owner, at the mobile and address known now, what has been changed. Channels not yet
// proved may be anybody's and are told nothing.
func (s *Store) sayChanged(ctx context.Context, tx pgx.Tx, account int64, what string) error {
	i, err := s.identity(ctx, tx, account)
	if err != nil {
		return err
	}
	to := recipient{Account: account}
	if i.MobileVerified {
		to.Mobile = i.Mobile
	}
	if i.EmailVerified {
		to.Email = i.Email
	}
	return s.say(ctx, tx, to, message.AccountChanged(what, s.url("/login/forgotten")), false)
}

func contactName(channel Channel) string {
	if channel == ByEmail {
		return "邮箱"
	}
	return "手机号码"
}

// purposeOf is where the new value of a channel waits.
func purposeOf(channel Channel) string {
	if channel == ByEmail {
		return linkNewEmail
	}
	return linkNewMobile
}

// ChangeContact sends a code to a new mobile or address; the old one stays until the code is typed.
func (d *Desk) ChangeContact(ctx context.Context, channel Channel, typed string) (codes Codes, err error) {
	value, err := readContact(channel, typed)
	if err != nil {
		return nil, err
	}
	err = d.s.transact(ctx, func(tx pgx.Tx) error {
		if err := d.s.hold(ctx, tx, purposeOf(channel), d.me.Account, value); err != nil {
			return err
		}
		to := recipient{Account: d.me.Account, Mobile: value}
		if channel == ByEmail {
			to = recipient{Account: d.me.Account, Email: value}
		}
		code, err := d.s.sendCode(ctx, tx, channel, to)
		codes = Codes{channel: code}
		return err
	})
	return codes, err
}

// WaitingContact is the new mobile or address that waits for its code; ErrNotFound when none does.
func (d *Desk) WaitingContact(ctx context.Context, channel Channel) (string, error) {
	return d.s.held(ctx, d.s.db, purposeOf(channel), d.me.Account)
}

// ConfirmContact takes the new mobile or address over when the code is right.
func (d *Desk) ConfirmContact(ctx context.Context, channel Channel, code string) error {
	var wrong filing.Problems
	err := d.s.transact(ctx, func(tx pgx.Tx) error {
		value, err := d.s.held(ctx, tx, purposeOf(channel), d.me.Account)
		if err != nil {
			return err
		}
		if wrong, err = d.s.checkCode(ctx, tx, d.me.Account, channel, code); err != nil || wrong != nil {
			return err
		}
		if err := d.s.sayChanged(ctx, tx, d.me.Account, contactName(channel)); err != nil { // to where the owner was reached so far
			return err
		}
		now := d.s.now()
		if err := d.s.setContact(ctx, tx, d.me.Account, channel, value, &now); err != nil {
			return err
		}
		return d.s.drop(ctx, tx, purposeOf(channel), d.me.Account)
	})
	if err == nil {
		err = wrong.Or()
	}
	return err
}

// invitation words the letter of a new member of staff.
func (s *Store) invitation(organisation, user, token string) message.Letter {
	return message.StaffInvitation(organisation, user, s.url(invitationPath+token), invitationHours)
}
