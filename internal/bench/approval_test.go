package bench

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/secret"
)

// sqlTime adds up how long statements take, from the first byte sent to the last
// one read.
type sqlTime struct{ sum atomic.Int64 }

type sqlBegan struct{}

func (s *sqlTime) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return context.WithValue(ctx, sqlBegan{}, time.Now())
}

func (s *sqlTime) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	s.sum.Add(int64(time.Since(ctx.Value(sqlBegan{}).(time.Time))))
}

func (s *sqlTime) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return context.WithValue(ctx, sqlBegan{}, time.Now())
}

func (s *sqlTime) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (s *sqlTime) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchEndData) {
	s.sum.Add(int64(time.Since(ctx.Value(sqlBegan{}).(time.Time))))
}

// office is a bureau with filings, in a database of its own beside the register,
// with commits that wait for the disk.
type office struct {
	*pgtest.World
	h      *house
	db     *pgxpool.Pool
	traced *sqlTime
	serial int
}

func (h *house) office() *office {
	ctx := context.Background()
	h.must(`DROP DATABASE IF EXISTS bench_office`)
	h.must(`CREATE DATABASE bench_office`)
	config, err := pgxpool.ParseConfig(h.url)
	if err != nil {
		h.t.Fatal(err)
	}
	config.ConnConfig.Database = "bench_office"
	if err := postgres.Migrate(ctx, urlOf(h.url, "bench_office")); err != nil {
		h.t.Fatal(err)
	}
	o := &office{h: h, traced: &sqlTime{}}
	config.ConnConfig.RuntimeParams["role"], config.ConnConfig.RuntimeParams["timezone"] = "beian_app", "UTC"
	config.ConnConfig.Tracer, config.MaxConns = o.traced, 16
	if o.db, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { o.db.Close(); h.must(`DROP DATABASE bench_office`) })
	now := pgtest.Now
	s, err := postgres.New(o.db, o.db, postgres.Options{Keys: h.keys, Passwords: secret.NewPasswords(), Calendar: calendar.Default(),
		Now: func() time.Time { return now }, BaseURL: "http://beian.test"})
	if err != nil {
		h.t.Fatal(err)
	}
	o.World = pgtest.NewWorld(h.t, s, o.db)
	return o
}

// drafts are n first filings, ready to submit.
func (o *office) drafts(n int) (ids []int64) {
	for range n {
		o.serial++
		doc := filingtest.Of(filing.Enterprise)
		doc.Entity.CertificateNumber = ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA1%05d", o.serial))
		name := fmt.Sprintf("bench%d.cn", o.serial)
		doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{name}, []string{"https://" + name + "/"}
		ids = append(ids, o.Draft(o.h.t, o.Wang, doc).ID)
	}
	return ids
}

// claimed are n filings at the bureau, in the reviewer's hands.
func (o *office) claimed(n int) (picks []postgres.Pick) {
	for _, id := range o.drafts(n) {
		o.ForwardDraft(o.h.t, o.db, o.Wang, o.Li, id)
		picks = append(picks, postgres.Pick{ID: id, Revision: o.Act(o.h.t, o.Zhao, id, postgres.Move{Action: filing.Claim}).Filing.Revision})
	}
	return picks
}

// share acts on each, one after another, and gives the part of the time that its
// statements took, and actions a second.
func (o *office) share(d *postgres.Desk, ids []int64, a filing.Action) (share, rate float64) {
	began := time.Now()
	o.traced.sum.Store(0)
	for _, id := range ids {
		o.Act(o.h.t, d, id, postgres.Move{Action: a})
	}
	took := time.Since(began)
	return float64(o.traced.sum.Load()) / float64(took), float64(len(ids)) / took.Seconds()
}

const inOneGo = 20 // as many as the page of bulk approval takes

func approval(h *house, r *report) {
	o := h.office()
	var submitted, approved, submits, approves, singles, bulks, ratios []float64
	for range 5 {
		ids := o.drafts(inOneGo)
		s, rate := o.share(o.Wang, ids, filing.Submit)
		submitted, submits = append(submitted, s), append(submits, rate)
		s, rate = o.share(o.Zhao, idsOf(o.claimed(inOneGo)), filing.Approve)
		approved, approves = append(approved, s), append(approves, rate)
		single, bulk := o.single(o.claimed(inOneGo)), o.bulk(o.claimed(inOneGo))
		singles, bulks, ratios = append(singles, single), append(bulks, bulk), append(ratios, bulk/single)
	}
	r.atLeast("submit: part of its time that is its SQL (the same statements alone)", 0.6, median(submitted), "", short(median(submits))+" a second, one after another")
	r.atLeast("approve: part of its time that is its SQL (the same statements alone)", 0.6, median(approved), "", short(median(approves))+" a second, one after another")
	r.atLeast("approvals a second against the nation's 0.7", 100, median(singles)/0.7, " ×", short(median(singles))+" a second by 16 at once in one province")
	r.atLeast("bulk approval, 20 in one transaction, against 16 approvers one by one", 10, median(ratios), " ×", short(median(bulks))+" against "+short(median(singles))+" a second")
}

func idsOf(picks []postgres.Pick) (ids []int64) {
	for _, p := range picks {
		ids = append(ids, p.ID)
	}
	return ids
}

func (o *office) single(picks []postgres.Pick) float64 {
	began := time.Now()
	var all sync.WaitGroup
	work := make(chan postgres.Pick)
	for range 16 {
		all.Go(func() {
			for p := range work {
				if _, err := o.Zhao.Act(context.Background(), p.ID, postgres.Move{Action: filing.Approve}); err != nil {
					o.h.t.Error(err)
				}
			}
		})
	}
	for _, p := range picks {
		work <- p
	}
	close(work)
	all.Wait()
	return float64(len(picks)) / time.Since(began).Seconds()
}

func (o *office) bulk(picks []postgres.Pick) float64 {
	began := time.Now()
	list, err := o.Zhao.ActMany(context.Background(), picks, postgres.Move{Action: filing.Approve})
	if err != nil {
		o.h.t.Fatal(err)
	}
	for _, one := range list {
		if one.Err != nil {
			o.h.t.Error(one.Err)
		}
	}
	return float64(len(picks)) / time.Since(began).Seconds()
}
