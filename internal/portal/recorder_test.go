package portal

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"beian/internal/postgres/pgtest"
)

// recorder is a transaction that remembers the questions asked of it.
type recorder struct {
	pgx.Tx
	asked *[]question
}

type question struct {
	sql  string
	args []any
}

func (r recorder) keep(sql string, args []any) { *r.asked = append(*r.asked, question{sql, args}) }

func (r recorder) Begin(ctx context.Context) (pgx.Tx, error) {
	tx, err := r.Tx.Begin(ctx)
	return recorder{tx, r.asked}, err
}

func (r recorder) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	r.keep(sql, args)
	return r.Tx.Query(ctx, sql, args...)
}

func (r recorder) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	r.keep(sql, args)
	return r.Tx.QueryRow(ctx, sql, args...)
}

func (r recorder) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	r.keep(sql, args)
	return r.Tx.Exec(ctx, sql, args...)
}

func (r recorder) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	for _, q := range b.QueuedQueries {
		r.keep(q.SQL, q.Arguments)
	}
	return r.Tx.SendBatch(ctx, b)
}

// writes reports whether a question changes anything; those are not explained.
func (q question) writes() bool {
	for _, verb := range []string{"INSERT ", "UPDATE ", "DELETE ", "SELECT pg_notify", "SET "} {
		if strings.Contains(q.sql+" ", verb) && !strings.Contains(q.sql, "FOR "+verb) {
			return true
		}
	}
	return false
}

// node is the part of a plan that tells what was read.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Index    string  `json:"Index Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Removed  float64 `json:"Rows Removed by Filter"`
	Lossy    float64 `json:"Rows Removed by Index Recheck"`
	Plans    []node
}

// plan is what the database did for a question.
func (q question) plan(t *testing.T, tx pgx.Tx) node {
	t.Helper()
	var text []byte
	if err := tx.QueryRow(t.Context(), `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) `+q.sql, q.args...).Scan(&text); err != nil {
		t.Fatalf("%v\n%s", err, q.sql)
	}
	var out []struct{ Plan node }
	pgtest.Must(t, json.Unmarshal(text, &out))
	return out[0].Plan
}

// reads calls f with every place of a plan that reads a table or an index.
func (n node) reads(f func(node)) {
	if n.Relation != "" || n.Index != "" {
		f(n)
	}
	for _, below := range n.Plans {
		below.reads(f)
	}
}

// read is how many rows a place read, those it threw away included.
func (n node) read() float64 { return (n.Rows + n.Removed + n.Lossy) * n.Loops }
