package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/message"
	"beian/internal/task"
)

// Purposes under which columns are sealed and indexed.
const (
	sealMobile     = "mobile"
	sealEmail      = "email"
	sealMessage    = "message"
	sealDocument   = "document"
	sealDetail     = "detail"
	sealEntity     = "entity"
	sealSite       = "site"
	sealSheet      = "sheet"
	sealPrincipal  = "principal"
	sealLink       = "link"
	sealTOTP       = "totp"
	sealDelegation = "delegation"

	indexMobile      = "mobile"
	indexEmail       = "email"
	indexCertificate = "certificate"
	indexUserName    = "user_name" // of closed accounts
)

// recipient is whom a letter goes to; empty channels are left out.
type recipient struct {
	Account int64
	Filing  int64
	Mobile  string
	Email   string
}

// say queues a letter on both channels of its recipient; it leaves when tx
// commits, and is gone when tx does not. secret letters are erased once sent.
func (s *Store) say(ctx context.Context, tx pgx.Tx, to recipient, l message.Letter, secret bool) error {
	var mail int64
	if to.Email != "" && l.Text != "" {
		var err error
		if mail, err = s.queueMessage(ctx, tx, to, outgoingMessage{"mail", to.Email, l.Subject, l.Text, secret, 0}); err != nil {
			return err
		}
	}
	if to.Mobile != "" && l.SMS != "" {
		_, err := s.queueMessage(ctx, tx, to, outgoingMessage{"sms", to.Mobile, l.Subject, l.SMS, secret, mail})
		return err
	}
	return nil
}

// outgoingMessage is one form of a letter; twin is the mail whose news a short message repeats.
type outgoingMessage struct {
	channel, address, subject, body string
	secret                          bool
	twin                            int64
}

func (s *Store) queueMessage(ctx context.Context, tx pgx.Tx, to recipient, m outgoingMessage) (id int64, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO message (account_id, filing_id, channel, recipient, subject, body, secret, state, created_at, twin_of)
		VALUES (nullif(@account, 0), nullif(@filing, 0), @channel, @recipient, @subject, @body, @secret, 'queued', @now, nullif(@twin, 0))
		RETURNING id`, pgx.NamedArgs{
		"account": to.Account, "filing": to.Filing, "channel": m.channel,
		"recipient": s.Keys.SealString(sealMessage, m.address), "subject": m.subject,
		"body": s.Keys.SealString(sealMessage, m.body), "secret": m.secret, "now": s.now(), "twin": m.twin,
	}).Scan(&id)
	if err != nil {
		return 0, err
	}
	return id, s.enqueue(ctx, tx, task.SendMessage{Message: id})
}

// sayToAccount queues a letter to the verified addresses of an account.
func (s *Store) sayToAccount(ctx context.Context, tx pgx.Tx, account, filing int64, l message.Letter) error {
	if account == 0 {
		return nil
	}
	var mobile, email []byte
	err := tx.QueryRow(ctx, `SELECT mobile, email FROM account WHERE id = $1`, account).Scan(&mobile, &email)
	if err != nil {
		return err
	}
	to, err := s.openRecipient(account, mobile, email)
	if err != nil {
		return err
	}
	to.Filing = filing
	return s.say(ctx, tx, to, l, false)
}

// openRecipient is an account with its sealed addresses opened.
func (s *Store) openRecipient(account int64, mobile, email []byte) (to recipient, err error) {
	to.Account = account
	if to.Mobile, err = s.openString(sealMobile, mobile); err != nil {
		return to, err
	}
	to.Email, err = s.openString(sealEmail, email)
	return to, err
}

// openString unseals a text column; an empty one is "".
func (s *Store) openString(purpose string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	return s.Keys.OpenString(purpose, sealed)
}
