package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Letter is one message as it is read on a page.
type Letter struct {
	ID      int64
	Filing  int64
	Channel string // mail or sms
	To      string
	Subject string
	Body    string // empty when Erased
	Secret  bool   // holds a code or a link that opens something
	Erased  bool
	State   string // queued, sent or failed
	Short   *Short // the short message beside a mail
	At      time.Time
}

// Short is the short message that told the same as a mail.
type Short struct{ Body, State string }

type letterRow struct {
	ID        int64     `db:"id"`
	Filing    int64     `db:"filing_id"`
	Channel   string    `db:"channel"`
	Recipient []byte    `db:"recipient"`
	Subject   string    `db:"subject"`
	Body      []byte    `db:"body"`
	Secret    bool      `db:"secret"`
	State     string    `db:"state"`
	CreatedAt time.Time `db:"created_at"`
	Short     []byte    `db:"short"`
	Told      string    `db:"told"` // state of the short message; empty: there was none
}

const letterColumns = `m.id, coalesce(m.filing_id, 0) AS filing_id, m.channel, m.recipient, m.subject, m.body, m.secret, m.state, m.created_at`

// Letters lists the messages sent to the desk's own account, newest first, each piece of news once; before continues a
// list below the id shown last. What is secret is left out of them: it was for the phone or mailbox, not for whoever holds the account.
func (d *Desk) Letters(ctx context.Context, before int64, limit int) ([]Letter, error) {
	rows, err := all[letterRow](ctx, d.s.db, `
		SELECT `+letterColumns+`, t.body AS short, coalesce(t.state, '') AS told
		FROM message m LEFT JOIN message t ON t.twin_of = m.id
		WHERE m.account_id = @me AND m.twin_of IS NULL AND (@before = 0 OR m.id < @before) ORDER BY m.id DESC LIMIT @limit`,
		d.args(pgx.NamedArgs{"before": before, "limit": limit}))
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].Secret {
			rows[i].Body, rows[i].Short = nil, nil
		}
	}
	return d.s.letters(rows)
}

// ShownLetters lists every message, newest first, as the screen does that stands in for gateways: secret ones too,
// until they are erased. Only a demonstration may show it to everybody.
func (s *Store) ShownLetters(ctx context.Context, before int64, limit int) ([]Letter, error) {
	rows, err := all[letterRow](ctx, s.db, `
		SELECT `+letterColumns+`, ''::bytea AS short, '' AS told FROM message m WHERE @before = 0 OR m.id < @before ORDER BY m.id DESC LIMIT @limit`,
		pgx.NamedArgs{"before": before, "limit": limit})
	if err != nil {
		return nil, err
	}
	return s.letters(rows)
}

func (s *Store) letters(rows []letterRow) ([]Letter, error) {
	list := make([]Letter, 0, len(rows))
	for _, r := range rows {
		l := Letter{ID: r.ID, Filing: r.Filing, Channel: r.Channel, Subject: r.Subject, Secret: r.Secret, Erased: len(r.Body) == 0, State: r.State, At: r.CreatedAt}
		var err error
		if l.To, err = s.openString(sealMessage, r.Recipient); err != nil {
			return nil, err
		}
		if l.Body, err = s.openString(sealMessage, r.Body); err != nil {
			return nil, err
		}
		if r.Told != "" {
			l.Short = &Short{State: r.Told}
			if l.Short.Body, err = s.openString(sealMessage, r.Short); err != nil {
				return nil, err
			}
		}
		list = append(list, l)
	}
	return list, nil
}
