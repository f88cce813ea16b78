package postgres_test

import (
	"errors"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestRenewKeepsOnlyTheOwnRunningLease(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	until := func() time.Time {
		f, err := w.Li.Filing(ctx, f.ID)
		pgtest.Must(t, err)
		return *f.ClaimedUntil
	}
	clock := func(after time.Duration) { w.Options.Now = func() time.Time { return pgtest.Now.Add(after) } }

	clock(20 * time.Minute)
	pgtest.Must(t, w.Li2.Renew(ctx, f.ID))
	if got, want := until(), pgtest.Now.Add(30*time.Minute); !got.Equal(want) {
		t.Errorf("a colleague renewed the lease to %v", got)
	}
	pgtest.Must(t, w.Li.Renew(ctx, f.ID))
	if got, want := until(), pgtest.Now.Add(50*time.Minute); !got.Equal(want) {
		t.Errorf("lease until %v, want %v", got, want)
	}
	clock(time.Hour)
	pgtest.Must(t, w.Li.Renew(ctx, f.ID))
	if got, want := until(), pgtest.Now.Add(50*time.Minute); !got.Equal(want) {
		t.Errorf("a lease that had run out came back: %v", got)
	}
}

func TestDiscloseForWorkOncePerLease(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	look := func() { pgtest.Must(t, w.Li.DiscloseForWork(ctx, f.ID, "case", "核验")) }
	look()
	look()
	pgtest.Must(t, w.Other.DiscloseForWork(ctx, f.ID, "case", "another provider"))
	w.Options.Now = func() time.Time { return pgtest.Now.Add(31 * time.Minute) }
	look()
	list, err := w.Wang.Disclosures(ctx, f.ID)
	pgtest.Must(t, err)
	if len(list) != 2 {
		t.Errorf("%d looks recorded, want 2: %+v", len(list), list)
	}
}

func TestInForceIsWhatWasApproved(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	if _, err := w.Zhao.InForce(ctx, f, filingtest.Person()); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("before the approval: %v", err)
	}
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	f = w.Act(t, w.Zhao, f.ID, move(filing.Approve)).Filing
	asked := filingtest.Person()
	asked.Sites[0].Key, asked.Sites[0].Number = "7", "沪ICP备2026000001号-1"
	asked.Sites[0].Names = []string{"晓云的旅行笔记"}
	now, err := w.Zhao.InForce(ctx, f, asked)
	pgtest.Must(t, err)
	if now.Entity.Name != "陈晓云" || len(now.Sites) != 1 || now.Sites[0].Key != "7" || now.Sites[0].Names[0] != "晓云的摄影笔记" {
		t.Errorf("in force: %+v", now)
	}
}

func TestCorrectionKeepsTheProvince(t *testing.T) {
	w, _ := world(t)
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	doc := filingtest.Person()
	doc.Entity.Province, doc.Entity.City, doc.Entity.County = "330000", "330100", "330106"
	if _, err := w.Li.Act(t.Context(), f.ID, postgres.Move{Action: filing.Correct, Document: doc}); !hasFlaw(err, filing.ProvinceFixed) {
		t.Errorf("a correction that changes the bureau: %v", err)
	}
}

func TestNextCaseIsOneOfTheOwnTier(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	at := w.Forward(t, db, w.Wang, filingtest.Person())
	if f, err := w.Li.NextCase(ctx); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("the provider is given filing %d, which waits at the bureau: %v", f.ID, err)
	}
	counts, err := w.Li.Counts(ctx)
	pgtest.Must(t, err)
	if n := counts[postgres.ViewWaiting].N; n != 0 {
		t.Errorf("%d filings wait for the provider, want 0", n)
	}
	if f, err := w.Zhao.NextCase(ctx); err != nil || f.ID != at.ID {
		t.Errorf("the bureau is given filing %d: %v", f.ID, err)
	}
}

// What the bureau has sent back waits for the provider again, ahead of what came in later.
func TestNextCaseTakesUpWhatTheBureauSentBack(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	back := w.Forward(t, db, w.Wang, filingtest.Person())
	fresh := w.Draft(t, w.Wang, filingtest.Company())
	w.Act(t, w.Wang, fresh.ID, postgres.Move{Action: filing.Submit})
	w.Act(t, w.Zhao, back.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Zhao, back.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: filing.Detail{Marks: []filing.Mark{{Path: "sites.1.names", Reason: "title_broad"}}}})
	list, err := w.Li.Queue(ctx, postgres.Search{View: postgres.ViewWaiting})
	pgtest.Must(t, err)
	if len(list) != 2 {
		t.Errorf("%d filings wait, want both", len(list))
	}
	for _, want := range []int64{back.ID, fresh.ID} {
		if f, err := w.Li.NextCase(ctx); err != nil || f.ID != want {
			t.Errorf("given filing %d, want %d: %v", f.ID, want, err)
		}
	}
	if f, err := w.Li2.NextCase(ctx); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a colleague is given filing %d, which is in work: %v", f.ID, err)
	}
}

func TestDueDaysCountTheOwnProvince(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	w.Forward(t, db, w.Wang, filingtest.Person()) // due on 2026-12-18, the 21st working day from today on
	days, err := w.Zhao.DueDays(ctx, 21)
	pgtest.Must(t, err)
	if len(days) != 21 || days[0].Day.String() != "2026-11-20" || days[1].Day.String() != "2026-11-23" || days[20].Day.String() != "2026-12-18" || days[20].N != 1 {
		t.Errorf("due days: %v", days)
	}
	days, err = w.Qian.DueDays(ctx, 21)
	pgtest.Must(t, err)
	for _, day := range days {
		if day.N != 0 {
			t.Errorf("another province counts %d on %s", day.N, day.Day)
		}
	}
}
