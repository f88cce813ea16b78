package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// approval brings first filings into the register together, one or many. What it
// asks and what it writes takes as many trips to the database for twenty as for
// one, and the number counter of the province is the last lock it takes: all that
// follows is one batch and the end of the transaction.
type approval struct {
	s     *Store
	tx    pgx.Tx
	steps []*step
	now   time.Time

	seqs    map[int64]int // of each filing's last journal entry
	ids     registerIDs
	entries []*entry
	early   rowSet // what says no number
	rows    rowSet
	words   []string // lookup's, that nodes have to forget
}

// approveFirst approves first filings that are locked and may be approved, all or
// none. An error of a constraint is one filing's, but does not say whose.
func (s *Store) approveFirst(ctx context.Context, tx pgx.Tx, steps []*step) error {
	a := &approval{s: s, tx: tx, steps: steps, now: s.now()}
	for _, do := range []func(context.Context) error{a.ask, a.decide, a.number} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	for _, e := range a.entries {
		if err := a.enter(e); err != nil {
			return err
		}
	}
	return a.write(ctx)
}

// decide writes the filings' own rows, frees what they claimed, and enters what says no
// number. That the entities and sites these rows name are there is checked at the end of
// the transaction: nothing that can be written before the numbers are locked should wait
// for them.
func (a *approval) decide(ctx context.Context) error {
	var ids, revisions, entities []int64
	for _, s := range a.steps {
		a.prepare(s)
		ids, revisions, entities = append(ids, s.f.ID), append(revisions, int64(s.f.Revision)), append(entities, s.f.EntityID)
	}
	b := &pgx.Batch{}
	b.Queue(`SET CONSTRAINTS filing_entity_id_fkey, entity_account_entity_id_fkey, entity_phone_entity_id_fkey, site_key_site_id_fkey DEFERRED`)
	b.Queue(`SET LOCAL beian.bulk = on`)
	b.Queue(`DELETE FROM claim WHERE filing_id = ANY($1)`, ids)
	b.Queue(`
		UPDATE filing f SET state = 'approved', revision = x.revision, entity_id = x.entity, claimed_by = NULL, claimed_until = NULL,
		       entered_at = $4, return_asked_at = NULL, sms_due = NULL, decided_at = $4, updated_at = $4
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS x(id, revision, entity) WHERE f.id = x.id`, ids, revisions, entities, a.now)
	if err := a.early.queue(b); err != nil {
		return err
	}
	return a.tx.SendBatch(ctx, b).Close()
}

// number locks the counter of each province and gives the filings the next numbers
// in their order. A transaction that fails gives them back.
func (a *approval) number(ctx context.Context) error {
	year, of := calendar.DateOf(a.now).Year, map[string][]*step{}
	var provinces []string
	for _, s := range a.steps {
		if of[s.f.Province] == nil {
			provinces = append(provinces, s.f.Province)
		}
		of[s.f.Province] = append(of[s.f.Province], s)
	}
	slices.Sort(provinces)
	for _, province := range provinces {
		last, err := takeNumbers(ctx, a.tx, province, year, len(of[province]))
		if err != nil {
			return err
		}
		for i, s := range of[province] {
			if s.out.Number, err = filing.EntityNumber(province, year, last-len(of[province])+1+i); err != nil {
				return err
			}
		}
	}
	return nil
}

func takeNumbers(ctx context.Context, tx pgx.Tx, province string, year, n int) (last int, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO number_counter (province, year, last) VALUES ($1, $2, $3)
		ON CONFLICT (province, year) DO UPDATE SET last = number_counter.last + $3
		RETURNING last`, province, year, n).Scan(&last)
	return last, err
}

// mostWords is how many nodes are told to forget one by one.
const mostWords = 1000

// write sends everything in one batch.
func (a *approval) write(ctx context.Context) error {
	b := &pgx.Batch{}
	if err := a.rows.queue(b); err != nil {
		return err
	}
	if len(a.words) > mostWords { // one word empties what nodes remember
		a.words = []string{""}
	}
	b.Queue(`SELECT pg_notify('beian_public', word) FROM unnest($1::text[]) AS word`, a.words)
	b.Queue(`SET LOCAL beian.bulk = off`)
	return a.tx.SendBatch(ctx, b).Close()
}
