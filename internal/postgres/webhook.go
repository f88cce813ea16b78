package postgres

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/secret"
	"beian/internal/task"
)

const (
	sealWebhook = "webhook"
	hookTries   = 10 // over about an hour and a half
	hooksAtAll  = 10
	// EventTest is what the button on the page sends.
	EventTest = "test"
)

// HookEvents are the steps a webhook may be told of: those of the results feed.
var HookEvents = []filing.Action{filing.Approve, filing.Refuse, filing.ReturnToProvider, filing.LapseSMS, filing.ConfirmSMS, filing.Forward}

// Webhook is an address that a provider's program listens at.
type Webhook struct {
	ID        int64     `db:"id"`
	URL       string    `db:"url"`
	Events    []string  `db:"events"`
	CreatedAt time.Time `db:"created_at"`
}

// Delivery is one event on its way to an address.
type Delivery struct {
	ID        int64      `db:"id"`
	Webhook   int64      `db:"webhook_id"`
	URL       string     `db:"url"`
	Event     string     `db:"event"`
	Receipt   string     `db:"receipt"`
	State     string     `db:"state"` // queued, sent or failed
	Attempts  int        `db:"attempts"`
	Status    int        `db:"status"` // of the last answer; 0: none came
	LastError string     `db:"last_error"`
	CreatedAt time.Time  `db:"created_at"`
	TriedAt   *time.Time `db:"tried_at"`
}

// AddWebhook keeps an address and gives the secret that signs what is sent there.
func (d *Desk) AddWebhook(ctx context.Context, address string, events []string) (key string, err error) {
	if err := d.machines(); err != nil {
		return "", err
	}
	var found filing.Problems
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	switch {
	case address == "":
		found = append(found, filing.Problem{Path: "url", Flaw: filing.Missing})
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || len(address) > 500:
		found = append(found, filing.Problem{Path: "url", Flaw: filing.Malformed})
	}
	if len(events) == 0 {
		found = append(found, filing.Problem{Path: "events", Flaw: filing.Missing})
	}
	for _, e := range events {
		if !slices.Contains(HookEvents, filing.Action(e)) {
			found = append(found, filing.Problem{Path: "events", Flaw: filing.NotListed})
			break
		}
	}
	if err := found.Or(); err != nil {
		return "", err
	}
	key = secret.Token()
	tag, err := d.s.db.Exec(ctx, `
		INSERT INTO webhook (provider_id, url, events, secret, created_by, created_at)
		SELECT @my_provider, @url, @events, @secret, @me, @now
		WHERE (SELECT count(*) FROM webhook WHERE provider_id = @my_provider AND removed_at IS NULL) < @most`,
		d.args(pgx.NamedArgs{"url": address, "events": events, "secret": d.s.sealed(sealWebhook, key), "most": hooksAtAll}))
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.Problems{{Path: "url", Flaw: filing.TooMany, Number: hooksAtAll}}
	}
	return key, err
}

// Webhooks lists the addresses of the actor's provider.
func (d *Desk) Webhooks(ctx context.Context) ([]Webhook, error) {
	if err := d.machines(); err != nil {
		return nil, err
	}
	return all[Webhook](ctx, d.s.db, `SELECT id, url, events, created_at FROM webhook WHERE provider_id = @my_provider AND removed_at IS NULL ORDER BY id`,
		d.args(nil))
}

// Deliveries lists what was sent to the addresses of the actor's provider, newest first.
func (d *Desk) Deliveries(ctx context.Context, limit int) ([]Delivery, error) {
	if err := d.machines(); err != nil {
		return nil, err
	}
	return all[Delivery](ctx, d.s.db, `
		SELECT x.id, x.webhook_id, w.url, x.event, x.receipt, x.state, x.attempts, x.status, x.last_error, x.created_at, x.tried_at
		FROM webhook_delivery x JOIN webhook w ON w.id = x.webhook_id
		WHERE w.provider_id = @my_provider AND w.removed_at IS NULL ORDER BY x.id DESC LIMIT @limit`, d.args(pgx.NamedArgs{"limit": limit}))
}

// RemoveWebhook stops telling an address.
func (d *Desk) RemoveWebhook(ctx context.Context, id int64) error {
	if err := d.machines(); err != nil {
		return err
	}
	tag, err := d.s.db.Exec(ctx, `UPDATE webhook SET removed_at = @now WHERE id = @id AND provider_id = @my_provider AND removed_at IS NULL`,
		d.args(pgx.NamedArgs{"id": id}))
	if err == nil && tag.RowsAffected() == 0 {
		err = filing.ErrNotFound
	}
	return err
}

