// Package e2e_test walks the whole system as people do: a real binary with its
// private PostgreSQL, once without scripts over HTTP, once in a real browser.
package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary is beian as users build it, made once for all tests of this package.
var binary string

// demo is a demo server that tests share; those that kill have their own.
var demo *server

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "beian-e2e-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil {
		return fail(err)
	}
	binary = filepath.Join(dir, "beian")
	if out, err := exec.Command("go", "build", "-o", binary, "beian/cmd/beian").CombinedOutput(); err != nil {
		return fail(fmt.Errorf("building: %w\n%s", err, out))
	}
	defer func() {
		if chrome.stop != nil {
			chrome.stop()
		}
	}()
	if at := os.Getenv("BEIAN_E2E"); at != "" { // a demo that runs already, while writing tests
		demo = &server{base: at}
		return m.Run()
	}
	if demo, err = start(filepath.Join(dir, "demo"), "--demo"); err != nil {
		return fail(err)
	}
	defer demo.stop()
	return m.Run()
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, "e2e:", err)
	return 1
}

// server is one running beian.
type server struct {
	cmd   *exec.Cmd
	base  string // http://127.0.0.1:port
	data  string
	log   *os.File      // what it says to its operator, beside the data folder
	took  time.Duration // from start to ready
	ended chan error
}

// start runs beian serve on a free port and waits until it says ready.
func start(data string, args ...string) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	return startAt(addr, data, args...)
}

// patience is how long a start may take on a busy machine.
const patience = 3 * time.Minute

func startAt(addr, data string, args ...string) (*server, error) {
	var err error
	s := &server{base: "http://" + addr, data: data, ended: make(chan error, 1)}
	s.cmd = exec.Command(binary, append([]string{"serve", "--addr", addr, "--data", data, "--log-level", "warn"}, args...)...)
	if s.log, err = os.OpenFile(data+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return nil, err
	}
	s.cmd.Stderr = s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	ready := make(chan struct{})
	go func() {
		lines := bufio.NewScanner(out)
		said := false
		for lines.Scan() {
			if !said && strings.HasPrefix(lines.Text(), "ready ") {
				said = true
				close(ready)
			}
		}
		s.ended <- s.cmd.Wait()
	}()
	select {
	case <-ready:
		s.took = time.Since(began)
		return s, nil
	case err := <-s.ended:
		said, _ := os.ReadFile(data + ".log")
		return nil, fmt.Errorf("beian ended before it was ready: %w\n%s", err, said[max(0, len(said)-2000):])
	case <-time.After(patience):
		_ = s.cmd.Process.Kill()
		return nil, errors.New("beian was not ready in time")
	}
}

// stop ends the server as an operator would.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(30 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.ended
	}
}

// account is one of the demo's.
type account struct{ Tier, Role, Organisation, Province, User, Password string }

// accounts asks the binary for the demo's accounts, as scripts from outside do.
func accounts(t *testing.T) []account {
	t.Helper()
	out, err := exec.CommandContext(context.WithoutCancel(t.Context()), binary, "demo", "accounts", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []account
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// accountOf finds an account of the demo by its user name.
func accountOf(t *testing.T, user string) account {
	t.Helper()
	for _, a := range accounts(t) {
		if a.User == user {
			return a
		}
	}
	t.Fatalf("the demo has no account %q", user)
	return account{}
}
