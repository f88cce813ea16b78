package postgres_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/journal"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func logKey(t *testing.T) *journal.Key {
	t.Helper()
	text, err := journal.NewKey()
	pgtest.Must(t, err)
	k, err := journal.ParseKey(text)
	pgtest.Must(t, err)
	return k
}

// extend takes in all that waits.
func extend(t *testing.T, s *postgres.Store, k *journal.Key) (taken int) {
	t.Helper()
	for {
		n, err := s.ExtendLog(t.Context(), k)
		pgtest.Must(t, err)
		if taken += n; n == 0 {
			return taken
		}
	}
}

func TestLogProvesEveryEvent(t *testing.T) {
	w, db := world(t)
	k := logKey(t)
	var heads []journal.Checkpoint
	for n := range 4 {
		f := w.Draft(t, w.Wang, person(n))
		w.Act(t, w.Wang, f.ID, move(filing.Submit))
		if taken := extend(t, w.Store, k); taken != 2 {
			t.Errorf("took %d entries, want 2", taken)
		}
		signed, err := w.LogCheckpoint(t.Context())
		pgtest.Must(t, err)
		head, err := k.Open(signed)
		pgtest.Must(t, err)
		heads = append(heads, head)
	}
	rows, err := db.Query(t.Context(), `SELECT id FROM event`)
	pgtest.Must(t, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	pgtest.Must(t, err)
	for _, id := range ids {
		proof, err := w.LogProof(t.Context(), id)
		pgtest.Must(t, err)
		if c, err := proof.Verify(&k.Verifier); err != nil || c != heads[3] {
			t.Errorf("event %d: %v", id, err)
		}
	}
	g, err := w.LogGrowth(t.Context(), heads[0].Size, heads[3].Size)
	pgtest.Must(t, err)
	pgtest.Must(t, g.Verify(heads[0], heads[3]))
	late := w.Draft(t, w.Wang, person(9))
	if _, err := w.LogProof(t.Context(), number(t, db, `SELECT id FROM event WHERE filing_id = $1`, late.ID)); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a proof before the checkpoint: %v", err)
	}
	r, err := w.VerifyLog(t.Context(), &k.Verifier)
	if err != nil || r != (postgres.LogReport{Entries: 8, Checkpoints: 4, Waiting: 1}) {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestLogSkipsNothing: an entry written first and committed last is taken in after those that overtook it.
func TestLogSkipsNothing(t *testing.T) {
	w, pool := openWorld(t)
	k := logKey(t)
	slow, err := pool.Begin(t.Context())
	pgtest.Must(t, err)
	defer func() { _ = slow.Rollback(t.Context()) }()
	s, err := postgres.New(slow, slow, pgtest.Options())
	pgtest.Must(t, err)
	_, err = s.As(w.Owner2.Me()).Open(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Provider: w.Provider, Channel: "provider", Document: person(1)})
	pgtest.Must(t, err)

	w.Draft(t, w.Wang, person(2))
	if n := extend(t, w.Store, k); n != 1 {
		t.Errorf("took %d entries while one was open, want 1", n)
	}
	pgtest.Must(t, slow.Commit(t.Context()))
	if n := extend(t, w.Store, k); n != 1 {
		t.Errorf("took %d entries after the commit, want 1", n)
	}
	if first, last := number(t, pool, `SELECT event_id FROM log_leaf WHERE position = 0`), number(t, pool, `SELECT event_id FROM log_leaf WHERE position = 1`); first < last {
		t.Errorf("events %d, %d: the test has not overtaken anything", first, last)
	}
	if _, err := w.VerifyLog(t.Context(), &k.Verifier); err != nil {
		t.Error(err)
	}
}

func TestExtendLogAtOnce(t *testing.T) {
	w, _ := openWorld(t)
	k := logKey(t)
	for n := range 5 {
		w.Draft(t, w.Wang, person(n))
	}
	at(4, func(int) {
		if _, err := w.ExtendLog(t.Context(), k); err != nil {
			t.Error(err)
		}
	})
	extend(t, w.Store, k)
	if r, err := w.VerifyLog(t.Context(), &k.Verifier); err != nil || r.Entries != 5 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestTampering has a superuser change the tables behind the triggers' back.
func TestTampering(t *testing.T) {
	k, stranger := logKey(t), logKey(t)
	for name, c := range map[string]struct{ sql, want string }{
		"an entry":              {`UPDATE event SET account_id = NULL WHERE id = (SELECT event_id FROM log_leaf WHERE position = 2)`, "position 2, event"},
		"an entry and its hash": {`UPDATE event SET leaf = sha256(leaf) WHERE id = (SELECT event_id FROM log_leaf WHERE position = 1)`, "altered"},
		"two places":            {`UPDATE log_leaf SET position = CASE position WHEN 0 THEN 1000 ELSE 0 END WHERE position IN (0, 1)`, "position 0"},
		"an entry away":         {`DELETE FROM event WHERE id = (SELECT event_id FROM log_leaf WHERE position = 3)`, "position 3, event"},
		"a leaf away":           {`DELETE FROM log_leaf WHERE position = 5`, "no checkpoint covers"},
		"a stored hash":         {`UPDATE log_hash SET hash = sha256(hash) WHERE position = 2`, "position 1, event"},
		"a hash more":           {`INSERT INTO log_hash VALUES (1000, '')`, "stores"},
		"a checkpoint's root":   {`UPDATE log_checkpoint SET root = sha256(root) WHERE size = 4`, "checkpoint 4 has another root"},
		"a checkpoint's text":   {`UPDATE log_checkpoint SET signed = (SELECT signed FROM log_checkpoint WHERE size = 2) WHERE size = 4`, "checkpoint 4 has another root"},
		"an entry unseen":       {`DELETE FROM log_waiting`, "stands in the journal and not in the log"},
	} {
		t.Run(name, func(t *testing.T) {
			url := pgtest.URL(t)
			w, _ := openWorldAt(t, url)
			for n := range 3 {
				f := w.Draft(t, w.Wang, person(n))
				w.Act(t, w.Wang, f.ID, move(filing.Submit))
				extend(t, w.Store, k)
			}
			w.Draft(t, w.Wang, person(7))
			if _, err := w.VerifyLog(t.Context(), &k.Verifier); err != nil {
				t.Fatalf("before: %v", err)
			}
			asSuperuser(t, url, c.sql)
			_, err := w.VerifyLog(t.Context(), &k.Verifier)
			var d *postgres.LogDifference
			if !errors.As(err, &d) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("found %v, want a difference with %q", err, c.want)
			}
		})
	}
	t.Run("by another key", func(t *testing.T) {
		w, _ := world(t)
		w.Draft(t, w.Wang, person(1))
		extend(t, w.Store, stranger)
		var d *postgres.LogDifference
		if _, err := w.VerifyLog(t.Context(), &k.Verifier); !errors.As(err, &d) {
			t.Errorf("a log signed by another key: %v", err)
		}
	})
}

// TestRewrittenLog: whoever has the database and the key can write another history, but not one that fits a checkpoint
// kept elsewhere.
func TestRewrittenLog(t *testing.T) {
	k := logKey(t)
	url := pgtest.URL(t)
	w, _ := openWorldAt(t, url)
	for n := range 2 {
		w.Draft(t, w.Wang, person(n))
	}
	extend(t, w.Store, k)
	held, err := w.LogCheckpoint(t.Context())
	pgtest.Must(t, err)
	if _, err := w.VerifyLog(t.Context(), &k.Verifier, held); err != nil {
		t.Fatal(err)
	}
	asSuperuser(t, url, `TRUNCATE log_leaf, log_hash, log_checkpoint`)
	asSuperuser(t, url, `INSERT INTO log_waiting SELECT max(id) FROM event`)
	extend(t, w.Store, k)
	asSuperuser(t, url, `INSERT INTO log_waiting SELECT min(id) FROM event`)
	extend(t, w.Store, k)
	if _, err := w.VerifyLog(t.Context(), &k.Verifier); err != nil {
		t.Fatalf("the rewritten log is not even whole: %v", err)
	}
	if _, err := w.VerifyLog(t.Context(), &k.Verifier, held); err == nil || !strings.Contains(err.Error(), "rewritten") {
		t.Errorf("against the checkpoint kept elsewhere: %v", err)
	}
}

func asSuperuser(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	pgtest.Must(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `SET session_replication_role = replica`)
	pgtest.Must(t, err)
	_, err = conn.Exec(t.Context(), sql)
	pgtest.Must(t, err)
}
