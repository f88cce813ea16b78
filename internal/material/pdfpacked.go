package material

import (
	"bytes"
	"compress/zlib"
	"io"
)

// packed is an object stream (§7.5.7): objects inside a compressed body that begins at body.
type packed struct {
	dict pdfDict
	body []byte
}

// maxInflated bounds what all object streams of a file may unpack to.
const maxInflated = 16 << 20

// noteStream keeps an object stream for unpack, and the dictionary of a cross-reference stream as a trailer.
func (f *pdfFile) noteStream(r *pdfReader, v any) {
	d, ok := v.(pdfDict)
	if !ok {
		return
	}
	if _, ok := d["Root"]; ok {
		f.trailers = append(f.trailers, d)
	}
	_, n := d["N"]
	_, first := d["First"]
	if d["Type"] != pdfName("ObjStm") && !(n && first) {
		return
	}
	r.skipSpace()
	if body, ok := bytes.CutPrefix(r.b[r.i:], []byte("stream")); ok {
		body = bytes.TrimPrefix(body, []byte("\r"))
		f.packed = append(f.packed, packed{d, bytes.TrimPrefix(body, []byte("\n"))})
	}
}

// unpack reads the objects inside object streams. It returns what is wrong, since what cannot be unpacked cannot be
// trusted either.
func (f *pdfFile) unpack() string {
	left := int64(maxInflated)
	for _, p := range f.packed {
		raw, bad := p.inflate(left)
		if bad != "" {
			return bad
		}
		left -= int64(len(raw))
		f.budget += workPerByte * len(raw)
		first, ok := p.dict["First"].(int)
		if !ok || first < 0 || first > len(raw) {
			return "object stream without first offset"
		}
		f.findNames(raw)
		f.findPacked(raw, first)
	}
	return ""
}

func (p packed) inflate(limit int64) (raw []byte, bad string) {
	filter := p.dict["Filter"]
	if a, ok := filter.(pdfArray); ok && len(a) == 1 {
		filter = a[0]
	}
	if _, ok := p.dict["DecodeParms"]; ok || filter != pdfName("FlateDecode") && filter != pdfName("Fl") {
		return nil, "object stream in an unusual filter"
	}
	z, err := zlib.NewReader(bytes.NewReader(p.body))
	if err != nil {
		return nil, "object stream: " + err.Error()
	}
	raw, err = io.ReadAll(io.LimitReader(z, limit+1))
	switch {
	case err != nil:
		return nil, "object stream: " + err.Error()
	case int64(len(raw)) > limit:
		return nil, "object streams unpack to too much"
	}
	return raw, ""
}

// findPacked reads the pairs of number and offset in front of first, and the objects they lead to.
func (f *pdfFile) findPacked(raw []byte, first int) {
	head := &pdfReader{b: raw[:first], budget: &f.budget}
	for {
		num, ok := head.value(0)
		off, ok2 := head.value(0)
		n, isInt := num.(int)
		o, isInt2 := off.(int)
		if !ok || !ok2 || !isInt || !isInt2 {
			return
		}
		if o < 0 || o > len(raw)-first {
			continue
		}
		r := &pdfReader{b: raw, i: first + o, budget: &f.budget}
		if v, ok := r.value(0); ok {
			f.check(v)
			f.objects[pdfRef(n)] = v
		}
	}
}
