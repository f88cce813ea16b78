package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
)

// Problem is an error of RFC 9457. It never repeats what was asked.
type Problem struct {
	Type   string `json:"type" doc:"about:blank: the status says it all"`
	Title  string `json:"title" doc:"of the status"`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"what to do about it"`
}

func problem(w http.ResponseWriter, status int, detail string) {
	b, _ := json.Marshal(Problem{"about:blank", http.StatusText(status), status, detail}) // strings and a number always marshal
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(b, '\n')) // the reader may have gone; nothing is left to say
}

// refuse answers an error of the desk.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, lookup.ErrEmpty):
		problem(w, http.StatusBadRequest, "q is missing: a number, a domain, or the name of a service or unit")
	case errors.Is(err, lookup.ErrTooShort):
		problem(w, http.StatusBadRequest, "a name needs at least two letters or digits")
	case errors.Is(err, lookup.ErrTooLong):
		problem(w, http.StatusBadRequest, "the question is longer than 200 characters")
	case errors.Is(err, lookup.ErrUnreadable):
		problem(w, http.StatusBadRequest, "the question is not text in UTF-8, or holds control characters")
	case errors.Is(err, filing.ErrNotFound):
		problem(w, http.StatusBadRequest, "after is not the place of a next link")
	case errors.Is(err, lookup.ErrBusy), postgres.Unavailable(err):
		w.Header().Set("Retry-After", strconv.Itoa(int(lookup.BusyFor.Seconds())))
		problem(w, http.StatusServiceUnavailable, "too many questions are being answered; ask again after the seconds of Retry-After")
	case errors.Is(err, context.Canceled):
		problem(w, http.StatusBadRequest, "the connection was closed before the answer")
	default:
		a.Logger.ErrorContext(r.Context(), "lookup", "error", err)
		problem(w, http.StatusInternalServerError, "the register could not be asked; try again in a minute")
	}
}
