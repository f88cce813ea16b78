// Package jobs is the night: what happens when nobody clicks. Each kind of job is a file; its arguments stand in
// package task, and everything it changes is a method of the store.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"beian/internal/footer"
	"beian/internal/journal"
	"beian/internal/message"
	"beian/internal/postgres"
	"beian/internal/task"
)

// Sweeper removes what uploads left unfinished before a time.
type Sweeper interface {
	Sweep(ctx context.Context, before time.Time) (int, error)
}

// Options are what the jobs work with.
type Options struct {
	Store     *postgres.Store
	Pool      *pgxpool.Pool
	Mail      message.Gateway[message.Mail]
	SMS       message.Gateway[message.SMS]
	Materials Sweeper
	LogKey    *journal.Key
	Loopback  bool // webhooks may listen on this machine: in a demo
	Logger    *slog.Logger

	Footer    *footer.Fetcher // looks at websites
	Footers   int             // of them a minute; 0: none
	Authority []byte          // PEM, that signs electronic certificates
}

const (
	// atOnce is how many jobs run at the same time; one that sends holds a connection of the pool meanwhile.
	atOnce  = 6
	timeout = time.Minute
	// A worker that has died is noticed by the age of its job, well after any living one has ended.
	rescueAfter = 2 * timeout
	// Whoever waits for a code must not wait long for its second try.
	shortPause = 5 * time.Second
	longPause  = 10 * time.Minute
)

// Night runs the jobs of one node. Several nodes share the queue.
type Night struct {
	client *river.Client[pgx.Tx]
}

// New prepares the jobs; nothing runs before Start.
func New(o Options) (*Night, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &sendMessage{o: o})
	river.AddWorker(workers, &tellApproved{store: o.Store})
	river.AddWorker(workers, &hashFilingPassword{store: o.Store})
	river.AddWorker(workers, newDeliverHook(o))
	river.AddWorker(workers, &clock{o: o})
	river.AddWorker(workers, &checkpoint{o: o})
	river.AddWorker(workers, &recount{o: o})
	periodic := []*river.PeriodicJob{every(clockEvery, task.Clock{}), every(checkpointEvery, task.Checkpoint{}), every(recountEvery, task.Recount{})}
	if o.Footers > 0 && o.Footer != nil {
		river.AddWorker(workers, &footers{o: o})
		periodic = append(periodic, every(footersEvery, task.Footers{}))
	}
	client, err := river.NewClient(riverpgxv5.New(o.Pool), &river.Config{
		Schema:                      postgres.QueueSchema,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}, task.Passwords: {MaxWorkers: 1}},
		Workers:                     workers,
		PeriodicJobs:                periodic,
		JobTimeout:                  timeout,
		RescueStuckJobsAfter:        rescueAfter,
		CompletedJobRetentionPeriod: time.Hour,
		SoftStopTimeout:             5 * time.Second,
		ReindexerIndexNames:         []string{}, // it would have to own the tables
		Logger:                      slog.New(warnings{o.Logger.Handler()}),
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Night{client}, nil
}

// every makes a periodic job. It has one try, because it comes again by itself, and waits for the one before.
func every(period time.Duration, args river.JobArgs) *river.PeriodicJob {
	opts := &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled}}}
	return river.NewPeriodicJob(river.PeriodicInterval(period),
		func() (river.JobArgs, *river.InsertOpts) { return args, opts },
		&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true})
}

// Start begins to work. The context's end does not stop it; Stop does.
func (n *Night) Start(ctx context.Context) error {
	if err := n.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	return nil
}

// Stop lets running jobs finish and returns when they have, or when ctx ends.
func (n *Night) Stop(ctx context.Context) error { return n.client.Stop(ctx) }

// pause is the time before the next try, doubled each time.
func pause(tries int) time.Duration {
	return min(shortPause<<min(max(tries-1, 0), 20), longPause)
}
