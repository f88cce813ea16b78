package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"beian/internal/task"
)

const (
	clockEvery = time.Minute
	// An upload that was last written to an hour ago is no longer in work.
	unfinishedFor = time.Hour
)

// clock does what is due.
type clock struct {
	river.WorkerDefaults[task.Clock]
	o Options
}

// Work does each part even when another one fails.
func (w *clock) Work(ctx context.Context, _ *river.Job[task.Clock]) error {
	s := w.o.Store
	counted := func(what string, do func(context.Context) (int, error)) error {
		n, err := do(ctx)
		if n > 0 {
			w.o.Logger.Info("clock", "what", what, "count", n)
		}
		return err
	}
	return errors.Join(
		s.KeepCalendar(ctx),
		s.KeepCodes(ctx),
		counted("lapsed", s.LapseDue),
		counted("reminded", s.RemindDue),
		counted("abandoned", s.AbandonDue),
		counted("folded figures", s.FoldFigures),
		counted("redated", s.RedateStragglers),
		counted("escalated", s.Escalate),
		counted("reminded of expiry", s.RemindExpiry),
		counted("overdue answers", s.LapseMatters),
		counted("rescued messages", s.RescueMessages),
		counted("unfinished uploads", func(ctx context.Context) (int, error) {
			return w.o.Materials.Sweep(ctx, time.Now().Add(-unfinishedFor))
		}),
		s.EraseSecrets(ctx),
		s.SweepExpired(ctx),
	)
}
