package postgres

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/name"
)

// The public tables (public_number, public_domain, public_name) repeat the register
// in the shape questions are asked in. Triggers keep the first two; names are
// folded here, because PostgreSQL does not fold as package name does.

// nameSource is what the names of a service are made from.
type nameSource struct {
	ID     int64         `db:"id"`
	Unit   string        `db:"unit_name"`
	Nature filing.Nature `db:"nature"`
	Names  []string      `db:"names"`
}

var nameColumns = []string{"id", "unit", "person", "names", "grams"}

// row is the service's row of public_name, in the order of nameColumns.
func (n nameSource) row() []any {
	bare := make([]string, len(n.Names))
	var grams []int32
	for i, typed := range n.Names {
		bare[i] = name.Bare(typed)
		grams = append(grams, name.Pairs(bare[i])...)
	}
	unit, person := name.Bare(n.Unit), n.Nature == filing.Individual
	if !person {
		grams = append(grams, name.Pairs(unit)...)
	}
	slices.Sort(grams)
	return []any{n.ID, unit, person, strings.Join(bare, "\n"), append([]int32{}, slices.Compact(grams)...)}
}

// publishNames brings the names of an entity's services in force up to date.
func (s *Store) publishNames(ctx context.Context, tx pgx.Tx, entity int64) error {
	return s.writeNames(ctx, tx, `id IN (SELECT id FROM site WHERE entity_id = @entity)`, pgx.NamedArgs{"entity": entity})
}

func (s *Store) writeNames(ctx context.Context, tx pgx.Tx, which string, args pgx.NamedArgs) error {
	list, err := all[nameSource](ctx, tx, `
		SELECT id, unit_name, nature, names FROM public_number WHERE cancelled_at IS NULL AND `+which, args)
	if err != nil {
		return err
	}
	var batch pgx.Batch
	for _, n := range list {
		batch.Queue(`
			INSERT INTO public_name (id, unit, person, names, grams) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, person = excluded.person, names = excluded.names, grams = excluded.grams
			WHERE (public_name.unit, public_name.person, public_name.names) IS DISTINCT FROM (excluded.unit, excluded.person, excluded.names)`,
			n.row()...)
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// Bulk is for a transaction that writes many register rows, such as an import: the
// triggers rest until Publish, which must follow.
func Bulk(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SET LOCAL beian.bulk = on`)
	return err
}

// Publish writes the public rows of the services with ids from first to last, in
// a few set-based statements and one COPY, whatever was there before, for a
// transaction after Bulk. Triggers work again after it, and the caches of all nodes
// are emptied when it commits.
//
// An import takes the ids of its services from the sequence together, so first and
// last are those of its batch; others' ids in between do no harm.
func (s *Store) Publish(ctx context.Context, tx pgx.Tx, first, last int64) error {
	between := pgx.NamedArgs{"first": first, "last": last}
	for _, sql := range []string{
		`DELETE FROM public_domain WHERE id BETWEEN @first AND @last`,
		`DELETE FROM public_number WHERE id BETWEEN @first AND @last`,
		`DELETE FROM public_name WHERE id BETWEEN @first AND @last`,
		`INSERT INTO public_number SELECT * FROM register_record WHERE id BETWEEN @first AND @last`,
		`INSERT INTO public_domain SELECT k.key, r.* FROM register_key k JOIN public_number r ON r.id = k.site_id WHERE k.site_id BETWEEN @first AND @last`,
	} {
		if _, err := tx.Exec(ctx, sql, between); err != nil {
			return err
		}
	}
	if err := s.copyNames(ctx, tx, between); err != nil {
		return err
	}
	return endBulk(ctx, tx)
}

// endBulk wakes the triggers again. The caches of all nodes are emptied when the
// transaction commits.
func endBulk(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SELECT pg_notify('beian_public', ''), set_config('beian.bulk', 'off', true)`)
	return err
}

func (s *Store) copyNames(ctx context.Context, tx pgx.Tx, between pgx.NamedArgs) error {
	list, err := all[nameSource](ctx, tx, `
		SELECT id, unit_name, nature, names FROM public_number WHERE cancelled_at IS NULL AND id BETWEEN @first AND @last`, between)
	if err != nil {
		return err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"public_name"}, nameColumns, pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
		return list[i].row(), nil
	}))
	return err
}

// publishBatch is how many services are published in one transaction of RebuildPublic.
const publishBatch = 20_000

// RebuildPublic writes every public row anew from the register, in transactions of
// 20,000 services each; lookup goes on meanwhile. told, which may be nil, hears
// after each how many of all ids are done.
func (s *Store) RebuildPublic(ctx context.Context, told func(done, all int64)) error {
	var last int64
	if err := s.db.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM site`).Scan(&last); err != nil {
		return err
	}
	for first := int64(1); first <= last; first += publishBatch {
		if err := s.transact(ctx, func(tx pgx.Tx) error { return s.Publish(ctx, tx, first, first+publishBatch-1) }); err != nil {
			return err
		}
		if told != nil {
			told(min(first+publishBatch-1, last), last)
		}
	}
	_, err := s.db.Exec(ctx, `
		INSERT INTO public_form (form) VALUES ($1) ON CONFLICT (one) DO UPDATE SET form = excluded.form`, name.Form)
	return err
}

// freshenPublic rebuilds the public rows when they were written by an older
// release: in another form of names, or not at all.
func (s *Store) freshenPublic(ctx context.Context) error {
	var form int
	err := s.db.QueryRow(ctx, `SELECT coalesce((SELECT form FROM public_form), 0)`).Scan(&form)
	if err != nil || form == name.Form {
		return err
	}
	return s.RebuildPublic(ctx, nil)
}
