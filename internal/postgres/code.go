package postgres

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/secret"
)

// Channel is what a verification code proves.
type Channel string

// The channels. Both is one code that goes to mobile and e-mail and proves either.
const (
	ByMobile Channel = "mobile"
	ByEmail  Channel = "email"
	ByBoth   Channel = "both"
)

// Rules of codes.
const (
	codeDigits  = 6
	codeMinutes = 10
	codeTries   = 5
	codePause   = 60 * time.Second // between two codes of a channel
	codesPerDay = 5
)

// Codes are codes just made, by channel: for the door that shows them on the page where no gateway sends any.
type Codes map[Channel]string

// sendCode makes the code of a channel and queues its letter. A *filing.Problems error tells how long to wait.
func (s *Store) sendCode(ctx context.Context, tx pgx.Tx, channel Channel, to recipient) (string, error) {
	if err := s.mayCode(ctx, tx, channel, to.Account); err != nil {
		return "", err
	}
	code, now := secret.Code(codeDigits), s.now()
	_, err := tx.Exec(ctx, `
		INSERT INTO account_code (account_id, channel, hash, created_at, expires_at)
		VALUES (@account, @channel, @hash, @now, @until)`, pgx.NamedArgs{
		"account": to.Account, "channel": channel, "hash": s.accountCode(to.Account, channel, code),
		"now": now, "until": now.Add(codeMinutes * time.Minute)})
	if err != nil {
		return "", err
	}
	return code, s.say(ctx, tx, to, message.Code(code, codeMinutes), true)
}

// mayCode holds a channel to one code a minute and five a day.
func (s *Store) mayCode(ctx context.Context, tx pgx.Tx, channel Channel, account int64) error {
	var last, first *time.Time
	var count int
	err := tx.QueryRow(ctx, `
		SELECT max(created_at), min(created_at), count(*) FROM account_code
		WHERE account_id = $1 AND channel = $2 AND created_at > $3`, account, channel, s.now().Add(-24*time.Hour)).
		Scan(&last, &first, &count)
	if err != nil || count == 0 {
		return err
	}
	wait := last.Add(codePause).Sub(s.now())
	if count >= codesPerDay {
		wait = first.Add(24 * time.Hour).Sub(s.now())
	}
	if wait > 0 {
		return filing.Problems{{Path: codePath(channel), Flaw: filing.TooOften, Number: seconds(wait)}}
	}
	return nil
}

// seconds is a wait as people are told it, rounded up.
func seconds(wait time.Duration) int { return int((wait + time.Second - 1) / time.Second) }

// codePath names the control a code is typed into.
func codePath(channel Channel) filing.Path {
	if channel == ByBoth {
		return "code"
	}
	return filing.Path(string(channel) + "_code")
}

func (s *Store) accountCode(account int64, channel Channel, code string) []byte {
	return s.Keys.Index("account_code", fmt.Sprintf("%d %s %s", account, channel, code))
}

// checkCode compares a typed code with the newest of its channel and uses it up. What was found wrong comes as
// problems and not as an error, because the try that was counted has to be committed.
func (s *Store) checkCode(ctx context.Context, tx pgx.Tx, account int64, channel Channel, typed string) (filing.Problems, error) {
	wrong := func(flaw filing.Flaw, left int) filing.Problems {
		return filing.Problems{{Path: codePath(channel), Flaw: flaw, Number: left}}
	}
	if typed == "" {
		return wrong(filing.Missing, 0), nil
	}
	var id int64
	var hash []byte
	var tries int
	var expires time.Time
	err := tx.QueryRow(ctx, `
		SELECT id, hash, tries, expires_at FROM account_code
		WHERE account_id = $1 AND channel = $2 AND used_at IS NULL ORDER BY id DESC LIMIT 1 FOR UPDATE`, account, channel).
		Scan(&id, &hash, &tries, &expires)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return wrong(filing.CodeExpired, 0), nil
	case err != nil:
		return nil, err
	case tries >= codeTries:
		return wrong(filing.TriesUsedUp, 0), nil
	case !expires.After(s.now()):
		return wrong(filing.CodeExpired, 0), nil
	}
	if subtle.ConstantTimeCompare(hash, s.accountCode(account, channel, typed)) == 1 {
		_, err = tx.Exec(ctx, `UPDATE account_code SET used_at = $2 WHERE account_id = $1 AND channel = $3 AND used_at IS NULL`,
			account, s.now(), channel)
		return nil, err
	}
	_, err = tx.Exec(ctx, `UPDATE account_code SET tries = tries + 1 WHERE id = $1`, id)
	if tries+1 >= codeTries {
		return wrong(filing.TriesUsedUp, 0), err
	}
	return wrong(filing.CodeWrong, codeTries-tries-1), err
}
