package postgres_test

import (
	"errors"
	"slices"
	"testing"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// TestCodeTables: an edition holds from its day on, for what is handed in from then on; what was handed in before goes
// on, and of two who make the next one the second is told.
func TestCodeTables(t *testing.T) {
	now := pgtest.Now
	w, db := worldAt(t, &now)
	t.Cleanup(func() { filing.Languages.Use(nil) })
	ctx, table := t.Context(), filing.Languages
	e, err := w.Zhou.CodesOf(ctx, table)
	if err != nil || e.Version != 0 || len(e.Entries) != len(table.All()) {
		t.Fatalf("%+v %v", e, err)
	}
	e.Entries = slices.Clone(e.Entries)
	e.Entries[0].Withdrawn, e.Note, e.ValidFrom = true, "停用一项", calendar.DateOf(now).AddDays(2)
	pgtest.Must(t, w.Zhou.SaveCodes(ctx, e))
	if err := w.Zhou.SaveCodes(ctx, e); !errors.Is(err, filing.ErrStale) {
		t.Errorf("made twice: %v", err)
	}
	under := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, under.ID, move(filing.Submit)) // its day has not come
	now = now.AddDate(0, 0, 2)
	if err := w.KeepCodes(ctx); err != nil || table.Entry(1).Withdrawn {
		t.Errorf("read again within half a minute: %v", err)
	}
	pgtest.Must(t, w.ReadCodes(ctx))
	if !table.Entry(1).Withdrawn {
		t.Error("its day has come")
	}
	later := w.Draft(t, w.Owner2, filingtest.Company())
	if _, err := w.Owner2.Act(ctx, later.ID, move(filing.Submit)); !hasFlaw(err, filing.CodeWithdrawn) {
		t.Errorf("handed in with a withdrawn language: %v", err)
	}
	w.Act(t, w.Li, under.ID, move(filing.Claim))
	_, err = w.Li.Act(ctx, under.ID, move(filing.Forward))
	if hasFlaw(err, filing.CodeWithdrawn) {
		t.Errorf("what was handed in before: %v", err)
	}
	list, err := w.Zhou.CodeEditions(ctx, table.ID)
	if err != nil || len(list) != 1 || list[0].By != "周远" || list[0].Version != 1 {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := db.Exec(ctx, `UPDATE code_entry SET name = 'x'`); err == nil {
		t.Error("an edition was rewritten")
	}
}

func TestCodeTablesRefuse(t *testing.T) {
	w, _ := world(t)
	good := postgres.CodeEdition{Table: filing.Methods.ID, Entries: filing.Methods.All(), Note: "说明", ValidFrom: calendar.DateOf(pgtest.Now)}
	for name, tt := range map[string]struct {
		change func(*postgres.CodeEdition)
		flaw   filing.Flaw
	}{
		"no note":   {func(e *postgres.CodeEdition) { e.Note = " " }, filing.Missing},
		"no day":    {func(e *postgres.CodeEdition) { e.ValidFrom = calendar.Date{} }, filing.Missing},
		"yesterday": {func(e *postgres.CodeEdition) { e.ValidFrom = e.ValidFrom.AddDays(-1) }, filing.Passed},
		"lost":      {func(e *postgres.CodeEdition) { e.Entries = e.Entries[1:] }, filing.CodeLost},
	} {
		e := good
		tt.change(&e)
		if err := w.Zhou.SaveCodes(t.Context(), e); !hasFlaw(err, tt.flaw) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "bureau": w.Zhao, "provider": w.Li} {
		if err := d.SaveCodes(t.Context(), good); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("by the %s: %v", who, err)
		}
	}
	good.Table = "no_such"
	if err := w.Zhou.SaveCodes(t.Context(), good); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("no such table: %v", err)
	}
}
