// Package portal is the door for browsers. A request meets, in this order: its number, the log and recovery (log.go),
// headers and the cross-origin check (headers.go), its row in the table of routes (routes.go), its session and actor
// (visit.go, session.go), and a handler that returns a page or an error (serve.go, errors.go).
package portal

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"beian/internal/certificate"
	"beian/internal/footer"
	"beian/internal/lookup"
	"beian/internal/material"
	"beian/internal/postgres"
)

// Materials keeps the bytes of papers under opaque keys.
type Materials interface {
	Put(ctx context.Context, key string, data []byte) error
	Get(ctx context.Context, key string) ([]byte, error)
	Delete(ctx context.Context, key string) error
}

// Options are the settings of the door.
type Options struct {
	Demo           bool            // pages say so, and the gallery is there
	Screen         bool            // codes are shown on the page, because no gateway sends them
	Captcha        bool            // a picture to read at sign-up, and at sign-in after failures
	OneCode        bool            // one code goes to mobile and e-mail, instead of one each
	Secure         bool            // served through TLS: cookies and headers say so
	Footer         *footer.Fetcher // looks at websites
	TrustedProxies []netip.Prefix  // whose X-Forwarded-For is believed
	Materials      Materials
	Drawer         *material.Drawer    // shows PDFs as pictures; nil: one that keeps nothing for the next start
	Issuer         *certificate.Issuer // signs electronic certificates; nil: there are none
	LogKey         string              // public key of the journal's log
	Lookup         *lookup.Desk        // answers the public's questions; nil: one of its own
	Logger         *slog.Logger        // nil: slog.Default
	Resolve        Resolver            // looks addresses of domains up; nil: through the system's resolver
}

// Resolver finds the addresses of a host.
type Resolver func(ctx context.Context, host string) ([]netip.Addr, error)

// Portal answers browsers.
type Portal struct {
	Options
	store    *postgres.Store
	sessions [2]*scs.SessionManager // by postgres.Audience
	mux      *chi.Mux
	table    []row
	patterns map[string]bool // "GET /my": the rows of the table
	counts   counts          // of the open statistics
}

// New builds the door over a store.
func New(store *postgres.Store, o Options) (*Portal, error) {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Lookup == nil {
		o.Lookup = lookup.New(store.Lookup(), store.Now)
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.Drawer == nil {
		o.Drawer = material.NewDrawer("")
	}
	if o.Footer == nil {
		o.Footer = footer.NewFetcher(false, nil)
	}
	p := &Portal{Options: o, store: store, mux: chi.NewMux(), patterns: map[string]bool{}}
	for _, who := range []postgres.Audience{postgres.ForRegistrants, postgres.ForStaff} {
		p.sessions[who] = newSessions(store, who, o.Secure)
		p.sessions[who].ErrorFunc = p.sessionLost
	}
	p.mux.Use(p.visited, p.logged, p.recovered, p.headed, p.sameOrigin(), middleware.GetHead)
	p.mux.NotFound(p.serve(row{who: anyone, do: p.missing}))
	p.mux.MethodNotAllowed(p.serve(row{who: anyone, do: wrongMethod}))
	p.table = p.routes()
	return p, p.mount()
}

func (p *Portal) mount() error {
	for _, r := range p.table {
		key := r.method + " " + r.pattern
		if p.patterns[key] {
			return fmt.Errorf("portal: %s stands twice in the table of routes", key)
		}
		p.patterns[key] = true
		p.mux.Method(r.method, r.pattern, p.serve(r))
	}
	return nil
}

// ServeHTTP answers one request.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.fromMemory(w, r) {
		return
	}
	if route := chi.RouteContext(r.Context()); route != nil && route.Routes == nil {
		route.Routes = p.mux // who measures outside began the route; HEAD asks it for the way of GET
	}
	p.mux.ServeHTTP(w, r)
}

// has reports whether a page exists, so that navigation offers no dead links.
func (p *Portal) has(path string) bool { return p.patterns["GET "+path] }
