package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"beian/internal/postgres"
	"beian/internal/task"
)

// hashFilingPassword gives the register the hash of a new filing password (备案密码).
type hashFilingPassword struct {
	river.WorkerDefaults[task.HashFilingPassword]
	store *postgres.Store
}

// Work hashes; doing it twice does no harm.
func (w *hashFilingPassword) Work(ctx context.Context, job *river.Job[task.HashFilingPassword]) error {
	return w.store.HashFilingPassword(ctx, job.Args.Entity, job.Args.Link)
}

// NextRetry waits longer each time.
func (w *hashFilingPassword) NextRetry(job *river.Job[task.HashFilingPassword]) time.Time {
	return time.Now().Add(pause(job.Attempt))
}
