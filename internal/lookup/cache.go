package lookup

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"
)

// Cache keeps whole answers of this node in bounded memory until the register
// changes under them. It is closed, and keeps nothing, while the node cannot hear
// of changes: a stale answer is worse than a slow one.
type Cache struct {
	shards [16]shard
	epochs [4096]atomic.Uint64 // by word: grows with each change of what it finds
	any    atomic.Uint64       // grows with each change of anything
	all    atomic.Uint64       // grows when everything may have changed
	open   atomic.Bool
	seed   maphash.Seed
	hits   atomic.Uint64
	misses atomic.Uint64
}

const (
	cacheBytes = 64 << 20
	// An answer is kept no longer than this, should a change be missed after all.
	keptFor = time.Minute
)

// shard has two generations: what is asked again moves to the young one, and when
// that is full the old one is dropped whole.
type shard struct {
	sync.Mutex
	young, old map[string]entry
	bytes      int // of the young one
}

type entry struct {
	answer *Response
	stamp  Stamp
	until  time.Time
}

// Stamp is the state of the register, as far as a node knows, when a question was
// asked: an answer is good while it stays so.
type Stamp struct {
	slot       int // of epochs; everything is anySlot
	epoch, all uint64
}

const anySlot = -1

// NewCache makes a cache that is closed.
func NewCache() *Cache { return &Cache{seed: maphash.MakeSeed()} }

// Stamp is taken before a question is put to the register. word is the number or
// key it is about; empty is for questions that any change may touch.
func (c *Cache) Stamp(word string) Stamp {
	s := Stamp{slot: anySlot, all: c.all.Load()}
	if word == "" {
		s.epoch = c.any.Load()
		return s
	}
	s.slot = int(maphash.String(c.seed, word) % uint64(len(c.epochs)))
	s.epoch = c.epochs[s.slot].Load()
	return s
}

func (c *Cache) good(s Stamp) bool {
	if s.all != c.all.Load() {
		return false
	}
	if s.slot == anySlot {
		return s.epoch == c.any.Load()
	}
	return s.epoch == c.epochs[s.slot].Load()
}

// Changed forgets the answers about a number or key; the empty word means all.
func (c *Cache) Changed(word string) {
	c.any.Add(1)
	if word == "" {
		c.all.Add(1)
		return
	}
	c.epochs[maphash.String(c.seed, word)%uint64(len(c.epochs))].Add(1)
}

// Open lets the cache work from now on: the node hears of every change.
func (c *Cache) Open() {
	c.Changed("")
	c.open.Store(true)
}

// Close empties the cache and keeps it so.
func (c *Cache) Close() {
	c.open.Store(false)
	c.Changed("")
	for i := range c.shards {
		s := &c.shards[i]
		s.Lock()
		s.young, s.old, s.bytes = nil, nil, 0
		s.Unlock()
	}
}

func (c *Cache) shard(key string) *shard {
	return &c.shards[maphash.String(c.seed, key)%uint64(len(c.shards))]
}

// Get is the answer kept under a key, nil when there is none that is still good.
func (c *Cache) Get(key string) *Response {
	if !c.open.Load() {
		return nil
	}
	e, ok := c.shard(key).get(key)
	if !ok || !c.good(e.stamp) || time.Now().After(e.until) {
		c.misses.Add(1)
		return nil
	}
	c.hits.Add(1)
	return e.answer
}

// Put keeps an answer to a question that was asked at the stamp.
func (c *Cache) Put(key string, s Stamp, answer *Response) {
	size := len(key) + answer.size()
	if !c.open.Load() || !c.good(s) || size > cacheBytes/len(c.shards)/8 {
		return
	}
	c.shard(key).put(key, entry{answer, s, time.Now().Add(keptFor)}, size)
}

// Counts are how often Get found something and how often not.
func (c *Cache) Counts() (hits, misses uint64) { return c.hits.Load(), c.misses.Load() }

func (s *shard) get(key string) (entry, bool) {
	s.Lock()
	defer s.Unlock()
	if e, ok := s.young[key]; ok {
		return e, true
	}
	e, ok := s.old[key]
	if ok {
		delete(s.old, key)
		s.add(key, e, len(key)+e.answer.size())
	}
	return e, ok
}

func (s *shard) put(key string, e entry, size int) {
	s.Lock()
	defer s.Unlock()
	s.add(key, e, size)
}

func (s *shard) add(key string, e entry, size int) {
	if s.young == nil || s.bytes+size > cacheBytes/16/2 {
		s.young, s.old, s.bytes = map[string]entry{}, s.young, 0
	}
	if was, ok := s.young[key]; ok {
		s.bytes -= len(key) + was.answer.size()
	}
	s.young[key] = e
	s.bytes += size
}
