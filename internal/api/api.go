// Package api is the door for programs: JSON over HTTP, described in OpenAPI 3.1.
package api

import (
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"beian/internal/lookup"
)

// Options are the settings of the door.
type Options struct {
	Address func(*http.Request) string // of the caller, what limits count by
	Keys    []Key                      // of callers with limits of their own
	Logger  *slog.Logger
}

// API answers programs.
type API struct {
	Options
	lookup   *lookup.Desk
	router   *chi.Mux
	describe *lookup.Response
	policy   atomic.Pointer[publishedPolicy]
}

// New builds the door over the public side of the register.
func New(l *lookup.Desk, o Options) *API {
	a := &API{Options: o, lookup: l, router: chi.NewRouter()}
	a.router.Use(middleware.Recoverer, open, middleware.GetHead)
	for _, op := range a.operations() {
		a.router.Method(op.method, op.path, a.counted(op))
	}
	a.router.NotFound(func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusNotFound, "there is nothing at this address")
	})
	a.router.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", strings.Join(a.allowed(r.URL.Path), ", "))
		problem(w, http.StatusMethodNotAllowed, "this address takes another method")
	})
	a.describe = described(a.operations())
	return a
}

// allowed are the methods of an address (RFC 9110, 15.5.6).
func (a *API) allowed(path string) []string {
	list := []string{http.MethodOptions}
	if a.router.Match(chi.NewRouteContext(), http.MethodGet, path) {
		list = append(list, http.MethodGet, http.MethodHead)
	}
	if a.router.Match(chi.NewRouteContext(), http.MethodPost, path) {
		list = append(list, http.MethodPost)
	}
	return list
}

// ServeHTTP answers one request; what is in memory needs no router.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		a.preflight(w, r)
		return
	}
	if route := chi.RouteContext(r.Context()); route != nil && route.Routes == nil {
		route.Routes = a.router // who measures outside began the route; HEAD asks it for the way of GET
	}
	if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/v1/") {
		a.router.ServeHTTP(w, r)
		return
	}
	kept := a.lookup.Cache.Get(memoryKey(r))
	if kept == nil {
		a.router.ServeHTTP(w, r)
		return
	}
	if route := chi.RouteContext(r.Context()); route != nil { // for who measures outside of the door
		route.RoutePatterns = append(route.RoutePatterns, "/api/kept")
	}
	if a.admit(w, r, lookup.Points, 1) {
		kept.Send(w, r)
	}
}

// memoryKey is the address itself: the other doors have addresses of their own.
func memoryKey(r *http.Request) string { return r.RequestURI }

// exposed are the headers that scripts of other sites may read.
const exposed = "ETag, RateLimit, RateLimit-Policy, Retry-After"

// open lets pages of any site read public answers.
func open(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", exposed)
		h.Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// preflight tells scripts of any site what they may send: what reads the public register, many names at once included.
func (a *API) preflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", strings.Join(a.allowed(r.URL.Path)[1:], ", "))
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}
