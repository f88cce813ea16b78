package portal

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/lookup"
)

// Pages about the public register are the same for everybody who brings no cookie. They are kept in memory as they went
// out, until what they show changes, and answered from there before anything else of the door: without a session, a log
// line or a count of how often one asks, because that costs more than the answer.

// keepable reports whether the answer to r may come from memory or go there.
func keepable(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && len(r.Header["Cookie"]) == 0 && len(r.RequestURI) < 1024 &&
		(strings.HasPrefix(r.URL.Path, "/records/") || r.URL.Path == "/search" && r.URL.RawQuery != "")
}

// memoryKey is the address itself: the other doors have addresses of their own.
func memoryKey(r *http.Request) string { return r.RequestURI }

func (p *Portal) fromMemory(w http.ResponseWriter, r *http.Request) bool {
	if !keepable(r) {
		return false
	}
	kept := p.Lookup.Cache.Get(memoryKey(r))
	if kept == nil {
		return false
	}
	if route := chi.RouteContext(r.Context()); route != nil { // for who measures outside of the door
		route.RoutePatterns = append(route.RoutePatterns, "kept")
	}
	kept.Send(w, r)
	return true
}

// sameForAll marks the page that is being made as the same for everybody until what the stamp stands for changes.
func (p *Portal) sameForAll(r *http.Request, s lookup.Stamp) {
	if keepable(r) {
		visitOf(r).stamp = &s
	}
}

// sendKept sends a page that sameForAll marked, with its tag, and reports whether it did.
func (p *Portal) sendKept(w http.ResponseWriter, r *http.Request, body []byte) bool {
	v := visitOf(r)
	if v.stamp == nil {
		return false
	}
	w.Header()["Vary"] = []string{"Cookie"}
	answer := lookup.NewResponse(w.Header(), body)
	p.Lookup.Cache.Put(memoryKey(r), *v.stamp, answer)
	answer.Send(w, r)
	return true
}

// asks counts one more question of this address; the problem says how long to wait.
func (p *Portal) asks(r *http.Request, policy lookup.Policy) error {
	if _, wait, ok := p.Lookup.Limiter.Take(policy, network(r), 1); !ok {
		return filing.Problems{{Flaw: filing.TooOften, Number: int((wait + time.Second - 1) / time.Second)}}
	}
	return nil
}

// Address is the network address a request came from, as far as the trusted proxies tell.
func (p *Portal) Address(r *http.Request) string { return lookup.Network(p.address(r)) }
