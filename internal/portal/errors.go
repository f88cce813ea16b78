package portal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// What the door itself finds wrong with a request.
var (
	errSignIn       = errors.New("portal: nobody is signed in")
	errOtherAccount = errors.New("portal: signed in with an account of the other kind")
	errRole         = errors.New("portal: not for this role")
	errMethod       = errors.New("portal: method not allowed")
	errTooLarge     = errors.New("portal: body too large")
	errUnreadable   = errors.New("portal: body cannot be read")
	errCrossOrigin  = errors.New("portal: form of another site")
	errTooOften     = errors.New("portal: too many requests")
	errBusy         = errors.New("portal: too many searches at once")
)

// statusGone stands in the log where nobody waited for the answer any more; the number is nginx's for that.
const statusGone = 499

// statusOf is the one switch from errors to statuses.
func statusOf(err error) int {
	var transition *filing.TransitionError
	var problems filing.Problems
	var turn *filing.TurnError
	switch {
	case errors.Is(err, context.Canceled):
		return statusGone
	case errors.Is(err, filing.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, filing.ErrStale), errors.As(err, &transition), errors.As(err, &turn):
		return http.StatusConflict
	case errors.As(err, &problems):
		if tooOften(problems) > 0 {
			return http.StatusTooManyRequests
		}
		return http.StatusUnprocessableEntity
	case errors.Is(err, errSignIn):
		return http.StatusUnauthorized
	case errors.Is(err, errOtherAccount), errors.Is(err, errRole), errors.Is(err, errCrossOrigin):
		return http.StatusForbidden
	case errors.Is(err, errMethod):
		return http.StatusMethodNotAllowed
	case errors.Is(err, errTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errUnreadable):
		return http.StatusBadRequest
	case errors.Is(err, errTooOften):
		return http.StatusTooManyRequests
	case postgres.Unavailable(err), errors.Is(err, errBusy):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// tooOften is how many seconds to wait before the next try, 0 when that is not what is wrong.
func tooOften(problems filing.Problems) int {
	for _, one := range problems {
		if one.Flaw == filing.TooOften {
			return one.Number
		}
	}
	return 0
}

// fail answers an error with its page. What is inside a fault is for the log; the page shows the request's number.
func (p *Portal) fail(w http.ResponseWriter, r *http.Request, err error) {
	v := visitOf(r)
	status := statusOf(err)
	m := page.Trouble{Page: p.base(r, v.me()), Status: status, Number: v.number, Back: back(r)}
	m.Role = errors.Is(err, errRole)
	m.OtherAccount = errors.Is(err, errOtherAccount)
	m.CrossOrigin = errors.Is(err, errCrossOrigin)
	errors.As(err, &m.Transition)
	errors.As(err, &m.Problems)
	if r.Method == http.MethodPost {
		m.Typed = typed(r.PostForm)
	}
	if status >= http.StatusInternalServerError {
		v.fault = err
	}
	p.render(w, r, status, page.TroublePage(m))
}

// back is where a form came from, if that is a page of ours.
func back(r *http.Request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || u.Host != r.Host {
		return ""
	}
	return local(u.RequestURI())
}

// local is a path of this site, or nothing: a link that leads elsewhere is not followed.
func local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return ""
	}
	return path
}

// typed lists what was typed into a form that could not be taken, to be copied from the page.
func typed(values url.Values) []string {
	var list []string
	for name, some := range values {
		for _, value := range some {
			if !hushed(name) && len(value) > 3 {
				list = append(list, value)
			}
		}
	}
	return list
}

// turnedAway sends a visitor who has to sign in to where that is done, and keeps the form for afterwards.
func (p *Portal) turnedAway(r *http.Request, err error) error {
	if !errors.Is(err, errSignIn) || !p.has("/login") {
		return err
	}
	next := r.URL.RequestURI()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		next = back(r)
		if u, err := url.Parse(next); err == nil && next != "" {
			p.park(r, u.Path)
		}
	}
	q := url.Values{}
	if next != "" {
		q.Set("next", next)
	}
	if tiers := visitOf(r).row.who.tiers; len(tiers) == 1 && tiers[0] != filing.Registrant {
		q.Set("as", string(tiers[0]))
	}
	return seeOther(ui.WithQuery("/login", q))
}

// missing answers for addresses that are no page. Of one that is, but for slashes at its end, it tells the right one.
func (p *Portal) missing(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	path := strings.TrimRight(r.URL.EscapedPath(), "/")
	known := strings.TrimRight(r.URL.Path, "/")
	if r.URL.RawPath != "" { // as the router reads it
		known = strings.TrimRight(r.URL.RawPath, "/")
	}
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	if !reads || !strings.HasSuffix(r.URL.Path, "/") || local(path) == "" || !p.mux.Match(chi.NewRouteContext(), http.MethodGet, known) {
		return nil, filing.ErrNotFound
	}
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	return nil, permanent(path)
}

func crossOrigin(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, errCrossOrigin
}

func wrongMethod(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, errMethod
}

// describe is an error for the log. The database's own sentences may quote values, so only its codes are taken.
func describe(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return fmt.Sprintf("postgres: SQLSTATE %s, table %q, constraint %q", pg.Code, pg.TableName, pg.ConstraintName)
	}
	return err.Error()
}
