package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"beian/internal/lookup"
)

// Batch is many questions at once.
type Batch struct {
	Names []string `json:"names" doc:"numbers, domains or exact names of units, 1 to 1000"`
}

// BatchAnswer answers a Batch in its order.
type BatchAnswer struct {
	Answers []BatchItem     `json:"answers"`
	Notices []lookup.Notice `json:"notices"`
}

// BatchItem is the answer to one question of a Batch.
type BatchItem struct {
	Asked   string          `json:"asked" doc:"as it was sent"`
	Query   string          `json:"query" doc:"in its normal form"`
	By      lookup.By       `json:"by,omitempty" enum:"number,domain,name"`
	Filed   bool            `json:"filed"`
	Problem string          `json:"problem,omitempty" enum:"empty,too long,too short,unreadable" doc:"why it could not be asked"`
	Records []lookup.Public `json:"records" doc:"up to 20"`
}

const (
	mostNames = 1000
	mostBytes = 1 << 20
)

func (a *API) batch(w http.ResponseWriter, r *http.Request) {
	in, err := readBatch(http.MaxBytesReader(w, r.Body, mostBytes))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		problem(w, http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB")
		return
	case err != nil:
		problem(w, http.StatusBadRequest, `the body is not JSON of the form {"names": ["example.cn"]}`)
		return
	case len(in.Names) == 0 || len(in.Names) > mostNames:
		problem(w, http.StatusBadRequest, "names holds 1 to 1000 names")
		return
	}
	if !a.admit(w, r, lookup.Batches, len(in.Names)) {
		return
	}
	found, err := a.lookup.AskMany(r.Context(), in.Names)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	out := BatchAnswer{Notices: notices}
	for i, f := range found {
		out.Answers = append(out.Answers, item(in.Names[i], f))
	}
	b, err := json.Marshal(out)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(append(b, '\n')) // the reader may have gone; nothing is left to say
}

// readBatch reads one object with names and nothing else.
func readBatch(body io.Reader) (in Batch, err error) {
	var sent struct{ Names []*string } // null is no name
	read := json.NewDecoder(body)
	read.DisallowUnknownFields()
	if err = read.Decode(&sent); err != nil {
		return in, err
	}
	if _, err = read.Token(); !errors.Is(err, io.EOF) {
		return in, cmp.Or(err, errMore)
	}
	for _, name := range sent.Names {
		if name == nil {
			return in, errNoName
		}
		in.Names = append(in.Names, *name)
	}
	return in, nil
}

var (
	errMore   = errors.New("api: something follows the object")
	errNoName = errors.New("api: a name is null")
)

func item(asked string, f lookup.OneOfMany) BatchItem {
	i := BatchItem{Asked: asked, Query: f.Asked, By: f.By, Records: records(f.Records[:min(len(f.Records), lookup.PageSize)])}
	for _, one := range f.Records {
		i.Filed = i.Filed || one.CancelledAt == nil
	}
	switch {
	case errors.Is(f.Err, lookup.ErrEmpty):
		i.Problem = "empty"
	case errors.Is(f.Err, lookup.ErrTooLong):
		i.Problem = "too long"
	case errors.Is(f.Err, lookup.ErrTooShort):
		i.Problem = "too short"
	case errors.Is(f.Err, lookup.ErrUnreadable):
		i.Problem = "unreadable"
	}
	return i
}
