package postgres

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
)

// approveTogether approves those of many filings that can be approved in one go, and
// notes which: first filings as they were seen, with nothing on a blacklist. The
// others are left to be acted on one by one, which finds what is the matter with
// each; so are all when the register refuses one of them. Of several people's it is
// an error then.
func approveTogether(ctx context.Context, tx pgx.Tx, group []*bulk) error {
	var steps []*step
	whose := map[int64]*bulk{}
	for _, b := range group {
		b.together = map[int64]Outcome{}
		if b.move.Action != filing.Approve {
			continue
		}
		ready, err := b.d.readyToApprove(ctx, tx, b.picks, b.move)
		if err != nil {
			return err
		}
		for _, s := range ready {
			if whose[s.f.ID] == nil { // who picked it too is told that it has ended
				whose[s.f.ID] = b
				steps = append(steps, s)
			}
		}
	}
	if len(steps) < 2 {
		return nil
	}
	err := pgx.BeginFunc(ctx, tx, func(part pgx.Tx) error { return steps[0].d.s.approveFirst(ctx, part, steps) })
	if violates(err) != "" && len(group) == 1 {
		return nil
	}
	if err != nil {
		return err
	}
	for _, s := range steps {
		whose[s.f.ID].together[s.f.ID] = s.out
	}
	return nil
}

// readyToApprove locks the picked filings and keeps those that can be approved.
func (d *Desk) readyToApprove(ctx context.Context, tx pgx.Tx, picks []Pick, m Move) ([]*step, error) {
	seen, ids := map[int64]int{}, []int64{}
	for _, p := range picks {
		seen[p.ID] = p.Revision
		ids = append(ids, p.ID)
	}
	list, err := all[Filing](ctx, tx, `SELECT `+filingColumns+` FROM `+filingFrom+` WHERE f.id = ANY(@ids) AND f.kind = @first AND (`+d.scope()+`)
		ORDER BY f.id FOR UPDATE OF f`, d.args(pgx.NamedArgs{"ids": ids, "first": filing.FirstFiling}))
	if err != nil {
		return nil, err
	}
	facts, err := d.factsOf(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	var steps []*step
	for i, f := range list {
		next, err := filing.Next(f.State, m.Action, facts[i])
		if err == nil && (seen[f.ID] == 0 || seen[f.ID] == f.Revision) {
			steps = append(steps, &step{d: d, tx: tx, f: f, facts: facts[i], move: m, next: next})
		}
	}
	if err := d.s.documents(ctx, tx, steps); err != nil {
		return nil, err
	}
	steps, err = d.unlisted(ctx, tx, steps)
	byPick := func(s *step) int { return slices.IndexFunc(picks, func(p Pick) bool { return p.ID == s.f.ID }) }
	slices.SortFunc(steps, func(a, b *step) int { return byPick(a) - byPick(b) }) // numbers follow the list that was looked at
	return steps, err
}

// documents reads the documents of all steps.
func (s *Store) documents(ctx context.Context, q DB, steps []*step) error {
	of := map[int64]*step{}
	var ids []int64
	var versions []int
	for _, one := range steps {
		of[one.f.ID] = one
		ids, versions = append(ids, one.f.ID), append(versions, one.f.Version)
	}
	rows, err := q.Query(ctx, `
		SELECT d.filing_id, d.sealed FROM unnest($1::bigint[], $2::integer[]) AS w(id, version)
		JOIN filing_document d ON d.filing_id = w.id AND d.version = w.version`, ids, versions)
	if err != nil {
		return err
	}
	var id int64
	var sealed []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &sealed}, func() error {
		of[id].doc = &filing.Document{}
		return s.unseal(sealDocument, sealed, of[id].doc)
	})
	return err
}

// unlisted leaves out whose certificate or domain is on a blacklist.
func (d *Desk) unlisted(ctx context.Context, q DB, steps []*step) ([]*step, error) {
	var keys []uniqueKey
	for _, s := range steps {
		keys = append(keys, d.keysOf(s.doc)...)
	}
	listed, err := d.listed(ctx, q, keys)
	return slices.DeleteFunc(steps, func(s *step) bool {
		return slices.ContainsFunc(d.keysOf(s.doc), func(k uniqueKey) bool {
			return slices.ContainsFunc(listed, func(l uniqueKey) bool { return strings.EqualFold(l.key, k.key) })
		})
	}), err
}
