package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"beian/internal/postgres"
)

// bar shows how far a long work has come: one line that is written over on a
// terminal, a new line every ten seconds elsewhere.
type bar struct {
	out      io.Writer
	terminal bool
	stage    string
	began    time.Time // of the stage
	first    int64     // done when the stage began
	shown    time.Time
	now      func() time.Time
}

func newBar(out io.Writer) *bar {
	b := &bar{out: out, now: time.Now}
	if f, ok := out.(*os.File); ok {
		info, err := f.Stat()
		b.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return b
}

// tell shows p, unless the last line is too fresh.
func (b *bar) tell(p postgres.Progress) {
	now := b.now()
	if p.Stage != b.stage {
		b.end()
		b.stage, b.began, b.first, b.shown = p.Stage, now, p.Done, time.Time{}
	}
	every := 10 * time.Second
	if b.terminal {
		every = 200 * time.Millisecond
	}
	if p.Done < p.All && now.Sub(b.shown) < every {
		return
	}
	b.shown = now
	end := "\n"
	if b.terminal {
		end = "\x1b[K\r"
	}
	_, _ = fmt.Fprint(b.out, b.line(p, now), end)
}

// end leaves the last line standing.
func (b *bar) end() {
	if b.terminal && !b.shown.IsZero() {
		_, _ = fmt.Fprintln(b.out)
	}
	b.shown = time.Time{}
}

// line is stage, part done, rate and time left.
func (b *bar) line(p postgres.Progress, now time.Time) string {
	if p.All == 0 {
		return p.Stage
	}
	s := fmt.Sprintf("%s  %s of %s  %d %%", p.Stage, amount(p, p.Done), amount(p, p.All), 100*p.Done/p.All)
	if p.Note != "" {
		s += "  " + p.Note
	}
	took := now.Sub(b.began).Seconds()
	if took <= 0 || p.Done <= b.first {
		return s
	}
	rate := float64(p.Done-b.first) / took
	left := time.Duration(float64(p.All-p.Done) / rate * float64(time.Second)).Round(time.Second)
	return fmt.Sprintf("%s  %s/s  %s left", s, amount(p, int64(rate)), left)
}

func amount(p postgres.Progress, n int64) string {
	if p.Bytes {
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprint(n)
}
