package ui

import (
	"math"
	"strconv"
)

// Bar is one bar of a bar chart or histogram.
type Bar struct {
	Label string
	Value float64
	Text  string // value in words; empty: the number
	Href  string
	Tone  Tone // Danger for what is over the limit; empty: the usual colour
}

// BarModel is a bar chart: a table whose middle column is drawn.
type BarModel struct {
	ID, Title, Summary string
	LabelHead          string // heading of the labels, such as 退回原因
	ValueHead          string // heading of the values, such as 件数
	Bars               []Bar
}

// Series is one line of a line chart.
type Series struct {
	Name   string
	Values []float64
}

// LineModel is a line chart with up to five series.
type LineModel struct {
	ID, Title, Summary string
	Unit               string
	LabelHead          string // heading of the labels in the table, such as 周
	Labels             []string
	Series             []Series
}

// HistogramModel counts records per class, such as working days.
type HistogramModel struct {
	ID, Title, Summary   string
	LabelHead, ValueHead string
	Bars                 []Bar
	Limit                int    // a line is drawn before this bar; 0: none
	LimitText            string // such as 法定期限
}

func (b Bar) text() string { return or(b.Text, number(b.Value)) }

// number prints without needless decimals.
func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// coord prints an SVG coordinate to a tenth.
func coord(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// percent is v's share of the largest value; every axis starts at nought.
func percent(v, top float64) string {
	if top <= 0 || v <= 0 {
		return "0"
	}
	return coord(v/top*100) + "%"
}

func largest(bars []Bar) (top float64) {
	for _, b := range bars {
		top = max(top, b.Value)
	}
	return top
}

// ceiling is the smallest 1, 2 or 5 times a power of ten, times four, that holds v:
// four even steps on the axis.
func ceiling(v float64) float64 {
	if v <= 4 {
		return 4
	}
	step := math.Pow(10, math.Floor(math.Log10(v/4)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if s := m * step; s*4 >= v && s == math.Trunc(s) {
			return s * 4
		}
	}
	return step * 40
}

// plot is the area of a chart within its 720 × 300 drawing.
type plot struct {
	left, right, top, bottom float64
	max                      float64
	n                        int
}

func newPlot(top float64, n int, right float64) plot {
	return plot{left: 56, right: 720 - right, top: 20, bottom: 260, max: ceiling(top), n: n}
}

func (p plot) y(v float64) float64 { return p.bottom - v/p.max*(p.bottom-p.top) }

// x is where point i of a line stands.
func (p plot) x(i int) float64 {
	if p.n < 2 {
		return (p.left + p.right) / 2
	}
	return p.left + 8 + float64(i)*(p.right-p.left-16)/float64(p.n-1)
}

// slot is the left edge and width of bar i of a histogram.
func (p plot) slot(i int) (x, w float64) {
	w = (p.right - p.left) / float64(max(p.n, 1))
	return p.left + float64(i)*w, w
}

func (p plot) ticks() []float64 {
	return []float64{0, p.max / 4, p.max / 2, p.max * 3 / 4, p.max}
}

// labelEvery thins the labels of the axis to at most eight.
func (p plot) labelEvery() int { return (p.n + 7) / 8 }

func (m LineModel) plot() plot {
	var top float64
	for _, s := range m.Series {
		for _, v := range s.Values {
			top = max(top, v)
		}
	}
	return newPlot(top, len(m.Labels), 110)
}

// path is the "d" of one line.
func (p plot) path(values []float64) string {
	d := ""
	for i, v := range values {
		if i == 0 {
			d = "M"
		} else {
			d += "L"
		}
		d += coord(p.x(i)) + " " + coord(p.y(v))
	}
	return d
}

// nameYs are the heights of the names at the right end, pushed apart so that
// they do not cover each other.
func (m LineModel) nameYs() []float64 {
	p := m.plot()
	ys := make([]float64, len(m.Series))
	for i, s := range m.Series {
		ys[i] = p.bottom
		if n := len(s.Values); n > 0 {
			ys[i] = p.y(s.Values[n-1])
		}
	}
	spread(ys, 18)
	return ys
}

// spread keeps a distance between heights, moving the lower one down.
func spread(ys []float64, gap float64) {
	for range ys {
		for i := range ys {
			for j := range ys {
				if i != j && ys[i] <= ys[j] && ys[j]-ys[i] < gap && (ys[i] != ys[j] || i < j) {
					ys[j] = ys[i] + gap
				}
			}
		}
	}
}
