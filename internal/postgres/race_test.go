package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// openWorld is a cast on a database of its own, where everything commits.
func openWorld(t *testing.T, change ...func(*postgres.Options)) (*pgtest.World, *pgxpool.Pool) {
	t.Helper()
	return openWorldAt(t, pgtest.URL(t), change...)
}

func openWorldAt(t *testing.T, url string, change ...func(*postgres.Options)) (*pgtest.World, *pgxpool.Pool) {
	t.Helper()
	pools, err := postgres.Open(t.Context(), url)
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	o := pgtest.Options()
	for _, f := range change {
		f(&o)
	}
	s, err := postgres.New(pools.App, pools.Public, o)
	pgtest.Must(t, err)
	return pgtest.NewWorld(t, s, pools.App), pools.App
}

// person is the n-th of many different people with a domain each.
func person(n int) *filing.Document {
	doc := filingtest.Person()
	doc.Entity.CertificateNumber = string(ident.MakeResidentID("310101", time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), n%900+1))
	doc.Entity.Principal.Mobiles = []string{fmt.Sprintf("138%08d", n)}
	doc.Sites[0].Domains = []string{fmt.Sprintf("person%d.cn", n)}
	doc.Sites[0].HomeURLs = []string{fmt.Sprintf("www.person%d.cn", n)}
	return doc
}

// at runs n functions as nearly at once as can be.
func at(n int, f func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			ready.Done()
			<-start
			f(i)
		}()
	}
	ready.Wait()
	close(start)
	done.Wait()
}

func TestParallelApprovalsLeaveNoGap(t *testing.T) {
	const approvers = 64
	w, db := openWorld(t)
	ids := make([]int64, approvers)
	for i := range ids {
		ids[i] = w.Forward(t, db, w.Wang, person(i)).ID
		w.Act(t, w.Zhao, ids[i], move(filing.Claim))
	}
	var failed sync.Map
	at(approvers, func(i int) {
		ctx := t.Context()
		if i%5 == 0 { // a fifth is cut off somewhere on the way
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, time.Duration(rand.IntN(40))*time.Millisecond)
			defer cancel()
		}
		if _, err := w.Zhao.Act(ctx, ids[i], move(filing.Approve)); err != nil {
			failed.Store(i, err)
		}
	})
	aborted := 0
	failed.Range(func(key, err any) bool {
		aborted++
		if key.(int)%5 != 0 {
			t.Errorf("approval %v failed by itself: %v", key, err)
		}
		return true
	})
	t.Logf("%d of %d approvals were cut off", aborted, approvers)
	checkNumbers(t, db)
	for i, id := range ids { // those cut off go through when tried again, with the next numbers
		if f, err := w.Zhao.Filing(t.Context(), id); err != nil || f.State == filing.Approved {
			continue
		}
		if _, err := w.Zhao.Act(t.Context(), id, move(filing.Approve)); err != nil {
			t.Errorf("approval %d again: %v", i, err)
		}
	}
	if got := checkNumbers(t, db); got != approvers {
		t.Errorf("%d numbers, want %d", got, approvers)
	}
}

// checkNumbers wants the serials 1..n, each once, as many as there are approved
// filings with a journal entry, a message and a register entry.
func checkNumbers(t *testing.T, db *pgxpool.Pool) int {
	t.Helper()
	rows, err := db.Query(t.Context(), `SELECT number FROM entity ORDER BY number`)
	pgtest.Must(t, err)
	numbers, err := pgx.CollectRows(rows, pgx.RowTo[string])
	pgtest.Must(t, err)
	for i, got := range numbers {
		if want := fmt.Sprintf("沪ICP备2026%06d号", i+1); got != want {
			t.Fatalf("number %d is %s, want %s", i, got, want)
		}
	}
	var approved, events, sites int
	pgtest.Must(t, db.QueryRow(t.Context(), `
		SELECT (SELECT count(*) FROM filing WHERE state = 'approved'), (SELECT count(*) FROM event WHERE action = 'approve'), (SELECT count(*) FROM site)`).
		Scan(&approved, &events, &sites))
	if approved != len(numbers) || events != approved || sites != approved {
		t.Fatalf("%d numbers, %d approved, %d journal entries, %d sites", len(numbers), approved, events, sites)
	}
	return len(numbers)
}

