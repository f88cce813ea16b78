package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

// Progress tells how far a long work has come: what it does, and how many of all
// steps of that are done. All is 0 when nobody knows.
type Progress struct {
	Stage     string
	Done, All int64
	Bytes     bool   // steps are bytes
	Note      string // what else is worth telling
}

// registerTables are what an import writes.
var registerTables = []string{"entity", "entity_account", "site", "site_key", "access", "access_range",
	"public_number", "public_domain", "public_name"}

// multitudeWorkers check and write rows while the database takes others in.
const multitudeWorkers = 2

// ImportMultitude writes very many entries into the register, all or none, each
// checked as ImportEntities checks it. next gives the entries in parts and nil at
// the end; n is how many it will give. Indexes and keys are set aside meanwhile, so
// nobody else can use the register until it ends: it is for one that is being made.
func (s *Store) ImportMultitude(ctx context.Context, n int64, next func() []EntityEntry, told func(Progress)) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		m := &multitude{s: s, tx: tx, n: n, next: next, told: told}
		return asOwner(ctx, tx, func() error { return m.load(ctx) })
	})
}

type multitude struct {
	s    *Store
	tx   pgx.Tx
	n    int64
	next func() []EntityEntry
	told func(Progress)
	ids  [3]int64 // last given of entity, site, access
}

func (m *multitude) load(ctx context.Context) error {
	if _, err := m.tx.Exec(ctx, `SET LOCAL maintenance_work_mem = '512MB'`); err != nil {
		return err
	}
	build := func(what string, done, all int) {
		m.told(Progress{Stage: "index " + what, Done: int64(done), All: int64(all)})
	}
	if err := withoutIndexes(ctx, m.tx, registerTables, func() error { return m.copyAll(ctx) }, build); err != nil {
		return err
	}
	return analyze(ctx, m.tx)
}

// analyze tells the planner what the tables of the register hold now.
func analyze(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `ANALYZE `+strings.Join(registerTables, ", "))
	return err
}

// sequences are the tables with ids of their own, in the order of multitude.ids.
var sequences = [3]string{"entity", "site", "access"}

// copyAll gives ids itself, which it may while nobody else can.
func (m *multitude) copyAll(ctx context.Context) error {
	for i, table := range sequences {
		if err := m.tx.QueryRow(ctx, fmt.Sprintf(`SELECT coalesce(max(id), 0) FROM %s`, table)).Scan(&m.ids[i]); err != nil {
			return err
		}
	}
	// Whether an address lies in its provider's ranges is asked once for all, afterwards.
	if _, err := m.tx.Exec(ctx, `ALTER TABLE access_range DISABLE TRIGGER USER`); err != nil {
		return err
	}
	if err := Bulk(ctx, m.tx); err != nil {
		return err
	}
	if err := m.stream(ctx); err != nil {
		return err
	}
	if err := endBulk(ctx, m.tx); err != nil {
		return err
	}
	for i, table := range sequences {
		if _, err := m.tx.Exec(ctx, `SELECT setval(pg_get_serial_sequence($1, 'id'), $2)`, table, max(m.ids[i], 1)); err != nil {
			return err
		}
	}
	return m.checkRanges(ctx)
}

// checkRanges does for all rows what the trigger access_range_inside does for one.
func (m *multitude) checkRanges(ctx context.Context) error {
	m.told(Progress{Stage: "check of addresses"})
	var outside bool
	if err := m.tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM access_range x JOIN access a ON a.id = x.access_id
			WHERE NOT EXISTS (SELECT FROM provider_range r WHERE r.provider_id = a.provider_id
				AND r.first <= x.first AND r.last >= x.last AND family(r.first) = family(x.first)))`).Scan(&outside); err != nil {
		return err
	}
	if outside {
		return fmt.Errorf("postgres: an address lies outside its provider's ranges")
	}
	_, err := m.tx.Exec(ctx, `ALTER TABLE access_range ENABLE TRIGGER USER`)
	return err
}

// part is what one call of next gave, on its way through the workers.
type part struct {
	list []EntityEntry
	ids  registerIDs
	rows chan *registerRows
}

// stream passes parts from next through the workers to the database, in order.
func (m *multitude) stream(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	work, line := make(chan *part), make(chan *part, multitudeWorkers)
	g.Go(func() error {
		defer close(work)
		defer close(line)
		for list := m.next(); list != nil; list = m.next() {
			p := &part{list, m.give(list), make(chan *registerRows, 1)}
			for _, to := range []chan *part{line, work} {
				select {
				case to <- p:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		return nil
	})
	for range multitudeWorkers {
		g.Go(func() error { return m.s.prepareParts(work) })
	}
	g.Go(func() error { return m.write(ctx, line) })
	return g.Wait()
}

// give is takeIDs without asking the database.
func (m *multitude) give(list []EntityEntry) (ids registerIDs) {
	var n [3]int
	n[0], n[1], n[2] = count(list)
	for i, into := range []*[]int64{&ids.entity, &ids.site, &ids.access} {
		for range n[i] {
			m.ids[i]++
			*into = append(*into, m.ids[i])
		}
	}
	return ids
}

func (s *Store) prepareParts(work <-chan *part) error {
	for p := range work {
		for i := range p.list {
			if err := s.checkEntry(&p.list[i]); err != nil {
				close(p.rows)
				return err
			}
		}
		rows, err := s.rows(p.list, p.ids)
		if err != nil {
			close(p.rows)
			return err
		}
		p.rows <- rows
	}
	return nil
}

func (m *multitude) write(ctx context.Context, line <-chan *part) error {
	var done int64
	var shown time.Time
	for p := range line {
		select {
		case rows, ok := <-p.rows:
			if !ok {
				return nil // the worker's error ends it all
			}
			if err := rows.copy(ctx, m.tx); err != nil {
				return err
			}
			if err := raiseCounters(ctx, m.tx, p.list); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
		done += int64(len(p.list))
		if time.Since(shown) > 200*time.Millisecond || done == m.n {
			m.told(Progress{Stage: "register", Done: done, All: m.n})
			shown = time.Now()
		}
	}
	return nil
}

// CountEntities counts the entities of the register, cancelled ones among them.
func (s *Store) CountEntities(ctx context.Context) (n int, err error) {
	err = s.db.QueryRow(ctx, `SELECT count(*) FROM entity`).Scan(&n)
	return n, err
}

// LastSerials are the highest serials of the numbers in the register, by the code
// of the province and the year in four digits.
func (s *Store) LastSerials(ctx context.Context) (map[string]int, error) {
	rows, err := s.db.Query(ctx, `
		SELECT province || year, max(serial) FROM (
			SELECT province, CASE length(m[1]) WHEN 8 THEN '20' || left(m[1], 2) ELSE left(m[1], 4) END AS year, right(m[1], 6)::int AS serial
			FROM entity, regexp_match(number, 'ICP备(\d{8}|\d{10})号$') AS m) AS numbers
		WHERE year IS NOT NULL GROUP BY 1`)
	if err != nil {
		return nil, err
	}
	last := map[string]int{}
	var key string
	var serial int
	_, err = pgx.ForEachRow(rows, []any{&key, &serial}, func() error { last[key] = serial; return nil })
	return last, err
}
