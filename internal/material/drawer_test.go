package material

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"time"
)

// drawn is a PDF of one A5 page whose upper half the content paints.
func drawn(content string) []byte {
	return makePDF("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
}

func TestDrawer(t *testing.T) {
	d := NewDrawer(t.TempDir())
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	red := drawn("1 0 0 rg 0 300 420 295 re f")
	page := mustDraw(t, d, red)
	if page.Bounds() != image.Rect(0, 0, 565, 800) && page.Bounds() != image.Rect(0, 0, 564, 800) {
		t.Errorf("drawn as %v", page.Bounds())
	}
	if r, g, _, _ := page.At(280, 100).RGBA(); r>>8 < 240 || g>>8 > 20 {
		t.Errorf("the upper half is %d, %d", r>>8, g>>8)
	}
	if _, g, _, _ := page.At(280, 700).RGBA(); g>>8 < 240 {
		t.Error("the lower half is not white")
	}
	for name, one := range map[string]struct {
		file []byte
		page int
	}{"a page too many": {red, 2}, "page 0": {red, 0}, "no PDF": {[]byte("hello"), 1}} {
		if _, err := d.Page(t.Context(), one.file, one.page, 800); !errors.Is(err, ErrUndrawable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.limit = 50 * time.Millisecond
	slow := drawn(strings.Repeat("0 0 m 420 595 l 3 400 l 90 2 l 1 1 1 rg f*\n", 300_000))
	if _, err := d.Page(t.Context(), slow, 1, 2400); !errors.Is(err, ErrUndrawable) {
		t.Errorf("a page that takes too long: %v", err)
	}
	d.limit = drawingTime
	gone, leave := context.WithCancel(t.Context())
	leave()
	d.turn <- struct{}{}
	if _, err := d.Page(gone, red, 1, 800); !errors.Is(err, context.Canceled) {
		t.Errorf("drawn for one who has gone: %v", err)
	}
	<-d.turn
	mustDraw(t, d, red)
}

func mustDraw(t *testing.T, d *Drawer, file []byte) image.Image {
	t.Helper()
	data, err := d.Page(t.Context(), file, 1, 800)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
