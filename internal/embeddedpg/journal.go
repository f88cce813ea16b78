package embeddedpg

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

// A journal carries the lines PostgreSQL writes into beian's log and remembers the last of them, which
// tell why a start failed. It is a plain pipe: a pipe of os/exec would wait for orphaned backends.
type journal struct {
	in   *os.File
	mu   sync.Mutex
	last []string
	done chan struct{}
}

const remembered = 10

func newJournal(log *slog.Logger) (*journal, error) {
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	j := &journal{in: in, done: make(chan struct{})}
	go j.read(out, log)
	return j, nil
}

func (j *journal) read(out *os.File, log *slog.Logger) {
	defer close(j.done)
	defer out.Close()
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		j.mu.Lock()
		j.last = append(j.last, line)
		j.last = j.last[max(0, len(j.last)-remembered):]
		j.mu.Unlock()
		log.Log(context.Background(), levelOf(line), "postgres", "line", line)
	}
}

// levelOf tells what a person should see from the daily round. FATAL is the end of one connection, and
// what a server says while it starts or stops is no news.
func levelOf(line string) slog.Level {
	message, fatal := strings.CutPrefix(line, "FATAL:")
	message = strings.TrimSpace(message)
	switch {
	case strings.HasPrefix(line, "PANIC:"):
		return slog.LevelError
	case fatal && !strings.HasPrefix(message, "the database system is") && !strings.HasPrefix(message, "terminating"):
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

// text returns the last lines of a server that has ended.
func (j *journal) text() string {
	j.close()
	select {
	case <-j.done:
	case <-time.After(time.Second): // an orphaned backend still holds the pipe
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Join(j.last, "\n")
}

// close lets the journal end when the last process that writes to it has gone.
func (j *journal) close() { _ = j.in.Close() }
