package exchange

import (
	"bytes"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// BenchmarkImport compares an import, checks included, with bare COPY of the very
// rows it wrote into the same tables with the same indexes, in alternating rounds;
// it reports the median ratio of their speeds.
func BenchmarkImport(b *testing.B) {
	const entities, rounds = 20_000, 5
	var lines []Line
	for i := range entities {
		lines = append(lines, one(i+2, nil))
	}
	path := b.TempDir() + "/register.ndjson"
	var text bytes.Buffer
	write, _ := lineWriter(&text)
	for i := range lines {
		pgtest.Must(b, write(&lines[i]))
	}
	writeFile(b, path, text.Bytes())
	for b.Loop() {
		var ratios, imports, copies []float64
		for range rounds {
			imported, dump := timeImport(b, path)
			copied := timeCopy(b, dump)
			ratios, imports, copies = append(ratios, copied.Seconds()/imported.Seconds()), append(imports, entities/imported.Seconds()), append(copies, entities/copied.Seconds())
		}
		b.ReportMetric(median(ratios), "of-bare-COPY")
		b.ReportMetric(median(imports), "entities/s")
		b.ReportMetric(median(copies), "COPY-entities/s")
	}
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// tables are what an import writes, in the order of their references.
var tables = []string{"entity", "site", "site_key", "access", "access_range", "public_number", "public_domain", "public_name"}

// begun is a register with one entity, so that all its indexes are in place.
func begun(b *testing.B) (*postgres.Store, *pgxpool.Pool) {
	b.Helper()
	pools, err := postgres.Open(b.Context(), pgtest.URL(b))
	pgtest.Must(b, err)
	b.Cleanup(pools.Close)
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(b, err)
	pgtest.Must(b, store.Found(b.Context()))
	provide(b, pools.App)
	first := one(1, nil)
	var text bytes.Buffer
	write, _ := lineWriter(&text)
	pgtest.Must(b, write(&first))
	path := b.TempDir() + "/first.ndjson"
	writeFile(b, path, text.Bytes())
	_, err = Import(b.Context(), store, path, NDJSON, path+".rejects", quiet)
	pgtest.Must(b, err)
	return store, pools.App
}

func timeImport(b *testing.B, path string) (time.Duration, map[string][]byte) {
	b.Helper()
	store, db := begun(b)
	began := time.Now()
	r, err := Import(b.Context(), store, path, NDJSON, path+".rejects", quiet)
	took := time.Since(began)
	if err != nil || r.Refused > 0 {
		b.Fatalf("%+v, %v", r, err)
	}
	dump := map[string][]byte{}
	for _, table := range tables {
		var rows bytes.Buffer
		onConn(b, db, func(c *pgx.Conn) error {
			_, err := c.PgConn().CopyTo(b.Context(), &rows, `COPY (SELECT * FROM `+table+` WHERE `+notFirst[table]+`) TO STDOUT (FORMAT binary)`)
			return err
		})
		dump[table] = rows.Bytes()
	}
	return took, dump
}

// notFirst leaves out the entity that every register of this benchmark begins with.
var notFirst = map[string]string{"entity": "id > 1", "site": "id > 1", "site_key": "site_id > 1", "access": "id > 1", "access_range": "access_id > 1",
	"public_number": "id > 1", "public_domain": "id > 1", "public_name": "id > 1"}

func timeCopy(b *testing.B, dump map[string][]byte) (took time.Duration) {
	b.Helper()
	_, db := begun(b)
	onConn(b, db, func(c *pgx.Conn) error {
		tx, err := c.Begin(b.Context())
		if err != nil {
			return err
		}
		if err := postgres.Bulk(b.Context(), tx); err != nil {
			return err
		}
		began := time.Now()
		for _, table := range tables {
			if _, err := c.PgConn().CopyFrom(b.Context(), bytes.NewReader(dump[table]), `COPY `+table+` FROM STDIN (FORMAT binary)`); err != nil {
				return err
			}
		}
		err = tx.Commit(b.Context())
		took = time.Since(began)
		return err
	})
	return took
}

func onConn(b *testing.B, db *pgxpool.Pool, f func(*pgx.Conn) error) {
	b.Helper()
	c, err := db.Acquire(b.Context())
	pgtest.Must(b, err)
	defer c.Release()
	pgtest.Must(b, f(c.Conn()))
}

func writeFile(b *testing.B, path string, text []byte) {
	b.Helper()
	pgtest.Must(b, os.WriteFile(path, text, 0o600))
}
