package postgres_test

import (
	"context"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

const day = 24 * time.Hour

func entries(t *testing.T, db postgres.DB, f postgres.Filing, a filing.Action) int64 {
	t.Helper()
	return number(t, db, `SELECT count(*) FROM event WHERE filing_id = $1 AND action = $2 AND tier = 'clock'`, f.ID, a)
}

func isState(t *testing.T, d *postgres.Desk, f postgres.Filing, want filing.State) {
	t.Helper()
	f, err := d.Filing(context.WithoutCancel(t.Context()), f.ID)
	pgtest.Must(t, err)
	if f.State != want {
		t.Errorf("state is %s, want %s", f.State, want)
	}
}

func TestLapse(t *testing.T) {
	w, db, clock := turned(t)
	f := asked(t, w, filingtest.Person())
	pgtest.Must(t, w.Deliver(t.Context(), codeMessage(t, db, f), (&answering{}).send))
	for _, c := range []struct {
		pass time.Duration
		want int
	}{{filing.SMSWindow - time.Second, 0}, {time.Second, 1}, {time.Minute, 0}} {
		clock.pass(c.pass)
		if n, err := w.LapseDue(t.Context()); err != nil || n != c.want {
			t.Errorf("lapsed %d at %s, want %d (%v)", n, clock.now, c.want, err)
		}
	}
	isState(t, w.Li, f, filing.ReturnedToProvider)
	if n := entries(t, db, f, filing.LapseSMS); n != 1 {
		t.Errorf("%d journal entries, want one", n)
	}
}

// TestNoLapseForOurGateway: while a code of the filing still lies with us, nobody is late.
func TestNoLapseForOurGateway(t *testing.T) {
	w, _, clock := turned(t)
	f := asked(t, w, filingtest.Person())
	clock.pass(2 * filing.SMSWindow)
	if n, err := w.LapseDue(t.Context()); err != nil || n != 0 {
		t.Errorf("lapsed %d (%v)", n, err)
	}
	isState(t, w.Li, f, filing.SMSVerification)
}

func TestLapseAtOnce(t *testing.T) {
	clock := &hour{pgtest.Now}
	w, db := openWorld(t, clock.option)
	f := asked(t, w, filingtest.Person())
	pgtest.Must(t, w.Deliver(t.Context(), codeMessage(t, db, f), (&answering{}).send))
	clock.pass(filing.SMSWindow)
	at(4, func(int) {
		if _, err := w.LapseDue(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if n := entries(t, db, f, filing.LapseSMS); n != 1 {
		t.Errorf("%d journal entries, want one", n)
	}
}

func giveBack(t *testing.T, w *pgtest.World, f postgres.Filing) {
	t.Helper()
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant,
		Detail: filing.Detail{Marks: []filing.Mark{{Path: "entity.certificate_address", Note: "请照抄证件"}}}})
}

func TestRemindAndAbandon(t *testing.T) {
	w, db, clock := turned(t)
	_, err := db.Exec(t.Context(), `UPDATE account SET email = $2 WHERE id = $1`, w.Wang.Me().Account, w.Keys.SealString("email", "wang@example.cn"))
	pgtest.Must(t, err)
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	giveBack(t, w, f)
	letters := func() int64 {
		return number(t, db, `SELECT count(*) FROM message WHERE filing_id = $1 AND subject = '备案等待您修改'`, f.ID)
	}
	for _, c := range []struct {
		pass                time.Duration
		reminded, abandoned int
		letters             int64
	}{
		{22 * day, 0, 0, 0},
		{day, 1, 0, 1}, // day 23: a week ahead
		{time.Minute, 0, 0, 1},
		{6*day - time.Minute, 1, 0, 2}, // day 29: a day ahead
		{time.Minute, 0, 0, 2},
		{day - time.Minute, 0, 1, 2}, // day 30
		{time.Minute, 0, 0, 2},
	} {
		clock.pass(c.pass)
		reminded, err := w.RemindDue(t.Context())
		pgtest.Must(t, err)
		abandoned, err := w.AbandonDue(t.Context())
		pgtest.Must(t, err)
		if reminded != c.reminded || abandoned != c.abandoned || letters() != c.letters {
			t.Errorf("%s after the return: reminded %d, abandoned %d, letters %d; want %+v", clock.now.Sub(pgtest.Now), reminded, abandoned, letters(), c)
		}
	}
	isState(t, w.Wang, f, filing.Withdrawn)
	if n := entries(t, db, f, filing.Abandon); n != 1 {
		t.Errorf("%d journal entries, want one", n)
	}
	if n := number(t, db, `SELECT count(*) FROM claim WHERE filing_id = $1`, f.ID); n != 0 {
		t.Errorf("%d claims are left", n)
	}
}

// TestRemindEachReturn: a filing returned a second time is reminded anew.
func TestRemindEachReturn(t *testing.T) {
	w, _, clock := turned(t)
	f := w.Draft(t, w.Wang, filingtest.Person())
	for range 2 {
		w.Act(t, w.Wang, f.ID, move(filing.Submit))
		giveBack(t, w, f)
		clock.pass(25 * day)
		if n, err := w.RemindDue(t.Context()); err != nil || n != 1 {
			t.Errorf("reminded %d (%v)", n, err)
		}
	}
}

func TestSweepExpired(t *testing.T) {
	w, db, _ := turned(t)
	exec := func(sql string, args ...any) {
		t.Helper()
		_, err := db.Exec(t.Context(), sql, args...)
		pgtest.Must(t, err)
	}
	for i, expiry := range []time.Time{pgtest.Now.Add(-time.Second), pgtest.Now.Add(time.Second)} {
		exec(`INSERT INTO captcha (id, answer, expires_at) VALUES ($1, '', $2)`, string(rune('a'+i)), expiry)
		exec(`INSERT INTO rate (key, starts_at, hits, expires_at) VALUES ('k', $1, 1, $1)`, expiry)
		exec(`INSERT INTO session (token, audience, data, created_at, seen_at, expires_at) VALUES ($1, 0, '', $2, $2, $2)`, string(rune('a'+i)), expiry)
		exec(`INSERT INTO one_time_link (hash, purpose, payload, created_at, expires_at) VALUES ($1, 'x', 'p', $2, $2)`, []byte{byte(i)}, expiry)
	}
	pgtest.Must(t, w.SweepExpired(t.Context()))
	for _, table := range []string{"captcha", "rate", "session"} {
		if n := number(t, db, `SELECT count(*) FROM `+table); n != 1 {
			t.Errorf("%s: %d rows, want the living one", table, n)
		}
	}
	if n := number(t, db, `SELECT count(*) FROM one_time_link WHERE payload IS NOT NULL`); n != 1 {
		t.Errorf("%d links carry something, want the living one", n)
	}
}
