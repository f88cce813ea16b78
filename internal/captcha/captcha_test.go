package captcha

import (
	"bytes"
	"encoding/binary"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func fresh(t testing.TB) (string, []byte) {
	t.Helper()
	answer, picture, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return answer, picture
}

func TestNew(t *testing.T) {
	answers, pictures := map[string]bool{}, map[string]bool{}
	for range 60 {
		answer, picture := fresh(t)
		if len(answer) != length || strings.Trim(answer, alphabet) != "" || Normal(answer) != answer {
			t.Fatalf("answer %q", answer)
		}
		if len(picture) >= 12<<10 {
			t.Errorf("picture of %d bytes", len(picture))
		}
		if bytes.Contains(picture, []byte(answer)) {
			t.Errorf("%s stands in the file", answer)
		}
		answers[answer], pictures[string(picture)] = true, true
	}
	if len(answers) < 59 || len(pictures) != 60 {
		t.Errorf("%d answers, %d pictures of 60", len(answers), len(pictures))
	}
}

// TestOnlyPixels reads the chunks of the file: nothing but the picture may be in it.
func TestOnlyPixels(t *testing.T) {
	_, picture := fresh(t)
	var kinds []string
	for rest := picture[8:]; len(rest) > 0; {
		size := binary.BigEndian.Uint32(rest)
		kinds = append(kinds, string(rest[4:8]))
		rest = rest[12+size:]
	}
	for _, kind := range kinds {
		if !strings.Contains("IHDR PLTE IDAT IEND", kind) {
			t.Errorf("chunk %s in %v", kind, kinds)
		}
	}
}

// TestSameAnswerLooksDifferent keeps anybody from learning pictures by heart.
func TestSameAnswerLooksDifferent(t *testing.T) {
	a, err := letters("A3C6E")
	if err != nil {
		t.Fatal(err)
	}
	b, err := letters("A3C6E")
	if err != nil {
		t.Fatal(err)
	}
	differ := 0
	for i := range a.Pix {
		if a.Pix[i]/128 != b.Pix[i]/128 {
			differ++
		}
	}
	if differ < Width*Height/50 {
		t.Errorf("only %d pixels differ", differ)
	}
}

// TestReads measures what makes it legible: opaque light paper all around, dark ink in each character's place, and
// nothing cut off at the sides.
func TestReads(t *testing.T) {
	for range 20 {
		answer, picture := fresh(t)
		img, err := png.Decode(bytes.NewReader(picture))
		if err != nil {
			t.Fatal(err)
		}
		var dark [length]int
		light := 0
		for y := range Height {
			for x := range Width {
				c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
				if c.A != 255 {
					t.Fatal("the theme would shine through")
				}
				if c.G < 0x60 {
					dark[min(max(x-22, 0)*length/(Width-44), length-1)]++
				} else if c.G > 0xe0 {
					light++
				}
			}
		}
		for i, n := range dark {
			// The thinnest, a 7 half in its neighbour's place, leaves some 280; an empty place at most 40.
			if n < 150 {
				t.Errorf("%s: character %d has only %d dark pixels", answer, i+1, n)
			}
		}
		if light < Width*Height*6/10 {
			t.Errorf("%s: only %d of %d pixels are paper", answer, light, Width*Height)
		}
	}
}

func TestNormal(t *testing.T) {
	for typed, want := range map[string]string{
		"a3c6e": "A3C6E", " A3 C6E\n": "A3C6E", "ａ３Ｃ６ｅ": "A3C6E", "A3C　6E": "A3C6E", "": "", "验证码": "验证码",
	} {
		if got := Normal(typed); got != want {
			t.Errorf("Normal(%q) = %q, want %q", typed, got, want)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		fresh(b)
	}
}
