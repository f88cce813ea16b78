// Package material takes in the papers of a filing (scans of certificates, photos, verification sheets): it finds
// out what a file really is, refuses what cannot be trusted or read, makes pictures upright, small and free of
// metadata, and keeps the bytes encrypted in a folder.
package material

import (
	"crypto/sha256"
	"io"
)

// Media types of what is stored; everything else is turned into one of these or refused.
const (
	JPEG = "image/jpeg"
	PDF  = "application/pdf"
)

// Limits bound what is taken in and what is stored. The zero value of a field means its default.
type Limits struct {
	MaxBytes    int64 // of the upload; default 10 MiB
	MaxPixels   int64 // of the picture before shrinking; default 40 million
	MaxPages    int   // of a PDF; default 100
	LongSide    int   // of the stored picture, in pixels; default 2400
	StoredBytes int   // aim for the stored picture; default 400 KiB
	PreviewSide int   // long side of the preview, in pixels; default 640
}

func (l Limits) filled() Limits {
	l.MaxBytes = orDefault(l.MaxBytes, 10<<20)
	l.MaxPixels = orDefault(l.MaxPixels, 40_000_000)
	l.MaxPages = orDefault(l.MaxPages, 100)
	l.LongSide = orDefault(l.LongSide, 2400)
	l.StoredBytes = orDefault(l.StoredBytes, 400<<10)
	l.PreviewSide = orDefault(l.PreviewSide, 640)
	return l
}

func orDefault[N int | int64](n, def N) N {
	if n <= 0 {
		return def
	}
	return n
}

// softSide is the short side in pixels under which small print on a certificate may be unreadable.
const softSide = 1000

// Soft reports whether small print on a picture of that size may be unreadable.
func Soft(width, height int) bool { return min(width, height) < softSide }

// blurred is the sharpness under which a picture is told to be out of focus. The drawn samples measure 114 and more;
// smeared over nine pixels, so that their print can hardly be read, 7 and less.
const blurred = 10

// Blurred reports whether a picture of that sharpness is probably out of focus.
func Blurred(sharpness float64) bool { return sharpness < blurred }

// Prepared is an upload made ready to store and to show.
type Prepared struct {
	MediaType string   // JPEG or PDF
	Ext       string   // what was uploaded: "jpg", "png", "webp", "gif" or "pdf"
	Data      []byte   // what to store
	SHA256    [32]byte // of Data
	Preview   []byte   // a small JPEG; nil for a PDF

	Width, Height int     // pixels of Data; zero for a PDF
	Soft          bool    // the short side is under 1000 pixels: small print may be unclear
	Sharpness     float64 // variance of the Laplacian of Data: higher is sharper; evidence, not a verdict

	Pages int // of a PDF; zero for a picture
}

// Prepare reads one upload and makes it ready. It reads at most one byte more than the limit. A refused upload
// gives a *Fault; any other error is the reader's own.
func Prepare(r io.Reader, limits Limits) (Prepared, error) {
	l := limits.filled()
	data, err := io.ReadAll(io.LimitReader(r, l.MaxBytes+1))
	if err != nil {
		return Prepared{}, err
	}
	size := int64(len(data))
	ext := sniff(data)
	switch {
	case size == 0:
		return Prepared{}, &Fault{Code: Empty}
	case size > l.MaxBytes:
		return Prepared{}, &Fault{Code: TooLarge, Ext: ext, Size: fullSize(r, size), Limit: l.MaxBytes}
	}
	p, fault := prepare(data, ext, l)
	if fault != nil {
		fault.Ext, fault.Size = ext, size
		return Prepared{}, fault
	}
	p.Ext = ext
	p.SHA256 = sha256.Sum256(p.Data)
	return p, nil
}

func prepare(data []byte, ext string, l Limits) (Prepared, *Fault) {
	switch ext {
	case "jpg", "png", "webp", "gif":
		return preparePicture(data, ext, l)
	case "pdf":
		return preparePDF(data, l)
	case "heic", "avif":
		return Prepared{}, &Fault{Code: HEIC}
	}
	return Prepared{}, &Fault{Code: Type}
}

// fullSize asks a seekable reader, as the files of a form are, for the true length of what was cut off.
func fullSize(r io.Reader, read int64) int64 {
	if s, ok := r.(io.Seeker); ok {
		if end, err := s.Seek(0, io.SeekEnd); err == nil {
			return end
		}
	}
	return read
}
