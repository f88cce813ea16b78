// Package pgtest lends tests a real PostgreSQL: one private server per test
// package, migrated once; a test gets a transaction that is rolled back, or a
// database of its own where it crosses connections.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/calendar"
	"beian/internal/embeddedpg"
	"beian/internal/postgres"
	"beian/internal/secret"
)

const template = "beian_template"

var (
	server    *embeddedpg.Server
	serial    atomic.Int64
	keys, _   = secret.Parse("") // replaced in Main
	passwords = secret.NewPasswords()
)

// Now is the instant every lent store believes it is: a Friday morning, 10:00
// in Shanghai.
var Now = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

// Main runs the tests of a package on a server of its own. A machine without
// PostgreSQL fails; tests are never skipped for it. What the tests of a package share beside it is put away afterwards.
func Main(m *testing.M, away ...func()) {
	code := run(m)
	for _, f := range away {
		f()
	}
	os.Exit(code)
}

func run(m *testing.M) int {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "beian-pg-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil {
		return fail(err)
	}
	keys, err = secret.LoadOrCreate(dir + "/keys")
	if err != nil {
		return fail(err)
	}
	server, err = embeddedpg.Start(ctx, embeddedpg.Options{DataDir: dir + "/data", Fast: true})
	if err != nil {
		return fail(err)
	}
	defer func() { _ = server.Stop() }() // the folder goes with it
	if err := makeTemplate(ctx); err != nil {
		return fail(err)
	}
	return m.Run()
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, "pgtest:", err)
	return 1
}

func makeTemplate(ctx context.Context) error {
	if err := createDatabase(ctx, template, "template0"); err != nil {
		return err
	}
	return postgres.Migrate(ctx, urlOf(template))
}

// createDatabase copies files: by the write-ahead log, as PostgreSQL does unless told, a small database takes twice as long.
func createDatabase(ctx context.Context, name, from string) error {
	conn, err := pgx.Connect(ctx, server.URL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY`, name, from))
	return err
}

func urlOf(database string) string {
	u, err := url.Parse(server.URL())
	if err != nil {
		panic(err)
	}
	u.Path = "/" + database
	return u.String()
}

// URL makes a migrated database of the test's own and gives its URL.
func URL(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", serial.Add(1))
	if err := createDatabase(t.Context(), name, template); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return urlOf(name)
}

// Options are those of every lent store: a fixed clock, real keys.
func Options() postgres.Options {
	return postgres.Options{
		Keys: keys, Passwords: passwords, Calendar: calendar.Default(),
		Now: func() time.Time { return Now }, BaseURL: "http://beian.test",
	}
}

// Database is a store on a database of its own, for what crosses connections.
func Database(t testing.TB, change ...func(*postgres.Options)) *postgres.Store {
	t.Helper()
	pools, err := postgres.Open(t.Context(), URL(t))
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(pools.Close)
	return newStore(t, pools.App, pools.Public, change)
}

// Store is a store on a transaction that is rolled back when the test ends.
func Store(t testing.TB, change ...func(*postgres.Options)) *postgres.Store {
	s, _ := StoreTx(t, change...)
	return s
}

// StoreTx is Store with the transaction itself, for a look behind the store.
func StoreTx(t testing.TB, change ...func(*postgres.Options)) (*postgres.Store, pgx.Tx) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	tx, err := shared(t).Begin(ctx)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() { _ = tx.Rollback(ctx) })
	return newStore(t, tx, tx, change), tx
}

func newStore(t testing.TB, app, public postgres.DB, change []func(*postgres.Options)) *postgres.Store {
	t.Helper()
	o := Options()
	for _, f := range change {
		f(&o)
	}
	s, err := postgres.New(app, public, o)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return s
}

var sharedPool atomic.Pointer[pgxpool.Pool]

// shared is the pool behind the rolled-back transactions, on a database no test
// commits into.
func shared(t testing.TB) *pgxpool.Pool {
	t.Helper()
	if p := sharedPool.Load(); p != nil {
		return p
	}
	u := URL(t)
	pools, err := postgres.Open(context.WithoutCancel(t.Context()), u)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	pools.Public.Close()
	if !sharedPool.CompareAndSwap(nil, pools.App) {
		pools.App.Close()
	}
	return sharedPool.Load()
}
