package material

import (
	"image"
	"testing"

	"golang.org/x/image/draw"
)

// The kernel must give what the well-known implementation gives, within rounding.
func TestResample(t *testing.T) {
	src := noise(331, 217)
	for _, size := range []image.Point{{100, 66}, {330, 216}, {40, 217}, {1, 1}, {331, 5}} {
		got := resample(src, size)
		want := image.NewRGBA(image.Rectangle{Max: size})
		draw.CatmullRom.Scale(want, want.Rect, src, src.Rect, draw.Src, nil)
		for i := range want.Pix {
			if d := int(got.Pix[i]) - int(want.Pix[i]); d < -2 || d > 2 {
				t.Errorf("%v: byte %d is %d, want %d", size, i, got.Pix[i], want.Pix[i])
				break
			}
		}
	}
}

// A picture cut out of a larger one keeps its own bounds.
func TestResampleTakesBounds(t *testing.T) {
	whole := quadrants(400, 400)
	m := resample(whole.SubImage(image.Rect(200, 0, 400, 200)), image.Pt(50, 50))
	if c := m.RGBAAt(25, 25); c.R > 3 || c.G < 252 || c.B > 3 {
		t.Errorf("green quarter became %v", c)
	}
}
