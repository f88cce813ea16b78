package lookup

import (
	"context"
	"sync"
	"time"

	"beian/internal/postgres"
)

// asker puts questions that wait at the same time to the register in one query. A
// query costs far more than a row: many callers then cost little more than one.
type asker struct {
	find    func(ctx context.Context, words []string) (map[string][]postgres.Record, error)
	mu      sync.Mutex
	waiting []*question
	working int
}

type question struct {
	word  string
	found []postgres.Record
	err   error
	done  chan struct{}
}

const (
	askWorkers = 2 // queries under way; more take turns on the processors
	// Questions in one query: the first of them waits for the last, whose pages may be in
	// nobody's memory, so few are better while few wait, and many save queries while many do.
	fewAtOnce, mostAtOnce = 16, 256
	askPatience           = 5 * time.Second
)

// ask waits for the answer, or until the caller gives up.
func (a *asker) ask(ctx context.Context, word string) ([]postgres.Record, error) {
	q := &question{word: word, done: make(chan struct{})}
	a.mu.Lock()
	a.waiting = append(a.waiting, q)
	if a.working < askWorkers {
		a.working++
		go a.work(context.WithoutCancel(ctx))
	}
	a.mu.Unlock()
	select {
	case <-q.done:
		return q.found, q.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// work answers until nobody waits.
func (a *asker) work(ctx context.Context) {
	for {
		a.mu.Lock()
		n := atOnce(len(a.waiting))
		if n == 0 {
			a.working--
			a.mu.Unlock()
			return
		}
		list := a.waiting[:n:n]
		a.waiting = a.waiting[n:]
		a.mu.Unlock()
		a.answer(ctx, list)
	}
}

// atOnce is how many of those who wait are answered by the next query.
func atOnce(waiting int) int { return min(waiting, max(fewAtOnce, waiting/4), mostAtOnce) }

func (a *asker) answer(ctx context.Context, list []*question) {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	words := make([]string, 0, len(list))
	seen := make(map[string]bool, len(list))
	for _, q := range list {
		if !seen[q.word] {
			seen[q.word] = true
			words = append(words, q.word)
		}
	}
	found, err := a.find(ctx, words)
	for _, q := range list {
		q.found, q.err = found[q.word], err
		close(q.done)
	}
}
