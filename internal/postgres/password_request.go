package postgres

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// passwordRequests is how often one account may ask a bureau for a new filing password.
var passwordRequests = Rate{Name: "filing_password_request", Most: 5, Window: 24 * time.Hour}

// PasswordRequest is what an owner who can no longer prove it otherwise tells the
// bureau to get a new filing password (备案密码).
type PasswordRequest struct {
	Number      filing.Number
	Certificate filing.Entity // type and number
	Email       string        // where the link shall go
	Mobile      string
	Words       string // why, for the bureau
}

// RequestPassword opens the act of the bureau of the entity's province, with the
// owner's proof beside it. NotMatching when number and certificate belong to
// nothing in force; which of them is wrong is not told.
func (d *Desk) RequestPassword(ctx context.Context, q PasswordRequest, proof []Paper) (Filing, error) {
	if d.me.Tier != filing.Registrant || d.me.Account == 0 {
		return Filing{}, filing.ErrNotFound
	}
	m := filing.Measure{Target: filing.TargetPassword, Email: q.Email, Mobile: q.Mobile, Words: q.Words, Article: "主办者凭证明材料申请"}
	if err := m.Check(filing.PasswordReset, d.s.now()).Or(); err != nil {
		return Filing{}, err
	}
	wait, err := d.s.Hit(ctx, passwordRequests, strconv.FormatInt(d.me.Account, 10))
	if err != nil {
		return Filing{}, err
	}
	if wait > 0 {
		return Filing{}, filing.Problems{{Flaw: filing.TooOften, Number: int(wait.Seconds()) + 1}}
	}
	var f Filing
	err = d.s.transact(ctx, func(tx pgx.Tx) (err error) {
		f, err = d.requestPassword(ctx, tx, q, m, proof)
		return err
	})
	return f, err
}

// requestPassword writes the act with no more of the register in its document than
// the owner has typed and everybody can look up.
func (d *Desk) requestPassword(ctx context.Context, tx pgx.Tx, q PasswordRequest, m filing.Measure, proof []Paper) (Filing, error) {
	var entity int64
	doc := &filing.Document{Entity: filing.Entity{CertificateType: q.Certificate.CertificateType, CertificateNumber: q.Certificate.CertificateNumber}}
	err := tx.QueryRow(ctx, `SELECT id, province, name, nature FROM entity WHERE number = $1 AND certificate_index = $2 AND cancelled_at IS NULL FOR NO KEY UPDATE`,
		q.Number.Entity(), d.s.certificateIndex(q.Certificate)).Scan(&entity, &doc.Entity.Province, &doc.Entity.Name, &doc.Entity.Nature)
	if errors.Is(err, pgx.ErrNoRows) {
		return Filing{}, filing.Problems{{Path: "certificate", Flaw: filing.NotMatching}}
	}
	if err != nil {
		return Filing{}, err
	}
	var waiting bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM filing WHERE entity_id = $1 AND kind = 103 AND state = 'bureau_review' AND owner_id = $2)`,
		entity, d.me.Account).Scan(&waiting); err != nil {
		return Filing{}, err
	}
	if waiting {
		return Filing{}, filing.Problems{{Flaw: filing.CertificateOpen, Number: int(filing.PasswordReset)}}
	}
	f, err := d.beginMeasure(ctx, tx, filing.PasswordReset, entity, d.me.Account, doc.Entity.Province, m, doc)
	if err != nil {
		return f, err
	}
	if err := d.addEvidence(ctx, tx, f.ID, 1, proof); err != nil {
		return f, err
	}
	return f, d.record(ctx, tx, f, filing.Open, "", filing.BureauReview, filing.Detail{Note: m.Words})
}
