package jobs_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/jobs"
	"beian/internal/journal"
	"beian/internal/material"
	"beian/internal/message"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// town is a cast on a database of its own, with what the jobs need.
type town struct {
	*pgtest.World
	url     string
	pool    *pgxpool.Pool
	options jobs.Options
}

func newTown(t *testing.T) *town {
	t.Helper()
	url := pgtest.URL(t)
	pools, err := postgres.Open(t.Context(), url)
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	s, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	folder, err := material.OpenFolder(t.TempDir(), s.Keys)
	pgtest.Must(t, err)
	text, err := journal.NewKey()
	pgtest.Must(t, err)
	key, err := journal.ParseKey(text)
	pgtest.Must(t, err)
	return &town{pgtest.NewWorld(t, s, pools.App), url, pools.App, jobs.Options{Store: s, Pool: pools.App, Materials: folder, LogKey: key,
		Mail: message.Screen[message.Mail]{}, SMS: message.Screen[message.SMS]{}, Logger: slog.New(slog.DiscardHandler)}}
}

// fall begins a night that ends with the test.
func (w *town) fall(t *testing.T) *jobs.Night {
	t.Helper()
	n, err := jobs.New(w.options)
	pgtest.Must(t, err)
	pgtest.Must(t, n.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = n.Stop(ctx)
	})
	return n
}

// until waits for a condition that a query tells.
func (w *town) until(t *testing.T, sql string, args ...any) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		var is bool
		pgtest.Must(t, w.pool.QueryRow(t.Context(), sql, args...).Scan(&is))
		if is {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("never came true: %s", sql)
		}
	}
}

// postOffice is a real SMTP server that refuses the first letters for the time being and keeps the rest.
type postOffice struct {
	mu      sync.Mutex
	busy    int
	refused int
	letters []string
}

type session struct{ office *postOffice }

func (o *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{o}, nil }
func (*session) Mail(string, *smtp.MailOptions) error             { return nil }
func (*session) Rcpt(string, *smtp.RcptOptions) error             { return nil }
func (*session) Reset()                                           {}
func (*session) Logout() error                                    { return nil }

func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	if s.office.refused < s.office.busy {
		s.office.refused++
		return &smtp.SMTPError{Code: 451, Message: "busy"}
	}
	s.office.letters = append(s.office.letters, string(text))
	return err
}

func (o *postOffice) open(t *testing.T) *message.SMTP {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	pgtest.Must(t, err)
	server := smtp.NewServer(o)
	server.Domain, server.ErrorLog = "post.test", discard{}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	gateway, err := message.NewSMTP(message.SMTPConfig{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port,
		TLS: message.NoTLS, From: "beian@example.cn", HELO: "beian.test"})
	pgtest.Must(t, err)
	return gateway
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// approved brings a filing to its number; its principal is sent a link by mail.
func (w *town) approved(t *testing.T) postgres.Filing {
	t.Helper()
	f := w.Forward(t, w.pool, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	return w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Approve}).Filing
}

// TestMailIsTriedAgain: a busy mail server gets the letter at the second try, once, and the secret in it is gone.
func TestMailIsTriedAgain(t *testing.T) {
	w, office := newTown(t), &postOffice{busy: 1}
	w.options.Mail = office.open(t)
	f := w.approved(t)
	w.fall(t)
	w.until(t, `SELECT EXISTS (SELECT FROM message WHERE filing_id = $1 AND channel = 'mail' AND attempts = 1 AND state = 'queued' AND body IS NOT NULL AND last_error LIKE '%451')`, f.ID)
	w.until(t, `SELECT state = 'sent' AND attempts = 2 AND body IS NULL AND last_error = '' FROM message WHERE filing_id = $1 AND channel = 'mail'`, f.ID)
	office.mu.Lock()
	defer office.mu.Unlock()
	if len(office.letters) != 1 || office.refused != 1 || !strings.Contains(office.letters[0], "To: <chen@example.cn>") {
		t.Errorf("%d letters arrived, %d refused: %q", len(office.letters), office.refused, office.letters)
	}
}

