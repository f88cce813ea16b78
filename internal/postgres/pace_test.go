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

// TestPaces: the stays with each holder and the bureau's answers are counted as they end, exactly, and shown to whom
// they concern.
func TestPaces(t *testing.T) {
	now := pgtest.Now
	w, db := worldAt(t, &now)
	ctx := t.Context()
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	now = now.Add(50 * time.Hour)
	w.Verify(t, w.Li, f.ID)
	w.Act(t, w.Li, f.ID, move(filing.Forward)) // two days with the provider
	confirm := func() {
		for _, a := range w.Codes(t, db, f.ID)[:1] {
			_, err := w.ConfirmSMS(ctx, a)
			pgtest.Must(t, err)
		}
	}
	confirm()
	now = now.AddDate(0, 0, 7)
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: filing.Detail{Marks: []filing.Mark{{Path: "entity.name", Note: "核对"}}}})
	exact(t, db, "sent back")
	now = now.AddDate(0, 0, 1)
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	pgtest.Must(t, w.Li.SaveSheet(ctx, f.ID, sheetAgain(t, w, f.ID), true))
	w.Act(t, w.Li, f.ID, move(filing.Forward))
	confirm()
	now = now.AddDate(0, 0, 3)
	w.Approve(t, w.Zhao, f.ID)
	exact(t, db, "approved")
	if n, err := w.ReconcileFigures(ctx); err != nil || n != 0 {
		t.Errorf("reconciled %d, %v", n, err)
	}
	list, err := w.Zhou.Paces(ctx)
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	p := list[0]
	bureau, provider := p.Held[filing.Bureau], p.Held[filing.Provider]
	if p.Province != "310000" || p.Approved != 1 || p.Returned != 1 || p.Answers() != 2 || bureau[7] != 1 || bureau[3] != 1 || provider[2] != 1 || provider[1] != 1 {
		t.Errorf("%+v %v %v", p, bureau, provider)
	}
	if bureau.Within(50) != 3 || bureau.Within(90) != 7 {
		t.Errorf("half within %d, nine in ten within %d", bureau.Within(50), bureau.Within(90))
	}
	if p.Workdays != 8 { // five and three
		t.Errorf("working days: %d", p.Workdays)
	}
	if own, err := w.Zhao.Paces(ctx); err != nil || len(own) != 1 {
		t.Errorf("the own bureau: %+v %v", own, err)
	}
	if other, err := w.Qian.Paces(ctx); err != nil || len(other) != 0 {
		t.Errorf("another bureau: %+v %v", other, err)
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "provider": w.Li} {
		if _, err := d.Paces(ctx); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("the %s: %v", who, err)
		}
	}
	here, err := w.Zhao.Supervised(ctx, w.Provider)
	if err != nil || len(here) != 1 || here[0].Returned != 1 || here[0].Answers != 2 || here[0].Approved != 1 || here[0].Accesses != 1 {
		t.Errorf("%+v %v", here, err)
	}
	b, err := w.Zhou.Breakdown(ctx, "")
	if err != nil || len(b.Providers) != 1 || b.Providers[0].Answers != 2 || b.Providers[0].SentBack != 1 {
		t.Errorf("%+v %v", b.Providers, err)
	}
}

// TestStaysMoveWithTheFiling: a draft taken back goes to another province with the stays it has had.
func TestStaysMoveWithTheFiling(t *testing.T) {
	w, db := world(t)
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Act(t, w.Wang, f.ID, move(filing.Withdraw))
	exact(t, db, "taken back")
	_, err := w.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Entity.Province = "330000" })
	pgtest.Must(t, err)
	exact(t, db, "moved")
	list, err := w.Zhou.Paces(t.Context())
	if err != nil || len(list) != 1 || list[0].Province != "330000" || list[0].Held[filing.Provider].Stays() != 1 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestSpread(t *testing.T) {
	var s postgres.Spread
	if s.Stays() != 0 || s.Within(50) != 0 {
		t.Error("an empty one")
	}
	s[1], s[5], s[60] = 5, 4, 1
	for percent, want := range map[int]int{50: 1, 51: 5, 90: 5, 91: 60, 100: 60} {
		if got := s.Within(percent); got != want {
			t.Errorf("%d %%: %d", percent, got)
		}
	}
}
