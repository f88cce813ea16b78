package lookup

import (
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// Policy is how much one caller may ask this node in a minute. It is published in
// the headers RateLimit-Policy and RateLimit.
type Policy struct {
	Name string
	Most int
}

// String is the policy as the header RateLimit-Policy tells it.
func (p Policy) String() string { return `"` + p.Name + `";q=` + strconv.Itoa(p.Most) + `;w=60` }

// Left is the header RateLimit: what is left, and for how many seconds.
func (p Policy) Left(n, seconds int) string {
	b := append(append(make([]byte, 0, 48), '"'), p.Name...)
	b = strconv.AppendInt(append(b, `";r=`...), int64(n), 10)
	return string(strconv.AppendInt(append(b, `;t=`...), int64(seconds), 10))
}

// The policies of callers without a key. Pages and programs count together.
var (
	Points   = Policy{"lookup", 600}  // numbers and domains
	Searches = Policy{"search", 60}   // names: each may read thousands
	Batches  = Policy{"batch", 3_000} // names in batches
)

// PolicyOf is the policy that a question counts under.
func PolicyOf(by By, q string) Policy {
	if Reading(by, q) == Name {
		return Searches
	}
	return Points
}

// Limiter counts callers' questions by the minute, in this node's memory: a
// question costs less than a counter shared by all nodes would.
type Limiter struct {
	sync.Mutex
	minute int64
	counts map[counted]int
}

type counted struct {
	policy string
	who    string
}

// mostCallers bounds the memory; beyond it the minute's counts begin anew.
const mostCallers = 200_000

// Take counts cost questions of a caller and tells how many are left in the minute
// and how long it still lasts. ok is false when there were not enough.
func (l *Limiter) Take(p Policy, who string, cost int) (left int, wait time.Duration, ok bool) {
	now := time.Now()
	minute := now.Unix() / 60
	wait = time.Unix((minute+1)*60, 0).Sub(now)
	l.Lock()
	defer l.Unlock()
	if l.minute != minute || len(l.counts) > mostCallers {
		l.minute, l.counts = minute, map[counted]int{}
	}
	key := counted{p.Name, who}
	had := l.counts[key]
	if had+cost > p.Most {
		return max(p.Most-had, 0), wait, false
	}
	l.counts[key] = had + cost
	return p.Most - had - cost, wait, true
}

// Network is what one subscriber has: an IPv4 address, or an IPv6 /64.
func Network(a netip.Addr) string {
	if a.Is6() && !a.Is4In6() {
		if prefix, err := a.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return a.Unmap().String()
}
