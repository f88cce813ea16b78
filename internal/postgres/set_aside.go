package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
)

// aside is what was taken off tables for a load: indexes and keys that are faster
// built at once than row by row, as the SQL that makes them again.
type aside struct {
	Table   string `db:"tablename"`
	Name    string `db:"name"`
	Take    string `db:"take"`    // takes it off
	Restore string `db:"restore"` // puts it back, and checks what came in meanwhile
}

// errNotOwner says that the database user may not change the tables.
var errNotOwner = errors.New("postgres: the database user does not own the tables")

// asOwner runs f with the rights of the login instead of the server's role.
func asOwner(ctx context.Context, tx pgx.Tx, f func() error) error {
	var own bool
	if err := tx.QueryRow(ctx, `SELECT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'entity'::regclass`).Scan(&own); err != nil {
		return err
	}
	if !own {
		return errNotOwner
	}
	var role string
	if err := tx.QueryRow(ctx, `SELECT current_setting('role')`).Scan(&role); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `SET LOCAL ROLE NONE`); err != nil {
		return err
	}
	if err := f(); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `SELECT set_config('role', $1, true)`, role)
	return err
}

// findAside lists what can be set aside of tables: foreign keys first, then unique
// keys and plain indexes. Primary keys stay: rows come in their order, and other
// tables point at them.
func findAside(ctx context.Context, tx pgx.Tx, tables []string) ([]aside, error) {
	return all[aside](ctx, tx, `
		SELECT c.conrelid::regclass::text AS tablename, c.conname::text AS name,
		       format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS take,
		       format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) AS restore
		FROM pg_constraint c WHERE c.contype IN ('f', 'u') AND c.conrelid = ANY (@tables::text[]::regclass[])
		UNION ALL
		SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
		FROM pg_index i WHERE i.indrelid = ANY (@tables::text[]::regclass[])
		  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
		ORDER BY 3`, pgx.NamedArgs{"tables": tables})
}

// withoutIndexes runs f while indexes, unique and foreign keys of tables are set
// aside, and builds them anew afterwards: nothing that breaks one comes through.
// Everything happens in tx; nobody else can use the tables until it ends.
// told hears what is being built.
func withoutIndexes(ctx context.Context, tx pgx.Tx, tables []string, f func() error, told func(what string, done, all int)) error {
	list, err := findAside(ctx, tx, tables)
	if err != nil {
		return err
	}
	for _, a := range list {
		if _, err := tx.Exec(ctx, a.Take); err != nil {
			return err
		}
	}
	if err := f(); err != nil {
		return err
	}
	// Indexes before foreign keys, which are checked with their help.
	for pass, n := 0, 0; pass < 2; pass++ {
		for _, a := range list {
			if isForeign(a) != (pass == 1) {
				continue
			}
			told(a.Name, n, len(list))
			if _, err := tx.Exec(ctx, a.Restore); err != nil {
				return err
			}
			n++
		}
	}
	return nil
}

// plain reports whether a is an index that guards nothing.
func (a aside) plain() bool { return strings.HasPrefix(a.Restore, "CREATE INDEX") }

func isForeign(a aside) bool { return strings.Contains(a.Restore, "FOREIGN KEY") }
