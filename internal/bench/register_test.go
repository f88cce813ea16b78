package bench

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/calendar"
	"beian/internal/demo"
	"beian/internal/embeddedpg"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/secret"
)

// house is the measured register, on a private PostgreSQL with its usual settings.
type house struct {
	t          *testing.T
	url, dir   string
	entities   int
	services   int
	store      *postgres.Store
	pools      *postgres.Pools
	admin      *pgxpool.Pool
	keys       *secret.Keyring
	postmaster int
}

// cacheFolder is where the register is kept from one run to the next: made once,
// it takes longer than all the measuring.
func cacheFolder(size demo.Size) string {
	dir, err := os.UserCacheDir()
	if err != nil || os.Geteuid() == 0 { // PostgreSQL runs as another user then, who cannot enter root's home
		dir = "/var/cache"
	}
	return filepath.Join(dir, "beian-bench", strconv.Itoa(int(size)))
}

func openHouse(t *testing.T, size demo.Size) *house {
	t.Helper()
	ctx, dir := context.Background(), cacheFolder(size)
	if err := os.MkdirAll(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	server, err := embeddedpg.Start(ctx, embeddedpg.Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	h := &house{t: t, url: server.URL(), dir: dir}
	if err := postgres.Migrate(ctx, h.url); err != nil {
		t.Fatalf("%v (a register of another release: remove %s)", err, dir)
	}
	if h.keys, err = secret.LoadOrCreate(filepath.Join(dir, "keys")); err != nil {
		t.Fatal(err)
	}
	h.open()
	folder, err := material.OpenFolder(filepath.Join(dir, "materials"), h.keys)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Found(ctx); err != nil {
		t.Fatal(err)
	}
	if err := demo.FillSize(ctx, h.store, folder, size, func(stage string) { t.Log(stage) }, nil); err != nil {
		t.Fatal(err)
	}
	h.must(`ANALYZE public_name, public_number, public_domain`)
	h.entities, h.services = h.count(`SELECT count(*) FROM entity`), h.count(`SELECT count(*) FROM public_number`)
	h.postmaster = parentOf(h.count(`SELECT pg_backend_pid()`))
	return h
}

func (h *house) open() {
	pools, err := postgres.Open(context.Background(), h.url)
	if err != nil {
		h.t.Fatal(err)
	}
	h.pools = pools
	h.store = h.storeOn(pools)
	if h.admin, err = pgxpool.New(context.Background(), h.url); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { pools.Close(); h.admin.Close() })
}

func (h *house) storeOn(pools *postgres.Pools) *postgres.Store {
	s, err := postgres.New(pools.App, pools.Public, postgres.Options{Keys: h.keys, Passwords: secret.NewPasswords(),
		Calendar: calendar.Default(), Now: time.Now, BaseURL: "http://beian.test"})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) must(sql string, args ...any) {
	h.t.Helper()
	if _, err := h.admin.Exec(context.Background(), sql, args...); err != nil {
		h.t.Fatalf("%s: %v", sql, err)
	}
}

func (h *house) count(sql string, args ...any) (n int) {
	h.t.Helper()
	if err := h.admin.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		h.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// urlOf is the URL of another database of the same server.
func urlOf(address, database string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + database
	return u.String()
}

// texts reads one column.
func (h *house) texts(sql string, args ...any) (list []string) {
	h.t.Helper()
	rows, err := h.admin.Query(context.Background(), sql, args...)
	if err != nil {
		h.t.Fatalf("%s: %v", sql, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			h.t.Fatal(err)
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		h.t.Fatal(fmt.Errorf("%s: nothing found", sql))
	}
	return list
}
