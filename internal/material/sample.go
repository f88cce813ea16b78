package material

import (
	"image"
	"image/color"
	"math/rand/v2"
)

// SampleKind says which paper a sample stands for.
type SampleKind int

// The papers a filing asks for.
const (
	IDFront SampleKind = iota // ID card, side with the portrait (人像面)
	IDBack                    // ID card, side with the emblem (国徽面)
	Licence                   // business licence (营业执照)
	Face                      // face-to-face photo before the provider's backdrop (核验照片)
	Sheet                     // signed verification sheet (核验单)
)

// sampleBytes keeps demonstration data small; the flat drawings bear a low quality well.
const sampleBytes = 40_000

// Sample draws a made-up paper as a JPEG of less than 40 KB for demonstrations and tests. It is marked 样张 and
// SAMPLE across, so that nobody takes it for a real one. The lines are printed where the paper has its text; the
// font has Latin letters and digits only; a face has room for two lines, the others for seven. Equal arguments give
// equal bytes.
func Sample(kind SampleKind, seed uint64, lines ...string) []byte {
	c := newCanvas(samples[kind].width, samples[kind].height, seed)
	samples[kind].draw(c, lines)
	c.mark()
	data := encode(c.m, 30)
	for quality := 24; len(data) > sampleBytes && quality > 0; quality -= 6 {
		data = encode(c.m, quality)
	}
	return data
}

var samples = map[SampleKind]struct {
	width, height int
	draw          func(*canvas, []string)
}{
	IDFront: {1520, 1008, drawIDFront},
	IDBack:  {1520, 1008, drawIDBack},
	Licence: {1408, 1008, drawLicence},
	Face:    {1008, 1264, drawFace},
	Sheet:   {1008, 1424, drawSheet},
}

var (
	ink    = color.RGBA{40, 44, 52, 255}
	faint  = color.RGBA{190, 200, 210, 255}
	stamp  = color.RGBA{200, 40, 40, 255}
	skin   = color.RGBA{226, 188, 160, 255}
	shades = []color.RGBA{{60, 90, 140, 255}, {90, 70, 110, 255}, {60, 110, 90, 255}, {120, 90, 60, 255}}
)

func drawIDFront(c *canvas, lines []string) {
	c.fill(c.m.Rect, color.RGBA{226, 236, 242, 255})
	c.bands(color.RGBA{205, 222, 232, 255})
	c.person(1230, 300, 150)
	c.print(110, 170, 52, 92, lines)
	c.fill(image.Rect(112, 848, 896, 864), faint)
}

func drawIDBack(c *canvas, lines []string) {
	c.fill(c.m.Rect, color.RGBA{232, 238, 236, 255})
	c.bands(color.RGBA{212, 224, 220, 255})
	c.disc(260, 260, 150, stamp)
	c.disc(260, 260, 120, color.RGBA{240, 200, 80, 255})
	c.disc(260, 260, 90, stamp)
	c.print(420, 560, 52, 92, lines)
}

func drawLicence(c *canvas, lines []string) {
	c.fill(c.m.Rect, color.RGBA{252, 250, 240, 255})
	c.frame(c.m.Rect.Inset(32), 16, color.RGBA{190, 150, 70, 255})
	c.disc(704, 170, 66, stamp)
	c.text(560, 320, 64, ink, "LICENCE")
	c.print(170, 430, 40, 70, lines)
	c.ring(1160, 800, 120, 10, stamp)
}

func drawFace(c *canvas, lines []string) {
	c.fill(c.m.Rect, color.RGBA{70, 120, 190, 255})
	for y := 90; y < 1160; y += 320 {
		c.text(60+y%200, y, 44, color.RGBA{110, 155, 215, 255}, "BACKDROP 01      BACKDROP 01")
	}
	c.person(504, 450, 230)
	c.fill(image.Rect(0, 1152, 1008, 1264), color.RGBA{245, 245, 245, 255})
	c.print(40, 1192, 34, 40, lines)
}

func drawSheet(c *canvas, lines []string) {
	c.fill(c.m.Rect, color.RGBA{250, 250, 248, 255})
	c.text(190, 130, 54, ink, "VERIFICATION SHEET")
	for y := 192; y <= 1092; y += 96 {
		c.fill(image.Rect(80, y, 928, y+8), faint)
	}
	for _, x := range []int{80, 336, 920} {
		c.fill(image.Rect(x, 192, x+8, 1064), faint)
	}
	c.print(360, 256, 38, 96, lines)
	c.signature(500, 1240)
	c.ring(240, 1240, 110, 9, stamp)
}

// person draws a head of radius r and shoulders; the colour of the clothes follows the seed.
func (c *canvas) person(x, y, r int) {
	clothes := shades[c.rand.IntN(len(shades))]
	hair := uint8(20 + c.rand.IntN(60))
	c.disc(x, y+r*5/2, r*8/5, clothes)
	c.fill(image.Rect(x-r*8/5, y+r*5/2, x+r*8/5+1, y+r*41/10), clothes)
	c.fill(image.Rect(x-r/3, y+r/2, x+r/3, y+r*5/4), skin)
	c.disc(x, y-r/6, r+r/12, color.RGBA{hair, hair, hair, 255})
	c.disc(x, y+r/10, r*9/10, skin)
	for _, side := range []int{-1, 1} {
		c.disc(x+side*r/3, y, r/10, ink)
	}
	c.fill(image.Rect(x-r/4, y+r/2, x+r/4, y+r/2+r/14), color.RGBA{170, 90, 90, 255})
}

// signature scribbles a line that depends on the seed.
func (c *canvas) signature(x, y int) {
	at := image.Pt(x, y)
	for range 14 {
		next := at.Add(image.Pt(10+c.rand.IntN(30), c.rand.IntN(121)-60))
		next.Y = min(max(next.Y, y-60), y+60)
		c.stroke(at, next, 3, ink)
		at = next
	}
}

// bands draws the background bands; on the blocks of JPEG they cost next to nothing.
func (c *canvas) bands(col color.RGBA) {
	step := 16 * (4 + c.rand.IntN(3))
	for y := step; y < c.m.Rect.Dy(); y += step {
		c.fill(image.Rect(0, y, c.m.Rect.Dx(), y+16), col)
	}
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x6265_6961_6e)) }
