// Package api is the door for programs: JSON over HTTP, described in OpenAPI 3.1.
package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"beian/internal/filing"
	"beian/internal/lookup"
)

// API answers programs.
type API struct {
	lookup *lookup.Desk
	log    *slog.Logger
}

// New builds the door over the public side of the register.
func New(l *lookup.Desk, log *slog.Logger) http.Handler {
	a := &API{l, log}
	r := chi.NewRouter()
	r.Use(middleware.Recoverer, middleware.GetHead, open)
	r.Get("/api/v1/lookup", a.ask)
	r.NotFound(func(w http.ResponseWriter, _ *http.Request) { problem(w, http.StatusNotFound, "no such address") })
	r.MethodNotAllowed(func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusMethodNotAllowed, "method not allowed")
	})
	return r
}

// open lets pages of any site read public answers.
func open(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// answer is the body of a lookup.
type answer struct {
	Query   string          `json:"query"`            // in its normal form
	By      lookup.By       `json:"by"`               // number, domain, name, certificate
	Filed   bool            `json:"filed"`            // whether anything in force was found
	Number  filing.Number   `json:"number,omitempty"` // of a certificate
	Records []lookup.Public `json:"records"`
	Next    string          `json:"next,omitempty"` // address of the rest of the list
}

func (a *API) ask(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	found, err := a.lookup.Ask(r.Context(), lookup.By(q.Get("by")), q.Get("q"), q.Get("after"))
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	body := answer{Query: found.Asked, By: found.By, Number: found.Filed, Filed: found.Filed != "", Records: []lookup.Public{}}
	for _, rec := range found.Records {
		body.Records = append(body.Records, lookup.PublicOf(rec))
		body.Filed = body.Filed || rec.CancelledAt == nil
	}
	if found.Next != "" {
		next := *r.URL
		q.Set("after", found.Next)
		next.RawQuery = q.Encode()
		body.Next = next.RequestURI()
	}
	send(w, r, body)
}

func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, lookup.ErrEmpty):
		problem(w, http.StatusBadRequest, "q is missing: a number, domain, site or unit name")
	case errors.Is(err, lookup.ErrTooShort):
		problem(w, http.StatusBadRequest, "a name needs at least two characters")
	case errors.Is(err, filing.ErrNotFound):
		problem(w, http.StatusBadRequest, "after is not the place of a next link")
	case errors.Is(err, lookup.ErrTooLong):
		problem(w, http.StatusBadRequest, "q is longer than 200 characters")
	default:
		a.log.ErrorContext(r.Context(), "lookup", "error", err)
		problem(w, http.StatusInternalServerError, "the register could not be asked; try again in a minute")
	}
}

// send writes a body with an ETag, or 304 when the caller already has it.
func send(w http.ResponseWriter, r *http.Request, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		problem(w, http.StatusInternalServerError, "the answer could not be written")
		return
	}
	sum := sha256.Sum256(b)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "public, max-age=10")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(b, '\n')) // the reader may have gone; nothing is left to say
}

// problem is an error of RFC 9457; it never repeats what was asked.
func problem(w http.ResponseWriter, status int, detail string) {
	b, _ := json.Marshal(map[string]any{"title": http.StatusText(status), "status": status, "detail": detail}) // strings and a number always marshal
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(append(b, '\n'))
}