// TestFilingPasswordIsHashed: the register gets the hash of the password that the link shows.
func TestFilingPasswordIsHashed(t *testing.T) {
	w := newTown(t)
	f := w.approved(t)
	w.fall(t)
	w.until(t, `SELECT coalesce(e.password_hash, '') LIKE '$argon2id$%' FROM entity e JOIN filing f ON f.entity_id = e.id WHERE f.id = $1`, f.ID)
}

// TestApprovalsAreToldOf: filings approved together are told of together and once; one whose owner's address
// cannot be read does not keep the other waiting.
func TestApprovalsAreToldOf(t *testing.T) {
	w := newTown(t)
	company := filingtest.Of(filing.Enterprise)
	company.Sites[0].Domains, company.Sites[0].HomeURLs = []string{"company.cn"}, []string{"https://company.cn/"}
	var picks []postgres.Pick
	for _, f := range []postgres.Filing{w.Forward(t, w.pool, w.Owner2, filingtest.Person()), w.Forward(t, w.pool, w.Wang, company)} {
		picks = append(picks, postgres.Pick{ID: f.ID, Revision: w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim}).Filing.Revision})
	}
	_, err := w.Zhao.ActMany(t.Context(), picks, postgres.Move{Action: filing.Approve})
	pgtest.Must(t, err)
	_, err = w.pool.Exec(t.Context(), `UPDATE account SET mobile = '\x00' WHERE id = $1`, w.Owner2.Me().Account)
	pgtest.Must(t, err)
	w.fall(t)
	w.until(t, `SELECT count(*) = 1 FROM message WHERE filing_id = $1 AND secret`, picks[1].ID)
	w.until(t, `SELECT count(*) = 1 FROM river.river_job WHERE kind = 'tell_approved' AND state = 'retryable' AND args -> 'filings' = jsonb_build_array($1::bigint)`, picks[0].ID)
	w.until(t, `SELECT count(*) = 2 FROM river.river_job WHERE kind = 'tell_approved' AND state = 'completed'`)
	w.until(t, `SELECT count(*) = 1 FROM one_time_link WHERE purpose = 'filing_password'`)
}

// TestRolledBackActSendsNothing: a message whose transaction did not commit is never sent.
func TestRolledBackActSendsNothing(t *testing.T) {
	w := newTown(t)
	var texts sync.Map
	w.options.SMS = gateway(func(m message.SMS) error { texts.Store(m.To, true); return nil })
	w.fall(t)
	tx, err := w.pool.Begin(t.Context())
	pgtest.Must(t, err)
	s, err := postgres.New(tx, tx, pgtest.Options())
	pgtest.Must(t, err)
	inside := *w.World
	inside.Store, inside.Wang, inside.Li = s, s.As(w.Wang.Me()), s.As(w.Li.Me())
	inside.Act(t, inside.Li, submitted(t, &inside, "13800000077"), postgres.Move{Action: filing.Forward})
	pgtest.Must(t, tx.Rollback(t.Context()))

	w.Act(t, w.Li, submitted(t, w.World, "13800000088"), postgres.Move{Action: filing.Forward})
	w.until(t, `SELECT count(*) > 0 AND bool_and(state = 'sent') FROM message`)
	if _, sent := texts.Load("13800000077"); sent {
		t.Error("sent although the act was rolled back")
	}
	if _, sent := texts.Load("13800000088"); !sent {
		t.Error("the committed one was not sent")
	}
}

// gateway is an SMS gateway in a function.
type gateway func(message.SMS) error

func (g gateway) Send(_ context.Context, m message.SMS) error { return g(m) }

func submitted(t *testing.T, w *pgtest.World, mobile string) int64 {
	t.Helper()
	doc := filingtest.Person()
	doc.Entity.Principal.Mobiles = []string{mobile}
	f := w.Draft(t, w.Wang, doc)
	w.Act(t, w.Wang, f.ID, postgres.Move{Action: filing.Submit})
	w.Verify(t, w.Li, f.ID)
	return f.ID
}

