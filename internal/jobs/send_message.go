package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"beian/internal/message"
	"beian/internal/postgres"
	"beian/internal/task"
)

// sendMessage sends one queued message through the gateway of its channel.
type sendMessage struct {
	river.WorkerDefaults[task.SendMessage]
	o Options
}

// Work sends; an error means another try.
func (w *sendMessage) Work(ctx context.Context, job *river.Job[task.SendMessage]) error {
	return w.o.Store.Deliver(ctx, job.Args.Message, w.send)
}

// NextRetry waits longer each time.
func (w *sendMessage) NextRetry(job *river.Job[task.SendMessage]) time.Time {
	return time.Now().Add(pause(job.Attempt))
}

func (w *sendMessage) send(ctx context.Context, m postgres.Outgoing) (shown bool, err error) {
	switch m.Channel {
	case "mail":
		_, shown = w.o.Mail.(message.Screen[message.Mail])
		return shown, w.o.Mail.Send(ctx, message.Mail{ID: m.ID, To: m.To, Subject: m.Subject, Text: m.Body})
	case "sms":
		_, shown = w.o.SMS.(message.Screen[message.SMS])
		return shown, w.o.SMS.Send(ctx, message.SMS{ID: m.ID, To: m.To, Text: m.Body})
	}
	return false, fmt.Errorf("jobs: no gateway for channel %q", m.Channel)
}
