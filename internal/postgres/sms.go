package postgres

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/message"
	"beian/internal/secret"
)

const (
	smsTries      = 5                // wrong tries that void a code
	smsResendWait = 60 * time.Second // between two codes
	smsMost       = 5                // codes a round
)

// SMSCheck is one principal's part in the confirmation of a filing (短信核验).
type SMSCheck struct {
	ID        int64
	Filing    int64
	Receipt   string
	Name      string // masked
	Mobile    string // masked
	Due       time.Time
	TriesLeft int
	Void      bool // the code is used up; a new one may be asked for
	Confirmed bool
	Others    []SMSOther
}

// SMSOther is another principal of the same filing.
type SMSOther struct {
	Name      string // masked
	Mobile    string // for the owner alone, who has typed it
	Confirmed bool
}

type smsRow struct {
	ID        int64      `db:"id"`
	Filing    int64      `db:"filing_id"`
	Principal []byte     `db:"principal"`
	CodeHash  []byte     `db:"code_hash"`
	Tries     int        `db:"tries"`
	Sent      int        `db:"sent"`
	SentAt    time.Time  `db:"sent_at"`
	Confirmed *time.Time `db:"confirmed_at"`
	Closed    *time.Time `db:"closed_at"`
}

const smsColumns = `id, filing_id, principal, code_hash, tries, sent, sent_at, confirmed_at, closed_at`

// codeHash binds a six-digit code to its row: a stolen table helps nobody to
// guess codes without the key.
func (s *Store) codeHash(id int64, code string) []byte {
	return s.Keys.Index("sms_code", string(binary.BigEndian.AppendUint64(nil, uint64(id)))+code)
}

// SMSByLink is the confirmation a link from a message leads to.
func (s *Store) SMSByLink(ctx context.Context, token string) (SMSCheck, error) {
	row, err := one[smsRow](ctx, s.db, `SELECT `+smsColumns+` FROM sms_check WHERE link_hash = @hash AND closed_at IS NULL`,
		pgx.NamedArgs{"hash": secret.HashToken(token)})
	if err != nil {
		return SMSCheck{}, err
	}
	return s.smsCheck(ctx, s.db, row)
}

// SMSByMobile finds the newest waiting confirmation of a mobile.
func (s *Store) SMSByMobile(ctx context.Context, mobile string) (SMSCheck, error) {
	row, err := s.smsRowByMobile(ctx, s.db, mobile)
	if err != nil {
		return SMSCheck{}, err
	}
	return s.smsCheck(ctx, s.db, row)
}

func (s *Store) smsRowByMobile(ctx context.Context, q DB, mobile string) (smsRow, error) {
	return one[smsRow](ctx, q, `
		SELECT `+smsColumns+` FROM sms_check
		WHERE mobile_index = @mobile AND confirmed_at IS NULL AND closed_at IS NULL ORDER BY id DESC LIMIT 1`,
		pgx.NamedArgs{"mobile": s.Keys.Index(indexMobile, mobile)})
}

func (s *Store) smsCheck(ctx context.Context, q DB, row smsRow) (SMSCheck, error) {
	var p filing.Principal
	if err := s.unseal(sealPrincipal, row.Principal, &p); err != nil {
		return SMSCheck{}, err
	}
	f, err := s.As(filing.ByPrincipal()).filing(ctx, q, row.Filing)
	if err != nil {
		return SMSCheck{}, err
	}
	c := SMSCheck{ID: row.ID, Filing: f.ID, Receipt: f.Receipt, Name: ident.MaskName(p.Name), Mobile: ident.MaskMobile(p.Mobile()),
		Due: timeOr(f.SMSDue), TriesLeft: smsTries - row.Tries, Void: row.CodeHash == nil, Confirmed: row.Confirmed != nil}
	others, err := all[smsRow](ctx, q, `SELECT `+smsColumns+` FROM sms_check WHERE filing_id = @id AND closed_at IS NULL AND id <> @me ORDER BY id`,
		pgx.NamedArgs{"id": row.Filing, "me": row.ID})
	if err != nil {
		return c, err
	}
	for _, o := range others {
		var other filing.Principal
		if err := s.unseal(sealPrincipal, o.Principal, &other); err != nil {
			return c, err
		}
		c.Others = append(c.Others, SMSOther{Name: ident.MaskName(other.Name), Confirmed: o.Confirmed != nil})
	}
	return c, nil
}

// ResendSMS voids the old code and sends a new one: after a minute, at most five
// a round.
func (s *Store) ResendSMS(ctx context.Context, a SMSAnswer) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		row, f, err := s.lockSMS(ctx, tx, a)
		if err != nil {
			return err
		}
		wait := smsResendWait - s.now().Sub(row.SentAt)
		switch {
		case f.State != filing.SMSVerification || row.Confirmed != nil || row.Closed != nil:
			return &filing.TransitionError{State: f.State, Action: filing.ConfirmSMS}
		case wait > 0:
			return filing.Problems{{Path: "code", Flaw: filing.TooOften, Number: int((wait + time.Second - 1) / time.Second)}}
		case row.Sent >= smsMost:
			return filing.Problems{{Path: "code", Flaw: filing.TooOften, Number: int(timeOr(f.SMSDue).Sub(s.now()).Seconds())}}
		}
		return s.sendNewCode(ctx, tx, row)
	})
}

// sendNewCode sends a code with a link of its own: the old link stops with the
// old code, so a forwarded message is worth nothing.
func (s *Store) sendNewCode(ctx context.Context, tx pgx.Tx, row smsRow) error {
	var p filing.Principal
	if err := s.unseal(sealPrincipal, row.Principal, &p); err != nil {
		return err
	}
	token, code := secret.Token(), secret.Code(6)
	if _, err := tx.Exec(ctx, `
		UPDATE sms_check SET code_hash = @code, link_hash = @link, tries = 0, sent = sent + 1, sent_at = @now WHERE id = @id`,
		pgx.NamedArgs{"id": row.ID, "code": s.codeHash(row.ID, code), "link": secret.HashToken(token), "now": s.now()}); err != nil {
		return err
	}
	to := recipient{Filing: row.Filing, Mobile: p.Mobile()}
	return s.say(ctx, tx, to, message.SMSCode(code, s.url("/sms-verify/"+token)), true)
}
