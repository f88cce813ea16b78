package bench

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// report is the one table of all figures.
type report struct {
	t     *testing.T
	lines []line
}

type line struct {
	figure, bar, measured, detail string
	met                           string
}

// atLeast and atMost hold a figure against its limit.
func (r *report) atLeast(figure string, bar, got float64, unit, detail string) {
	r.add(figure, "≥ "+short(bar)+unit, short(got)+unit, got >= bar, detail)
}

func (r *report) atMost(figure string, bar, got float64, unit, detail string) {
	r.add(figure, "≤ "+short(bar)+unit, short(got)+unit, got <= bar, detail)
}

func (r *report) add(figure, bar, measured string, met bool, detail string) {
	word := "yes"
	if !met {
		word = "**no**"
	}
	r.lines = append(r.lines, line{figure, bar, measured, detail, word})
	r.t.Logf("%-60s %10s %12s %s  %s", figure, bar, measured, word, detail)
}

func short(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return s[len(s)/2]
}

// quantile of durations, in milliseconds.
func quantile(list []time.Duration, q float64) float64 {
	s := slices.Sorted(slices.Values(list))
	return s[min(len(s)-1, int(q*float64(len(s))))].Seconds() * 1000
}

// rounds measures in turn and gives the median of each and of their ratios to the
// last one.
func rounds(n int, measures ...func() float64) (medians, ratios []float64) {
	values := make([][]float64, len(measures))
	quotients := make([][]float64, len(measures))
	for range n {
		for i, f := range measures {
			values[i] = append(values[i], f())
		}
		for i := range measures {
			last := values[len(measures)-1]
			quotients[i] = append(quotients[i], values[i][len(values[i])-1]/last[len(last)-1])
		}
	}
	for i := range measures {
		medians, ratios = append(medians, median(values[i])), append(ratios, median(quotients[i]))
	}
	return medians, ratios
}

// keepOthers puts the rows of an earlier run in front that this one did not measure.
func (r *report) keepOthers(path string) {
	old, err := os.ReadFile(path)
	if err != nil {
		return
	}
	var merged []line
	for row := range strings.Lines(string(old)) {
		cell := strings.Split(strings.Trim(strings.TrimSpace(row), "|"), " | ")
		if len(cell) != 5 || strings.TrimSpace(cell[0]) == "figure" {
			continue
		}
		was := line{strings.TrimSpace(cell[0]), cell[1], cell[2], strings.TrimSpace(cell[4]), cell[3]}
		if i := slices.IndexFunc(r.lines, func(l line) bool { return l.figure == was.figure }); i >= 0 {
			was = r.lines[i]
			r.lines = slices.Delete(r.lines, i, i+1)
		}
		merged = append(merged, was)
	}
	r.lines = append(merged, r.lines...)
}

// write makes the document.
func (r *report) write(path, machine, register string) {
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- Written by make bench; do not edit. -->\n\n# Benchmarks\n\nMeasured %s on %s.\nRegister: %s.\n\n"+
		"Both sides of a ratio were measured in turn, five rounds or more; the median of the rounds' ratios is shown. Ratios hold on\n"+
		"other machines, absolute figures do not. Rates per CPU second are answers for each second of processor time that client,\n"+
		"server and database took together: what else ran on the machine does not change them. CPU of searches is PostgreSQL's.\n"+
		"Rows that the last run did not measure are of the run before.\n\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), machine, register)
	b.WriteString("| figure | limit | measured | met | in detail |\n|---|---|---|---|---|\n")
	for _, l := range r.lines {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", l.figure, l.bar, l.measured, l.met, l.detail)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		r.t.Fatal(err)
	}
}
