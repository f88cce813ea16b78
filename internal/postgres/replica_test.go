package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/embeddedpg"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// pair is a primary with a streaming replica, two real servers of their own.
type pair struct{ primary, replica *embeddedpg.Server }

func newPair(t testing.TB) pair {
	t.Helper()
	dir, err := os.MkdirTemp("", "beian-pair-")
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	pgtest.Must(t, os.Chmod(dir, 0o711))
	var p pair
	p.primary, err = embeddedpg.Start(t.Context(), embeddedpg.Options{DataDir: dir + "/a"})
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = p.primary.Stop() })
	pgtest.Must(t, postgres.Migrate(t.Context(), p.primary.URL()))
	copyCluster(t, p.primary.URL(), dir+"/a/cluster", dir+"/b/cluster")
	p.replica, err = embeddedpg.Start(t.Context(), embeddedpg.Options{DataDir: dir + "/b"})
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = p.replica.Stop() })
	return p
}

// copyCluster makes a standby of a running primary, owned by whoever owns the primary's files.
func copyCluster(t testing.TB, primary, from, to string) {
	t.Helper()
	pgtest.Must(t, os.MkdirAll(filepath.Dir(to), 0o711))
	bin, _, err := embeddedpg.Find()
	pgtest.Must(t, err)
	u, err := url.Parse(primary)
	pgtest.Must(t, err)
	out, err := exec.Command(filepath.Join(bin, "pg_basebackup"), "-h", u.Query().Get("host"), "-p", "5432", "-U", u.User.Username(),
		"-D", to, "-R", "-X", "stream", "-c", "fast").CombinedOutput()
	if err != nil {
		t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	info, err := os.Stat(from)
	pgtest.Must(t, err)
	owner := info.Sys().(*syscall.Stat_t)
	pgtest.Must(t, filepath.WalkDir(filepath.Dir(to), func(path string, _ os.DirEntry, err error) error {
		if err == nil && path != filepath.Dir(to) {
			err = os.Lchown(path, int(owner.Uid), int(owner.Gid))
		}
		return err
	}))
}

// fillPair puts a few entities into the primary.
func fillPair(t testing.TB, p pair, entities int) *postgres.Store {
	t.Helper()
	pools, err := postgres.OpenBeside(t.Context(), p.primary.URL(), p.replica.URL())
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	pgtest.Must(t, store.Found(t.Context()))
	var provider int64
	pgtest.Must(t, pools.App.QueryRow(t.Context(), `INSERT INTO provider (slug, name, licence, province, created_at) VALUES ('yunfan', '云帆', 'B1', '310000', now()) RETURNING id`).Scan(&provider))
	_, err = pools.App.Exec(t.Context(), `INSERT INTO provider_range (provider_id, first, last, created_at) VALUES ($1, '101.64.0.0', '101.64.0.255', now())`, provider)
	pgtest.Must(t, err)
	pgtest.Must(t, store.ImportEntities(t.Context(), gardens(provider, 1, entities)))
	return store
}

// Lookup reads from the replica, which cannot be written to, and sees there what the primary was given.
func TestLookupOnReplica(t *testing.T) {
	p := newPair(t)
	store := fillPair(t, p, 3)
	var behind bool
	conn, err := pgx.Connect(t.Context(), p.replica.URL())
	pgtest.Must(t, err)
	defer func() { _ = conn.Close(context.Background()) }()
	pgtest.Must(t, conn.QueryRow(t.Context(), `SELECT pg_is_in_recovery()`).Scan(&behind))
	if !behind {
		t.Fatal("the second server is no replica")
	}
	began := time.Now()
	for time.Since(began) < 10*time.Second {
		if found, err := store.Lookup().ByKey(t.Context(), "fangcaodi2.cn"); err == nil && len(found) == 1 {
			t.Logf("seen at the replica after %s", time.Since(began))
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("the replica never saw it")
}

// BenchmarkReplica measures point lookups at the primary alone, at the replica
// alone and at both at once, and how long a write takes to be seen at the replica.
func BenchmarkReplica(b *testing.B) {
	p := newPair(b)
	fillPair(b, p, 2000)
	time.Sleep(time.Second)
	one, other := readers(b, p.primary.URL()), readers(b, p.replica.URL())
	for b.Loop() {
		var alone, standby, both []float64
		for range 5 {
			alone = append(alone, perSecond(b, one))
			standby = append(standby, perSecond(b, other))
			both = append(both, perSecond(b, one, other))
		}
		b.ReportMetric(middle(alone), "primary-lookups/s")
		b.ReportMetric(middle(standby), "replica-lookups/s")
		b.ReportMetric(middle(both), "both-lookups/s")
		b.ReportMetric(lag(b, p), "lag-ms")
	}
}

func readers(b *testing.B, url string) *pgxpool.Pool {
	b.Helper()
	pools, err := postgres.Open(b.Context(), url)
	pgtest.Must(b, err)
	b.Cleanup(pools.Close)
	return pools.Public
}

// perSecond counts point lookups by six readers at each pool in one second.
func perSecond(b *testing.B, pools ...*pgxpool.Pool) float64 {
	b.Helper()
	var n atomic.Int64
	var wg sync.WaitGroup
	end := time.Now().Add(time.Second)
	for _, pool := range pools {
		for reader := range 6 {
			wg.Go(func() {
				for i := reader; time.Now().Before(end); i += 7 {
					var number string
					if err := pool.QueryRow(b.Context(), `SELECT number FROM public_domain WHERE key = $1`, fmt.Sprintf("fangcaodi%d.cn", 1+i%2000)).Scan(&number); err != nil {
						b.Error(err)
						return
					}
					n.Add(1)
				}
			})
		}
	}
	wg.Wait()
	return float64(n.Load())
}

// lag is the median time in milliseconds from a commit at the primary until it is seen at the replica.
func lag(b *testing.B, p pair) float64 {
	b.Helper()
	write, err := pgx.Connect(b.Context(), p.primary.URL())
	pgtest.Must(b, err)
	defer func() { _ = write.Close(context.Background()) }()
	read, err := pgx.Connect(b.Context(), p.replica.URL())
	pgtest.Must(b, err)
	defer func() { _ = read.Close(context.Background()) }()
	_, err = write.Exec(b.Context(), `CREATE TABLE seen (n int)`)
	pgtest.Must(b, err)
	var list []float64
	for i := range 30 {
		_, err := write.Exec(b.Context(), `INSERT INTO seen VALUES ($1)`, i)
		pgtest.Must(b, err)
		began := time.Now()
		for there := false; !there; {
			if err := read.QueryRow(b.Context(), `SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'seen')`).Scan(&there); err == nil && there {
				pgtest.Must(b, read.QueryRow(b.Context(), `SELECT EXISTS (SELECT FROM seen WHERE n = $1)`, i).Scan(&there))
			}
		}
		list = append(list, float64(time.Since(began).Microseconds())/1000)
	}
	_, err = write.Exec(b.Context(), `DROP TABLE seen`)
	pgtest.Must(b, err)
	return middle(list)
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
