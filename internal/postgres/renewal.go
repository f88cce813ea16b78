package postgres

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/secret"
)

// renewals is how often a new filing password may be asked for one entity, by whichever way: its mailbox is no toy.
var renewals = Rate{Name: "filing_password_renewal", Most: 3, Window: 24 * time.Hour}

// proofLimit is the length of what staff write about the proof, in characters.
const proofLimit = 200

// RenewFilingPassword sends a link to a new filing password (备案密码) to the address on file of the entity that is filed
// under the number and the certificate. When nothing fits, nothing was filed to send it to, or it was asked too often,
// nothing is sent and that is no error: the answer must not tell who is filed. The old password works until the link
// is opened, so that whoever merely knows a number and a certificate takes it from nobody.
func (s *Store) RenewFilingPassword(ctx context.Context, number filing.Number, certificate filing.Entity) error {
	var entity int64
	err := s.db.QueryRow(ctx, `SELECT id FROM entity WHERE number = $1 AND certificate_index = $2 AND cancelled_at IS NULL`,
		number.Entity(), s.certificateIndex(certificate)).Scan(&entity)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	wait, err := s.Hit(ctx, renewals, strconv.FormatInt(entity, 10))
	if err != nil || wait > 0 {
		return err
	}
	err = s.transact(ctx, func(tx pgx.Tx) error { return s.renewPassword(ctx, tx, entity, 0, "") })
	var none filing.Problems
	if errors.As(err, &none) || errors.Is(err, filing.ErrNotFound) {
		return nil
	}
	return err
}

// RenewPassword sends that link for a customer of the actor's own provider, who has shown there who they are; proof
// says how. ErrNotFound when the provider gives the entity no access; Problems when proof is missing, no address is on
// file, or it was asked too often.
func (d *Desk) RenewPassword(ctx context.Context, entity int64, proof string) error {
	if d.me.Tier != filing.Provider {
		return filing.ErrNotFound
	}
	if _, _, err := d.Entity(ctx, entity); err != nil {
		return err
	}
	if err := tidy([]said{{"proof", &proof, true, proofLimit}}).Or(); err != nil {
		return err
	}
	wait, err := d.s.Hit(ctx, renewals, strconv.FormatInt(entity, 10))
	if err != nil {
		return err
	}
	if wait > 0 {
		return filing.Problems{{Flaw: filing.TooOften, Number: int(wait.Seconds()) + 1}}
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error { return d.s.renewPassword(ctx, tx, entity, d.me.Account, proof) })
}

// renewPassword replaces the links to older passwords by one to a new password, and records who asked.
func (s *Store) renewPassword(ctx context.Context, tx pgx.Tx, entity, by int64, proof string) error {
	var number filing.Number
	var details []byte
	var e filing.Entity
	err := tx.QueryRow(ctx, `SELECT number, details FROM entity WHERE id = $1 AND cancelled_at IS NULL FOR NO KEY UPDATE`, entity).
		Scan(&number, &details)
	if errors.Is(err, pgx.ErrNoRows) {
		return filing.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := s.unseal(sealEntity, details, &e); err != nil {
		return err
	}
	if e.Principal.Email == "" {
		return filing.Problems{{Path: "email", Flaw: filing.NoAddress}}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM one_time_link WHERE purpose = 'filing_password' AND subject_id = $1 AND used_at IS NULL`, entity); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO password_renewal (entity_id, account_id, proof, at) VALUES ($1, nullif($2, 0), $3, $4)`,
		entity, by, proof, s.now()); err != nil {
		return err
	}
	_, err = s.sendPassword(ctx, tx, entity, number, recipient{Mobile: e.Principal.Mobile(), Email: e.Principal.Email})
	return err
}

// sendPassword makes a filing password and sends the link that shows it once; it gives the link's token.
func (s *Store) sendPassword(ctx context.Context, tx pgx.Tx, entity int64, number filing.Number, to recipient) (string, error) {
	token, err := s.makeLink(ctx, tx, link{Purpose: linkFilingPassword, Subject: entity, Hours: passwordLinkHours,
		Payload: s.Keys.SealString(sealLink, secret.FilingPassword())})
	if err != nil {
		return "", err
	}
	return token, s.say(ctx, tx, to, message.FilingPassword(string(number), s.url("/filing-password/"+token), passwordLinkHours), true)
}

// Renewal is one new filing password that was asked for.
type Renewal struct {
	By    string    `db:"by"`    // colleague; empty: somebody else's staff, or nobody's
	Staff bool      `db:"staff"` // asked for by staff
	Proof string    `db:"proof"` // of a colleague's
	At    time.Time `db:"at"`
}

// Renewals lists the new filing passwords of an entity the actor may see, newest first.
func (d *Desk) Renewals(ctx context.Context, entity int64) ([]Renewal, error) {
	if _, _, err := d.Entity(ctx, entity); err != nil {
		return nil, err
	}
	return all[Renewal](ctx, d.s.db, `
		SELECT CASE WHEN own THEN name ELSE '' END AS by, staff, CASE WHEN own THEN proof ELSE '' END AS proof, at
		FROM (SELECT r.id, r.proof, r.at, coalesce(a.name, '') AS name, a.id IS NOT NULL AS staff,
		             coalesce(a.provider_id = @my_provider, false) AS own
		      FROM password_renewal r LEFT JOIN account a ON a.id = r.account_id WHERE r.entity_id = @id) AS x
		ORDER BY id DESC LIMIT 20`, d.args(pgx.NamedArgs{"id": entity}))
}
