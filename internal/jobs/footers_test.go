package jobs_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"beian/internal/footer"
	"beian/internal/postgres/pgtest"
)

// TestFootersAreLookedAt: the job finds a home page without its number, tells the owner once, and sees when it is mended.
func TestFootersAreLookedAt(t *testing.T) {
	w := newTown(t)
	w.approved(t)
	var foot atomic.Value
	foot.Store("")
	page := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(rw, "<html><body>%s</body></html>", foot.Load())
	}))
	t.Cleanup(page.Close)
	_, err := w.pool.Exec(t.Context(), `UPDATE site SET home_urls = $1`, []string{strings.TrimPrefix(page.URL, "http://")})
	pgtest.Must(t, err)
	_, err = w.pool.Exec(t.Context(), `UPDATE account SET email = $1`, w.options.Store.Keys.SealString("email", "wang@example.cn"))
	pgtest.Must(t, err)
	w.options.Footer, w.options.Footers = footer.NewFetcher(true, nil), 10
	round := func(fine bool, letters int) {
		t.Helper()
		_, err := w.pool.Exec(t.Context(), `DELETE FROM river.river_job`)
		pgtest.Must(t, err)
		_, err = w.pool.Exec(t.Context(), `UPDATE footer_check SET checked_at = 'epoch'`)
		pgtest.Must(t, err)
		n := w.fall(t)
		w.until(t, `SELECT EXISTS (SELECT FROM footer_check WHERE checked_at > 'epoch' AND fine = $1)`, fine)
		w.until(t, `SELECT count(*) = $1 FROM message WHERE channel = 'mail' AND subject LIKE '%标明备案号%'`, letters)
		pgtest.Must(t, n.Stop(t.Context()))
	}
	round(false, 1)
	round(false, 1) // told already
	foot.Store(`<a href="https://beian.miit.gov.cn/">沪ICP备2026000001号-1</a>`)
	round(true, 1)
	foot.Store("沪ICP备2026000009号-1")
	round(false, 2) // wrong anew
	page.Close()
	round(false, 2) // not reached: says nothing to the owner
}
