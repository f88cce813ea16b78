package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/ident"
)

// ErrImported means: this very file has been imported to its end.
var ErrImported = errors.New("postgres: the file has been imported already")

// ImportRun is one file on its way into the register. It survives the process:
// whoever begins the same file again goes on with it.
type ImportRun struct {
	s         *Store
	id        int64
	Resumed   bool
	providers map[string]int64 // by short name and by licence
	ranges    map[int64][]ident.IPRange
}

// ImportBatch is a part of the file that is in: bytes First to After, exclusive.
type ImportBatch struct {
	First    int64 `db:"first"`
	After    int64 `db:"after"`
	Entities int   `db:"entities"`
	Refused  int   `db:"refused"`
}

// BeginImport begins a file, or goes on with it. fingerprint tells files apart.
// The indexes of an empty register are set aside until FinishImport; unique keys
// stay. Errors: ErrImported.
func (s *Store) BeginImport(ctx context.Context, fingerprint []byte) (*ImportRun, error) {
	r := &ImportRun{s: s}
	err := s.transact(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, importLock); err != nil {
			return err
		}
		var finished *time.Time
		err := tx.QueryRow(ctx, `SELECT id, finished_at FROM import_run WHERE file = $1`, fingerprint).Scan(&r.id, &finished)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return r.found(ctx, tx, fingerprint)
		case err == nil && finished != nil:
			return ErrImported
		}
		r.Resumed = true
		return err
	})
	if err != nil {
		return nil, err
	}
	return r, r.readProviders(ctx)
}

// importLock keeps two who begin an import apart.
const importLock = 4202613

// found enters a new run.
func (r *ImportRun) found(ctx context.Context, tx pgx.Tx, fingerprint []byte) error {
	aside, err := r.setAside(ctx, tx)
	if err != nil {
		return err
	}
	return tx.QueryRow(ctx, `INSERT INTO import_run (file, aside, started_at) VALUES ($1, $2, $3) RETURNING id`,
		fingerprint, textArray(aside), r.s.now()).Scan(&r.id)
}

// setAside drops the indexes that guard nothing, when the register is empty.
func (r *ImportRun) setAside(ctx context.Context, tx pgx.Tx) (restore []string, err error) {
	var filled bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM entity)`).Scan(&filled); err != nil || filled {
		return nil, err
	}
	err = asOwner(ctx, tx, func() error {
		list, err := findAside(ctx, tx, registerTables)
		for _, a := range list {
			if err == nil && a.plain() {
				_, err = tx.Exec(ctx, a.Take)
				restore = append(restore, a.Restore)
			}
		}
		return err
	})
	if errors.Is(err, errNotOwner) {
		return nil, nil // slower, and as right
	}
	return restore, err
}

// Batches lists the parts of the file that are in, in their order.
func (r *ImportRun) Batches(ctx context.Context) ([]ImportBatch, error) {
	return all[ImportBatch](ctx, r.s.db, `SELECT first, after, entities, refused FROM import_batch WHERE run_id = @id ORDER BY first`,
		pgx.NamedArgs{"id": r.id})
}

// Rejects gives every refused row of the file, in its order.
func (r *ImportRun) Rejects(ctx context.Context, each func(ImportReject) error) error {
	rows, err := r.s.db.Query(ctx, `SELECT rejects FROM import_batch WHERE run_id = $1 AND refused > 0 ORDER BY first`, r.id)
	if err != nil {
		return err
	}
	var sealed []byte
	_, err = pgx.ForEachRow(rows, []any{&sealed}, func() error {
		var list []ImportReject
		if err := r.s.unseal(sealImport, sealed, &list); err != nil {
			return err
		}
		for _, reject := range list {
			if err := each(reject); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// Finish builds the indexes that were set aside and closes the run.
func (r *ImportRun) Finish(ctx context.Context, told func(Progress)) error {
	return r.s.transact(ctx, func(tx pgx.Tx) error {
		var aside []string
		if err := tx.QueryRow(ctx, `SELECT aside FROM import_run WHERE id = $1 FOR UPDATE`, r.id).Scan(&aside); err != nil {
			return err
		}
		if len(aside) > 0 {
			if err := asOwner(ctx, tx, func() error { return rebuild(ctx, tx, aside, told) }); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE import_run SET aside = '{}', finished_at = $2 WHERE id = $1`, r.id, r.s.now())
		return err
	})
}

func rebuild(ctx context.Context, tx pgx.Tx, statements []string, told func(Progress)) error {
	if _, err := tx.Exec(ctx, `SET LOCAL maintenance_work_mem = '512MB'`); err != nil {
		return err
	}
	for i, statement := range statements {
		told(Progress{Stage: "indexes", Done: int64(i), All: int64(len(statements))})
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return analyze(ctx, tx)
}

// Provider finds a provider by its short name or its licence.
func (r *ImportRun) Provider(name string) (id int64, ok bool) {
	id, ok = r.providers[name]
	return id, ok
}

// readProviders reads who gives access, and where.
func (r *ImportRun) readProviders(ctx context.Context) error {
	r.providers, r.ranges = map[string]int64{}, map[int64][]ident.IPRange{}
	rows, err := r.s.db.Query(ctx, `SELECT id, slug, licence FROM provider`)
	if err != nil {
		return err
	}
	var id int64
	var slug, licence, first, last string
	if _, err := pgx.ForEachRow(rows, []any{&id, &slug, &licence}, func() error {
		r.providers[slug], r.providers[licence] = id, id
		return nil
	}); err != nil {
		return err
	}
	rows, err = r.s.db.Query(ctx, `SELECT provider_id, host(first), host(last) FROM provider_range`)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{&id, &first, &last}, func() error {
		at, err := ident.ParseIPRange(first + "-" + last)
		if err != nil {
			return fmt.Errorf("postgres: range of provider %d: %w", id, err)
		}
		r.ranges[id] = append(r.ranges[id], at)
		return nil
	})
	return err
}
