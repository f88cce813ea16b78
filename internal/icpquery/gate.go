package icpquery

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// gate lets an address in so many times a minute. It is this process's own: what
// matters is that one caller cannot slow the others down.
type gate struct {
	most  int
	now   func() time.Time
	mu    sync.Mutex
	began time.Time
	hits  map[string]int
}

func newGate(most int, now func() time.Time) *gate {
	return &gate{most: most, now: now, hits: map[string]int{}}
}

// hit counts once more and says how long to wait, 0 when it may happen now.
func (g *gate) hit(from string) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if now.Sub(g.began) >= time.Minute || now.Before(g.began) {
		g.began = now
		clear(g.hits)
	}
	if g.hits[from]++; g.hits[from] <= g.most {
		return 0
	}
	return g.began.Add(time.Minute).Sub(now)
}

func tooMany(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	answer(w, failed(http.StatusTooManyRequests, "请求过于频繁，请稍后再试"))
}
