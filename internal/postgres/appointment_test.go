package postgres_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func tomorrow() postgres.NewSlots {
	return postgres.NewSlots{Day: calendar.DateOf(pgtest.Now).AddDays(1), From: 9 * time.Hour, To: 10 * time.Hour, Minutes: 30, Place: "外滩营业厅", Seats: 1}
}

func TestAppointments(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	for name, spoil := range map[string]func(*postgres.NewSlots){
		"yesterday": func(n *postgres.NewSlots) { n.Day = n.Day.AddDays(-2) }, "no day": func(n *postgres.NewSlots) { n.Day = calendar.Date{} },
		"no place": func(n *postgres.NewSlots) { n.Place = " " }, "too short": func(n *postgres.NewSlots) { n.To = n.From + time.Minute },
		"no seats": func(n *postgres.NewSlots) { n.Seats = 0 }, "past midnight": func(n *postgres.NewSlots) { n.To = 30 * time.Hour },
	} {
		n := tomorrow()
		spoil(&n)
		var problems filing.Problems
		if _, err := w.Li.OfferSlots(ctx, n); !errors.As(err, &problems) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Wang.OfferSlots(ctx, tomorrow()); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("an owner offers times: %v", err)
	}
	n, err := w.Li.OfferSlots(ctx, tomorrow())
	pgtest.Must(t, err)
	again, err := w.Li2.OfferSlots(ctx, tomorrow())
	pgtest.Must(t, err)
	if n != 2 || again != 0 {
		t.Errorf("opened %d, then %d", n, again)
	}
	f := submitted(t, w, filingtest.Person())
	free, err := w.Wang.Slots(ctx, f)
	pgtest.Must(t, err)
	if len(free) != 2 {
		t.Fatalf("free: %+v", free)
	}
	pgtest.Must(t, w.Wang.Book(ctx, f.ID, free[0].ID))
	pgtest.Must(t, w.Wang.Book(ctx, f.ID, free[1].ID)) // changed
	second := submitted(t, w, other(7))
	if err := w.Wang.Book(ctx, second.ID, free[1].ID); !hasFlaw(err, filing.SlotGone) {
		t.Errorf("a full time is booked: %v", err)
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "provider": w.Li} {
		if s, ok, err := d.Appointment(ctx, f); err != nil || !ok || s.ID != free[1].ID || s.Taken != 1 {
			t.Errorf("the %s sees %+v, %v, %v", who, s, ok, err)
		}
	}
	visits, err := w.Li2.Visits(ctx)
	pgtest.Must(t, err)
	if others, err := w.Other.Visits(ctx); err != nil || len(others) != 0 || len(visits) != 1 || visits[0].Filing.ID != f.ID {
		t.Errorf("visits %+v, another provider's %v %v", visits, others, err)
	}
	if err := w.Li.CloseSlot(ctx, free[1].ID); !hasFlaw(err, filing.SlotBooked) {
		t.Errorf("a booked time is closed: %v", err)
	}
	if err := w.Other.CloseSlot(ctx, free[0].ID); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("closed by another provider: %v", err)
	}
	pgtest.Must(t, w.Li.CancelAppointment(ctx, f.ID))
	pgtest.Must(t, w.Li.CloseSlot(ctx, free[1].ID))
	if err := w.Wang.Book(ctx, f.ID, free[1].ID); !hasFlaw(err, filing.SlotGone) {
		t.Errorf("a closed time is booked: %v", err)
	}
}

func TestLastSeatIsTakenOnce(t *testing.T) {
	pools, err := postgres.Open(t.Context(), pgtest.URL(t))
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	s, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	w := pgtest.NewWorld(t, s, pools.App)
	_, err = w.Li.OfferSlots(t.Context(), tomorrow())
	pgtest.Must(t, err)
	filings := []postgres.Filing{submitted(t, w, filingtest.Person()), submitted(t, w, other(8)), submitted(t, w, other(9))}
	free, err := w.Wang.Slots(t.Context(), filings[0])
	pgtest.Must(t, err)
	var wait sync.WaitGroup
	errs := make([]error, len(filings))
	for i, f := range filings {
		wait.Go(func() { errs[i] = w.Wang.Book(t.Context(), f.ID, free[0].ID) })
	}
	wait.Wait()
	booked := 0
	for _, err := range errs {
		if err == nil {
			booked++
		} else if !hasFlaw(err, filing.SlotGone) {
			t.Errorf("told: %v", err)
		}
	}
	if booked != 1 {
		t.Errorf("%d have the one seat", booked)
	}
}
