package material

import (
	"bytes"
	"unicode/utf8"
)

// signatures are the first bytes of file types; only the first five are taken in, the others exist so that a
// person can be told what was really sent.
var signatures = []struct{ magic, ext string }{
	{"\xff\xd8\xff", "jpg"},
	{"\x89PNG\r\n\x1a\n", "png"},
	{"GIF87a", "gif"},
	{"GIF89a", "gif"},
	{"%PDF-", "pdf"},
	{"BM", "bmp"},
	{"II*\x00", "tiff"},
	{"MM\x00*", "tiff"},
	{"Rar!\x1a\x07", "rar"},
	{"7z\xbc\xaf\x27\x1c", "7z"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"},
	{"MZ", "exe"},
	{"\x7fELF", "elf"},
	{"{\\rtf", "rtf"},
	{"8BPS", "psd"},
}

// sniff names the type of the content by its usual extension, or "" when it is unknown. The name a file was given
// is not asked: a text named photo.jpg is a text.
func sniff(data []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.ext
		}
	}
	switch {
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "webp"
	case len(data) >= 12 && string(data[4:8]) == "ftyp":
		return sniffBrand(string(data[8:12]))
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return sniffZip(data)
	}
	return sniffText(data)
}

// sniffBrand tells the ISO base media files (ISO 14496-12) apart: still pictures in HEVC or AV1, or a film.
func sniffBrand(brand string) string {
	switch brand {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
		return "heic"
	case "avif", "avis":
		return "avif"
	}
	return "mp4"
}

// sniffZip tells the office documents, which are zip archives, by the folder names near their beginning.
func sniffZip(data []byte) string {
	head := data[:min(len(data), 4096)]
	for _, office := range []struct{ folder, ext string }{{"word/", "docx"}, {"xl/", "xlsx"}, {"ppt/", "pptx"}} {
		if bytes.Contains(head, []byte(office.folder)) {
			return office.ext
		}
	}
	return "zip"
}

func sniffText(data []byte) string {
	head := bytes.ToLower(data[:min(len(data), 512)])
	switch {
	case bytes.Contains(head, []byte("<svg")):
		return "svg"
	case bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html")):
		return "html"
	case len(data) > 0 && !bytes.ContainsRune(head, 0) && utf8.Valid(head[:len(head)-partial(head)]):
		return "txt"
	}
	return ""
}

// partial counts the bytes of a character that the cut at 512 bytes left incomplete at the end.
func partial(b []byte) int {
	for i := 1; i <= min(utf8.UTFMax-1, len(b)); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}
