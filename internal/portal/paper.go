package portal

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
)

// idOf reads an id from the address; something else than a number names nothing.
func idOf(r *http.Request, name string) (int64, error) {
	id, err := strconv.ParseInt(chi.URLParam(r, name), 10, 64)
	if err != nil || id <= 0 {
		return 0, filing.ErrNotFound
	}
	return id, nil
}

// paper shows one paper of a filing to whoever may see the filing: owner, provider, bureau. With ?size=preview it is
// the small picture of lists, with ?page=2 the second page of a PDF as a picture.
func (p *Portal) paper(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	paper, err := idOf(r, "paper")
	if err != nil {
		return nil, err
	}
	x, err := d.ViewPaper(r.Context(), id, paper)
	if err != nil {
		return nil, err
	}
	preview := r.URL.Query().Get("size") == "preview"
	switch page := r.URL.Query().Get("page"); {
	case x.MediaType == material.PDF && preview:
		return nil, p.drawn(r, x, 1, previewSide)
	case x.MediaType == material.PDF && page != "":
		number, _ := strconv.Atoi(page)
		return nil, p.drawn(r, x, number, pageSide)
	}
	return nil, p.scan(r, x, preview && x.PreviewKey != "")
}

// The long sides of drawn pages in pixels: of a thumbnail, and of one to read at three times its size.
const previewSide, pageSide = 640, 2000

// drawn is a page of a PDF as a picture.
func (p *Portal) drawn(r *http.Request, x postgres.Paper, page, side int) error {
	data, err := p.bytesOf(r, x.StoreKey)
	if err != nil {
		return err
	}
	picture, err := p.Drawer.Page(r.Context(), data, page, side)
	if errors.Is(err, material.ErrUndrawable) {
		return filing.ErrNotFound
	}
	if err != nil {
		return err
	}
	return scan{material.JPEG, fmt.Sprintf("paper-%d-%d.jpg", x.ID, page), picture}
}

// scan reads the bytes of a paper; a paper whose bytes are gone is not found.
func (p *Portal) scan(r *http.Request, x postgres.Paper, small bool) error {
	key := x.StoreKey
	if small {
		key = x.PreviewKey
	}
	data, err := p.bytesOf(r, key)
	if err != nil {
		return err
	}
	mediaType, ext := x.MediaType, "jpg"
	if mediaType == material.PDF {
		ext = "pdf"
	}
	return scan{mediaType, fmt.Sprintf("paper-%d.%s", x.ID, ext), data}
}

func (p *Portal) bytesOf(r *http.Request, key string) ([]byte, error) {
	data, err := p.Materials.Get(r.Context(), key)
	if errors.Is(err, fs.ErrNotExist) {
		err = filing.ErrNotFound
	}
	return data, err
}

// scan is a paper shown in the browser. Its name tells nothing of whose it is, and nothing in it may run.
type scan struct {
	mediaType, name string
	body            []byte
}

func (a scan) Error() string { return "portal: scan" }

func (a scan) send(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Content-Disposition", `inline; filename="`+a.name+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	_, _ = w.Write(a.body) // the reader may have gone; nothing is left to say
}
