package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/message"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// hour is a clock that a test turns.
type hour struct{ now time.Time }

func (h *hour) option(o *postgres.Options) { o.Now = func() time.Time { return h.now } }
func (h *hour) pass(d time.Duration)       { h.now = h.now.Add(d) }

// turned is a cast on a rolled-back store whose clock the test turns.
func turned(t *testing.T) (*pgtest.World, postgres.DB, *hour) {
	t.Helper()
	h := &hour{pgtest.Now}
	s, tx := pgtest.StoreTx(t, h.option)
	return pgtest.NewWorld(t, s, tx), tx, h
}

// asked brings a filing to where its principal has been sent a code.
func asked(t *testing.T, w *pgtest.World, doc *filing.Document) postgres.Filing {
	t.Helper()
	f := w.Draft(t, w.Wang, doc)
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Verify(t, w.Li, f.ID)
	return w.Act(t, w.Li, f.ID, move(filing.Forward)).Filing
}

// codeMessage is the message that carries the code.
func codeMessage(t *testing.T, db postgres.DB, f postgres.Filing) int64 {
	t.Helper()
	return number(t, db, `SELECT id FROM message WHERE filing_id = $1 AND secret ORDER BY id DESC LIMIT 1`, f.ID)
}

func number(t *testing.T, db postgres.DB, sql string, args ...any) (n int64) {
	t.Helper()
	pgtest.Must(t, db.QueryRow(context.WithoutCancel(t.Context()), sql, args...).Scan(&n))
	return n
}

type messageState struct {
	state    string
	attempts int
	reason   string
	body     bool
}

func stateOf(t *testing.T, db postgres.DB, id int64) (m messageState) {
	t.Helper()
	pgtest.Must(t, db.QueryRow(t.Context(), `SELECT state, attempts, last_error, body IS NOT NULL FROM message WHERE id = $1`, id).
		Scan(&m.state, &m.attempts, &m.reason, &m.body))
	return m
}

// answering is a gateway that answers err and keeps what it was given.
type answering struct {
	err   error
	shown bool
	taken []postgres.Outgoing
}

func (a *answering) send(_ context.Context, m postgres.Outgoing) (bool, error) {
	a.taken = append(a.taken, m)
	return a.shown, a.err
}

func TestDeliverErasesWhatIsSecret(t *testing.T) {
	w, db, _ := turned(t)
	f := asked(t, w, filingtest.Person())
	id, gateway := codeMessage(t, db, f), &answering{}
	pgtest.Must(t, w.Deliver(t.Context(), id, gateway.send))
	if len(gateway.taken) != 1 || gateway.taken[0].To != "13800000001" || !strings.Contains(gateway.taken[0].Body, "/sms-verify/") {
		t.Fatalf("the gateway was given %+v", gateway.taken)
	}
	if got := stateOf(t, db, id); got != (messageState{"sent", 1, "", false}) {
		t.Errorf("after sending %+v", got)
	}
	pgtest.Must(t, w.Deliver(t.Context(), id, gateway.send))
	if len(gateway.taken) != 1 {
		t.Error("sent again")
	}
}

func TestSecretsOnScreenExpire(t *testing.T) {
	w, db, clock := turned(t)
	f := asked(t, w, filingtest.Person())
	id, gateway := codeMessage(t, db, f), &answering{shown: true}
	pgtest.Must(t, w.Deliver(t.Context(), id, gateway.send))
	clock.pass(filing.SMSWindow - time.Minute)
	pgtest.Must(t, w.EraseSecrets(t.Context()))
	if got := stateOf(t, db, id); !got.body {
		t.Error("erased while the code still worked")
	}
	clock.pass(2 * time.Minute)
	pgtest.Must(t, w.EraseSecrets(t.Context()))
	if got := stateOf(t, db, id); got.body || got.state != "sent" {
		t.Errorf("after its day %+v", got)
	}
}

