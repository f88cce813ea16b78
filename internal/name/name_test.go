package name

import (
	"slices"
	"testing"
)

func TestFold(t *testing.T) {
	for typed, want := range map[string]string{
		"某某（北京）科技 有限公司": "某某(北京)科技有限公司",
		"某某【北京】科技有限公司":  "某某(北京)科技有限公司",
		"ＡＢＣ　Notes":     "abcnotes",
		"前端·经验-笔记。":     "前端经验笔记",
		"C++ & C#":      "c++&c#",
		"①㈱":            "1(株)",
		"臺灣網絡電視":        "台湾网络电视",
		"\xff“”":        "",
	} {
		if got := Fold(typed); got != want {
			t.Errorf("%q folds to %q, want %q", typed, got, want)
		}
	}
}

func TestBare(t *testing.T) {
	if got := Bare("某某（北京）網絡 有限公司"); got != "某某北京网络有限公司" {
		t.Errorf("got %q", got)
	}
}

// Every simplified form is simple itself, else folding twice would differ.
func TestSimplified(t *testing.T) {
	pairs := []rune(traditional)
	if len(pairs)%2 != 0 || len(pairs) < 4000 {
		t.Fatalf("%d characters", len(pairs))
	}
	for i := 0; i < len(pairs); i += 2 {
		if simplified(pairs[i]) != pairs[i+1] || simplified(pairs[i+1]) != pairs[i+1] {
			t.Errorf("%c to %c", pairs[i], pairs[i+1])
		}
	}
}

func TestBigrams(t *testing.T) {
	got := Bigrams("前端前端")
	want := []int32{Pack('前', '端'), Pack('端', '前')}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if Bigrams("前") != nil || Bigrams("") != nil {
		t.Error("a bigram of less than two characters")
	}
	if !slices.Equal(Bigrams("某（北京）公司"), Bigrams("某北京公司")) {
		t.Error("brackets change the bigrams")
	}
}

// The packing is stored in the index, so its values may never change.
func TestPackStays(t *testing.T) {
	for _, s := range []struct {
		a, b rune
		want int32
	}{{'a', 'b', 0x00610062}, {'中', '国', 0x4E2D56FD}, {'龙', 'a', -0x60670000 + 0x61}, {'𠮷', '野', -250745566}} {
		if got := Pack(s.a, s.b); got != s.want {
			t.Errorf("%c%c packs to %d, want %d", s.a, s.b, got, s.want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"某某（北京）", "ＡＢＣ", "İ", "가", "ﬁ①", "\xff", "臺灣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("%q folds to %q, that to %q", s, once, twice)
		}
		b := Bigrams(s)
		if !slices.IsSorted(b) || len(slices.Compact(slices.Clone(b))) != len(b) {
			t.Fatalf("%q gives %v", s, b)
		}
	})
}
