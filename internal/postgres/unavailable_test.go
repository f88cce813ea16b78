package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestUnavailable(t *testing.T) {
	url := pgtest.URL(t)
	w, pool := openWorldAt(t, url)
	if err := w.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	tx, err := pool.Begin(t.Context())
	pgtest.Must(t, err)
	asSuperuser(t, url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	_, cut := tx.Exec(t.Context(), `SELECT 1`)
	_ = tx.Rollback(t.Context())
	_, nobody := pgx.Connect(t.Context(), "postgres://nobody@127.0.0.1:1/nothing?sslmode=disable&connect_timeout=1")
	_, wrong := pool.Exec(t.Context(), `SELECT wrong`)
	late, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	_, slow := pool.Exec(late, `SELECT 1`)
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"cut off": {cut, true}, "nobody there": {nobody, true},
		"wrong statement": {wrong, false}, "too slow": {slow, false}, "not found": {filing.ErrNotFound, false}, "none": {nil, false},
		"other": {errors.New("other"), false},
	} {
		if got := postgres.Unavailable(c.err); got != c.want {
			t.Errorf("%s: %v for %v", name, got, c.err)
		}
	}
}
