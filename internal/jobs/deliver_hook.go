package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"github.com/riverqueue/river"

	"beian/internal/ident"
	"beian/internal/message"
	"beian/internal/postgres"
	"beian/internal/task"
)

const hookTimeout = 10 * time.Second

var errInternal = errors.New("the address is not public")

// deliverHook tells a provider's program of one event.
type deliverHook struct {
	river.WorkerDefaults[task.DeliverHook]
	store  *postgres.Store
	client *http.Client
}

func newDeliverHook(o Options) *deliverHook {
	dialer := &net.Dialer{Timeout: hookTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		return reachable(address, o.Loopback)
	}}
	transport := &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: hookTimeout, DisableKeepAlives: true}
	return &deliverHook{store: o.Store, client: &http.Client{Transport: transport, Timeout: hookTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// reachable refuses what is not on the public network, whatever name led there: a webhook must not reach into the house.
// It is asked for the address that is really dialled, after the name has been resolved. loopback lets a trial listen on
// this machine.
func reachable(address string, loopback bool) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errInternal
	}
	ip := at.Addr().Unmap()
	if loopback && ip.IsLoopback() {
		return nil
	}
	if _, err := ident.ParseIPRange(ip.WithZone("").String()); err != nil {
		return errInternal
	}
	return nil
}

// Work sends; an error means another try.
func (w *deliverHook) Work(ctx context.Context, job *river.Job[task.DeliverHook]) error {
	return w.store.DeliverHook(ctx, job.Args.Delivery, w.send)
}

// NextRetry waits longer each time.
func (w *deliverHook) NextRetry(job *river.Job[task.DeliverHook]) time.Time {
	return time.Now().Add(pause(job.Attempt))
}

// send posts the event, signed like messages to the SMS gateway. Any answer of 2xx has received it.
func (w *deliverHook) send(ctx context.Context, h postgres.Hook) (int, error) {
	body, err := json.Marshal(map[string]any{"id": h.ID, "event": h.Event, "receipt": h.Receipt, "number": h.Number, "at": h.At})
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return 0, errors.New("the address cannot be read")
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Beian-Webhook/1")
	r.Header.Set(message.HeaderID, strconv.FormatInt(h.ID, 10))
	r.Header.Set(message.HeaderTimestamp, now)
	r.Header.Set(message.HeaderSignature, message.Sign(h.Secret, now, body))
	answer, err := w.client.Do(r)
	if err != nil {
		return 0, briefly(err)
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10)
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer.StatusCode, fmt.Errorf("status %d", answer.StatusCode)
	}
	return answer.StatusCode, nil
}

// briefly is what went wrong without the address, which may carry a token of the listener's.
func briefly(err error) error {
	var timeout net.Error
	switch {
	case errors.Is(err, errInternal):
		return errInternal
	case errors.As(err, &timeout) && timeout.Timeout():
		return errors.New("no answer in time")
	}
	return errors.New("no connection")
}
