package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// exact fails when a figure, in either grain, is not what counting gives now, or when what came into the bureaus' hands
// less what went out of them is not what lies there.
func exact(t *testing.T, db postgres.DB, when string) {
	t.Helper()
	rows, err := db.Query(t.Context(), `
		SELECT what || ' ' || province || ' ' || code || ' ' || day || ': ' || sum(n) FROM (
			SELECT what, province, code, day, n FROM figure_truth
			UNION ALL SELECT what, province, code, day, -n FROM figure_now) AS compared
		GROUP BY what, province, code, day HAVING sum(n) <> 0
		UNION ALL
		SELECT what || ' ' || province || ' of ' || provider_id || ' ' || code || ' ' || day || ': ' || sum(n) FROM (
			SELECT what, province, provider_id, code, day, n FROM provider_figure_truth
			UNION ALL SELECT what, province, provider_id, code, day, -n FROM provider_figure_now) AS compared
		GROUP BY what, province, provider_id, code, day HAVING sum(n) <> 0
		UNION ALL
		SELECT 'moved ' || province || ' and not there: ' || sum(n) FROM (
			SELECT province, CASE code WHEN 'in' THEN n ELSE -n END AS n FROM figure_now WHERE what = 'moved'
			UNION ALL SELECT province, -n FROM figure_now WHERE what = 'state' AND code = 'bureau_review') AS compared
		GROUP BY province HAVING sum(n) <> 0`)
	pgtest.Must(t, err)
	defer rows.Close()
	for rows.Next() {
		var s string
		pgtest.Must(t, rows.Scan(&s))
		t.Errorf("%s: off by %s", when, s)
	}
	pgtest.Must(t, rows.Err())
}

// TestFiguresAreExact: after every sort of step, folded or not, the kept figures are what counting gives.
func TestFiguresAreExact(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	step := func(name string, do func()) {
		do()
		exact(t, db, name)
		if _, err := w.FoldFigures(ctx); err != nil {
			t.Fatal(err)
		}
		exact(t, db, name+", folded")
	}
	var f, other postgres.Filing
	step("a draft", func() { f = w.Draft(t, w.Wang, filingtest.Person()) })
	step("its province changed", func() {
		_, err := w.Wang.Save(ctx, f.ID, 0, func(d *filing.Document) { d.Entity.Province = "330000" })
		pgtest.Must(t, err)
		_, err = w.Wang.Save(ctx, f.ID, 0, func(d *filing.Document) { d.Entity.Province = "310000" })
		pgtest.Must(t, err)
	})
	step("at the bureau", func() { f = w.ForwardDraft(t, db, w.Wang, w.Li, f.ID) })
	step("approved", func() { w.Approve(t, w.Zhao, f.ID) })
	step("two sites in Zhejiang", func() { other = w.Forward(t, db, w.Owner2, filingtest.Company()) })
	step("sent back", func() {
		w.Act(t, w.Qian, other.ID, move(filing.Claim))
		w.Act(t, w.Qian, other.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: filing.Detail{Marks: []filing.Mark{{Path: "entity.name", Note: "核对"}}}})
	})
	step("cancelled", func() {
		f, err := w.Wang.Filing(ctx, f.ID)
		pgtest.Must(t, err)
		_, err = db.Exec(ctx, `UPDATE access SET cancelled_at = now() WHERE false`)
		pgtest.Must(t, err)
		w.SetFilingPassword(t, db, f.EntityID, "k3yphrase")
	})
	if n, err := w.ReconcileFigures(ctx); err != nil || n != 0 {
		t.Errorf("reconciled %d, %v", n, err)
	}
	own, err := w.Zhou.Figures(ctx)
	pgtest.Must(t, err)
	if len(own) != 2 || own[0].Province != "310000" || own[0].Entities != 1 || own[0].Sites != 1 || own[0].Approved != 1 || own[1].Waiting != 0 {
		t.Errorf("%+v", own)
	}
	if own[0].Came != 1 || own[0].Went != 1 || own[1].Came != 1 || own[1].Went != 1 || own[0].ApprovedThen != 0 {
		t.Errorf("within a week %+v", own)
	}
	b, err := w.Zhou.Breakdown(ctx, "330000")
	if err != nil || b.States["returned_to_provider"] != 1 || b.Kinds["1"] != 1 || b.Natures["4"] != 1 || len(b.Weeks) != 12 ||
		b.Weeks[11].Submitted != 1 || b.Weeks[11].Ends.String() != "2026-11-20" || len(b.Providers) != 1 || b.Providers[0].Returned != 1 ||
		b.Reasons[""] != 1 {
		t.Errorf("%+v %v", b, err)
	}
	if _, err := w.Zhao.Breakdown(ctx, "330000"); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("another province's: %v", err)
	}
	if _, err := w.Zhao.Breakdown(ctx, "310000"); err != nil {
		t.Errorf("the own province's: %v", err)
	}
}

