package material

import "bytes"

// A PDF is stored as it came, since it may be signed: it is inspected and not rewritten. The inspection is our own.
// pdfcpu v0.15.0, the library that could do it, adds 4.5 MB to the binary (5.8 to 10.3 MB, 8 modules) and builds a
// full model to work on. A gatekeeper wants less, and stricter: look at every object wherever it stands, whether or
// not the cross-reference table leads there, because readers repair damaged files in ways of their own and may see
// what a correct parser does not. What this gives up: it cannot say that every page will draw.

// pdfFile is what was found in a file.
type pdfFile struct {
	objects  map[pdfRef]any // the last definition of a number wins, as in a file that was updated
	trailers []pdfDict
	packed   []packed
	budget   int
	active   string // the first forbidden name met
}

// workPerByte is how often a byte may be looked at; numbers, which are read ahead for references, take three.
const workPerByte = 6

func preparePDF(data []byte, l Limits) (Prepared, *Fault) {
	end, ok := pdfEnd(data)
	if !ok {
		return Prepared{}, &Fault{Code: Broken, Detail: "no end of file marker"}
	}
	data = data[:end]
	pages, fault := inspectPDF(data)
	switch {
	case fault != nil:
		return Prepared{}, fault
	case pages == 0:
		return Prepared{}, &Fault{Code: Broken, Detail: "no pages"}
	case pages > l.MaxPages:
		return Prepared{}, &Fault{Code: TooManyPages, Pages: pages, Limit: int64(l.MaxPages)}
	}
	return Prepared{MediaType: PDF, Data: data, Pages: pages}, nil
}

// pdfEnd finds where the file ends: its marker must stand in the last kilobyte, else the file was cut off or
// carries something behind it. What follows the marker, other than an end of line, is not kept.
func pdfEnd(data []byte) (int, bool) {
	at := bytes.LastIndex(data, []byte("%%EOF"))
	if at < 0 || at < len(data)-1024 || !bytes.Contains(data[:at], []byte("startxref")) {
		return 0, false
	}
	end := at + len("%%EOF")
	for end < len(data) && (data[end] == '\r' || data[end] == '\n') {
		end++
	}
	return end, true
}

func inspectPDF(data []byte) (pages int, fault *Fault) {
	f := &pdfFile{objects: map[pdfRef]any{}, budget: workPerByte * len(data)}
	f.findObjects(data)
	f.findTrailers(data)
	if f.encrypted() {
		return 0, &Fault{Code: Encrypted}
	}
	f.findNames(data)
	if detail := f.unpack(); detail != "" {
		return 0, &Fault{Code: Broken, Detail: detail}
	}
	switch {
	case f.active != "":
		return 0, &Fault{Code: Active, Detail: "/" + f.active}
	case f.budget <= 0:
		return 0, &Fault{Code: Broken, Detail: "too entangled"}
	}
	return f.countPages(), nil
}

// findObjects reads what follows every "obj" of the file, even inside other streams: a cross-reference table may
// lead anywhere, and a comment may stand inside "N G obj".
func (f *pdfFile) findObjects(data []byte) {
	for at := 0; f.budget > 0; {
		n := bytes.Index(data[at:], []byte("obj"))
		if n < 0 {
			return
		}
		num, numbered := objectNumber(data[:at+n])
		at += n + len("obj")
		r := &pdfReader{b: data, i: at, budget: &f.budget}
		v, ok := r.value(0)
		if !ok {
			continue
		}
		f.check(v)
		f.noteStream(r, v)
		if numbered && v != nil {
			f.objects[num] = v
		}
	}
}

// objectNumber reads backwards the "12 0 " in front of "obj".
func objectNumber(before []byte) (pdfRef, bool) {
	before = before[max(0, len(before)-32):]
	before, gen := lastInt(before)
	_, num := lastInt(before)
	return pdfRef(num), gen >= 0 && num >= 0
}

// lastInt takes a number and the space behind it off the end of b; -1 when they are not there.
func lastInt(b []byte) (rest []byte, n int) {
	trimmed := bytes.TrimRight(b, pdfSpace)
	rest = bytes.TrimRight(trimmed, "0123456789")
	digits := trimmed[len(rest):]
	if len(trimmed) == len(b) || len(digits) == 0 || len(digits) > 10 {
		return b, -1
	}
	n, _ = integer(string(digits))
	return rest, n
}

func (f *pdfFile) findTrailers(data []byte) {
	for at := 0; f.budget > 0; {
		n := bytes.Index(data[at:], []byte("trailer"))
		if n < 0 {
			return
		}
		at += n + len("trailer")
		r := &pdfReader{b: data, i: at, budget: &f.budget}
		if v, ok := r.value(0); ok {
			f.check(v)
			if d, ok := v.(pdfDict); ok {
				f.trailers = append(f.trailers, d)
			}
		}
	}
}

func (f *pdfFile) encrypted() bool {
	for _, t := range f.trailers {
		if t["Encrypt"] != nil {
			return true
		}
	}
	return false
}

// countPages walks the page tree (§7.7.3) from the newest catalogue that has one.
func (f *pdfFile) countPages() int {
	for i := len(f.trailers) - 1; i >= 0; i-- {
		root, _ := f.resolve(f.trailers[i]["Root"]).(pdfDict)
		if n := f.countFrom(root["Pages"]); n > 0 {
			return n
		}
	}
	return 0
}

// maxNodes bounds a page tree whose branches share their children.
const maxNodes = 1 << 20

func (f *pdfFile) countFrom(top any) (pages int) {
	seen := map[pdfRef]bool{}
	for open := []any{top}; len(open) > 0 && len(open) < maxNodes; {
		node := open[len(open)-1]
		open = open[:len(open)-1]
		if ref, ok := node.(pdfRef); ok {
			if seen[ref] {
				continue
			}
			seen[ref] = true
		}
		d, ok := f.resolve(node).(pdfDict)
		if !ok {
			continue
		}
		if kids, ok := f.resolve(d["Kids"]).(pdfArray); ok {
			open = append(open, kids...)
		} else {
			pages++
		}
	}
	return pages
}

// resolve follows one reference; a reference to a reference is not a PDF.
func (f *pdfFile) resolve(v any) any {
	if ref, ok := v.(pdfRef); ok {
		return f.objects[ref]
	}
	return v
}