// TestWebhook sends an event that says nothing, to try an address out.
func (d *Desk) TestWebhook(ctx context.Context, id int64) error {
	if err := d.machines(); err != nil {
		return err
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		return d.deliverAnew(ctx, tx, `
			INSERT INTO webhook_delivery (webhook_id, event, state, created_at)
			SELECT w.id, 'test', 'queued', @now FROM webhook w WHERE w.id = @id AND w.provider_id = @my_provider AND w.removed_at IS NULL
			RETURNING id`, id)
	})
}

// Redeliver sends once more what did not arrive, or what the program has lost.
func (d *Desk) Redeliver(ctx context.Context, delivery int64) error {
	if err := d.machines(); err != nil {
		return err
	}
	return d.s.transact(ctx, func(tx pgx.Tx) error {
		return d.deliverAnew(ctx, tx, `
			UPDATE webhook_delivery x SET state = 'queued', attempts = 0 FROM webhook w
			WHERE x.id = @id AND w.id = x.webhook_id AND w.provider_id = @my_provider AND w.removed_at IS NULL AND x.state <> 'queued'
			RETURNING x.id`, delivery)
	})
}

func (d *Desk) deliverAnew(ctx context.Context, tx pgx.Tx, sql string, id int64) error {
	err := tx.QueryRow(ctx, sql, d.args(pgx.NamedArgs{"id": id})).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return filing.ErrNotFound
	}
	if err != nil {
		return err
	}
	return d.s.enqueue(ctx, tx, task.DeliverHook{Delivery: id})
}

// notify queues a step for every address of the providers that wants to hear of it.
func (s *Store) notify(ctx context.Context, tx pgx.Tx, providers []int64, event filing.Action, receipt string, number filing.Number) error {
	rows, err := tx.Query(ctx, `
		INSERT INTO webhook_delivery (webhook_id, event, receipt, number, state, created_at)
		SELECT w.id, @event, @receipt, @number, 'queued', @now FROM webhook w
		WHERE w.provider_id = ANY(@providers) AND w.removed_at IS NULL AND @event = ANY(w.events) RETURNING id`,
		pgx.NamedArgs{"providers": providers, "event": event, "receipt": receipt, "number": number, "now": s.now()})
	if err != nil {
		return err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	for _, id := range list {
		if err := s.enqueue(ctx, tx, task.DeliverHook{Delivery: id}); err != nil {
			return err
		}
	}
	return nil
}

// Hook is a delivery opened for as long as it takes to send it.
type Hook struct {
	ID      int64         `db:"id"`
	URL     string        `db:"url"`
	Event   string        `db:"event"`
	Receipt string        `db:"receipt"`
	Number  filing.Number `db:"number"`
	At      time.Time     `db:"created_at"`
	Secret  string        `db:"-"`

	Sealed   []byte `db:"secret"`
	Attempts int    `db:"attempts"`
}

// DeliverHook sends one delivery while its row is locked, as Deliver does with messages. send gives the status of the
// answer, and an error unless it was received. What belongs to a suspended provider or a removed address is not sent.
func (s *Store) DeliverHook(ctx context.Context, id int64, send func(context.Context, Hook) (int, error)) error {
	var failure error
	err := s.transact(context.WithoutCancel(ctx), func(tx pgx.Tx) error {
		h, err := one[Hook](ctx, tx, `
			SELECT x.id, w.url, x.event, x.receipt, x.number, x.created_at, w.secret, x.attempts
			FROM webhook_delivery x JOIN webhook w ON w.id = x.webhook_id JOIN provider p ON p.id = w.provider_id
			WHERE x.id = @id AND x.state = 'queued' AND w.removed_at IS NULL AND p.suspended_at IS NULL FOR UPDATE OF x SKIP LOCKED`,
			pgx.NamedArgs{"id": id})
		if errors.Is(err, filing.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Secret, err = s.openString(sealWebhook, h.Sealed); err != nil {
			return err
		}
		status, sent := send(ctx, h)
		failure, err = s.hookTried(tx, h, status, sent)
		return err
	})
	return errors.Join(err, failure)
}

// hookTried records a try; failure is for another one.
func (s *Store) hookTried(tx pgx.Tx, h Hook, status int, sent error) (failure, err error) {
	state, words := "sent", ""
	if sent != nil {
		state, words, failure = "queued", sent.Error(), sent
		if h.Attempts+1 >= hookTries {
			state, failure = "failed", nil
		}
	}
	_, err = tx.Exec(context.Background(), `
		UPDATE webhook_delivery SET state = @state, attempts = attempts + 1, status = @status, last_error = left(@words, 200), tried_at = @now WHERE id = @id`,
		pgx.NamedArgs{"id": h.ID, "state": state, "status": status, "words": words, "now": s.now()})
	return failure, err
}
