package postgres_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// crowd fills the case book of the world's provider with n filings, of which
// waiting have not been claimed by anybody, a hundred are in a colleague's hands, a
// hundred are in each further state that a list shows and the others are approved.
// Some have a first verifier. They arrived one after the other.
func crowd(t testing.TB, w *pgtest.World, db postgres.DB, n, waiting int) {
	t.Helper()
	_, err := db.Exec(t.Context(), `
		INSERT INTO filing (receipt, kind, state, owner_id, provider_id, province, unit_name, nature, site_name, domains, name_pairs,
		                    claimed_by, claimed_until, verified_by, entered_at, submitted_at, received_at, due_on, returned_at, sms_due, decided_at, created_at, updated_at)
		SELECT 'C' || i, CASE WHEN i % 50 = 0 THEN 4 ELSE 1 END, CASE WHEN i <= @waiting + 100 THEN 'provider_review' ELSE
		       coalesce((ARRAY['returned_to_provider', 'returned_to_registrant', 'sms_verification', 'bureau_review'])[(i - @waiting + 99) / 100 - 1], 'approved') END,
		       @owner, @provider, CASE WHEN i % 40 = 0 THEN '330000' ELSE '310000' END, CASE WHEN i % 1000 = 7 THEN '坐落' ELSE '单位' END || i, CASE WHEN i % 30 = 0 THEN 5 ELSE 4 END,
		       '网站' || i, ARRAY['crowd' || i || '.cn'], CASE WHEN i % 1000 = 7 THEN ARRAY[1464894525] ELSE ARRAY[i] END,
		       CASE WHEN i > @waiting AND i <= @waiting + 100 THEN @holder::bigint END, CASE WHEN i > @waiting AND i <= @waiting + 100 THEN @now::timestamptz + interval '1 hour' END,
		       CASE WHEN i % 500 = 0 THEN @holder::bigint END, @now::timestamptz - interval '1 day' + i * interval '10 milliseconds', @now, @now, '2026-12-18', @now,
		       CASE WHEN i > @waiting + 300 AND i <= @waiting + 400 THEN @now::timestamptz END,
		       CASE WHEN i > @waiting + 500 THEN @now::timestamptz END, @now, @now
		FROM generate_series(1, @n::integer) AS i`,
		pgx.NamedArgs{"n": n, "waiting": waiting, "owner": w.Wang.Me().Account, "provider": w.Provider, "holder": w.Li2.Me().Account, "now": pgtest.Now})
	pgtest.Must(t, err)
	_, err = db.Exec(t.Context(), `SET LOCAL ROLE NONE; ANALYZE filing; SET LOCAL ROLE beian_app`)
	pgtest.Must(t, err)
}

// searches are the work lists whose cost must not grow with the case book, each
// with the most rows of it that may be fetched.
func searches(middle postgres.Cursor) map[string]postgres.Search {
	return map[string]postgres.Search{
		"waiting":            {View: postgres.ViewWaiting},
		"waiting, deep":      {View: postgres.ViewWaiting, After: middle},
		"waiting, newest":    {View: postgres.ViewWaiting, Newest: true, After: middle},
		"waiting, by kind":   {View: postgres.ViewWaiting, Kind: filing.Change},
		"waiting, by nature": {View: postgres.ViewWaiting, Nature: filing.Individual},
		"waiting, province":  {View: postgres.ViewWaiting, Province: "330000"},
		"waiting, all three": {View: postgres.ViewWaiting, Kind: filing.Change, Nature: filing.Individual, Province: "330000"},
		"mine":               {View: postgres.ViewMine},
		"today":              {View: postgres.ViewToday},
		"returned":           {View: postgres.ViewReturned},
		"owner":              {View: postgres.ViewOwner},
		"codes":              {View: postgres.ViewSMS},
		"at the bureau":      {View: postgres.ViewBureau},
		"second verifier":    {View: postgres.ViewSecond},
		"waiting, by age":    {View: postgres.ViewWaiting, Waited: 3},
		"waiting, by state":  {View: postgres.ViewWaiting, State: filing.ReturnedToProvider},
		"in work":            {View: postgres.ViewOpen, After: middle},
		"ended":              {View: postgres.ViewEnded},
		"ended, by kind":     {View: postgres.ViewEnded, Kind: filing.Change},
		"all":                {View: postgres.ViewAll},
		"by receipt":         {View: postgres.ViewAll, Text: "C77"},
		"by part of a name":  {View: postgres.ViewAll, Text: "坐落"},
		"by domain":          {View: postgres.ViewAll, Text: "crowd77.cn"},
	}
}