// TestReconcileFigures: a figure that has gone wrong is put right and counted.
func TestReconcileFigures(t *testing.T) {
	w, db := world(t)
	w.Forward(t, db, w.Wang, filingtest.Person())
	_, err := db.Exec(t.Context(), `INSERT INTO figure_delta (what, province, provider_id, code, day, n) VALUES ('site', '310000', 0, '1', '1970-01-01', 7)`)
	pgtest.Must(t, err)
	if n, err := w.ReconcileFigures(t.Context()); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	exact(t, db, "put right")
	_, err = w.FoldFigures(t.Context())
	pgtest.Must(t, err)
	_, err = db.Exec(t.Context(), `UPDATE provider_figure SET n = n + 1 WHERE province = 'all' AND code = 'bureau_review'`)
	pgtest.Must(t, err)
	if n, err := w.ReconcileFigures(t.Context()); err != nil || n != 1 {
		t.Errorf("of a provider: %d, %v", n, err)
	}
	exact(t, db, "put right of a provider")
	pgtest.Must(t, w.SweepFigures(t.Context()))
	exact(t, db, "swept")
	var zero int
	pgtest.Must(t, db.QueryRow(t.Context(), `SELECT count(*) FROM figure WHERE n = 0`).Scan(&zero))
	if zero != 0 {
		t.Errorf("%d are kept of nothing", zero)
	}
}

// TestSearchNation: a reason is wanted and recorded, and the question is not kept in clear.
func TestSearchNation(t *testing.T) {
	w, db := world(t)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	var found filing.Problems
	if _, _, err := w.Zhou.SearchNation(t.Context(), " ", ""); !errors.As(err, &found) || len(found) != 2 {
		t.Errorf("%v", err)
	}
	if list, _ := w.Zhou.NationalSearches(t.Context()); len(list) != 0 {
		t.Errorf("recorded %+v", list)
	}
	entities, filings, err := w.Zhou.SearchNation(t.Context(), "沪ICP备2026000001号-1", "举报核查")
	if err != nil || len(entities) != 1 || entities[0].Province != "310000" {
		t.Errorf("%+v %+v %v", entities, filings, err)
	}
	if _, filings, err = w.Zhou.SearchNation(t.Context(), f.Receipt, "举报核查"); err != nil || len(filings) != 1 {
		t.Errorf("%+v %v", filings, err)
	}
	list, err := w.Zhou.NationalSearches(t.Context())
	if err != nil || len(list) != 2 || list[1].Question != "沪ICP备2026000001号-1" || list[0].Reason != "举报核查" || list[0].Who != "周远" || list[0].Hits != 1 {
		t.Errorf("%+v %v", list, err)
	}
	for who, d := range map[string]*postgres.Desk{"bureau": w.Zhao, "owner": w.Wang} {
		if _, _, err := d.SearchNation(t.Context(), "x", "y"); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("by the %s: %v", who, err)
		}
		if _, err := d.NationalSearches(t.Context()); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("listed by the %s: %v", who, err)
		}
	}
}
