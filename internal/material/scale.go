package material

import (
	"image"
	"image/draw"
)

// shrink draws m on white, at most side pixels long; it never enlarges. White stands for what was transparent, as
// paper would.
func shrink(m image.Image, side int) *image.RGBA {
	size := fit(m.Bounds().Size(), side)
	if m.Bounds().Size() != size {
		return resample(m, size)
	}
	dst := image.NewRGBA(image.Rectangle{Max: size})
	onWhite(dst, m, m.Bounds().Min)
	return dst
}

// onWhite copies the part of m that begins at p and is as large as dst.
func onWhite(dst *image.RGBA, m image.Image, p image.Point) {
	draw.Draw(dst, dst.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(dst, dst.Rect, m, p, draw.Over)
}

// fit keeps the proportions and makes the long side at most side.
func fit(p image.Point, side int) image.Point {
	long := max(p.X, p.Y)
	if long <= side {
		return p
	}
	return image.Pt(max(1, (p.X*side+long/2)/long), max(1, (p.Y*side+long/2)/long))
}

// orient makes upright a picture whose first row and column are where EXIF orientation o says (1 top-left, 2
// top-right, 3 bottom-right, 4 bottom-left, 5 left-top, 6 right-top, 7 right-bottom, 8 left-bottom).
func orient(m *image.RGBA, o int) *image.RGBA {
	switch o {
	case 2:
		return flip(m)
	case 3:
		return turn(m, 2)
	case 4:
		return flip(turn(m, 2))
	case 5:
		return flip(turn(m, 1))
	case 6:
		return turn(m, 1)
	case 7:
		return flip(turn(m, 3))
	case 8:
		return turn(m, 3)
	}
	return m
}

// turn rotates clockwise by n quarter turns.
func turn(m *image.RGBA, n int) *image.RGBA {
	for range (n%4 + 4) % 4 {
		w, h := m.Rect.Dx(), m.Rect.Dy()
		out := image.NewRGBA(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				copy(out.Pix[out.PixOffset(h-1-y, x):], m.Pix[m.PixOffset(x, y):][:4])
			}
		}
		m = out
	}
	return m
}

// flip mirrors left and right.
func flip(m *image.RGBA) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(m.Rect)
	for y := range h {
		for x := range w {
			copy(out.Pix[out.PixOffset(w-1-x, y):], m.Pix[m.PixOffset(x, y):][:4])
		}
	}
	return out
}

// sharpness is the variance of the Laplacian over the picture's luma (after Pech-Pacheco et al., 2000). A flat or
// blurred picture is near zero, printed text in focus is in the hundreds.
func sharpness(m *image.RGBA) float64 {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if w < 3 || h < 3 {
		return 0
	}
	luma := make([]int, w*h)
	for i := range luma {
		p := m.Pix[4*i:]
		luma[i] = (299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000
	}
	var sum, squares float64
	for y := 1; y < h-1; y++ {
		for i := y*w + 1; i < y*w+w-1; i++ {
			d := float64(4*luma[i] - luma[i-1] - luma[i+1] - luma[i-w] - luma[i+w])
			sum += d
			squares += d * d
		}
	}
	n := float64((w - 2) * (h - 2))
	return squares/n - (sum/n)*(sum/n)
}
