package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/journal"
)

const (
	logLock   = 4202613 // held by the one node that extends the log
	logStride = 2000    // entries taken in, or checked, at a time
)

// ExtendLog takes waiting journal entries into the log, some at a time, and signs the new head; it gives how many.
//
// Entries commit in another order than that of their ids, so reading on from the last id would skip what was written
// early and committed late. Each entry therefore puts its id into log_waiting, in its own transaction: what is visible
// there has committed, and it leaves the table in the transaction that gives it a place in the log. The order of the
// log is that of being taken in.
func (s *Store) ExtendLog(ctx context.Context, key *journal.Key) (int, error) {
	n := 0
	err := s.transact(ctx, func(tx pgx.Tx) error {
		var mine bool
		if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, logLock).Scan(&mine); err != nil || !mine {
			return err // another node is at it
		}
		waiting, err := takeWaiting(ctx, tx)
		if err != nil || len(waiting) == 0 {
			return err
		}
		n = len(waiting)
		return s.appendLog(ctx, tx, waiting, key)
	})
	return n, err
}

type waitingEntry struct {
	ID   int64  `db:"id"`
	Leaf []byte `db:"leaf"`
}

func takeWaiting(ctx context.Context, tx pgx.Tx) ([]waitingEntry, error) {
	return all[waitingEntry](ctx, tx, `
		WITH taken AS (DELETE FROM log_waiting WHERE event_id IN (SELECT event_id FROM log_waiting ORDER BY event_id LIMIT @most)
		               RETURNING event_id)
		SELECT e.id, e.leaf FROM taken t JOIN event e ON e.id = t.event_id ORDER BY e.id`, pgx.NamedArgs{"most": logStride})
}

func (s *Store) appendLog(ctx context.Context, tx pgx.Tx, waiting []waitingEntry, key *journal.Key) error {
	tree, err := openTree(ctx, tx)
	if err != nil {
		return err
	}
	first, place := tree.Size(), journal.Stored(tree.Size())
	var events []int64
	var hashes [][]byte
	for _, e := range waiting {
		events = append(events, e.ID)
		hashes = append(hashes, tree.Append(e.Leaf)...)
	}
	signed, err := key.Sign(journal.Checkpoint{Size: tree.Size(), Root: tree.Root()})
	if err != nil {
		return err
	}
	root := tree.Root()
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO log_leaf (position, event_id) SELECT $1 + n - 1, id FROM unnest($2::bigint[]) WITH ORDINALITY AS e(id, n)`, first, events)
	b.Queue(`INSERT INTO log_hash (position, hash) SELECT $1 + n - 1, hash FROM unnest($2::bytea[]) WITH ORDINALITY AS h(hash, n)`, place, hashes)
	b.Queue(`INSERT INTO log_checkpoint (size, root, signed, signed_at) VALUES ($1, $2, $3, $4)`, tree.Size(), root[:], signed, s.now())
	return tx.SendBatch(ctx, b).Close()
}

func openTree(ctx context.Context, q DB) (*journal.Tree, error) {
	var size int64
	if err := q.QueryRow(ctx, `SELECT coalesce(max(position) + 1, 0) FROM log_leaf`).Scan(&size); err != nil {
		return nil, err
	}
	return journal.OpenTree(size, storedHashes(ctx, q))
}

// storedHashes reads hashes of the tree in the order asked for.
func storedHashes(ctx context.Context, q DB) journal.Hashes {
	return func(places []int64) ([][]byte, error) {
		rows, err := q.Query(ctx, `
			SELECT h.hash FROM unnest($1::bigint[]) WITH ORDINALITY AS p(position, n) JOIN log_hash h USING (position) ORDER BY p.n`, places)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowTo[[]byte])
	}
}

// LogCheckpoint is the newest signed head of the log; ErrNotFound before the first.
func (s *Store) LogCheckpoint(ctx context.Context) (string, error) {
	var signed string
	err := s.db.QueryRow(ctx, `SELECT signed FROM log_checkpoint ORDER BY size DESC LIMIT 1`).Scan(&signed)
	if errors.Is(err, pgx.ErrNoRows) {
		err = filing.ErrNotFound
	}
	return signed, err
}

// LogProof proves that an event stands in the log; ErrNotFound until a checkpoint covers it.
func (s *Store) LogProof(ctx context.Context, event int64) (journal.Proof, error) {
	var position, size int64
	var leaf []byte
	var signed string
	err := s.db.QueryRow(ctx, `
		SELECT l.position, e.leaf, c.size, c.signed
		FROM log_leaf l JOIN event e ON e.id = l.event_id,
		     LATERAL (SELECT size, signed FROM log_checkpoint WHERE size > l.position ORDER BY size DESC LIMIT 1) c
		WHERE l.event_id = $1`, event).Scan(&position, &leaf, &size, &signed)
	if errors.Is(err, pgx.ErrNoRows) {
		return journal.Proof{}, filing.ErrNotFound
	}
	if err != nil {
		return journal.Proof{}, err
	}
	return journal.Prove(position, leaf, size, signed, storedHashes(ctx, s.db))
}

// LogGrowth proves that the log at size new only adds to what it was at size old, both sizes of checkpoints.
func (s *Store) LogGrowth(ctx context.Context, old, new int64) (journal.Growth, error) {
	return journal.ProveGrowth(old, new, storedHashes(ctx, s.db))
}
