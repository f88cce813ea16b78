package icpquery

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/big"
	"net/http"
	"strconv"
	"time"
)

// The slider: a picture with a notch, and the piece that was cut out of it.
const (
	pictureWidth, pictureHeight = 500, 190
	pieceSize                   = 50
	sliderSlack                 = 6 // pixels a hand may be off
)

// puzzle is what is to be solved. It travels sealed in the id of the picture, so that
// any node can check the answer.
type puzzle struct {
	X     int       `json:"x"`
	Until time.Time `json:"until"`
	Nonce int64     `json:"nonce"`
}

const puzzleSeal = "icpquery.puzzle"

func (d *door) image(w http.ResponseWriter, r *http.Request) {
	if wait := d.tokens.hit(d.Address(r)); wait > 0 { // drawing costs
		tooMany(w, wait)
		return
	}
	p := puzzle{X: pieceSize + below(pictureWidth-3*pieceSize), Until: d.now().Add(signLife), Nonce: int64(below(1 << 40))}
	y := pieceSize/2 + below(pictureHeight-2*pieceSize)
	big, small, err := drawPuzzle(p.X, y)
	if err != nil {
		d.broken(w, r, err)
		return
	}
	plain, err := json.Marshal(p)
	if err != nil {
		d.broken(w, r, err)
		return
	}
	uuid := base64.RawURLEncoding.EncodeToString(d.Store.Keys.Seal(puzzleSeal, plain))
	if err := d.Store.KeepCaptcha(r.Context(), uuid, puzzleSeal); err != nil {
		d.broken(w, r, err)
		return
	}
	answer(w, good(map[string]any{"uuid": uuid, "bigImage": big, "smallImage": small, "height": y}))
}

// check takes the place of the piece in pixels. A picture can be tried once; code 200
// without success makes clients fetch another.
func (d *door) check(w http.ResponseWriter, r *http.Request) {
	f, err := readFields(r)
	if err != nil {
		answer(w, failed(http.StatusBadRequest, "请求内容无法识别"))
		return
	}
	uuid := f.text("key") // it can be tried once
	var p puzzle
	sealed, err := base64.RawURLEncoding.DecodeString(uuid)
	if err == nil {
		var plain []byte
		if plain, err = d.Store.Keys.Open(puzzleSeal, sealed); err == nil {
			err = json.Unmarshal(plain, &p)
		}
	}
	x, number := strconv.ParseFloat(f.text("value"), 64)
	fresh := err == nil && d.now().Before(p.Until)
	if fresh {
		if fresh, err = d.Store.SolveCaptcha(r.Context(), uuid, puzzleSeal); err != nil {
			d.broken(w, r, err)
			return
		}
	}
	if !fresh || number != nil || x < float64(p.X-sliderSlack) || x > float64(p.X+sliderSlack) {
		answer(w, envelope{Code: 200, Msg: "验证未通过，请重新获取图片"})
		return
	}
	answer(w, good(d.mark("sign", signLife, uuid)))
}

func below(n int) int {
	v, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err) // without randomness nothing is safe
	}
	return int(v.Int64())
}

// drawPuzzle gives the picture with the notch and the piece, a strip as high as the
// picture, both as base64 of PNG.
func drawPuzzle(x, y int) (notched, piece string, err error) {
	whole := scenery()
	hole := image.Rect(x, y, x+pieceSize, y+pieceSize)
	strip := image.NewNRGBA(image.Rect(0, 0, pieceSize, pictureHeight))
	draw.Draw(strip, image.Rect(0, y, pieceSize, y+pieceSize), whole, hole.Min, draw.Src)
	frame(strip, image.Rect(0, y, pieceSize, y+pieceSize))
	// Of one colour: that is what clients look for in the picture.
	draw.Draw(whole, hole, image.NewUniform(color.NRGBA{60, 68, 84, 255}), image.Point{}, draw.Src)
	frame(whole, hole)
	if notched, err = encode(whole); err != nil {
		return "", "", err
	}
	piece, err = encode(strip)
	return notched, piece, err
}

// scenery is a background of soft discs, another one each time.
func scenery() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, pictureWidth, pictureHeight))
	base := [3]int{90 + below(90), 110 + below(90), 130 + below(90)}
	for y := range pictureHeight {
		for x := range pictureWidth {
			img.SetNRGBA(x, y, color.NRGBA{uint8(base[0] + x/12), uint8(base[1] + y/6), uint8(base[2] - x/16), 255})
		}
	}
	for range 24 {
		disc(img, below(pictureWidth), below(pictureHeight), 10+below(45),
			color.NRGBA{uint8(below(255)), uint8(below(255)), uint8(below(255)), 90})
	}
	grain(img)
	return img
}

// grain keeps the discs from being of one colour anywhere, as photographs are not.
func grain(img *image.NRGBA) {
	const step = 8
	for y := range pictureHeight {
		for x := y / 2 % 2 * 2; x < pictureWidth; x += 4 {
			for _, at := range []int{img.PixOffset(x, y), img.PixOffset(x+1, y)} {
				img.Pix[at] = max(img.Pix[at], step) - step
			}
		}
	}
}

func disc(img *image.NRGBA, cx, cy, radius int, c color.NRGBA) {
	for y := cy - radius; y <= cy+radius; y++ {
		for x := cx - radius; x <= cx+radius; x++ {
			if (x-cx)*(x-cx)+(y-cy)*(y-cy) <= radius*radius {
				draw.Draw(img, image.Rect(x, y, x+1, y+1), image.NewUniform(c), image.Point{}, draw.Over)
			}
		}
	}
}

// frame draws a light edge.
func frame(img draw.Image, r image.Rectangle) {
	edge := image.NewUniform(color.NRGBA{255, 255, 255, 220})
	for _, side := range []image.Rectangle{{r.Min, image.Pt(r.Max.X, r.Min.Y+1)}, {image.Pt(r.Min.X, r.Max.Y-1), r.Max},
		{r.Min, image.Pt(r.Min.X+1, r.Max.Y)}, {image.Pt(r.Max.X-1, r.Min.Y), r.Max}} {
		draw.Draw(img, side, edge, image.Point{}, draw.Over)
	}
}

func encode(img image.Image) (string, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(&b, img); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}
