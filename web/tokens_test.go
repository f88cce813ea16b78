package web

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var tokenLine = regexp.MustCompile(`--([a-z0-9-]+):\s*(#[0-9a-f]{6})`)

// tokens reads the colours of the block that follows each occurrence of mark.
func tokens(t *testing.T, css, mark string) map[string]string {
	t.Helper()
	_, rest, ok := strings.Cut(css, mark)
	if !ok {
		t.Fatalf("style sheet has no %q", mark)
	}
	block, _, _ := strings.Cut(rest, "}")
	m := map[string]string{}
	for _, f := range tokenLine.FindAllStringSubmatch(block, -1) {
		m[f[1]] = f[2]
	}
	return m
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("colour %q", hex)
	}
	part := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// pairs are foreground, background and the least contrast: 4.5 for text (WCAG
// 1.4.3), 3 for controls and focus (1.4.11).
func pairs() [][3]string {
	var list [][3]string
	add := func(least string, background string, fronts ...string) {
		for _, f := range fronts {
			list = append(list, [3]string{f, background, least})
		}
	}
	for _, bg := range []string{"bg", "sunken", "raised"} {
		add("4.5", bg, "text", "text-2", "hint", "link", "link-hover", "visited", "danger")
		add("3", bg, "ctrl", "f-outer")
	}
	for _, tone := range []string{"neutral", "info", "success", "returned", "warn", "danger"} {
		add("4.5", "t-"+tone+"-bg", "t-"+tone, "text")
		add("4.5", "bg", "t-"+tone)
	}
	add("4.5", "t-info-bg", "link", "link-hover", "hint")
	add("4.5", "t-returned-bg", "text-2", "hint")
	add("3", "bg", "prim")
	add("4.5", "prim", "on-prim")
	add("4.5", "prim-hover", "on-prim")
	add("4.5", "solid", "on-solid")
	add("4.5", "stop", "on-stop")
	add("4.5", "stop-hover", "on-stop")
	add("4.5", "bar", "bar-text", "bar-2")
	add("3", "bar", "bar-line", "f-inner")
	add("4.5", "ins-bg", "text")
	add("4.5", "del-bg", "text")
	add("4.5", "mark-bg", "text")
	add("3", "f-outer", "f-inner")
	for i := 1; i <= 5; i++ {
		n := strconv.Itoa(i)
		add("4.5", "m"+n, "m"+n+"-on")
		add("4.5", "bg", "c"+n)
	}
	return list
}

func TestContrast(t *testing.T) {
	css := string(byName["app.css"].plain)
	for theme, mark := range map[string]string{
		"light":          ":root{",
		"dark by system": ":root:not([data-theme=light]){",
		"dark by choice": ":root[data-theme=dark]{",
	} {
		t.Run(theme, func(t *testing.T) {
			c := tokens(t, css, mark)
			if len(c) < 50 {
				t.Fatalf("only %d colours read", len(c))
			}
			for _, p := range pairs() {
				if (p[0] == "f-inner" && p[1] == "bar") && theme != "light" {
					p[0] = "f-outer" // the ring's colours change places in the dark
				}
				least, _ := strconv.ParseFloat(p[2], 64)
				if got := contrast(t, c[p[0]], c[p[1]]); got < least {
					t.Errorf("%s on %s: %.2f, want %s", p[0], p[1], got, p[2])
				}
			}
		})
	}
}

// TestDarkIsOne keeps the two dark blocks equal.
func TestDarkIsOne(t *testing.T) {
	css := string(byName["app.css"].plain)
	a := fmt.Sprint(tokens(t, css, ":root:not([data-theme=light]){"))
	if b := fmt.Sprint(tokens(t, css, ":root[data-theme=dark]{")); a != b {
		t.Errorf("dark blocks differ:\n%s\n%s", a, b)
	}
}

func TestContrastFormula(t *testing.T) {
	if got := contrast(t, "#000000", "#ffffff"); math.Abs(got-21) > 1e-9 {
		t.Errorf("black on white: %f", got)
	}
	if got := contrast(t, "#0b4fa8", "#ffffff"); math.Abs(got-7.78) > 0.01 {
		t.Errorf("link on white: %.3f, want 7.78", got)
	}
}
