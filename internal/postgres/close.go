package postgres

import (
	"context"
	"encoding/hex"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
)

// Farewell is what stands in the way of closing an account, and what it lets go.
type Farewell struct {
	Open     int   // filings that have not ended
	Entities int   // that the account alone, or with others, acts for
	Orphans  int64 // of them, those in force that no other account acts for
}

// Farewell tells what closing the desk's own account would mean.
func (d *Desk) Farewell(ctx context.Context) (Farewell, error) {
	return d.farewell(ctx, d.s.db)
}

func (d *Desk) farewell(ctx context.Context, q DB) (f Farewell, err error) {
	err = q.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM filing f WHERE f.owner_id = @me AND f.state NOT IN ('approved', 'refused', 'withdrawn')),
		       (SELECT count(*) FROM entity_account o WHERE o.account_id = @me),
		       (SELECT count(*) FROM entity_account o JOIN entity e ON e.id = o.entity_id
		        WHERE o.account_id = @me AND e.cancelled_at IS NULL
		          AND NOT EXISTS (SELECT FROM entity_account x WHERE x.entity_id = o.entity_id AND x.account_id <> @me))`,
		d.args(nil)).Scan(&f.Open, &f.Entities, &f.Orphans)
	return f, err
}

// proveSelf wants the password of the desk's own account.
func (d *Desk) proveSelf(ctx context.Context, password string) error {
	var hash string
	if err := d.s.db.QueryRow(ctx, `SELECT password_hash FROM account WHERE id = $1`, d.me.Account).Scan(&hash); err != nil {
		return err
	}
	right, _, err := d.s.verify(ctx, hash, password)
	if err == nil && !right {
		err = filing.Problems{{Path: "old_password", Flaw: filing.PasswordWrong}}
	}
	return err
}

// CloseAccount (注销账号) ends the desk's own account on proof of its password. Filings
// under way have to be ended before. The entities are released: whoever has number
// and filing password can take them over. The row stays for the journal, without
// anything that leads to a person; the user name is never given again.
func (d *Desk) CloseAccount(ctx context.Context, password string) error {
	if d.me.Tier != filing.Registrant {
		return filing.ErrNotFound
	}
	if err := d.proveSelf(ctx, password); err != nil {
		return err
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		var key string
		if err := tx.QueryRow(ctx, `SELECT user_name_key FROM account WHERE id = $1 AND closed_at IS NULL FOR UPDATE`, d.me.Account).Scan(&key); err != nil {
			return err
		}
		f, err := d.farewell(ctx, tx)
		if err != nil {
			return err
		}
		if f.Open > 0 {
			return filing.Problems{{Path: "open", Flaw: filing.FilingsOpen, Number: f.Open}}
		}
		if err := d.sayFarewell(ctx, tx); err != nil {
			return err
		}
		return d.erase(ctx, tx, key)
	})
}

// sayFarewell is the last letter, which belongs to no account.
func (d *Desk) sayFarewell(ctx context.Context, tx pgx.Tx) error {
	i, err := d.s.identity(ctx, tx, d.me.Account)
	if err != nil {
		return err
	}
	return d.s.say(ctx, tx, recipient{Mobile: i.Mobile, Email: i.Email}, message.AccountClosed(), false)
}

// erase takes from the database what leads from the account to a person.
func (d *Desk) erase(ctx context.Context, tx pgx.Tx, key string) error {
	args := d.args(pgx.NamedArgs{"key": d.s.retiredName(key)})
	for _, sql := range []string{
		`DELETE FROM session WHERE account_id = @me`,
		`DELETE FROM account_code WHERE account_id = @me`,
		`DELETE FROM one_time_link WHERE account_id = @me`,
		`DELETE FROM entity_account WHERE account_id = @me`,
		`UPDATE delegation SET ended_at = coalesce(ended_at, @now), invited = ''::bytea WHERE owner_id = @me OR delegate_id = @me`,
		`UPDATE message SET recipient = ''::bytea, body = NULL, erased_at = coalesce(erased_at, @now),
		        state = CASE state WHEN 'queued' THEN 'failed' ELSE state END WHERE account_id = @me`,
		`UPDATE account SET user_name = '', user_name_key = @key, name = '', remark = '', password_hash = '', province = NULL,
		        mobile = NULL, mobile_index = NULL, mobile_verified_at = NULL, email = NULL, email_index = NULL, email_verified_at = NULL,
		        totp_secret = NULL, login_address = NULL, last_login_address = NULL, disabled_at = @now, closed_at = @now WHERE id = @me`,
	} {
		if _, err := tx.Exec(ctx, sql, args); err != nil {
			return err
		}
	}
	return d.noteAccount(ctx, tx, d.me.Account, AccountClosed, 0)
}

// retiredName stands in the place of the user name of a closed account: it tells
// nothing, but a name can be held against it. No user name has a colon.
func (s *Store) retiredName(key string) string {
	return "closed:" + hex.EncodeToString(s.Keys.Index(indexUserName, key))
}
