package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"beian/internal/calendar"
	"beian/internal/task"
)

const (
	recountEvery = time.Hour
	// The hour in Shanghai in which the whole register is read once.
	recountHour = 3
	// Five million sites are counted in minutes.
	recountFor = 20 * time.Minute
)

// recount holds the kept figures against the register and the case book once a night.
type recount struct {
	river.WorkerDefaults[task.Recount]
	o Options
}

// Timeout is longer than that of other jobs.
func (w *recount) Timeout(*river.Job[task.Recount]) time.Duration { return recountFor }

// Work does nothing but in the small hours.
func (w *recount) Work(ctx context.Context, _ *river.Job[task.Recount]) error {
	if w.o.Store.Now().In(calendar.Shanghai).Hour() != recountHour {
		return nil
	}
	wrong, err := w.o.Store.ReconcileFigures(ctx)
	if wrong > 0 {
		w.o.Logger.Warn("figures were wrong and have been put right", "count", wrong)
	}
	return errors.Join(err, w.o.Store.SweepFigures(ctx))
}
