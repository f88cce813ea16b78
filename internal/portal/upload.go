package portal

import (
	"errors"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
)

// fileField is the name of the control that carries a file.
const fileField = "file"

// upload reads the file of a form, makes it ready and stores its bytes. What is wrong with the file comes as
// filing.Problems at the paper's path. The row of the paper is for the caller to write.
func (p *Portal) upload(r *http.Request, at filing.Paper) (postgres.Paper, error) {
	return p.uploadFrom(r, fileField, at)
}

// uploadFrom is upload for a form with several files, each in a control of its own.
func (p *Portal) uploadFrom(r *http.Request, field string, at filing.Paper) (postgres.Paper, error) {
	header := sent(r, field)
	if header == nil {
		return postgres.Paper{}, filing.Problems{{Path: at.Path(), Flaw: filing.PaperMissing}}
	}
	file, err := header.Open()
	if err != nil {
		return postgres.Paper{}, err
	}
	defer file.Close()
	ready, err := material.Prepare(file, material.Limits{})
	var fault *material.Fault
	if errors.As(err, &fault) {
		return postgres.Paper{}, filing.Problems{{Path: at.Path(), Flaw: filing.OverSize, Text: string(fault.Code), Other: measured(fault, header.Filename)}}
	}
	if err != nil {
		return postgres.Paper{}, err
	}
	return p.keep(r, at, fileName(header.Filename), ready)
}

// sent is the file of a control, nil when none was chosen. A second control of the same name takes the picture with
// the phone; of two files the later one counts.
func sent(r *http.Request, field string) *multipart.FileHeader {
	if r.MultipartForm == nil || len(r.MultipartForm.File[field]) == 0 {
		return nil
	}
	list := r.MultipartForm.File[field]
	return list[len(list)-1]
}

// keep stores the bytes of a paper and of its preview.
func (p *Portal) keep(r *http.Request, at filing.Paper, name string, m material.Prepared) (postgres.Paper, error) {
	x := postgres.Paper{Slot: at.Slot, Site: at.Site, FileName: name, MediaType: m.MediaType, Size: len(m.Data), Width: m.Width,
		Height: m.Height, Pages: max(m.Pages, 1), Sharpness: float32(m.Sharpness), SHA256: m.SHA256[:], StoreKey: material.NewKey()}
	if err := p.Materials.Put(r.Context(), x.StoreKey, m.Data); err != nil {
		return x, err
	}
	if len(m.Preview) == 0 {
		return x, nil
	}
	x.PreviewKey = material.NewKey()
	return x, p.Materials.Put(r.Context(), x.PreviewKey, m.Preview)
}

// copied is a stored paper once more, with bytes of its own: taking it out later leaves the verified one alone.
func (p *Portal) copied(r *http.Request, x postgres.Paper, at filing.Paper) (postgres.Paper, error) {
	for _, key := range []*string{&x.StoreKey, &x.PreviewKey} {
		if *key == "" {
			continue
		}
		data, err := p.Materials.Get(r.Context(), *key)
		if errors.Is(err, fs.ErrNotExist) {
			return x, filing.ErrNotFound
		}
		if err != nil {
			return x, err
		}
		*key = material.NewKey()
		if err := p.Materials.Put(r.Context(), *key, data); err != nil {
			return x, err
		}
	}
	x.Slot, x.Site = at.Slot, at.Site
	return x, nil
}

// forget deletes the bytes of a paper.
func (p *Portal) forget(r *http.Request, x postgres.Paper) error {
	err := p.Materials.Delete(r.Context(), x.StoreKey)
	if x.PreviewKey != "" {
		err = errors.Join(err, p.Materials.Delete(r.Context(), x.PreviewKey))
	}
	return err
}

// turned is a stored picture turned by quarter turns to the right, with bytes of its own.
func (p *Portal) turned(r *http.Request, x postgres.Paper, quarters int) (postgres.Paper, error) {
	data, err := p.Materials.Get(r.Context(), x.StoreKey)
	if err != nil {
		return x, err
	}
	m, err := material.Rotate(data, quarters)
	if err != nil {
		return x, err
	}
	return p.keep(r, x.Paper(), x.FileName, m)
}

// fileName is the last part of a file's name as its owner knows it, at most 120 characters.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if !utf8.ValidString(name) || name == "." || name == "/" {
		return ""
	}
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[:120])
	}
	return name
}

// measured is the fact about a refused file that helps to send a better one.
func measured(f *material.Fault, name string) string {
	switch f.Code {
	case material.TooLarge:
		return fileSize(int(f.Size))
	case material.TooManyPixels:
		return fmt.Sprintf("%d × %d", f.Width, f.Height)
	case material.TooManyPages:
		return fmt.Sprintf("%d 页", f.Pages)
	case material.Type:
		if f.Ext != "" {
			return strings.ToUpper(f.Ext)
		}
		return strings.ToUpper(strings.TrimPrefix(path.Ext(fileName(name)), "."))
	}
	return ""
}

// fileSize writes bytes the way people say them.
func fileSize(n int) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", max((n+1023)>>10, 1))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
