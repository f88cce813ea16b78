package material

import (
	"image"
	"image/color"
	"math/rand/v2"
	"sync"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// canvas is what samples are drawn on.
type canvas struct {
	m    *image.RGBA
	rand *rand.Rand
}

func newCanvas(w, h int, seed uint64) *canvas {
	return &canvas{image.NewRGBA(image.Rect(0, 0, w, h)), newRand(seed)}
}

func (c *canvas) fill(r image.Rectangle, col color.RGBA) {
	draw.Draw(c.m, r, image.NewUniform(col), image.Point{}, draw.Src)
}

func (c *canvas) frame(r image.Rectangle, w int, col color.RGBA) {
	for _, side := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, r.Min.Y+w)},
		{image.Pt(r.Min.X, r.Max.Y-w), r.Max},
		{r.Min, image.Pt(r.Min.X+w, r.Max.Y)},
		{image.Pt(r.Max.X-w, r.Min.Y), r.Max},
	} {
		c.fill(side, col)
	}
}

func (c *canvas) disc(x, y, r int, col color.RGBA) { c.ring(x, y, r, r, col) }

// ring draws a circle of radius r whose line is w wide, inwards.
func (c *canvas) ring(x, y, r, w int, col color.RGBA) {
	inner := r - w
	for dy := -r; dy <= r; dy++ {
		for dx := -r; dx <= r; dx++ {
			if d := dx*dx + dy*dy; d <= r*r && (d >= inner*inner) {
				c.m.SetRGBA(x+dx, y+dy, col)
			}
		}
	}
}

// stroke draws a line with a round pen of radius w.
func (c *canvas) stroke(a, b image.Point, w int, col color.RGBA) {
	d := b.Sub(a)
	n := max(d.X, -d.X, d.Y, -d.Y, 1)
	for i := 0; i <= n; i += max(1, w/2) {
		c.disc(a.X+d.X*i/n, a.Y+d.Y*i/n, w, col)
	}
}

var parseFont = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return f
})

// text writes one line, size pixels high, with its baseline at y.
func (c *canvas) text(x, y int, size float64, col color.RGBA, s string) {
	face, err := opentype.NewFace(parseFont(), &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic(err) // only for options that are not set here
	}
	d := font.Drawer{Dst: c.m, Src: image.NewUniform(col), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(s)
}

// print writes lines under each other, step pixels apart.
func (c *canvas) print(x, y int, size float64, step int, lines []string) {
	for i, line := range lines {
		c.text(x, y+i*step, size, ink, line)
	}
}

// mark writes 样张 and SAMPLE across the lower right; the characters are drawn by strokes, since the font has none.
func (c *canvas) mark() {
	col := color.RGBA{214, 60, 60, 255}
	size := c.m.Rect.Dx() / 9
	x, y := c.m.Rect.Dx()-size*9/4, c.m.Rect.Dy()*11/20
	for i, glyph := range [][][4]int{glyphYang, glyphZhang} {
		at := image.Pt(x+i*size*11/10, y)
		for _, s := range glyph {
			c.stroke(at.Add(image.Pt(s[0], s[1]).Mul(size).Div(100)), at.Add(image.Pt(s[2], s[3]).Mul(size).Div(100)), max(2, size/28), col)
		}
	}
	c.text(x, y+size*14/10, float64(size)*0.52, col, "SAMPLE")
}

// The strokes of 样 and 张 as lines in a square of 100.
var (
	glyphYang = [][4]int{
		{5, 30, 42, 30}, {24, 5, 24, 95}, {24, 32, 5, 65}, {26, 38, 42, 55},
		{56, 6, 63, 22}, {88, 4, 78, 22}, {50, 27, 95, 27}, {54, 47, 92, 47}, {46, 68, 98, 68}, {72, 27, 72, 97},
	}
	glyphZhang = [][4]int{
		{8, 12, 38, 12}, {38, 12, 38, 34}, {10, 34, 38, 34}, {10, 34, 8, 56}, {8, 56, 40, 56}, {40, 56, 36, 92}, {36, 92, 24, 84},
		{86, 8, 64, 34}, {48, 46, 97, 46}, {60, 6, 60, 92}, {60, 92, 74, 80}, {66, 48, 97, 92},
	}
)
