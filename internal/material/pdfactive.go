package material

import (
	"bytes"
	"strings"
)

// Names that make a PDF do something or carry another file. As values they name actions, annotations and streams
// (§12.6.4, §12.5.6, §7.11.4); the keys lead to scripts, attachments and forms that compute.
var (
	activeValues = names("JavaScript Launch EmbeddedFile RichMedia FileAttachment SubmitForm ImportData GoToE GoToR Movie Sound Rendition 3D")
	activeKeys   = names("JavaScript JS EF EmbeddedFiles XFA")
	// activeWords are long enough not to stand in compressed data by chance, and are looked for everywhere.
	activeWords = []string{"JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "FileAttachment", "SubmitForm", "ImportData"}
)

func names(list string) map[pdfName]bool {
	set := map[pdfName]bool{}
	for _, n := range strings.Fields(list) {
		set[pdfName(n)] = true
	}
	return set
}

// check looks through an object for forbidden names; the depth is bounded by the reader.
func (f *pdfFile) check(v any) {
	switch v := v.(type) {
	case pdfName:
		if activeValues[v] {
			f.active = string(v)
		}
	case pdfArray:
		for _, e := range v {
			f.check(e)
		}
	case pdfDict:
		for k, e := range v {
			if activeKeys[k] {
				f.active = string(k)
			}
			f.check(e)
		}
	}
}

// findNames looks for forbidden names in raw bytes, for objects too damaged to be read here but not for everyone.
func (f *pdfFile) findNames(data []byte) {
	data = unescape(data)
	for _, w := range activeWords {
		for at := 0; ; {
			n := bytes.Index(data[at:], []byte("/"+w))
			if n < 0 {
				break
			}
			at += n + 1 + len(w)
			if at == len(data) || strings.IndexByte(pdfDelim, data[at]) >= 0 {
				f.active = w
				return
			}
		}
	}
}
