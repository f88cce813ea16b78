package jobs

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"beian/internal/postgres"
	"beian/internal/task"
)

// tellApproved sends owners their numbers and principals the link to their filing password.
type tellApproved struct {
	river.WorkerDefaults[task.TellApproved]
	store *postgres.Store
}

// Work tells of all at once. At a second try each gets a job of its own.
func (w *tellApproved) Work(ctx context.Context, job *river.Job[task.TellApproved]) error {
	done := func(ctx context.Context, tx pgx.Tx) error {
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job)
		return err
	}
	if job.Attempt > 1 && len(job.Args.Filings) > 1 {
		return w.store.TellApprovedAlone(ctx, job.Args.Filings, done)
	}
	return w.store.TellApproved(ctx, job.Args.Filings, done)
}

// NextRetry waits longer each time.
func (w *tellApproved) NextRetry(job *river.Job[task.TellApproved]) time.Time {
	return time.Now().Add(pause(job.Attempt))
}
