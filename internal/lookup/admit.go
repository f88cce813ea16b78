package lookup

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"
)

// ErrBusy is the answer to a search by name when too many are under way; it may be
// asked again after BusyFor.
var ErrBusy = errors.New("lookup: too many searches at once")

// BusyFor is how long a caller should wait after ErrBusy.
const BusyFor = 2 * time.Second

// gate lets few searches through at a time, so that a flood of them leaves the
// processors and the connections to questions by number and domain.
type gate struct {
	seats   chan struct{}
	waiting atomic.Int64
}

const (
	mostWaiting = 32
	waitForSeat = 500 * time.Millisecond
)

func newGate() *gate { return &gate{seats: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))} }

// enter waits for a seat, not long and not with too many others; leave gives it back.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-g.seats }
	select {
	case g.seats <- struct{}{}:
		return leave, nil
	default:
	}
	if g.waiting.Add(1) > mostWaiting {
		g.waiting.Add(-1)
		return nil, ErrBusy
	}
	defer g.waiting.Add(-1)
	late := time.NewTimer(waitForSeat)
	defer late.Stop()
	select {
	case g.seats <- struct{}{}:
		return leave, nil
	case <-late.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