// TestManyNightsSendOnce: several nodes share the queue; every message leaves once.
func TestManyNightsSendOnce(t *testing.T) {
	w := newTown(t)
	var mu sync.Mutex
	times := map[string]int{}
	w.options.SMS = gateway(func(m message.SMS) error {
		time.Sleep(5 * time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		times[m.ID]++
		return nil
	})
	f := submitted(t, w.World, "13800000001")
	w.Act(t, w.Li, f, postgres.Move{Action: filing.Forward})
	_, err := w.pool.Exec(t.Context(), `
		WITH more AS (INSERT INTO message (filing_id, channel, recipient, subject, body, secret, state, created_at)
			SELECT filing_id, channel, recipient, subject, body, secret, state, created_at FROM message, generate_series(1, 60)
			WHERE channel = 'sms' RETURNING id)
		INSERT INTO river.river_job (kind, args, max_attempts, state)
		SELECT 'send_message', jsonb_build_object('message', id), 25, 'available' FROM more, generate_series(1, 2)`)
	pgtest.Must(t, err)
	for range 3 {
		w.fall(t)
	}
	w.until(t, `SELECT bool_and(state = 'sent') FROM message WHERE channel = 'sms'`)
	w.until(t, `SELECT NOT EXISTS (SELECT FROM river.river_job WHERE kind = 'send_message' AND state NOT IN ('completed'))`)
	mu.Lock()
	defer mu.Unlock()
	if len(times) != 61 {
		t.Errorf("%d messages left, want 61", len(times))
	}
	for id, n := range times {
		if n != 1 {
			t.Errorf("message %s left %d times", id, n)
		}
	}
}

// TestDeadWorkerLosesNothing: the connection of a worker dies while its gateway is at work, and the message leaves with
// the next try.
func TestDeadWorkerLosesNothing(t *testing.T) {
	w := newTown(t)
	var tries atomic.Int64
	w.options.SMS = gateway(func(message.SMS) error {
		if tries.Add(1) == 1 {
			w.cut(t)
		}
		return nil
	})
	w.Act(t, w.Li, submitted(t, w.World, "13800000001"), postgres.Move{Action: filing.Forward})
	w.fall(t)
	w.until(t, `SELECT bool_and(state = 'sent') FROM message WHERE channel = 'sms'`)
	if tries.Load() != 2 {
		t.Errorf("%d tries, want 2", tries.Load())
	}
}

// cut ends every connection that has a transaction open, as a superuser may.
func (w *town) cut(t *testing.T) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, w.url)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close(ctx)
	tag, err := conn.Exec(ctx, `
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()`)
	if err != nil || tag.RowsAffected() == 0 {
		t.Errorf("%d connections cut: %v", tag.RowsAffected(), err)
	}
}

// TestClockAndCheckpoint run by themselves.
func TestClockAndCheckpoint(t *testing.T) {
	w := newTown(t)
	f := submitted(t, w.World, "13800000001")
	w.Act(t, w.Li, f, postgres.Move{Action: filing.Forward})
	_, err := w.pool.Exec(t.Context(), `UPDATE filing SET sms_due = $2 WHERE id = $1`, f, pgtest.Now)
	pgtest.Must(t, err)
	_, err = w.pool.Exec(t.Context(), `UPDATE message SET state = 'sent', sent_at = $1`, pgtest.Now)
	pgtest.Must(t, err)
	w.fall(t)
	w.until(t, `SELECT state = 'returned_to_provider' FROM filing WHERE id = $1`, f)
	w.until(t, `SELECT count(*) > 0 FROM log_checkpoint`)
	if _, err := w.VerifyLog(t.Context(), &w.options.LogKey.Verifier); err != nil {
		t.Error(err)
	}
}
