package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/message"
	"beian/internal/task"
)

// How long a message may wait for a gateway. A code is good for half an hour, and nobody needs it later.
const (
	codeLife    = 30 * time.Minute
	messageLife = 7 * 24 * time.Hour
)

// Outgoing is a queued message, opened for as long as it takes to send it.
type Outgoing struct {
	ID      string // the same at every try, never that of another message
	Channel string // mail or sms
	To      string
	Subject string
	Body    string
}

// Sender sends a message. shown says that nothing left the house: the message is to be read on a page, so even a
// secret one is kept until what it says has expired.
type Sender func(ctx context.Context, m Outgoing) (shown bool, err error)

type queuedMessage struct {
	ID        int64     `db:"id"`
	Filing    int64     `db:"filing_id"`
	Channel   string    `db:"channel"`
	Recipient []byte    `db:"recipient"`
	Subject   string    `db:"subject"`
	Body      []byte    `db:"body"`
	Secret    bool      `db:"secret"`
	CreatedAt time.Time `db:"created_at"`
}

// Deliver sends one message while its row is locked: of two workers one sends and the other finds nothing to do, and a
// worker that dies leaves the message queued. The transaction does not end with ctx, because a message that has left
// must be marked. A temporary failure is returned, to be tried again; a permanent one ends the message.
func (s *Store) Deliver(ctx context.Context, id int64, send Sender) error {
	var failure error
	err := s.transact(context.WithoutCancel(ctx), func(tx pgx.Tx) error {
		m, err := one[queuedMessage](ctx, tx, `
			SELECT id, coalesce(filing_id, 0) AS filing_id, channel, recipient, subject, body, secret, created_at
			FROM message WHERE id = @id AND state = 'queued' FOR UPDATE SKIP LOCKED`, pgx.NamedArgs{"id": id})
		if errors.Is(err, filing.ErrNotFound) {
			return nil // sent, or being sent
		}
		if err != nil {
			return err
		}
		failure, err = s.deliver(ctx, tx, m, send)
		return err
	})
	return errors.Join(err, failure)
}

func (s *Store) deliver(ctx context.Context, tx pgx.Tx, m queuedMessage, send Sender) (failure, err error) {
	if s.now().Sub(m.CreatedAt) > m.life() {
		return nil, s.endMessage(tx, m, "waited too long")
	}
	out, err := s.openMessage(m)
	if err != nil {
		return nil, err
	}
	shown, failure := send(ctx, out)
	switch {
	case failure == nil:
		return nil, s.markSent(tx, m, shown)
	case message.Permanent(failure):
		return nil, s.endMessage(tx, m, failure.Error())
	default:
		_, err = tx.Exec(context.WithoutCancel(ctx), `UPDATE message SET attempts = least(attempts + 1, 32767), last_error = left($2, 200) WHERE id = $1`,
			m.ID, failure.Error())
		return failure, err
	}
}

func (m queuedMessage) life() time.Duration {
	if m.Secret && m.Filing == 0 {
		return codeLife
	}
	return messageLife
}

func (s *Store) openMessage(m queuedMessage) (Outgoing, error) {
	to, err := s.Keys.OpenString(sealMessage, m.Recipient)
	if err != nil {
		return Outgoing{}, err
	}
	body, err := s.Keys.OpenString(sealMessage, m.Body)
	// The time sets messages apart that a restored database numbers alike.
	id := fmt.Sprintf("%d.%d", m.ID, m.CreatedAt.UnixMicro())
	return Outgoing{ID: id, Channel: m.Channel, To: to, Subject: m.Subject, Body: body}, err
}

// markSent ends a message that has left, and erases a secret one at once.
func (s *Store) markSent(tx pgx.Tx, m queuedMessage, shown bool) error {
	ctx := context.Background()
	_, err := tx.Exec(ctx, `
		UPDATE message SET state = 'sent', sent_at = @now, attempts = least(attempts + 1, 32767), last_error = '',
		       body = CASE WHEN @erase THEN NULL ELSE body END, erased_at = CASE WHEN @erase THEN @now::timestamptz END
		WHERE id = @id`, pgx.NamedArgs{"id": m.ID, "now": s.now(), "erase": m.Secret && !shown})
	if err != nil || !m.Secret || m.Channel != "sms" || m.Filing == 0 {
		return err
	}
	// A code that was held up by our own gateway gets its 24 hours from here.
	_, err = tx.Exec(ctx, `UPDATE filing SET sms_due = @due WHERE id = @id AND state = 'sms_verification' AND sms_due < @late`,
		pgx.NamedArgs{"id": m.Filing, "due": s.now().Add(filing.SMSWindow), "late": s.now().Add(filing.SMSWindow - 10*time.Minute)})
	return err
}

// endMessage gives a message up.
func (s *Store) endMessage(tx pgx.Tx, m queuedMessage, why string) error {
	_, err := tx.Exec(context.Background(), `
		UPDATE message SET state = 'failed', attempts = least(attempts + 1, 32767), last_error = left(@why, 200),
		       body = CASE WHEN secret THEN NULL ELSE body END, erased_at = CASE WHEN secret THEN @now::timestamptz END
		WHERE id = @id`, pgx.NamedArgs{"id": m.ID, "now": s.now(), "why": why})
	return err
}

// strandedAfter is how long a message may be queued before it is asked whether a job still cares for it.
const strandedAfter = 10 * time.Minute

// RescueMessages starts a job for messages that have none: the job's tries were used up, or its worker was taken for
// dead and was not.
func (s *Store) RescueMessages(ctx context.Context) (int, error) {
	n := 0
	err := s.transact(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT m.id FROM message m
			WHERE m.state = 'queued' AND m.created_at < $1
			  AND NOT EXISTS (SELECT FROM river.river_job j
			                  WHERE j.kind = $2 AND j.state NOT IN ('completed', 'cancelled', 'discarded')
			                    AND (j.args ->> 'message')::bigint = m.id)
			ORDER BY m.id LIMIT 500 FOR UPDATE OF m SKIP LOCKED`, s.now().Add(-strandedAfter), task.SendMessage{}.Kind())
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.enqueue(ctx, tx, task.SendMessage{Message: id}); err != nil {
				return err
			}
		}
		n = len(ids)
		return nil
	})
	return n, err
}

// EraseSecrets erases what was kept to be read on a page and has expired: codes of an account after half an hour,
// what belongs to a filing after a day.
func (s *Store) EraseSecrets(ctx context.Context) error {
	now := s.now()
	_, err := s.db.Exec(ctx, `
		UPDATE message SET body = NULL, erased_at = @now
		WHERE secret AND body IS NOT NULL AND state <> 'queued'
		  AND sent_at < CASE WHEN filing_id IS NULL THEN @code::timestamptz ELSE @filing::timestamptz END`,
		pgx.NamedArgs{"now": now, "code": now.Add(-codeLife), "filing": now.Add(-filing.SMSWindow)})
	return err
}

// Depth is how many jobs of a kind stand in a state.
type Depth struct {
	Kind  string `db:"kind"`
	State string `db:"state"`
	Jobs  int64  `db:"jobs"`
}

// QueueDepth counts the background jobs that are not done.
func (s *Store) QueueDepth(ctx context.Context) ([]Depth, error) {
	return all[Depth](ctx, s.db, `
		SELECT kind, state::text AS state, count(*) AS jobs FROM river.river_job
		WHERE state NOT IN ('completed', 'cancelled') GROUP BY kind, state ORDER BY kind, state`, nil)
}
