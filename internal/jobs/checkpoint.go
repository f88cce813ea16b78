package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"beian/internal/task"
)

// checkpointEvery is how soon a step can be proved after it was taken.
const checkpointEvery = 10 * time.Second

// checkpoint takes new journal entries into the log and signs its head.
type checkpoint struct {
	river.WorkerDefaults[task.Checkpoint]
	o Options
}

// Work takes in all that waits.
func (w *checkpoint) Work(ctx context.Context, _ *river.Job[task.Checkpoint]) error {
	for {
		n, err := w.o.Store.ExtendLog(ctx, w.o.LogKey)
		if err != nil || n == 0 {
			return err
		}
	}
}