// plan is the part of EXPLAIN's answer that tells what was fetched.
type plan struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Removed  float64 `json:"Rows Removed by Filter"`
	Lossy    float64 `json:"Rows Removed by Index Recheck"`
	Plans    []plan
}

// fetched is how many rows of the case book a plan fetched, those it threw away
// included; a sequential scan is named.
func (p plan) fetched(t *testing.T, name string) float64 {
	n := 0.0
	if p.Relation == "filing" {
		if p.Type == "Seq Scan" {
			t.Errorf("%s reads the whole case book", name)
		}
		n = (p.Rows + p.Removed + p.Lossy) * p.Loops
	}
	for _, below := range p.Plans {
		n += below.fetched(t, name)
	}
	return n
}

func explain(t *testing.T, db postgres.DB, sql string, args pgx.NamedArgs) plan {
	t.Helper()
	var text []byte
	pgtest.Must(t, db.QueryRow(t.Context(), `EXPLAIN (ANALYZE, FORMAT JSON) `+sql, args).Scan(&text))
	var out []struct{ Plan plan }
	pgtest.Must(t, json.Unmarshal(text, &out))
	return out[0].Plan
}

// The page shows 30 rows and fetches one more to know whether there are others, from
// each of the two states that a list may hold; each is looked up once along the index
// and, of those on the page, once more with the names around it. Rows that a
// filter leaves out are left out by the index. What colleagues hold at the moment is
// skipped, which is at most what they can hold.
func TestQueuesTouchOnlyTheRowsShown(t *testing.T) {
	w, db := world(t)
	crowd(t, w, db, 30_000, 3_000)
	middle := postgres.Cursor{At: pgtest.Now.Add(-24*time.Hour + 15*time.Second), ID: 0}
	pgtest.Must(t, db.QueryRow(t.Context(), `SELECT id, entered_at FROM filing WHERE receipt = 'C1500'`).Scan(&middle.ID, &middle.At))
	for name, s := range searches(middle) {
		s.Limit = 31
		const held = 100
		most := 3*float64(s.Limit) + held
		sql, args := postgres.QueueStatement(w.Li, s)
		if n := explain(t, db, sql, args).fetched(t, name); n > most {
			t.Errorf("%s fetches %.0f rows, want at most %.0f", name, n, most)
		}
	}
	// The whole case book is one provider's here, so that reading all of it is as cheap as its index; in the nation it is
	// one of a thousand.
	_, err := db.Exec(t.Context(), `SET LOCAL enable_seqscan = off`)
	pgtest.Must(t, err)
	for name, s := range searches(middle) {
		sql, args := postgres.CountStatement(w.Li, s)
		if n := explain(t, db, sql, args).fetched(t, name+", counted"); n > 1300 { // counted to a thousand
			t.Errorf("%s, counted, fetches %.0f rows", name, n)
		}
	}
}

// BenchmarkQueue is the first page of each work list, its counts and the next case
// at 1,000,000 filings of one provider of which 50,000 wait.
func BenchmarkQueue(b *testing.B) {
	s, tx := pgtest.StoreTx(b)
	w := pgtest.NewWorld(b, s, tx)
	crowd(b, w, tx, 1_000_000, 50_000)
	var middle postgres.Cursor
	pgtest.Must(b, tx.QueryRow(b.Context(), `SELECT id, entered_at FROM filing WHERE receipt = 'C25000'`).Scan(&middle.ID, &middle.At))
	for name, s := range searches(middle) {
		s.Limit = 31
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				list, err := w.Li.Queue(b.Context(), s)
				pgtest.Must(b, err)
				b.ReportMetric(float64(len(list)), "rows")
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			_, err := w.Li.Counts(b.Context())
			pgtest.Must(b, err)
		}
	})
	if n, err := w.Li.Count(b.Context(), postgres.Search{View: postgres.ViewWaiting}); err != nil || !n.More {
		b.Error(fmt.Sprint("waiting: ", n, err))
	}
}
