package material

import (
	"bytes"
	"strconv"
)

// The objects of a PDF (ISO 32000-1 §7.3), as far as a gatekeeper needs them. Strings and keywords read as nil:
// nothing that matters here is said in them.
type (
	pdfName  string
	pdfRef   int // object number; generations are not told apart
	pdfDict  map[pdfName]any
	pdfArray []any
)

const (
	pdfSpace = "\x00\t\n\f\r "
	pdfDelim = pdfSpace + "()<>[]{}/%"
)

var isSpace, isDelim = table(pdfSpace), table(pdfDelim)

func table(chars string) (t [256]bool) {
	for _, c := range []byte(chars) {
		t[c] = true
	}
	return t
}

// maxDepth bounds how deep arrays and dictionaries may stand in each other.
const maxDepth = 64

// pdfReader reads objects from b at i. Every byte read is taken from the budget that all readers of a file share,
// so that overlapping objects cannot make a small file cost much.
type pdfReader struct {
	b      []byte
	i      int
	budget *int
}

func (r *pdfReader) skipSpace() {
	for r.i < len(r.b) {
		switch c := r.b[r.i]; {
		case c == '%':
			r.skipPast("\r\n")
		case isSpace[c]:
			r.i++
			*r.budget--
		default:
			return
		}
	}
}

// skipPast moves behind the next byte that is one of stops, or to the end.
func (r *pdfReader) skipPast(stops string) {
	n := bytes.IndexAny(r.b[r.i:], stops) + 1
	if n == 0 {
		n = len(r.b) - r.i
	}
	r.i += n
	*r.budget -= n
}

// word reads regular characters up to the next delimiter or space.
func (r *pdfReader) word() string {
	start := r.i
	for r.i < len(r.b) && !isDelim[r.b[r.i]] {
		r.i++
	}
	*r.budget -= r.i - start + 1
	return string(r.b[start:r.i])
}

// value reads one object; false means that there is none, or that it is damaged.
func (r *pdfReader) value(depth int) (any, bool) {
	r.skipSpace()
	if r.i >= len(r.b) || depth > maxDepth || *r.budget <= 0 {
		return nil, false
	}
	rest := r.b[r.i:]
	switch {
	case rest[0] == '/':
		r.i++
		return pdfName(unescape([]byte(r.word()))), true
	case bytes.HasPrefix(rest, []byte("<<")):
		r.i += 2
		return r.dict(depth)
	case rest[0] == '<':
		r.skipPast(">")
		return nil, true
	case rest[0] == '(':
		return nil, r.skipString()
	case rest[0] == '[':
		r.i++
		return r.array(depth)
	case isDelim[rest[0]]:
		return nil, false
	}
	return r.number(), true
}

func (r *pdfReader) dict(depth int) (any, bool) {
	d := pdfDict{}
	for {
		r.skipSpace()
		if bytes.HasPrefix(r.b[r.i:], []byte(">>")) {
			r.i += 2
			return d, true
		}
		key, ok := r.value(depth + 1)
		name, isName := key.(pdfName)
		if !ok || !isName {
			return nil, false
		}
		if d[name], ok = r.value(depth + 1); !ok {
			return nil, false
		}
	}
}

func (r *pdfReader) array(depth int) (any, bool) {
	var a pdfArray
	for {
		r.skipSpace()
		if r.i < len(r.b) && r.b[r.i] == ']' {
			r.i++
			return a, true
		}
		v, ok := r.value(depth + 1)
		if !ok {
			return nil, false
		}
		a = append(a, v)
	}
}

// skipString passes a literal string with its balanced parentheses and escapes.
func (r *pdfReader) skipString() bool {
	start, open := r.i, 0
	defer func() { *r.budget -= r.i - start }()
	for ; r.i < len(r.b); r.i++ {
		switch r.b[r.i] {
		case '\\':
			r.i++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				r.i++
				return true
			}
		}
	}
	r.i = len(r.b)
	return false
}

// number reads an integer, a reference ("12 0 R"), or a keyword or real, which give nil.
func (r *pdfReader) number() any {
	n, ok := integer(r.word())
	if !ok {
		return nil
	}
	ahead := *r
	ahead.skipSpace()
	if _, ok := integer(ahead.word()); !ok {
		return n
	}
	ahead.skipSpace()
	if ahead.word() != "R" {
		return n
	}
	r.i = ahead.i
	return pdfRef(n)
}

// integer reads digits, at most ten; a sign, which no number of interest has, makes it none.
func integer(w string) (n int, ok bool) {
	for _, c := range []byte(w) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(w) > 0 && len(w) <= 10
}

// unescape resolves #xx in names (§7.3.5), behind which a forbidden name could hide.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '#') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			if c, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(c))
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}
