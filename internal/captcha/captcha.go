// Package captcha draws a few characters that people read and simple programs do not. It slows abuse down and stops
// nobody for good: limits on the number of tries stay necessary, and so does another way in for people who do not
// see. Keeping the answer, once and for a short time, is the business of the caller.
package captcha

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/color"
	"image/png"
	"math/big"
	"strings"
	"sync"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/text/width"
)

const (
	// Width and Height of the picture in pixels; shown at half the size it is sharp on dense screens.
	Width, Height = 280, 96

	length = 5
	// alphabet leaves out what looks alike when it is bent: 0 O Q D, 1 I L, 2 Z, 5 S, 8 B, U V, G 6, T 7, P beside R.
	alphabet = "34679ACEFHJKMNRWXY"
	shades   = 16 // from paper to ink; 4 bits a pixel keep the file small
)

var bold = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(gobold.TTF) })

// New gives an answer of five characters and a PNG that shows it. The picture brings its own light paper, so that it
// reads the same in the light and in the dark theme. An error means a broken build, never bad luck.
func New() (answer string, picture []byte, err error) {
	answer, err = draw()
	if err != nil {
		return "", nil, err
	}
	ink, err := letters(answer)
	if err != nil {
		return "", nil, err
	}
	ink = warp(ink)
	scribble(ink)
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, develop(ink)); err != nil {
		return "", nil, err
	}
	return answer, out.Bytes(), nil
}

// Normal gives what was typed in the form of an answer: without blanks, half-width, upper case.
func Normal(typed string) string {
	return strings.ToUpper(width.Narrow.String(strings.Join(strings.Fields(typed), "")))
}

func draw() (string, error) {
	answer := make([]byte, length)
	for i := range answer {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			return "", err
		}
		answer[i] = alphabet[n.Int64()]
	}
	return string(answer), nil
}

// develop turns the layer of ink into a picture in a few shades between paper and ink.
func develop(ink *image.Alpha) *image.Paletted {
	paper, dark := color.RGBA{0xf4, 0xf6, 0xfa, 0xff}, color.RGBA{0x1f, 0x2f, 0x55, 0xff}
	palette := make(color.Palette, shades)
	for i := range palette {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(shades-1-i) + int(b)*i) / (shades - 1)) }
		palette[i] = color.RGBA{mix(paper.R, dark.R), mix(paper.G, dark.G), mix(paper.B, dark.B), 0xff}
	}
	out := image.NewPaletted(ink.Rect, palette)
	for i, a := range ink.Pix {
		out.Pix[i] = a / (256 / shades)
	}
	return out
}
