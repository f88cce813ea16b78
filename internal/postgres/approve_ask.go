package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/task"
)

// ask reads the last journal entries and takes ids for the rows to come from the
// tables' own sequences, in one trip, and starts the job that tells of it all.
func (a *approval) ask(ctx context.Context) error {
	var ids []int64
	var sites, accesses int
	for _, s := range a.steps {
		ids = append(ids, s.f.ID)
		for _, site := range s.doc.Sites {
			sites++
			accesses += len(site.Accesses)
		}
	}
	a.seqs = map[int64]int{}
	b := &pgx.Batch{}
	b.Queue(`SELECT f.id, coalesce((SELECT max(e.seq) FROM event e WHERE e.filing_id = f.id), 0) FROM unnest($1::bigint[]) AS f (id)`, ids).Query(func(rows pgx.Rows) error {
		var id int64
		var seq int
		_, err := pgx.ForEachRow(rows, []any{&id, &seq}, func() error { a.seqs[id] = seq; return nil })
		return err
	})
	b.Queue(`SELECT
		ARRAY(SELECT nextval('entity_id_seq') FROM generate_series(1, $1)), ARRAY(SELECT nextval('site_id_seq') FROM generate_series(1, $2)),
		ARRAY(SELECT nextval('access_id_seq') FROM generate_series(1, $3))`, len(a.steps), sites, accesses).QueryRow(func(row pgx.Row) error {
		return row.Scan(&a.ids.entity, &a.ids.site, &a.ids.access)
	})
	if err := a.tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	return a.s.enqueue(ctx, a.tx, task.TellApproved{Filings: ids})
}
