package material

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// decoders read one kind of picture each; gif gives the first frame. Nothing is registered with package image, so
// that no other import can widen what is taken in.
var decoders = map[string]struct {
	config func(io.Reader) (image.Config, error)
	image  func(io.Reader) (image.Image, error)
}{
	"jpg":  {jpeg.DecodeConfig, jpeg.Decode},
	"png":  {png.DecodeConfig, png.Decode},
	"webp": {webp.DecodeConfig, webp.Decode},
	"gif":  {gif.DecodeConfig, gif.Decode},
}

// decoding lets two pictures at a time be decoded in the process: one at the pixel limit may take
// some hundred megabytes.
var decoding = make(chan struct{}, 2)

func preparePicture(data []byte, ext string, l Limits) (Prepared, *Fault) {
	m, f := upright(data, ext, l)
	if f != nil {
		return Prepared{}, f
	}
	return finish(m, l), nil
}

// upright decodes a picture, shrinks it and turns it the way it was taken.
func upright(data []byte, ext string, l Limits) (*image.RGBA, *Fault) {
	facts := jpegFacts{orientation: 1}
	if ext == "jpg" {
		facts = walkJPEG(data)
	}
	if f := checkSize(data, ext, facts, l); f != nil {
		return nil, f
	}
	decoding <- struct{}{}
	defer func() { <-decoding }()
	m, err := decoders[ext].image(bytes.NewReader(data))
	if err != nil {
		return nil, &Fault{Code: Broken, Detail: err.Error()}
	}
	return orient(shrink(m, l.LongSide), facts.orientation), nil
}

// checkSize reads the dimensions from the header, so that a small file which claims a huge picture is refused
// before any memory is given to it. A progressive JPEG counts twice: it keeps its coefficients while decoding.
func checkSize(data []byte, ext string, facts jpegFacts, l Limits) *Fault {
	c, err := decoders[ext].config(bytes.NewReader(data))
	if err != nil {
		return &Fault{Code: Broken, Detail: err.Error()}
	}
	pixels := int64(c.Width) * int64(c.Height)
	if facts.progressive {
		pixels *= 2
	}
	switch {
	case pixels == 0:
		return &Fault{Code: Broken, Detail: "no pixels"}
	case pixels > l.MaxPixels:
		return &Fault{Code: TooManyPixels, Width: c.Width, Height: c.Height, Limit: l.MaxPixels}
	case facts.scans > maxScans:
		return &Fault{Code: Broken, Detail: "too many scans"}
	}
	return nil
}

// finish encodes the upright picture. Encoding anew is what drops metadata (place, time, device) and anything
// hidden before, between or after the picture's own data.
func finish(m *image.RGBA, l Limits) Prepared {
	data, m := encodeWithin(m, l.StoredBytes)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	return Prepared{
		MediaType: JPEG, Data: data, Preview: encode(shrink(m, l.PreviewSide), 75),
		Width: w, Height: h, Soft: Soft(w, h), Sharpness: sharpness(m),
	}
}

// smallest is the long side in pixels under which a picture is not shrunk further to save bytes.
const smallest = 640

// encodeWithin lowers the quality, then the size, until the picture fits; it returns the picture it encoded.
func encodeWithin(m *image.RGBA, limit int) ([]byte, *image.RGBA) {
	for {
		for _, quality := range []int{88, 78, 68, 58} {
			data := encode(m, quality)
			if len(data) <= limit {
				return data, m
			}
		}
		long := max(m.Rect.Dx(), m.Rect.Dy())
		if long <= smallest {
			return encode(m, 40), m
		}
		m = shrink(m, max(long*4/5, smallest))
	}
}

func encode(m image.Image, quality int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // a buffer does not fail, and no side is longer than 65535 after shrink
	}
	return b.Bytes()
}

// Rotate turns a stored picture clockwise by quarter turns (negative: counter-clockwise) and encodes it anew.
// Anything that is not a picture gives a *Fault.
func Rotate(data []byte, quarterTurns int) (Prepared, error) {
	l := Limits{}.filled()
	ext := sniff(data)
	if _, ok := decoders[ext]; !ok {
		return Prepared{}, &Fault{Code: Type, Ext: ext, Size: int64(len(data))}
	}
	m, f := upright(data, ext, l)
	if f != nil {
		f.Ext, f.Size = ext, int64(len(data))
		return Prepared{}, f
	}
	p := finish(turn(m, quarterTurns), l)
	p.Ext, p.SHA256 = ext, sha256.Sum256(p.Data)
	return p, nil
}
