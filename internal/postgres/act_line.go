package postgres

import (
	"context"
	"slices"
	"sync"
)

const (
	// mostManyAtOnce is how many transactions for many filings a node does at a time: while one writes, the next reads.
	mostManyAtOnce = 2
	// mostTogether is how many filings those who waited have in one transaction.
	mostTogether = 160
)

// bulk is one call of ActMany on its way.
type bulk struct {
	d        *Desk
	picks    []Pick
	move     Move
	together map[int64]Outcome // of those approved in one go
	list     []Result
	err      error
	done     chan struct{} // closed when list and err stand
}

// line is where bulks wait. Whoever's turn it is takes along those who wait, as a
// database does with commits: the more there are, the less each costs.
type line struct {
	turns   chan struct{}
	mu      sync.Mutex
	waiting []*bulk
}

func newLine() *line { return &line{turns: make(chan struct{}, mostManyAtOnce)} }

// pass returns when b is done, by act here or by somebody who took it along. Whoever
// leaves while still waiting gets the context's error, and nothing was done.
func (l *line) pass(ctx context.Context, b *bulk, act func(context.Context, []*bulk)) error {
	l.mu.Lock()
	l.waiting = append(l.waiting, b)
	l.mu.Unlock()
	select {
	case l.turns <- struct{}{}:
		l.lead(ctx, b, act)
	case <-b.done:
	case <-ctx.Done():
		if l.leave(b) {
			return ctx.Err()
		}
	}
	<-b.done
	return nil
}

// lead acts for b and who goes with it, unless somebody has taken b along: then the turn is another's at once.
func (l *line) lead(ctx context.Context, b *bulk, act func(context.Context, []*bulk)) {
	defer func() { <-l.turns }()
	group := l.take(b)
	defer func() {
		for _, one := range group {
			close(one.done)
		}
	}()
	if len(group) > 0 {
		act(ctx, group)
	}
}

// take takes b out of the line, with those before and after it as far as there is room;
// none when somebody has taken b along.
func (l *line) take(b *bulk) (group []*bulk) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !slices.Contains(l.waiting, b) {
		return nil
	}
	room, rest := mostTogether-len(b.picks), []*bulk{}
	for _, one := range l.waiting {
		switch {
		case one == b:
			group = append(group, one)
		case len(one.picks) <= room:
			room -= len(one.picks)
			group = append(group, one)
		default:
			rest = append(rest, one)
		}
	}
	l.waiting = rest
	return group
}

func (l *line) leave(b *bulk) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := slices.Index(l.waiting, b)
	if at >= 0 {
		l.waiting = slices.Delete(l.waiting, at, at+1)
	}
	return at >= 0
}
