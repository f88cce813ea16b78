package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestResultsAreAcknowledgedInOrder(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	list, err := w.Li.Results(ctx, false, 0, 10)
	pgtest.Must(t, err)
	if len(list) != 2 || list[0].Action != filing.ConfirmSMS || list[1].Action != filing.Approve || list[1].Number == "" {
		t.Fatalf("results: %+v", list)
	}
	for who, d := range map[string]*postgres.Desk{"another provider": w.Other, "bureau": w.Zhao, "owner": w.Wang} {
		if others, err := d.Results(ctx, true, 0, 10); err != nil || len(others) != 0 {
			t.Errorf("%s reads %v, %v", who, others, err)
		}
		if figures, err := d.DeskFigures(ctx); err != nil || len(figures.Reasons) != 0 {
			t.Errorf("%s counts %v, %v", who, figures, err)
		}
	}
	if n, err := w.Other.AcknowledgeResults(ctx, list[1].ID); err != nil || n != 0 {
		t.Errorf("another provider takes note of %d, %v", n, err)
	}
	if _, err := w.Zhao.AcknowledgeResults(ctx, list[1].ID); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a bureau takes note: %v", err)
	}
	if n, err := w.Li.AcknowledgeResults(ctx, list[0].ID); err != nil || n != 1 {
		t.Errorf("taken note of %d, %v", n, err)
	}
	left, err := w.Li2.Results(ctx, false, 0, 10)
	pgtest.Must(t, err)
	every, err := w.Li2.Results(ctx, true, 0, 10)
	pgtest.Must(t, err)
	if len(left) != 1 || left[0].ID != list[1].ID || len(every) != 2 || every[0].ID != list[1].ID || every[1].AcknowledgedAt == nil {
		t.Errorf("left %+v of %+v", left, every)
	}
}

func TestDeskFigures(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	w.Forward(t, db, w.Wang, filingtest.Person())
	back := submitted(t, w, other(11))
	w.Act(t, w.Li, back.ID, move(filing.Claim))
	w.Act(t, w.Li, back.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{
		Marks: []filing.Mark{{Path: "entity.name", Reason: "name_differs"}, {Path: "sites.1.names", Reason: "title_broad"}}}})
	submitted(t, w, other(12))
	f, err := w.Li2.DeskFigures(ctx)
	pgtest.Must(t, err)
	today := f.Days[len(f.Days)-1]
	if len(f.Days) != 30 || today.Forwarded != 1 || today.Returned != 1 || f.Ages[0] != 1 || f.Reasons["name_differs"] != 1 || f.Rounds[0] != 1 {
		t.Errorf("figures: today %+v, ages %v, reasons %v, rounds %v", today, f.Ages, f.Reasons, f.Rounds)
	}
}
