package demo_test

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"beian/internal/demo"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// TestFillOnAnyDay fills at moments of all seasons and hours: what is drawn depends on the day, and when people act on the
// hour, on weekends and on holidays. BEIAN_FULL draws moments of its own at every run.
func TestFillOnAnyDay(t *testing.T) {
	moments := []time.Time{
		time.Date(2026, 11, 30, 1, 45, 20, 0, time.UTC), // somebody drew an address that was his already
		time.Date(2026, 2, 25, 2, 18, 0, 0, time.UTC),   // just after a long holiday
	}
	if os.Getenv("BEIAN_FULL") != "" {
		for range 23 {
			moments = append(moments, time.Date(2026, 1, 1, 0, rand.IntN(2*365*24*60), 0, 0, time.UTC))
		}
	}
	for _, now := range moments {
		t.Run(now.Format("2006-01-02T15:04"), func(t *testing.T) {
			t.Parallel()
			store, _ := pgtest.StoreTx(t, func(o *postgres.Options) { o.Now = func() time.Time { return now } })
			folder, err := material.OpenFolder(t.TempDir(), store.Keys)
			pgtest.Must(t, err)
			t.Cleanup(func() { _ = folder.Close() })
			pgtest.Must(t, demo.Fill(t.Context(), store, folder, nil))
		})
	}
}
