package postgres_test

import (
	"errors"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestRemindersOfExpiry(t *testing.T) {
	now := pgtest.Now
	store, db := pgtest.StoreTx(t, func(o *postgres.Options) { o.Now = func() time.Time { return now } })
	w := pgtest.NewWorld(t, store, db)
	ctx := t.Context()
	_, err := db.Exec(ctx, `UPDATE account SET email = $2 WHERE id = $1`, w.Wang.Me().Account, w.Keys.SealString("email", "wang@example.cn"))
	pgtest.Must(t, err)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	f, err = w.Wang.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	sites, err := w.Wang.Sites(ctx, f.EntityID)
	pgtest.Must(t, err)
	today := calendar.DateOf(now)
	pgtest.Must(t, w.Wang.SetExpiries(ctx, f.EntityID, []postgres.Expiry{
		{Subject: postgres.ExpiryPrincipal, Until: today.AddDays(100)},
		{Subject: postgres.ExpiryDomain, Site: sites[0].ID, Until: today.AddDays(20)},
	}))
	if err := w.Owner2.SetExpiries(ctx, f.EntityID, nil); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a stranger sets days: %v", err)
	}
	begun := now
	letters := 0
	for _, step := range []struct{ day, want int }{{0, 1}, {0, 0}, {9, 0}, {10, 1}, {13, 1}, {14, 0}, {70, 1}, {71, 0}, {93, 1}, {101, 0}} {
		now = begun.Add(time.Duration(step.day) * 24 * time.Hour)
		n, err := w.RemindExpiry(ctx)
		pgtest.Must(t, err)
		if letters += n; n != step.want {
			t.Errorf("on day %d %d letters, want %d", step.day, n, step.want)
		}
	}
	now = begun
	var subjects int
	pgtest.Must(t, db.QueryRow(ctx, `SELECT count(*) FROM message WHERE account_id = $1 AND subject = '证件或域名快到期了'`, w.Wang.Me().Account).Scan(&subjects))
	if subjects != letters || letters != 5 {
		t.Errorf("%d letters in the inbox, %d reminders, want 5", subjects, letters)
	}
	// A new day begins anew, an empty one is forgotten.
	pgtest.Must(t, w.Wang.SetExpiries(ctx, f.EntityID, []postgres.Expiry{{Subject: postgres.ExpiryPrincipal, Until: today.AddDays(5)},
		{Subject: postgres.ExpiryDomain, Site: sites[0].ID}}))
	if n, err := w.RemindExpiry(ctx); err != nil || n != 1 {
		t.Errorf("a day set anew gives %d letters: %v", n, err)
	}
	list, err := w.Wang.Expiries(ctx, f.EntityID)
	if err != nil || len(list) != 1 {
		t.Errorf("kept: %+v %v", list, err)
	}
}