func TestHundredEqualSubmits(t *testing.T) {
	w, db := openWorld(t)
	f := w.Draft(t, w.Wang, person(1))
	errs := make([]error, 100)
	at(len(errs), func(i int) { _, errs[i] = w.Wang.Act(t.Context(), f.ID, move(filing.Submit)) })
	won := 0
	for _, err := range errs {
		var refused *filing.TransitionError
		switch {
		case err == nil:
			won++
		case !errors.As(err, &refused):
			t.Errorf("unexpected: %v", err)
		}
	}
	var events, claims, messages int
	pgtest.Must(t, db.QueryRow(t.Context(), `
		SELECT (SELECT count(*) FROM event WHERE action = 'submit'), (SELECT count(*) FROM claim), (SELECT count(*) FROM message)`).
		Scan(&events, &claims, &messages))
	if won != 1 || events != 1 || claims != 2 {
		t.Errorf("%d won, %d entries, %d claims", won, events, claims)
	}
}

func TestManyDraftsOfOneDomain(t *testing.T) {
	const owners = 20
	w, _ := openWorld(t)
	ids := make([]int64, owners)
	for i := range ids {
		doc := person(i)
		doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{"wanted.cn"}, []string{"wanted.cn"}
		ids[i] = w.Draft(t, w.Wang, doc).ID
	}
	errs := make([]error, owners)
	at(owners, func(i int) { _, errs[i] = w.Wang.Act(t.Context(), ids[i], move(filing.Submit)) })
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
		} else if !hasFlaw(err, filing.DomainOpen) {
			t.Errorf("submit %d: %v", i, err)
		}
	}
	if won != 1 {
		t.Errorf("%d filings hold one domain", won)
	}
}

func TestColleaguesGetDifferentCases(t *testing.T) {
	const cases = 12
	w, _ := openWorld(t)
	for i := range cases {
		f := w.Draft(t, w.Wang, person(i))
		w.Act(t, w.Wang, f.ID, move(filing.Submit))
	}
	got := make([]int64, cases)
	at(cases, func(i int) {
		desk := w.Li
		if i%2 == 1 {
			desk = w.Li2
		}
		for { // a case skipped because a colleague was just taking it comes with the next try
			f, err := desk.NextCase(t.Context())
			if err == nil {
				got[i] = f.ID
				return
			}
			if !errors.Is(err, filing.ErrNotFound) {
				t.Errorf("next case: %v", err)
				return
			}
		}
	})
	slices.Sort(got)
	if len(slices.Compact(got)) != cases {
		t.Errorf("cases were given twice: %v", got)
	}
}

// Whoever decides, the owner who withdraws and the clock all want the same
// filing: exactly one of each pair gets it.
func TestRivalsForOneFiling(t *testing.T) {
	marks := filing.Detail{Marks: []filing.Mark{{Path: "entity.name", Note: "请核对"}}, Ground: "第十二条"}
	bureau := []filing.Action{filing.Approve, filing.ReturnToProvider, filing.Refuse}
	w, db := openWorld(t)
	n := 0
	for _, a := range bureau {
		for _, b := range bureau {
			id := w.Forward(t, db, w.Wang, person(n)).ID
			n++
			w.Act(t, w.Zhao, id, move(filing.Claim))
			errs := make([]error, 2)
			at(2, func(i int) {
				_, errs[i] = w.Zhao.Act(t.Context(), id, postgres.Move{Action: []filing.Action{a, b}[i], Detail: marks})
			})
			oneWins(t, fmt.Sprintf("%s against %s", a, b), errs)
		}
	}
	for range 10 {
		f := w.Draft(t, w.Wang, person(n))
		n++
		w.Act(t, w.Wang, f.ID, move(filing.Submit))
		errs := make([]error, 2)
		at(2, func(i int) {
			_, errs[i] = []*postgres.Desk{w.Wang, w.Li}[i].Act(t.Context(), f.ID, move([]filing.Action{filing.Withdraw, filing.Claim}[i]))
		})
		oneWins(t, "withdraw against claim", errs)
	}
}

func oneWins(t *testing.T, what string, errs []error) {
	t.Helper()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("%s: %v, %v", what, errs[0], errs[1])
		return
	}
	lost := errors.Join(errs...)
	var refused *filing.TransitionError
	if !errors.As(lost, &refused) && !errors.Is(lost, filing.ErrNotFound) {
		t.Errorf("%s: the loser is told %v", what, lost)
	}
}
