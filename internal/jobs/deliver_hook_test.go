package jobs_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/jobs"
	"beian/internal/message"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// hooked is an address of the cast's provider with its secret, and its administrator.
func hooked(t *testing.T, w *town, url string) (*postgres.Desk, string, postgres.Webhook) {
	t.Helper()
	me := w.Li.Me()
	me.Role = filing.Admin
	admin := w.As(me)
	key, err := admin.AddWebhook(t.Context(), url, []string{"approve"})
	pgtest.Must(t, err)
	list, err := admin.Webhooks(t.Context())
	pgtest.Must(t, err)
	return admin, key, list[len(list)-1]
}

// delivered waits until the newest delivery has been tried.
func delivered(t *testing.T, admin *postgres.Desk, done func(postgres.Delivery) bool) postgres.Delivery {
	t.Helper()
	var last postgres.Delivery
	for range 300 {
		list, err := admin.Deliveries(t.Context(), 1)
		pgtest.Must(t, err)
		if len(list) == 1 {
			if last = list[0]; done(last) {
				return last
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("not delivered: %+v", last)
	return last
}

func TestWebhookIsDelivered(t *testing.T) {
	w := newTown(t)
	var calls atomic.Int32
	var wrong atomic.Value
	var key atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		want := message.Sign(key.Load().(string), r.Header.Get(message.HeaderTimestamp), body)
		if r.Method != http.MethodPost || r.Header.Get(message.HeaderSignature) != want || !strings.Contains(string(body), `"event":"test"`) {
			wrong.Store(r.Method + " " + string(body))
		}
		if calls.Add(1) == 1 {
			out.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	w.options.Loopback = true
	admin, secret, hook := hooked(t, w, server.URL+"/hook")
	key.Store(secret)
	w.fall(t)
	pgtest.Must(t, admin.TestWebhook(t.Context(), hook.ID))
	first := delivered(t, admin, func(d postgres.Delivery) bool { return d.Attempts > 0 })
	if first.State != "queued" || first.Status != http.StatusServiceUnavailable {
		t.Errorf("after the first try: %+v", first)
	}
	second := delivered(t, admin, func(d postgres.Delivery) bool { return d.State == "sent" })
	if second.Attempts != 2 || second.Status != http.StatusOK || wrong.Load() != nil {
		t.Errorf("after the second try: %+v, %v", second, wrong.Load())
	}
}

func TestWebhookStaysOutOfTheHouse(t *testing.T) {
	w := newTown(t)
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	t.Cleanup(server.Close)
	admin, _, hook := hooked(t, w, server.URL)
	w.fall(t)
	pgtest.Must(t, admin.TestWebhook(t.Context(), hook.ID))
	d := delivered(t, admin, func(d postgres.Delivery) bool { return d.Attempts > 0 })
	if calls.Load() != 0 || !strings.Contains(d.LastError, "not public") {
		t.Errorf("%d calls, %+v", calls.Load(), d)
	}
}

func TestWebhookAddresses(t *testing.T) {
	for address, want := range map[string]bool{"8.8.8.8:443": true, "[2408:4001::1]:443": true, "127.0.0.1:80": false, "10.0.0.1:80": false,
		"169.254.169.254:80": false, "[::1]:80": false, "[::ffff:10.0.0.1]:80": false, "[fe80::1%eth0]:80": false, "0.0.0.0:80": false, "x": false} {
		if err := jobs.Reachable(address, false); (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	if jobs.Reachable("127.0.0.1:80", true) != nil || jobs.Reachable("10.0.0.1:80", true) == nil {
		t.Error("a trial may listen on this machine and nowhere else inside")
	}
}
