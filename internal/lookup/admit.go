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

// mostRest bounds how long a seat rests.
const mostRest = 100 * time.Millisecond

// leave gives a seat back. While others wait, it rests first for as long as it was
// used: a flood then takes half of a seat's processor and leaves the other half.
func (g *gate) leave(since time.Time) {
	if g.waiting.Load() == 0 {
		<-g.seats
		return
	}
	time.AfterFunc(min(time.Since(since), mostRest), func() { <-g.seats })
}

// enter waits for a seat, not long and not with too many others.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	select {
	case g.seats <- struct{}{}:
		return g.seated(), nil
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
		return g.seated(), nil
	case <-late.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (g *gate) seated() (leave func()) {
	since := time.Now()
	return func() { g.leave(since) }
}
