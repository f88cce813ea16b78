package exchange

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/secret"
)

// A process of its own that imports one file: argument 1 is the database, 2 the keys, 3 the file.
const asImporter = "BEIAN_TEST_IMPORTS"

func TestMain(m *testing.M) {
	if os.Getenv(asImporter) == "" {
		pgtest.Main(m)
		return
	}
	if err := importAlone(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func importAlone(ctx context.Context, url, keys, path string) error {
	pools, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer pools.Close()
	store, err := storeWith(pools, keys)
	if err != nil {
		return err
	}
	_, err = Import(ctx, store, path, NDJSON, path+".rejects", quiet)
	if errors.Is(err, postgres.ErrImported) {
		return nil // killed between the end of the work and its own
	}
	return err
}

func storeWith(pools *postgres.Pools, keys string) (*postgres.Store, error) {
	o := pgtest.Options()
	var err error
	if o.Keys, err = secret.LoadOrCreate(keys); err != nil {
		return nil, err
	}
	return postgres.New(pools.App, pools.Public, o)
}

// TestSurvivesKill ends the importing process by SIGKILL again and again, at any
// moment; in the end everything is in, once, with all indexes.
func TestSurvivesKill(t *testing.T) {
	const entities = 5000
	url, keys := pgtest.URL(t), filepath.Join(t.TempDir(), "keys")
	pools, err := postgres.Open(t.Context(), url)
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	store, err := storeWith(pools, keys)
	pgtest.Must(t, err)
	pgtest.Must(t, store.Found(t.Context()))
	provide(t, pools.App)
	var lines []Line
	for i := range entities {
		lines = append(lines, one(i+1, nil))
	}
	lines[entities/2].Entity.CertificateNumber = "1"
	text := ndjson(t, lines...)
	path := file(t, "register.ndjson", text)
	indexes := count(t, pools, `SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'`)
	kills := 0
	for wait := 150 * time.Millisecond; !importUntil(t, wait, url, keys, path); wait = wait*11/10 + time.Duration(rand.IntN(100))*time.Millisecond {
		kills++
	}
	t.Logf("killed %d times", kills)
	if kills < 2 {
		t.Errorf("killed only %d times", kills)
	}
	for sql, want := range map[string]int{
		`SELECT count(*) FROM entity`: entities - 1, `SELECT count(DISTINCT number) FROM site`: entities - 1, `SELECT count(*) FROM access_range`: entities - 1,
		`SELECT count(*) FROM public_domain`:                            entities - 1,
		`SELECT sum(refused)::bigint FROM import_batch`:                 1,
		`SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'`:   indexes,
		`SELECT last FROM number_counter WHERE province = '310000'`:     entities,
		`SELECT count(*) FROM import_run WHERE finished_at IS NOT NULL`: 1,
	} {
		if n := count(t, pools, sql); n != want {
			t.Errorf("%s: %d, want %d", sql, n, want)
		}
	}
}

func count(t *testing.T, pools *postgres.Pools, sql string) (n int) {
	t.Helper()
	pgtest.Must(t, pools.App.QueryRow(t.Context(), sql).Scan(&n))
	return n
}

// importUntil runs the importer and kills it after a while; it reports whether the importer ended by itself.
func importUntil(t *testing.T, wait time.Duration, args ...string) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env, cmd.Stderr = append(os.Environ(), asImporter+"=1"), os.Stderr
	pgtest.Must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		pgtest.Must(t, err)
		return true
	case <-time.After(wait):
		pgtest.Must(t, cmd.Process.Kill()) // SIGKILL
		<-ended
		return false
	}
}
