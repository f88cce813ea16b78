// Package web holds the browser's side: static files here, components in ui,
// pages in page.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var static embed.FS

// Prefix is the path below which static files are served.
const Prefix = "/static/"

// asset is one embedded file, ready to be sent.
type asset struct {
	name, url, kind string
	plain, packed   []byte
}

var byName, byURL = load()

// load reads every embedded file once and names it after its content, so that a
// browser may keep it for ever and still sees a new version at once.
func load() (names, urls map[string]*asset) {
	names, urls = map[string]*asset{}, map[string]*asset{}
	err := fs.WalkDir(static, "static", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := static.ReadFile(p)
		if err != nil {
			return err
		}
		if path.Ext(p) == ".css" {
			body = []byte(squeeze(string(body)))
		}
		a := newAsset(strings.TrimPrefix(p, "static/"), body)
		names[a.name], urls[a.url] = a, a
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the binary: this is a build fault
	}
	return names, urls
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	return &asset{name: name, url: Prefix + hashed, kind: kindOf(ext), plain: body, packed: pack(body)}
}

// kindOf gives the media type; the script type is fixed because a host's MIME
// table may call it text/plain, which browsers refuse for modules.
func kindOf(ext string) string {
	if ext == ".js" {
		return "text/javascript; charset=utf-8"
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

func pack(body []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a constant in range
	if _, err := z.Write(body); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Asset is the URL of a static file under its content-hashed name, such as
// /static/app.0123456789ab.css. It panics for a file that does not exist: the
// name stands in our own source.
func Asset(name string) string {
	a, ok := byName[name]
	if !ok {
		panic("web: no static file " + name)
	}
	return a.url
}

// Static serves the files below [Prefix]. Only hashed names exist; anything else
// is 404.
func Static() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := byURL[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r)
	})
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	body := a.plain
	if TakesGzip(r.Header.Get("Accept-Encoding")) && len(a.packed) < len(a.plain) {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader may have gone; nothing is left to say
	}
}

// TakesGzip reads an Accept-Encoding header; "gzip;q=0" means no.
func TakesGzip(header string) bool {
	for _, part := range strings.Split(header, ",") {
		coding, param, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q := strings.ReplaceAll(param, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
