package portal

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/netip"
	"strings"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
)

// visit is what the door knows about one request.
type visit struct {
	number   string // shown with a fault and logged
	visitor  *postgres.Visitor
	seats    [2]postgres.Seat // by postgres.Audience
	audience postgres.Audience
	row      row
	unread   error         // why the form could not be read
	answered bool          // the handler has run
	stamp    *lookup.Stamp // the answer is the same for everybody while this is good
	fault    error         // what the log shall say
}

// me is the actor of the session this row uses; the zero Actor when nobody is signed in.
func (v *visit) me() filing.Actor { return v.seats[v.audience].Actor }

// seat is the account behind me.
func (v *visit) seat() postgres.Seat { return v.seats[v.audience] }

type visitKey struct{}

func visitOf(r *http.Request) *visit {
	v, _ := r.Context().Value(visitKey{}).(*visit)
	return v
}

// visited gives a request its number and finds out who sends it.
func (p *Portal) visited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{number: strings.ToLower(rand.Text()[:12]),
			visitor: &postgres.Visitor{Address: p.address(r), Agent: mended(r.UserAgent())}}
		w.Header().Set("X-Request-Id", v.number)
		ctx := context.WithValue(postgres.WithVisitor(r.Context(), v.visitor), visitKey{}, v)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// sit reads the accounts of the sessions from the database, at each request: who has been disabled is out at once.
func (p *Portal) sit(r *http.Request, v *visit) error {
	for who, account := range v.visitor.Account {
		if account == 0 {
			continue
		}
		seat, err := p.store.Seat(r.Context(), account)
		if err != nil && !errors.Is(err, filing.ErrNotFound) {
			return err
		}
		if err == nil && seat.Actor.Staff() == (postgres.Audience(who) == postgres.ForStaff) {
			v.seats[who] = seat
		}
	}
	return nil
}

// address is the client's network address: that of the connection, or, when a trusted proxy connects, the last
// address in X-Forwarded-For that is not a trusted proxy's. What stands left of it anybody may have written.
func (p *Portal) address(r *http.Request) netip.Addr {
	port, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	from := port.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trusts(from); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		from = hop.Unmap().WithZone("")
	}
	return from.WithZone("")
}

func (p *Portal) trusts(a netip.Addr) bool {
	for _, prefix := range p.TrustedProxies {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}
