package postgres

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
)

// filingPasswordTries is how often an account may be wrong about one entity's
// filing password (备案密码) in an hour.
var filingPasswordTries = Rate{Name: "filing_password", Most: 5, Window: time.Hour}

// checkFilingPassword wants the entity's filing password. Tries are limited; an
// unknown entity and one whose password was never set answer like a wrong
// password, and as slowly.
func (d *Desk) checkFilingPassword(ctx context.Context, entity int64, password string) error {
	who := strconv.FormatInt(d.me.Account, 10) + ":" + strconv.FormatInt(entity, 10)
	wait, err := d.s.Hit(ctx, filingPasswordTries, who)
	if err != nil {
		return err
	}
	if wait > 0 {
		return filing.Problems{{Path: "filing_password", Flaw: filing.TooOften, Number: int(wait.Seconds()) + 1}}
	}
	right, err := d.verifyFilingPassword(ctx, entity, password)
	if err != nil {
		return err
	}
	if !right {
		hits, err := d.s.Hits(ctx, filingPasswordTries, who)
		if err != nil {
			return err
		}
		return filing.Problems{{Path: "filing_password", Flaw: filing.PasswordWrong, Number: max(filingPasswordTries.Most-hits, 0)}}
	}
	return d.s.Forgive(ctx, filingPasswordTries, who)
}

// CheckPassword compares the filing password (备案密码) that a customer of the actor's provider has told. Tries are limited
// and told, as in checkFilingPassword.
func (d *Desk) CheckPassword(ctx context.Context, entity int64, password string) error {
	if d.me.Tier != filing.Provider {
		return filing.ErrNotFound
	}
	if _, _, err := d.Entity(ctx, entity); err != nil {
		return err
	}
	if password == "" {
		return filing.Problems{{Path: "filing_password", Flaw: filing.Missing}}
	}
	return d.checkFilingPassword(ctx, entity, password)
}

func (d *Desk) verifyFilingPassword(ctx context.Context, entity int64, password string) (bool, error) {
	var hash string
	err := d.s.db.QueryRow(ctx, `SELECT coalesce(password_hash, '') FROM entity WHERE id = $1 AND cancelled_at IS NULL`, entity).Scan(&hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return false, err
	}
	if hash == "" {
		return false, d.s.Passwords.VerifyAbsent(ctx)
	}
	right, _, err := d.s.Passwords.VerifyFiling(ctx, hash, password)
	return right, err
}

// GiveFilingPassword shows the entity's filing password for a draft that asks for
// it. It is asked once a filing.
func (d *Desk) GiveFilingPassword(ctx context.Context, id int64, password string) error {
	f, err := d.Filing(ctx, id)
	if err != nil {
		return err
	}
	may, err := d.edits(ctx, d.s.db, f)
	if err != nil {
		return err
	}
	if !may || !f.State.OwnerEdits() || !f.Kind.FromRegister() {
		return &filing.TransitionError{State: f.State, Action: filing.Submit}
	}
	if err := d.checkFilingPassword(ctx, f.EntityID, password); err != nil {
		return err
	}
	_, err = d.s.db.Exec(ctx, `UPDATE filing SET password_given = true, updated_at = $2 WHERE id = $1`, id, d.s.now())
	return err
}

// TakeEntity brings an entity into the actor's portfolio: whoever knows its number
// and its filing password may act for it. Accounts that already do are told.
func (d *Desk) TakeEntity(ctx context.Context, number, password string) (int64, error) {
	if d.me.Tier != filing.Registrant {
		return 0, filing.ErrNotFound
	}
	n, _ := filing.ParseNumber(number)
	var entity int64
	err := d.s.db.QueryRow(ctx, `SELECT id FROM entity WHERE number = $1 AND cancelled_at IS NULL`, n.Entity()).Scan(&entity)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, err
	}
	if err := d.checkFilingPassword(ctx, entity, password); err != nil {
		return 0, err
	}
	return entity, d.s.transact(ctx, func(tx pgx.Tx) error { return d.takeIn(ctx, tx, entity, n.Entity()) })
}

func (d *Desk) takeIn(ctx context.Context, tx pgx.Tx, entity int64, n filing.Number) error {
	rows, err := tx.Query(ctx, `SELECT account_id FROM entity_account WHERE entity_id = $1 AND account_id <> $2`, entity, d.me.Account)
	if err != nil {
		return err
	}
	others, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, `INSERT INTO entity_account (entity_id, account_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		entity, d.me.Account, d.s.now())
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	l := message.EntityTaken(string(n), d.s.url("/my"))
	for _, account := range append(others, d.me.Account) {
		if err := d.s.sayToAccount(ctx, tx, account, 0, l); err != nil {
			return err
		}
	}
	return nil
}
