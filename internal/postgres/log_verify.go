package postgres

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/journal"
)

// LogReport is what a verification of the log has looked at.
type LogReport struct {
	Entries     int64 // in the log
	Checkpoints int64
	Waiting     int64 // entries the log has not taken in yet
}

// LogDifference is the first place where the database is not what the log says.
type LogDifference struct {
	Position int64 // in the log, -1 when the fault has none
	Event    int64 // id of the event, 0 when there is none
	What     string
}

func (d *LogDifference) Error() string {
	switch {
	case d.Event != 0 && d.Position < 0:
		return fmt.Sprintf("event %d: %s", d.Event, d.What)
	case d.Event != 0:
		return fmt.Sprintf("position %d, event %d: %s", d.Position, d.Event, d.What)
	case d.Position >= 0:
		return fmt.Sprintf("position %d: %s", d.Position, d.What)
	}
	return d.What
}

// VerifyLog hashes every entry of the journal anew and compares the leaves, the stored hashes, and every checkpoint
// with its signature. held are checkpoints kept elsewhere: with one of them even somebody who has the database and the
// signing key cannot rewrite what lies before it. A fault is a *LogDifference.
func (s *Store) VerifyLog(ctx context.Context, v *journal.Verifier, held ...string) (LogReport, error) {
	var size, hashes int64
	var r LogReport
	err := s.db.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM log_leaf), (SELECT count(*) FROM log_hash), (SELECT count(*) FROM log_checkpoint), (SELECT count(*) FROM log_waiting)`).
		Scan(&size, &hashes, &r.Checkpoints, &r.Waiting)
	if err != nil {
		return r, err
	}
	a := &audit{q: s.db, v: v, held: map[int64]journal.Checkpoint{}}
	if err := a.hold(held); err != nil {
		return r, err
	}
	for a.tree.Size() < size {
		if err := a.stride(ctx, min(a.tree.Size()+logStride, size)); err != nil {
			return r, err
		}
	}
	r.Entries = size
	return r, a.rest(ctx, size, hashes)
}

// audit is a verification under way: the tree as it comes out of the entries.
type audit struct {
	q    DB
	v    *journal.Verifier
	tree journal.Tree
	held map[int64]journal.Checkpoint
	last int64 // size of the last checkpoint met
}

func (a *audit) hold(signed []string) error {
	for _, text := range signed {
		c, err := a.v.Open(text)
		if err != nil {
			return err
		}
		a.held[c.Size] = c
	}
	return nil
}

type auditedEntry struct {
	Position int64     `db:"position"`
	Event    int64     `db:"event_id"`
	Filing   int64     `db:"filing_id"`
	Seq      int       `db:"seq"`
	Action   string    `db:"action"`
	From     string    `db:"from_state"`
	To       string    `db:"to_state"`
	Tier     string    `db:"tier"`
	Account  int64     `db:"account_id"`
	Version  int       `db:"version"`
	Detail   []byte    `db:"detail"`
	Leaf     []byte    `db:"leaf"`
	At       time.Time `db:"at"`
}

func (e auditedEntry) entry() journal.Entry {
	return journal.Entry{Filing: e.Filing, Sequence: e.Seq, Action: e.Action, From: e.From, To: e.To, Tier: e.Tier,
		Account: e.Account, Version: e.Version, Detail: e.Detail, At: e.At}
}

type auditedHead struct {
	Size   int64  `db:"size"`
	Root   []byte `db:"root"`
	Signed string `db:"signed"`
}

// stride checks the entries up to a size. What lies below a checkpoint never changes, so no snapshot is needed.
func (a *audit) stride(ctx context.Context, to int64) error {
	from := a.tree.Size()
	args := pgx.NamedArgs{"from": from, "to": to, "first": journal.Stored(from), "end": journal.Stored(to)}
	entries, err := all[auditedEntry](ctx, a.q, `
		SELECT l.position, l.event_id, coalesce(e.filing_id, 0) AS filing_id, coalesce(e.seq, 0) AS seq, coalesce(e.action, '') AS action,
		       coalesce(e.from_state, '') AS from_state, coalesce(e.to_state, '') AS to_state, coalesce(e.tier, '') AS tier,
		       coalesce(e.account_id, 0) AS account_id, coalesce(e.version, 0) AS version, e.detail, e.leaf, coalesce(e.at, 'epoch') AS at
		FROM log_leaf l LEFT JOIN event e ON e.id = l.event_id
		WHERE l.position >= @from AND l.position < @to ORDER BY l.position`, args)
	if err != nil {
		return err
	}
	rows, err := a.q.Query(ctx, `SELECT hash FROM log_hash WHERE position >= @first AND position < @end ORDER BY position`, args)
	if err != nil {
		return err
	}
	stored, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return err
	}
	heads, err := all[auditedHead](ctx, a.q, `SELECT size, root, signed FROM log_checkpoint WHERE size > @from AND size <= @to ORDER BY size`, args)
	if err != nil {
		return err
	}
	return a.compare(from, to, entries, stored, heads)
}

func (a *audit) compare(from, to int64, entries []auditedEntry, stored [][]byte, heads []auditedHead) error {
	for position := from; position < to; position++ {
		i := int(position - from)
		if i >= len(entries) || entries[i].Position != position {
			return &LogDifference{Position: position, What: "the log has no entry here"}
		}
		e := entries[i]
		leaf := e.entry().Leaf()
		if !bytes.Equal(leaf, e.Leaf) {
			return &LogDifference{position, e.Event, "the entry was altered after it was written"}
		}
		for _, h := range a.tree.Append(leaf) {
			if len(stored) == 0 || !bytes.Equal(h, stored[0]) {
				return &LogDifference{position, e.Event, "the entry is not the one the log has taken in"}
			}
			stored = stored[1:]
		}
		for len(heads) > 0 && heads[0].Size == a.tree.Size() {
			if err := a.head(heads[0]); err != nil {
				return err
			}
			heads = heads[1:]
		}
		if c, ok := a.held[a.tree.Size()]; ok && c.Root != a.tree.Root() {
			return &LogDifference{position, e.Event, "a checkpoint kept elsewhere says otherwise: the log was rewritten"}
		}
		delete(a.held, a.tree.Size())
	}
	return nil
}

func (a *audit) head(h auditedHead) error {
	c, err := a.v.Open(h.Signed)
	root := a.tree.Root()
	switch {
	case err != nil:
		return &LogDifference{Position: h.Size - 1, What: fmt.Sprintf("checkpoint %d: %v", h.Size, err)}
	case c.Size != h.Size || c.Root != root || !bytes.Equal(h.Root, root[:]):
		return &LogDifference{Position: h.Size - 1, What: fmt.Sprintf("checkpoint %d has another root than its entries", h.Size)}
	}
	a.last = h.Size
	return nil
}

// rest looks at what must not be there: entries outside of the log, and a log beyond its last checkpoint.
func (a *audit) rest(ctx context.Context, size, hashes int64) error {
	switch {
	case a.last != size:
		return &LogDifference{Position: a.last, What: "no checkpoint covers the entries from here"}
	case hashes != journal.Stored(size):
		return &LogDifference{Position: -1, What: fmt.Sprintf("the log stores %d hashes, its entries make %d", hashes, journal.Stored(size))}
	case len(a.held) > 0:
		return &LogDifference{Position: size, What: "a checkpoint kept elsewhere is of a longer log: entries are gone"}
	}
	var stray int64
	err := a.q.QueryRow(ctx, `
		SELECT coalesce(min(e.id), 0) FROM event e
		WHERE NOT EXISTS (SELECT FROM log_leaf l WHERE l.event_id = e.id)
		  AND NOT EXISTS (SELECT FROM log_waiting w WHERE w.event_id = e.id)`).Scan(&stray)
	if err == nil && stray != 0 {
		return &LogDifference{Position: -1, Event: stray, What: "the entry stands in the journal and not in the log"}
	}
	return err
}
