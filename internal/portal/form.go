package portal

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/secret"
	"beian/web/page"
)

// formMemory is how much of an upload is held in memory while it is read.
const formMemory = 2 << 20

// parse reads the form of a request; values are then in r.PostForm.
func parse(r *http.Request) error {
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(formMemory)
	}
	mendForm(r.PostForm)
	if errors.Is(err, http.ErrNotMultipart) {
		return nil
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errTooLarge
	}
	if err != nil {
		return errUnreadable
	}
	return nil
}

// shred deletes what parse wrote to disk: scans of identity cards, which must not outlive their request in clear. The
// server of net/http does so only for the request it made itself, and ours have contexts of their own.
func shred(r *http.Request) {
	if r.MultipartForm == nil {
		return
	}
	if err := r.MultipartForm.RemoveAll(); err != nil {
		visitOf(r).fault = err
	}
}

// form is what the visitor typed: of a POST its values; of a GET the values that waited for a new sign-in, if any. A
// page shows it with page.Form's methods, so that nothing typed is lost.
func (p *Portal) form(r *http.Request) page.Form {
	f := page.Form{Action: r.URL.RequestURI(), Token: secret.Token()}
	if r.Method == http.MethodPost {
		f.Values = r.PostForm
		return f
	}
	f.Values = p.unpark(r)
	f.Parked = f.Values != nil
	return f
}

// once runs the handler. A form with a token is done once, however often its button is pressed: the later presses get
// the first one's redirect. A form that was not done, because something was wrong with it, keeps its token.
func (p *Portal) once(r *http.Request, v *visit) (templ.Component, error) {
	if err := errors.Join(p.store.KeepCalendar(r.Context()), p.store.KeepCodes(r.Context())); err != nil {
		return nil, err
	}
	me := v.me()
	desk := p.store.As(me)
	token := r.PostForm.Get(page.TokenField)
	if r.Method != http.MethodPost || token == "" {
		return v.row.do(r, desk, me)
	}
	done, first, err := p.store.TakeOnce(r.Context(), token)
	if err != nil {
		return nil, err
	}
	if !first {
		return nil, seeOther(done)
	}
	c, err := v.row.do(r, desk, me)
	var place redirect
	errors.As(err, &place)
	if err := p.store.EndOnce(r.Context(), token, string(place)); err != nil {
		return nil, err
	}
	return c, err
}

// problemsIn are the problems a store found in what was typed; ok is false for any other error.
func problemsIn(err error) (filing.Problems, bool) {
	var list filing.Problems
	ok := errors.As(err, &list)
	return list, ok
}
