package material

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/draw"
)

// quadrants is a picture whose four quarters are red, green, blue and white, clockwise from the top left, so that
// every turn and mirroring of it can be told from its corners.
func quadrants(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			switch {
			case x >= w/2 && y < h/2:
				c = color.RGBA{0, 255, 0, 255}
			case x >= w/2:
				c = color.RGBA{0, 0, 255, 255}
			case y >= h/2:
				c = color.RGBA{255, 255, 255, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func noise(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = uint8(r.Uint32()) | 255*uint8((i&3)/3)
	}
	return m
}

// corners spells the colours clockwise from the top left.
func corners(t *testing.T, data []byte) string {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	var s strings.Builder
	for _, p := range []image.Point{{w / 8, h / 8}, {w * 7 / 8, h / 8}, {w * 7 / 8, h * 7 / 8}, {w / 8, h * 7 / 8}} {
		r, g, b, _ := m.At(p.X, p.Y).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000 && b > 0xc000:
			s.WriteByte('W')
		case r > 0xc000:
			s.WriteByte('R')
		case g > 0xc000:
			s.WriteByte('G')
		case b > 0xc000:
			s.WriteByte('B')
		default:
			s.WriteByte('?')
		}
	}
	return s.String()
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an APP1 segment with an orientation and a device name behind the start of a JPEG.
func withEXIF(b []byte, orientation uint16, order binary.AppendByteOrder, mark string) []byte {
	tiff := append([]byte(mark), 0, 0, 0, 0)
	tiff = tiff[:4]
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(tiff, 0x0112)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	tiff = append(tiff, "SECRET-DEVICE"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	seg := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return bytes.Join([][]byte{b[:2], seg, body, b[2:]}, nil)
}

func mustPrepare(t *testing.T, data []byte) Prepared {
	t.Helper()
	p, err := Prepare(bytes.NewReader(data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPrepareTurnsUpright(t *testing.T) {
	src := asJPEG(t, quadrants(320, 160))
	for o, want := range map[uint16]string{
		0: "RGBW", 1: "RGBW", 2: "GRWB", 3: "BWRG", 4: "WBGR", 5: "RWBG", 6: "WRGB", 7: "BGRW", 8: "GBWR", 9: "RGBW",
	} {
		for mark, order := range map[string]binary.AppendByteOrder{"II*\x00": binary.LittleEndian, "MM\x00*": binary.BigEndian} {
			p := mustPrepare(t, withEXIF(src, o, order, mark))
			if got := corners(t, p.Data); got != want {
				t.Errorf("orientation %d %q: corners %s, want %s", o, mark[:2], got, want)
			}
			if upright := o < 5 || o > 8; upright != (p.Width == 320 && p.Height == 160) {
				t.Errorf("orientation %d: %d by %d", o, p.Width, p.Height)
			}
			if bytes.Contains(p.Data, []byte("SECRET-DEVICE")) || bytes.Contains(p.Data, []byte("Exif")) {
				t.Errorf("orientation %d: metadata was kept", o)
			}
		}
	}
}

func TestPrepareTypes(t *testing.T) {
	var g bytes.Buffer
	if err := gif.Encode(&g, quadrants(64, 64), nil); err != nil {
		t.Fatal(err)
	}
	for ext, data := range map[string][]byte{
		"jpg": asJPEG(t, quadrants(64, 64)), "png": asPNG(t, quadrants(64, 64)), "gif": g.Bytes(),
	} {
		p := mustPrepare(t, data)
		if p.Ext != ext || p.MediaType != JPEG || corners(t, p.Data) != "RGBW" || corners(t, p.Preview) != "RGBW" {
			t.Errorf("%s: %q %q %s", ext, p.Ext, p.MediaType, corners(t, p.Data))
		}
		if p.SHA256 != sha256.Sum256(p.Data) || !p.Soft || p.Pages != 0 {
			t.Errorf("%s: %+v", ext, p)
		}
	}
}

// The smallest lossless WebP: one pixel.
const webpPixel = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

func TestPrepareWebP(t *testing.T) {
	if p := mustPrepare(t, []byte(webpPixel)); p.Ext != "webp" || p.Width != 1 || p.Height != 1 {
		t.Errorf("%q %d by %d", p.Ext, p.Width, p.Height)
	}
}

func TestPrepareShrinks(t *testing.T) {
	for _, c := range []struct {
		name string
		m    image.Image
		w, h int
		soft bool
	}{
		{"fits", quadrants(2400, 1600), 2400, 1600, false},
		{"landscape", quadrants(3000, 2000), 2400, 1600, false},
		{"portrait", quadrants(2100, 4200), 1200, 2400, false},
		{"whole factor", quadrants(4800, 2400), 2400, 1200, false},
		{"strip", quadrants(9600, 400), 2400, 100, true},
		{"thread", quadrants(50000, 1), 2400, 1, true},
	} {
		p := mustPrepare(t, asPNG(t, c.m))
		if p.Width != c.w || p.Height != c.h || p.Soft != c.soft {
			t.Errorf("%s: %d by %d, soft %v", c.name, p.Width, p.Height, p.Soft)
		}
		if c.h > 100 && corners(t, p.Data) != "RGBW" {
			t.Errorf("%s: corners %s", c.name, corners(t, p.Data))
		}
		if v, err := jpeg.DecodeConfig(bytes.NewReader(p.Preview)); err != nil || max(v.Width, v.Height) != 640 {
			t.Errorf("%s: preview %d by %d: %v", c.name, v.Width, v.Height, err)
		}
	}
}

func TestPrepareFitsBytes(t *testing.T) {
	p := mustPrepare(t, asJPEG(t, noise(1600, 1200)))
	if len(p.Data) > 400<<10 {
		t.Errorf("noise is stored in %d bytes", len(p.Data))
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil || c.Width != p.Width || c.Height != p.Height {
		t.Errorf("reported %d by %d, stored %d by %d: %v", p.Width, p.Height, c.Width, c.Height, err)
	}
}

func TestPrepareFlattensOnWhite(t *testing.T) {
	for _, side := range []int{64, 2500, 4801} { // as it is, scaled, averaged
		p := mustPrepare(t, asPNG(t, image.NewNRGBA(image.Rect(0, 0, side, side))))
		if got := corners(t, p.Data); got != "WWWW" {
			t.Errorf("side %d: transparent became %s", side, got)
		}
	}
}

func TestPrepareDropsWhatFollows(t *testing.T) {
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	f, err := w.Create("payload.html")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = f.Write([]byte("<script>")); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{asJPEG(t, quadrants(64, 64)), asPNG(t, quadrants(64, 64))} {
		both := append(data, z.Bytes()...)
		if _, err := zip.NewReader(bytes.NewReader(both), int64(len(both))); err != nil {
			t.Fatal("the test's own file is no zip:", err)
		}
		if p := mustPrepare(t, both); bytes.Contains(p.Data, []byte("PK\x03\x04")) || bytes.Contains(p.Data, []byte("payload")) {
			t.Error("the archive behind the picture was kept")
		}
	}
}

// bombPNG claims w by h pixels in a header that is otherwise right.
func bombPNG(w, h uint32) []byte {
	head := append(binary.BigEndian.AppendUint32([]byte("IHDR"), w), 0, 0, 0, 0)
	binary.BigEndian.PutUint32(head[8:], h)
	head = append(head, 8, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

// manyScans repeats the scan header of a JPEG as a hostile progressive file would.
func manyScans(b []byte) []byte {
	end := bytes.LastIndex(b, []byte{0xff, 0xd9})
	scan := []byte{0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0}
	return append(append(bytes.Clone(b[:end]), bytes.Repeat(scan, 5000)...), 0xff, 0xd9)
}

func TestPrepareRefuses(t *testing.T) {
	jpg, pngData := asJPEG(t, noise(300, 200)), asPNG(t, noise(300, 200))
	for _, c := range []struct {
		name string
		data []byte
		code Code
		ext  string
	}{
		{"empty", nil, Empty, ""},
		{"text", []byte("这是一个文本文件"), Type, "txt"},
		{"html", []byte("<!DOCTYPE html><p>"), Type, "html"},
		{"svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), Type, "svg"},
		{"word", []byte("PK\x03\x04....word/document.xml"), Type, "docx"},
		{"zip", []byte("PK\x03\x04...."), Type, "zip"},
		{"bmp", []byte("BM......"), Type, "bmp"},
		{"unknown", []byte{0, 1, 2, 3}, Type, ""},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), HEIC, "heic"},
		{"avif", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"), HEIC, "avif"},
		{"film", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00"), Type, "mp4"},
		{"jpeg cut in half", jpg[:len(jpg)/2], Broken, "jpg"},
		{"jpeg head only", jpg[:3], Broken, "jpg"},
		{"png cut in half", pngData[:len(pngData)/2], Broken, "png"},
		{"png bomb", bombPNG(60000, 60000), TooManyPixels, "png"},
		{"png of no width", bombPNG(0, 10), Broken, "png"},
		{"jpeg scan bomb", manyScans(jpg), Broken, "jpg"},
		{"gif head only", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"), Broken, "gif"},
		{"webp damaged", []byte(webpPixel[:30]), Broken, "webp"},
	} {
		_, err := Prepare(bytes.NewReader(c.data), Limits{})
		var f *Fault
		if !errors.As(err, &f) || f.Code != c.code || f.Ext != c.ext || f.Size != int64(len(c.data)) {
			t.Errorf("%s: %v, want %s %q", c.name, err, c.code, c.ext)
		}
	}
}

func TestPrepareSaysHowManyPixels(t *testing.T) {
	_, err := Prepare(bytes.NewReader(bombPNG(60000, 50000)), Limits{})
	var f *Fault
	if !errors.As(err, &f) || f.Width != 60000 || f.Height != 50000 || f.Limit != 40_000_000 {
		t.Errorf("%+v", f)
	}
}

// unseekable hides that the reader could seek, and counts what is taken.
type unseekable struct {
	r    *bytes.Reader
	read int
}

func (u *unseekable) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.read += n
	return n, err
}

func TestPrepareTooLarge(t *testing.T) {
	big := append(asJPEG(t, quadrants(64, 64)), make([]byte, 12<<20)...)
	_, err := Prepare(bytes.NewReader(big), Limits{})
	var f *Fault
	if !errors.As(err, &f) || f.Code != TooLarge || f.Size != int64(len(big)) || f.Limit != 10<<20 || f.Ext != "jpg" {
		t.Errorf("%+v", f)
	}
	u := &unseekable{r: bytes.NewReader(big)}
	if _, err := Prepare(u, Limits{}); !errors.As(err, &f) || f.Code != TooLarge || u.read != 10<<20+1 {
		t.Errorf("%+v after reading %d bytes", f, u.read)
	}
	exact := append(asJPEG(t, quadrants(64, 64)), make([]byte, 10<<20)...)[:10<<20]
	if _, err := Prepare(bytes.NewReader(exact), Limits{}); err != nil {
		t.Errorf("exactly 10 MiB: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestPrepareReaderFails(t *testing.T) {
	cut := errors.New("connection reset")
	if _, err := Prepare(failing{cut}, Limits{}); !errors.Is(err, cut) {
		t.Errorf("%v", err)
	}
}

func TestSharpness(t *testing.T) {
	sharp := mustPrepare(t, Sample(Sheet, 1, "SHARP 0123456789"))
	m, err := jpeg.Decode(bytes.NewReader(sharp.Data))
	if err != nil {
		t.Fatal(err)
	}
	blurred := image.NewRGBA(m.Bounds())
	small := shrink(m, 200)
	draw.BiLinear.Scale(blurred, blurred.Rect, small, small.Rect, draw.Src, nil)
	soft := sharpness(blurred)
	flat := sharpness(image.NewRGBA(image.Rect(0, 0, 200, 200)))
	if flat != 0 || soft <= 0 || sharp.Sharpness < 5*soft {
		t.Errorf("flat %.1f, soft %.1f, sharp %.1f", flat, soft, sharp.Sharpness)
	}
}

func TestRotate(t *testing.T) {
	p := mustPrepare(t, asJPEG(t, quadrants(320, 160)))
	for turns, want := range map[int]string{0: "RGBW", 1: "WRGB", 2: "BWRG", 3: "GBWR", 4: "RGBW", -1: "GBWR", -6: "BWRG"} {
		r, err := Rotate(p.Data, turns)
		if err != nil || corners(t, r.Data) != want || corners(t, r.Preview) != want {
			t.Errorf("%d turns: %v, corners %s, want %s", turns, err, corners(t, r.Data), want)
		}
		if (turns%2 == 0) != (r.Width == 320) || r.SHA256 != sha256.Sum256(r.Data) {
			t.Errorf("%d turns: %d by %d", turns, r.Width, r.Height)
		}
	}
	var f *Fault
	if _, err := Rotate(plainPDF(1), 1); !errors.As(err, &f) || f.Code != Type {
		t.Errorf("a PDF turned: %v", err)
	}
	if _, err := Rotate(p.Data[:len(p.Data)/2], 1); !errors.As(err, &f) || f.Code != Broken {
		t.Errorf("half a picture turned: %v", err)
	}
}

func BenchmarkPreparePhoto(b *testing.B) {
	photo := asJPEG(b, quadrants(4032, 3024))
	b.SetBytes(int64(len(photo)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Prepare(bytes.NewReader(photo), Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
