package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/exchange"
	"beian/internal/postgres"
	"beian/internal/secret"
)

// importTables are what an import writes, in the order of their references, and how
// the rows of the first entity are left out.
var importTables = []struct{ name, key, of string }{{"entity", "id", "entity"}, {"entity_phone", "entity_id", "entity"}, {"site", "id", "site"},
	{"site_key", "site_id", "site"}, {"access", "id", "access"}, {"access_range", "access_id", "access"}, {"public_number", "id", "site"},
	{"public_domain", "id", "site"}, {"public_name", "id", "site"}}

const (
	importEntities = 10_000
	begunName      = "bench_begun"
	importName     = "bench_import"
)

// imports compares an import, from the file to the last commit and checks included,
// with one bare COPY of the very rows it wrote into the same tables with the same
// indexes and references.
func imports(h *house, r *report) {
	dir := h.t.TempDir()
	first, rest := h.exported(dir)
	h.begun(first)
	defer h.must(`DROP DATABASE ` + begunName)
	var ratios, clock, ours, theirs, base []float64
	for range 5 {
		cpu, database, wall, dump := h.timeImport(rest)
		bareCPU, bareDatabase, bareWall := h.timeCopy(dump)
		base = append(base, bareDatabase/database)
		ratios, clock = append(ratios, bareCPU/cpu), append(clock, bareWall/wall)
		ours, theirs = append(ours, importEntities/wall), append(theirs, importEntities/bareWall)
	}
	r.atLeast("import, checks included, against bare COPY of its rows", 0.5, median(clock), "",
		fmt.Sprintf("%s against %s entities a second by the clock; per CPU second %s, of the database alone %s", short(median(ours)), short(median(theirs)), short(median(ratios)), short(median(base))))
}

// exported writes entities of the register itself into two files: one, and many.
func (h *house) exported(dir string) (first, rest string) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	first, rest = filepath.Join(dir, "first.ndjson"), filepath.Join(dir, "rest.ndjson")
	one, err := os.Create(first)
	if err != nil {
		h.t.Fatal(err)
	}
	many, err := os.Create(rest)
	if err != nil {
		h.t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		h.t.Fatal(err)
	}
	go func() {
		_, _ = exchange.Export(ctx, h.store, write, exchange.NDJSON, "", func(postgres.Progress) {}) // it is stopped on the way
		_ = write.Close()
	}()
	lines := bufio.NewScanner(read)
	lines.Buffer(nil, 1<<20)
	for n := 0; n <= importEntities && lines.Scan(); n++ {
		to := many
		if n == 0 {
			to = one
		}
		if _, err := to.Write(append(lines.Bytes(), '\n')); err != nil {
			h.t.Fatal(err)
		}
	}
	for _, f := range []*os.File{one, many, read} {
		_ = f.Close()
	}
	return first, rest
}

// begun makes a register with one entity, so that all its indexes are in place.
func (h *house) begun(first string) {
	ctx := context.Background()
	h.must(`DROP DATABASE IF EXISTS ` + begunName)
	h.must(`CREATE DATABASE ` + begunName)
	if err := postgres.Migrate(ctx, urlOf(h.url, begunName)); err != nil {
		h.t.Fatal(err)
	}
	store, db, closing := h.registerOf(begunName)
	defer closing()
	if err := store.Found(ctx); err != nil {
		h.t.Fatal(err)
	}
	for _, table := range []string{"provider", "provider_range"} {
		var rows bytes.Buffer
		h.onConn(h.admin, func(c *pgx.Conn) error {
			_, err := c.PgConn().CopyTo(ctx, &rows, `COPY `+table+` TO STDOUT (FORMAT binary)`)
			return err
		})
		h.onConn(db, func(c *pgx.Conn) error {
			_, err := c.PgConn().CopyFrom(ctx, &rows, `COPY `+table+` FROM STDIN (FORMAT binary)`)
			return err
		})
	}
	h.take(store, first)
}

// registerOf opens another register of the same server.
func (h *house) registerOf(name string) (*postgres.Store, *pgxpool.Pool, func()) {
	pools, err := postgres.Open(context.Background(), urlOf(h.url, name))
	if err != nil {
		h.t.Fatal(err)
	}
	store, err := postgres.New(pools.App, pools.Public, postgres.Options{Keys: h.keys, Passwords: secret.NewPasswords(), Calendar: h.store.Calendar, Now: time.Now})
	if err != nil {
		h.t.Fatal(err)
	}
	return store, pools.App, pools.Close
}

func (h *house) take(store *postgres.Store, path string) {
	found, err := exchange.Import(context.Background(), store, path, exchange.NDJSON, path+".rejects", func(postgres.Progress) {})
	if err != nil || found.Refused > 0 {
		h.t.Fatalf("%+v, %v", found, err)
	}
}

func (h *house) fresh() {
	h.must(`DROP DATABASE IF EXISTS ` + importName)
	h.must(`CREATE DATABASE ` + importName + ` TEMPLATE ` + begunName)
	h.must(`CHECKPOINT`)
}

// timeImport gives seconds of the processors, in all and of the database alone, and of
// the clock, and the rows written.
func (h *house) timeImport(path string) (cpu, database, wall float64, dump [][]byte) {
	h.fresh()
	store, db, closing := h.registerOf(importName)
	defer closing()
	last := map[string]int64{}
	for _, table := range []string{"entity", "site", "access"} {
		var id int64
		if err := db.QueryRow(context.Background(), `SELECT max(id) FROM `+table).Scan(&id); err != nil {
			h.t.Fatal(err)
		}
		last[table] = id
	}
	began, own, base := time.Now(), ownCPU(), h.databaseCPU()
	h.take(store, path)
	wall, database = time.Since(began).Seconds(), (h.databaseCPU() - base).Seconds()
	cpu = (ownCPU() - own).Seconds() + database
	for _, t := range importTables {
		var rows bytes.Buffer
		h.onConn(db, func(c *pgx.Conn) error {
			_, err := c.PgConn().CopyTo(context.Background(), &rows, fmt.Sprintf(`COPY (SELECT * FROM %s WHERE %s > %d) TO STDOUT (FORMAT binary)`, t.name, t.key, last[t.of]))
			return err
		})
		dump = append(dump, rows.Bytes())
	}
	return cpu, database, wall, dump
}

func (h *house) timeCopy(dump [][]byte) (cpu, database, wall float64) {
	h.fresh()
	_, db, closing := h.registerOf(importName)
	defer closing()
	h.onConn(db, func(c *pgx.Conn) error {
		ctx := context.Background()
		tx, err := c.Begin(ctx)
		if err != nil {
			return err
		}
		if err := postgres.Bulk(ctx, tx); err != nil {
			return err
		}
		began, own, base := time.Now(), ownCPU(), h.databaseCPU()
		for i, t := range importTables {
			if _, err := c.PgConn().CopyFrom(ctx, bytes.NewReader(dump[i]), `COPY `+t.name+` FROM STDIN (FORMAT binary)`); err != nil {
				return err
			}
		}
		err = tx.Commit(ctx)
		wall, database = time.Since(began).Seconds(), (h.databaseCPU() - base).Seconds()
		cpu = (ownCPU() - own).Seconds() + database
		return err
	})
	return cpu, database, wall
}

func (h *house) onConn(db *pgxpool.Pool, f func(*pgx.Conn) error) {
	h.t.Helper()
	c, err := db.Acquire(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	defer c.Release()
	if err := f(c.Conn()); err != nil {
		h.t.Fatal(err)
	}
}
