package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// adminOf is the desk of a verifier as an administrator.
func adminOf(w *pgtest.World, d *postgres.Desk) *postgres.Desk {
	me := d.Me()
	me.Role = filing.Admin
	return w.As(me)
}

func TestKeys(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	admin, other := adminOf(w, w.Li), adminOf(w, w.Other)
	good := postgres.NewKey{Name: "订单系统", Scopes: []postgres.Scope{postgres.ScopeFeed}, Until: "2026-11-20"}
	token, err := admin.CreateKey(ctx, good)
	pgtest.Must(t, err)
	who, scopes, err := w.KeyActor(ctx, token)
	if err != nil || who.Provider != w.Provider || len(scopes) != 1 || scopes[0] != postgres.ScopeFeed {
		t.Fatalf("%+v %v, %v", who, scopes, err)
	}
	for name, c := range map[string]struct {
		change func(*postgres.NewKey)
		path   filing.Path
		flaw   filing.Flaw
	}{
		"no name":       {func(n *postgres.NewKey) { n.Name = " " }, "name", filing.Missing},
		"no scope":      {func(n *postgres.NewKey) { n.Scopes = nil }, "scopes", filing.Missing},
		"unknown scope": {func(n *postgres.NewKey) { n.Scopes = []postgres.Scope{"all"} }, "scopes", filing.NotListed},
		"no end":        {func(n *postgres.NewKey) { n.Until = "" }, "until", filing.Missing},
		"over":          {func(n *postgres.NewKey) { n.Until = "2026-11-19" }, "until", filing.PastDay},
		"too far":       {func(n *postgres.NewKey) { n.Until = "2029-01-01" }, "until", filing.TooFar},
	} {
		n := good
		c.change(&n)
		_, err := admin.CreateKey(ctx, n)
		if p, ok := problemAt(err, c.path); !ok || p.Flaw != c.flaw {
			t.Errorf("%s: %v", name, err)
		}
	}
	list, err := admin.Keys(ctx)
	if err != nil || len(list) != 1 || list[0].LastUsedAt == nil || list[0].Start != token[:9] {
		t.Fatalf("%+v, %v", list, err)
	}
	if word := contains(t, db, "api_key", token); word != "" {
		t.Error("the key stands in clear")
	}
	later := w.At(func() time.Time { return pgtest.Now.Add(24 * time.Hour) })
	if _, _, err := later.KeyActor(ctx, token); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("an expired key: %v", err)
	}
	for name, d := range map[string]*postgres.Desk{"a verifier": w.Li, "another provider": other, "the owner": w.Wang, "the ministry": w.Zhou} {
		if err := d.RevokeKey(ctx, list[0].ID); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("revoked by %s: %v", name, err)
		}
	}
	pgtest.Must(t, w.Zhou.Suspend(ctx, w.Provider, true))
	if _, _, err := w.KeyActor(ctx, token); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a key of a suspended provider: %v", err)
	}
	pgtest.Must(t, w.Zhou.Suspend(ctx, w.Provider, false))
	if _, _, err := w.KeyActor(ctx, token); err != nil {
		t.Errorf("after the suspension: %v", err)
	}
	pgtest.Must(t, admin.RevokeKey(ctx, list[0].ID))
	for _, wrong := range []string{token, "", "bk_", "x" + token} {
		if _, _, err := w.KeyActor(ctx, wrong); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestWebhooks(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	admin := adminOf(w, w.Li)
	for name, c := range map[string]struct {
		url    string
		events []string
		path   filing.Path
	}{
		"nothing":       {"", []string{"approve"}, "url"},
		"no scheme":     {"hook.example.com/x", []string{"approve"}, "url"},
		"file":          {"file:///etc/passwd", []string{"approve"}, "url"},
		"with password": {"https://a:b@hook.example.com/", []string{"approve"}, "url"},
		"no event":      {"https://hook.example.com/", nil, "events"},
		"unknown event": {"https://hook.example.com/", []string{"open"}, "events"},
	} {
		_, err := admin.AddWebhook(ctx, c.url, c.events)
		if _, ok := problemAt(err, c.path); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	key, err := admin.AddWebhook(ctx, " https://hook.example.com/x?t=1 ", []string{"approve", "refuse"})
	pgtest.Must(t, err)
	if word := contains(t, db, "webhook", key); word != "" {
		t.Error("the secret stands in clear")
	}
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	pgtest.Must(t, w.TellAll(ctx))
	list, err := admin.Deliveries(ctx, 9)
	if err != nil || len(list) != 1 || list[0].Event != "approve" || list[0].Receipt != f.Receipt || list[0].State != "queued" {
		t.Fatalf("%+v, %v", list, err)
	}
	refused := errors.New("no connection")
	answer := func(err error) func(context.Context, postgres.Hook) (int, error) {
		return func(_ context.Context, h postgres.Hook) (int, error) {
			if h.Secret != key || h.Number == "" {
				t.Errorf("%+v", h)
			}
			return 0, err
		}
	}
	for i := range 10 {
		if err := w.DeliverHook(ctx, list[0].ID, answer(refused)); (err == nil) != (i == 9) {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if list, err = admin.Deliveries(ctx, 9); err != nil || list[0].State != "failed" || list[0].Attempts != 10 {
		t.Errorf("%+v, %v", list, err)
	}
	other := adminOf(w, w.Other)
	for name, d := range map[string]*postgres.Desk{"a verifier": w.Li, "another provider": other, "the owner": w.Wang} {
		for what, err := range map[string]error{"redelivered": d.Redeliver(ctx, list[0].ID), "tested": d.TestWebhook(ctx, list[0].Webhook),
			"removed": d.RemoveWebhook(ctx, list[0].Webhook)} {
			if !errors.Is(err, filing.ErrNotFound) {
				t.Errorf("%s by %s: %v", what, name, err)
			}
		}
	}
	pgtest.Must(t, admin.Redeliver(ctx, list[0].ID))
	pgtest.Must(t, w.Zhou.Suspend(ctx, w.Provider, true))
	pgtest.Must(t, w.DeliverHook(ctx, list[0].ID, func(context.Context, postgres.Hook) (int, error) {
		t.Error("sent for a suspended provider")
		return 200, nil
	}))
	pgtest.Must(t, w.Zhou.Suspend(ctx, w.Provider, false))
	pgtest.Must(t, w.DeliverHook(ctx, list[0].ID, answer(nil)))
	if list, err = admin.Deliveries(ctx, 9); err != nil || list[0].State != "sent" {
		t.Errorf("%+v, %v", list, err)
	}
	pgtest.Must(t, admin.RemoveWebhook(ctx, list[0].Webhook))
	if hooks, err := admin.Webhooks(ctx); err != nil || len(hooks) != 0 {
		t.Errorf("%+v, %v", hooks, err)
	}
}
