package portal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"beian/internal/postgres"
	"beian/web/ui"
)

// How long sessions last: without a request, and at most.
const (
	staffIdle      = 30 * time.Minute
	staffLife      = 12 * time.Hour
	registrantIdle = 12 * time.Hour
	registrantLife = 7 * 24 * time.Hour
)

// newSessions makes the session manager of an audience. The cookie's value is stored nowhere, only its hash.
func newSessions(store *postgres.Store, who postgres.Audience, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = store.Sessions(who)
	m.Codec = codec{}
	m.HashTokenInStore = true
	m.IdleTimeout, m.Lifetime, m.Cookie.Name = registrantIdle, registrantLife, "beian"
	if who == postgres.ForStaff {
		m.IdleTimeout, m.Lifetime, m.Cookie.Name = staffIdle, staffLife, "beian_staff"
	}
	if secure {
		m.Cookie.Secure, m.Cookie.Name = true, "__Host-"+m.Cookie.Name
	}
	return m
}

// sessionLost answers a request whose session could not be read; one that could not be written keeps its page, under
// another status.
func (p *Portal) sessionLost(w http.ResponseWriter, r *http.Request, err error) {
	v := visitOf(r)
	if statusOf(err) == statusGone {
		w.WriteHeader(statusGone)
		return
	}
	v.fault = fmt.Errorf("portal: session: %w", err)
	if v.answered {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	p.apologise(w, r)
}

// session is the session this row uses.
func (p *Portal) session(r *http.Request) *scs.SessionManager { return p.sessions[visitOf(r).audience] }

// Keys of what a session holds beside its account.
const (
	keyFlash  = "flash"
	keyParked = "parked"
)

// flash shows a notice on the next page of this visitor: the result of the act just done.
func (p *Portal) flash(r *http.Request, n ui.Notice) { p.flashTo(r, visitOf(r).audience, n) }

func (p *Portal) flashTo(r *http.Request, who postgres.Audience, n ui.Notice) {
	text, err := json.Marshal(struct{ Tone, Title, Text string }{string(n.Tone), n.Title, n.Text})
	if err == nil {
		p.sessions[who].Put(r.Context(), keyFlash, string(text))
	}
}

// flashed takes the waiting notice, nil when there is none.
func (p *Portal) flashed(r *http.Request) *ui.Notice {
	text := p.session(r).PopString(r.Context(), keyFlash)
	if text == "" {
		return nil
	}
	var n struct{ Tone, Title, Text string }
	if json.Unmarshal([]byte(text), &n) != nil {
		return nil
	}
	return &ui.Notice{Tone: ui.Tone(n.Tone), Title: n.Title, Text: n.Text}
}

// parked is a form whose sender's session had ended; it comes back after the next sign-in.
type parked struct {
	Path   string
	Values url.Values
	Files  bool // it carried files, which are not kept for whoever is not signed in
}

const parkedLimit = 64 << 10

// park keeps what was typed, passwords and codes aside, until the visitor has signed in again.
func (p *Portal) park(r *http.Request, path string) {
	values := url.Values{}
	for name, list := range r.PostForm {
		if !hushed(name) {
			values[name] = list
		}
	}
	text, err := json.Marshal(parked{path, values, r.MultipartForm != nil && len(r.MultipartForm.File) > 0})
	if err == nil && len(text) <= parkedLimit {
		p.session(r).Put(r.Context(), keyParked, string(text))
	}
}

// hasParked reports whether a form waits for its sender to sign in, in either session, and whether files were lost with it.
func (p *Portal) hasParked(r *http.Request) (waits, files bool) {
	for _, s := range p.sessions {
		if text := s.GetString(r.Context(), keyParked); text != "" {
			var k parked
			waits, files = true, files || json.Unmarshal([]byte(text), &k) == nil && k.Files
		}
	}
	return waits, files
}

// unpark takes the form that waits for this page.
func (p *Portal) unpark(r *http.Request) url.Values {
	text := p.session(r).GetString(r.Context(), keyParked)
	var k parked
	if text == "" || json.Unmarshal([]byte(text), &k) != nil || k.Path != r.URL.Path {
		return nil
	}
	p.session(r).Remove(r.Context(), keyParked)
	return k.Values
}

// hushed names fields that are never kept nor shown again.
func hushed(name string) bool {
	return strings.HasPrefix(name, "_") || strings.Contains(name, "password") || strings.Contains(name, "code")
}
