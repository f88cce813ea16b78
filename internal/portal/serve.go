package portal

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/web"
)

// handler answers one row of the table. It returns a page; or a page with an error, which then gives only the status
// (a form drawn again with its problems); or an answer that is no page (seeOther, file); or an error.
type handler func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error)

// answer is a result that is no page, carried in the place of the error.
type answer interface {
	error
	send(w http.ResponseWriter, r *http.Request)
}

// redirect leads to another page after a form.
type redirect string

// seeOther ends a form that was done: the browser goes on to a page of ours.
func seeOther(path string) error { return redirect(path) }

func (a redirect) Error() string { return "portal: see " + string(a) }

func (a redirect) send(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Location", string(a))
	w.WriteHeader(http.StatusSeeOther)
}

// permanent tells browsers and crawlers the one address of a page of ours for good.
type permanent string

func (a permanent) Error() string { return "portal: moved to " + string(a) }

func (a permanent) send(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Location", string(a))
	w.WriteHeader(http.StatusPermanentRedirect)
}

// file is an answer of bytes: a picture, a table, JSON. With a Name the browser saves it. Stream is for what is too
// large to hold; its bytes go out as they come.
type file struct {
	Type   string // media type
	Name   string // of the download
	Body   []byte
	Stream func(w io.Writer) error
	Keep   time.Duration // browsers may keep it; 0: they may not
	Status int           // 0 means 200
}

func (a file) Error() string { return "portal: file" }

func (a file) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.Type)
	h.Set("Cache-Control", "private, no-store")
	if a.Keep > 0 {
		h.Set("Cache-Control", "private, max-age="+strconv.Itoa(int(a.Keep.Seconds())))
	}
	if a.Name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	}
	if a.Status != 0 {
		w.WriteHeader(a.Status)
	}
	if a.Stream == nil {
		_, _ = w.Write(a.Body) // the reader may have gone; nothing is left to say
		return
	}
	if err := a.Stream(w); err != nil {
		visitOf(r).fault = err
	}
}

// passOn lets a plain handler answer.
type passOn struct{ http.Handler }

func (passOn) Error() string { return "portal: passed on" }

func (a passOn) send(w http.ResponseWriter, r *http.Request) { a.ServeHTTP(w, r) }

// patience is how long a request may take, once it has come in.
const patience = 30 * time.Second

// serve makes a row of the table a handler of the router.
func (p *Portal) serve(rw row) http.HandlerFunc {
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		v.row, v.unread = rw, rw.who.read(w, r)
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		p.answer(w, r.WithContext(ctx))
	})
	if rw.plain {
		return inner
	}
	return p.sessions[0].LoadAndSave(p.sessions[1].LoadAndSave(inner)).ServeHTTP
}

// answer runs the handler of the row and sends what it returns.
func (p *Portal) answer(w http.ResponseWriter, r *http.Request) {
	defer shred(r)
	c, err := p.handle(r)
	visitOf(r).answered = true
	var a answer
	switch {
	case c != nil:
		status := http.StatusOK
		if err != nil {
			status = statusOf(err)
		}
		if found, typo := problemsIn(err); typo && tooOften(found) > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(tooOften(found)))
		}
		if errors.Is(err, errBusy) {
			w.Header().Set("Retry-After", strconv.Itoa(int(lookup.BusyFor.Seconds())))
		}
		p.render(w, r, status, c)
	case errors.As(err, &a):
		if f, whole := a.(file); whole && f.Stream == nil && f.Status == 0 {
			w.Header().Set("Content-Type", f.Type)
			if p.sendKept(w, r, f.Body) {
				return
			}
		}
		a.send(w, r)
	case err == nil:
		p.fail(w, r, errors.New("portal: the handler answered nothing"))
	default:
		p.fail(w, r, err)
	}
}

// handle lets in whoever may come in, reads the form, and asks the handler.
func (p *Portal) handle(r *http.Request) (templ.Component, error) {
	v := visitOf(r)
	if !v.row.plain {
		if err := p.sit(r, v); err != nil {
			return nil, err
		}
		v.audience = v.row.who.audience(v)
	}
	if err := legible(r); err != nil {
		return nil, err
	}
	admitted := v.row.who.admits(v)
	if v.unread != nil {
		return nil, v.unread
	}
	if admitted != nil {
		return nil, p.turnedAway(r, admitted)
	}
	return p.once(r, v)
}

// render draws the whole page before the first byte goes out, so that nobody sees half of one. It is drawn for a
// reader who has gone as well: templates refuse a context that has ended, the page that says so among them.
func (p *Portal) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var b bytes.Buffer
	if err := c.Render(context.WithoutCancel(r.Context()), &b); err != nil {
		if status >= http.StatusInternalServerError { // the page of faults is at fault itself
			visitOf(r).fault = err
			http.Error(w, "系统故障，请稍后再试", status)
			return
		}
		p.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if status == http.StatusOK && p.sendKept(w, r, b.Bytes()) {
		return
	}
	h.Set("Cache-Control", "private, no-store")
	h.Add("Vary", "Accept-Encoding")
	if !web.TakesGzip(r.Header.Get("Accept-Encoding")) {
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes()) // the reader may have gone; nothing is left to say
		return
	}
	h.Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := gzip.NewWriter(w)
	_, _ = z.Write(b.Bytes()) // as above
	_ = z.Close()
}
