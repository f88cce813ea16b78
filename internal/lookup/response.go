package lookup

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Response is one answer in the form it goes out in, to be sent many times. The
// compressed form is made when somebody first wants it.
type Response struct {
	header http.Header
	plain  []byte
	tag    string
	length []string // Content-Length of plain

	once        sync.Once
	small       []byte // nil where compressing gains nothing
	smallLength []string
}

// notKept are headers of the one request they were sent for.
var notKept = []string{"X-Request-Id", "Date", "Ratelimit", "Ratelimit-Policy", "Content-Length", "Content-Encoding"}

// public lets everybody on the way keep an answer for a second, and hand it out
// longer while we do not answer: a CDN takes the floods off, and what is approved
// is still seen at once.
const public = "public, max-age=1, stale-if-error=86400"

// NewResponse makes an answer of status 200 with these headers and this body. Its
// tag is weak because the compressed body has the same one.
func NewResponse(header http.Header, body []byte) *Response {
	p := &Response{header: header.Clone(), plain: body}
	sum := sha256.Sum256(body)
	p.tag = `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	for _, name := range notKept {
		p.header.Del(name)
	}
	p.header["Etag"] = []string{p.tag}
	p.header["Cache-Control"] = []string{public}
	p.header["Vary"] = append(p.header["Vary"], "Accept-Encoding")
	p.length = []string{strconv.Itoa(len(body))}
	return p
}

// onePacket is what goes out as fast whether compressed or not.
const onePacket = 1400

// A writer of gzip is a large thing to make.
var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func (p *Response) compress() {
	if len(p.plain) < onePacket {
		return
	}
	var b bytes.Buffer
	z := writers.Get().(*gzip.Writer)
	defer writers.Put(z)
	z.Reset(&b)
	_, _ = z.Write(p.plain) // a buffer takes everything
	_ = z.Close()
	p.small, p.smallLength = b.Bytes(), []string{strconv.Itoa(b.Len())}
}

// size is about what the answer takes in memory: both bodies, headers, the map's own.
func (p *Response) size() int { return len(p.plain)*3/2 + 1024 }

var gzipped = []string{"gzip"}

// Send answers with the whole, or 304 when the caller has it.
func (p *Response) Send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	list := r.Header["If-None-Match"]
	known := len(list) > 0 && p.known(list)
	for name, values := range p.header {
		if !known || name != "Content-Type" {
			h[name] = values
		}
	}
	if known {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, size := p.plain, p.length
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if p.once.Do(p.compress); p.small != nil {
			body, size = p.small, p.smallLength
			h["Content-Encoding"] = gzipped
		}
	}
	h["Content-Length"] = size
	_, _ = w.Write(body) // the reader may have gone; nothing is left to say
}

// known compares tags as RFC 9110 does for If-None-Match: weakly.
func (p *Response) known(list []string) bool {
	if list[0] == p.tag {
		return true
	}
	for _, line := range list {
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == p.tag[len("W/"):] {
				return true
			}
		}
	}
	return false
}
