package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// approvalFacts is what the database has to say before first filings are approved.
type approvalFacts struct {
	seqs   map[int64]int       // of each filing's last journal entry
	owners map[int64]recipient // by account
	hooks  []approvalHook      // that want to hear of approvals
}

type approvalHook struct {
	ID       int64 `db:"id"`
	Provider int64 `db:"provider_id"`
}

// hookCall is one delivery to come: of what, to which address.
type hookCall struct {
	id, hook int64
	s        *step
}

// ask reads, in one trip, the last journal entries, the owners' addresses and who is
// to be told.
func (a *approval) ask(ctx context.Context) error {
	var ids, owners, providers []int64
	for _, s := range a.steps {
		ids, owners, providers = append(ids, s.f.ID), append(owners, s.f.OwnerID), append(providers, s.f.ProviderID)
	}
	k := approvalFacts{seqs: map[int64]int{}, owners: map[int64]recipient{}}
	b := &pgx.Batch{}
	b.Queue(`SELECT f.id, coalesce((SELECT max(e.seq) FROM event e WHERE e.filing_id = f.id), 0) FROM unnest($1::bigint[]) AS f (id)`, ids).Query(func(rows pgx.Rows) error {
		var id int64
		var seq int
		_, err := pgx.ForEachRow(rows, []any{&id, &seq}, func() error { k.seqs[id] = seq; return nil })
		return err
	})
	b.Queue(`SELECT id, mobile, email FROM account WHERE id = ANY($1)`, owners).Query(func(rows pgx.Rows) error {
		var id int64
		var mobile, email []byte
		_, err := pgx.ForEachRow(rows, []any{&id, &mobile, &email}, func() (err error) {
			k.owners[id], err = a.d.s.openRecipient(id, mobile, email)
			return err
		})
		return err
	})
	b.Queue(`SELECT id, provider_id FROM webhook WHERE provider_id = ANY($1) AND removed_at IS NULL AND $2 = ANY(events) ORDER BY id`,
		providers, filing.Approve).Query(func(rows pgx.Rows) (err error) {
		k.hooks, err = pgx.CollectRows(rows, pgx.RowToStructByName[approvalHook])
		return err
	})
	a.known = k
	err := a.tx.SendBatch(ctx, b).Close()
	a.known = k
	return err
}

// approvalIDs are ids of rows to come, which others name before they are there.
type approvalIDs struct {
	registerIDs
	message, delivery []int64
}

// takeIDs takes them from the tables' own sequences, in one trip. Letters may leave
// some unused.
func (a *approval) takeIDs(ctx context.Context) error {
	var sites, accesses int
	for _, s := range a.steps {
		for _, site := range s.doc.Sites {
			sites++
			accesses += len(site.Accesses)
		}
	}
	calls := 0
	for _, s := range a.steps {
		for _, w := range a.known.hooks {
			if w.Provider == s.f.ProviderID {
				calls++
			}
		}
	}
	return a.tx.QueryRow(ctx, `SELECT
		ARRAY(SELECT nextval('entity_id_seq') FROM generate_series(1, $1)), ARRAY(SELECT nextval('site_id_seq') FROM generate_series(1, $2)),
		ARRAY(SELECT nextval('access_id_seq') FROM generate_series(1, $3)), ARRAY(SELECT nextval('message_id_seq') FROM generate_series(1, $4)),
		ARRAY(SELECT nextval('webhook_delivery_id_seq') FROM generate_series(1, $5))`,
		len(a.steps), sites, accesses, 2*lettersEach*len(a.steps), calls).
		Scan(&a.ids.entity, &a.ids.site, &a.ids.access, &a.ids.message, &a.ids.delivery)
}
