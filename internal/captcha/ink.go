package captcha

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"
)

// between is a random number from a up to b. The shapes need not be secret, only different each time.
func between(a, b float64) float64 { return a + (b-a)*rand.Float64() }

// letters draws the answer with every character at a size, a place, a turn and a slant of its own, closely set, so
// that cutting between characters is hard.
func letters(answer string) (*image.Alpha, error) {
	f, err := bold()
	if err != nil {
		return nil, err
	}
	ink := image.NewAlpha(image.Rect(0, 0, Width, Height))
	step := float64(Width-44) / length
	for i, r := range answer {
		cell, err := letter(f, r)
		if err != nil {
			return nil, err
		}
		middle := float64(cell.Rect.Dx()) / 2
		sin, cos := math.Sincos(between(-0.3, 0.3))
		slant := between(-0.25, 0.25)
		a, b, c, d := cos, cos*slant-sin, sin, sin*slant+cos
		x := 22 + step*(float64(i)+0.5) + between(-4, 4)
		y := Height/2 + between(-8, 8)
		place := f64.Aff3{a, b, x - a*middle - b*middle, c, d, y - c*middle - d*middle}
		xdraw.BiLinear.Transform(ink, place, cell, cell.Rect, xdraw.Over, nil)
	}
	return ink, nil
}

// letter draws one character in the middle of a square.
func letter(f *opentype.Font, r rune) (*image.Alpha, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: between(56, 66), DPI: 72})
	if err != nil {
		return nil, err
	}
	defer face.Close()
	cell := image.NewAlpha(image.Rect(0, 0, 80, 80))
	box, _, _ := face.GlyphBounds(r)
	pen := font.Drawer{Dst: cell, Src: image.Opaque, Face: face, Dot: fixed.Point26_6{
		X: fixed.I(40) - (box.Min.X+box.Max.X)/2,
		Y: fixed.I(40) - (box.Min.Y+box.Max.Y)/2,
	}}
	pen.DrawString(string(r))
	return cell, nil
}

// warp bends the whole picture by two waves.
func warp(ink *image.Alpha) *image.Alpha {
	out := image.NewAlpha(ink.Rect)
	riseX, riseY := between(2, 4), between(3, 6)
	longX, longY := between(45, 80), between(70, 130)
	phaseX, phaseY := between(0, 2*math.Pi), between(0, 2*math.Pi)
	for y := range Height {
		for x := range Width {
			fx := float64(x) + riseX*math.Sin(2*math.Pi*float64(y)/longX+phaseX)
			fy := float64(y) + riseY*math.Sin(2*math.Pi*float64(x)/longY+phaseY)
			out.SetAlpha(x, y, color.Alpha{sample(ink, fx, fy)})
		}
	}
	return out
}

// sample reads between the pixels.
func sample(ink *image.Alpha, x, y float64) uint8 {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	dx, dy := x-float64(x0), y-float64(y0)
	at := func(x, y int) float64 { return float64(ink.AlphaAt(x, y).A) }
	top := at(x0, y0)*(1-dx) + at(x0+1, y0)*dx
	bottom := at(x0, y0+1)*(1-dx) + at(x0+1, y0+1)*dx
	return uint8(top*(1-dy) + bottom*dy)
}

// scribble lays lines through the characters, some of ink and some rubbed out, and specks over everything.
func scribble(ink *image.Alpha) {
	for range 2 {
		line(ink, between(1.2, 1.8), uint8(between(120, 170))) // paler than the characters, for the reader's sake
	}
	line(ink, between(0.6, 0.9), 0)
	for range 90 {
		dot(ink, between(0, Width), between(0, Height), between(0.6, 1.4), uint8(between(60, 160)))
	}
}

// line draws a wave from side to side.
func line(ink *image.Alpha, radius float64, shade uint8) {
	y, rise, long, phase := between(25, Height-25), between(6, 20), between(90, 260), between(0, 2*math.Pi)
	for x := 0.0; x < Width; x += 0.5 {
		dot(ink, x, y+rise*math.Sin(2*math.Pi*x/long+phase), radius, shade)
	}
}

func dot(ink *image.Alpha, x, y, radius float64, shade uint8) {
	for py := int(y - radius); py <= int(y+radius+1); py++ {
		for px := int(x - radius); px <= int(x+radius+1); px++ {
			if math.Hypot(float64(px)-x, float64(py)-y) <= radius && (shade == 0 || shade > ink.AlphaAt(px, py).A) {
				ink.SetAlpha(px, py, color.Alpha{shade})
			}
		}
	}
}