func TestDeliverFailures(t *testing.T) {
	for name, c := range map[string]struct {
		answer error
		want   messageState
		again  bool
	}{
		"temporary": {&message.Error{Via: "sms", Code: 503}, messageState{"queued", 1, "message: sms: temporary, code 503", true}, true},
		"permanent": {&message.Error{Via: "sms", Code: 422, Permanent: true}, messageState{"failed", 1, "message: sms: permanent, code 422", false}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w, db, _ := turned(t)
			id, gateway := codeMessage(t, db, asked(t, w, filingtest.Person())), &answering{err: c.answer}
			if err := w.Deliver(t.Context(), id, gateway.send); errors.Is(err, c.answer) != c.again {
				t.Errorf("Deliver answers %v", err)
			}
			if got := stateOf(t, db, id); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestMessagesGrowOld(t *testing.T) {
	w, db, clock := turned(t)
	id, gateway := codeMessage(t, db, asked(t, w, filingtest.Person())), &answering{}
	clock.pass(8 * 24 * time.Hour)
	pgtest.Must(t, w.Deliver(t.Context(), id, gateway.send))
	if got := stateOf(t, db, id); got.state != "failed" || got.body || len(gateway.taken) != 0 {
		t.Errorf("after a week %+v, sent %d", got, len(gateway.taken))
	}
}

// TestLateCode: a code our gateway held up for 20 hours still gives its principal 24.
func TestLateCode(t *testing.T) {
	w, db, clock := turned(t)
	f := asked(t, w, filingtest.Person())
	clock.pass(20 * time.Hour)
	pgtest.Must(t, w.Deliver(t.Context(), codeMessage(t, db, f), (&answering{}).send))
	f, err := w.Li.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	if f.SMSDue == nil || !f.SMSDue.Equal(clock.now.Add(filing.SMSWindow)) {
		t.Errorf("due %v, want 24 hours from sending", f.SMSDue)
	}
}

// TestDeliverAtOnce has many workers at one message: one sends.
func TestDeliverAtOnce(t *testing.T) {
	w, db := openWorld(t)
	id := codeMessage(t, db, asked(t, w, filingtest.Person()))
	var sent atomic.Int64
	at(8, func(int) {
		err := w.Deliver(t.Context(), id, func(context.Context, postgres.Outgoing) (bool, error) {
			sent.Add(1)
			time.Sleep(100 * time.Millisecond)
			return false, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	if sent.Load() != 1 {
		t.Errorf("sent %d times", sent.Load())
	}
}

// TestDeliverOutlivesItsContext: a server that is stopped in the middle has marked what has left.
func TestDeliverOutlivesItsContext(t *testing.T) {
	w, db := openWorld(t)
	id := codeMessage(t, db, asked(t, w, filingtest.Person()))
	ctx, stop := context.WithCancel(t.Context())
	err := w.Deliver(ctx, id, func(context.Context, postgres.Outgoing) (bool, error) { stop(); return false, nil })
	if got := stateOf(t, db, id); err != nil || got.state != "sent" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRescueMessages(t *testing.T) {
	w, db, clock := turned(t)
	id := codeMessage(t, db, asked(t, w, filingtest.Person()))
	live := func() int64 {
		return number(t, db, `SELECT count(*) FROM river.river_job WHERE kind = 'send_message' AND state = 'available' AND (args ->> 'message')::bigint = $1`, id)
	}
	clock.pass(time.Hour)
	if n, err := w.RescueMessages(t.Context()); err != nil || n != 0 {
		t.Fatalf("rescued %d of messages that have a job (%v)", n, err)
	}
	_, err := db.Exec(t.Context(), `UPDATE river.river_job SET state = 'discarded', finalized_at = now() WHERE kind = 'send_message'`)
	pgtest.Must(t, err)
	if n, err := w.RescueMessages(t.Context()); err != nil || n == 0 || live() != 1 {
		t.Errorf("rescued %d, %d live jobs (%v)", n, live(), err)
	}
}
