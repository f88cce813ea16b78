package embeddedpg

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// owner runs another beian on dir; kill ends it as kill -9 does.
func owner(t *testing.T, dir string) (url string, kill func()) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), ownerFolder+"="+dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	kill = func() { c.Process.Kill(); c.Wait() }
	t.Cleanup(kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), kill
}

func TestTakesOverFromAKilledBeian(t *testing.T) {
	dir := dataDir(t)
	url, kill := owner(t, dir)
	remember(t, url)
	kill()
	recalls(t, start(t, dir).URL())
}

func TestRefusesTheFolderOfALivingBeian(t *testing.T) {
	dir := dataDir(t)
	url, _ := owner(t, dir)
	_, err := Start(context.Background(), Options{DataDir: dir, Logger: quiet})
	var inUse *InUseError
	if !errors.As(err, &inUse) || !inUse.Beian || inUse.PID <= 0 || inUse.PID == os.Getpid() {
		t.Fatalf("got %v", err)
	}
	ask(t, url, `select 'x'`) // the owner was not disturbed
}

// runAlone runs a server on the cluster that no beian looks after.
func runAlone(t *testing.T, s *Server, args []string) *exec.Cmd {
	t.Helper()
	c := s.command(context.Background(), "postgres", args...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: c.SysProcAttr.Credential}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Signal(syscall.SIGQUIT); c.Wait() })
	ask(t, s.URL(), `select 'x'`)
	return c
}

func TestReplacesAnOrphan(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	remember(t, s.URL())
	stopped(t, s)
	orphan := runAlone(t, s, s.arguments())
	next := start(t, dir)
	recalls(t, next.URL())
	if serves(orphan.Process.Pid, s.folder.cluster) {
		t.Fatal("the orphan still runs")
	}
}

func TestLeavesAServerStartedByHandAlone(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	stopped(t, s)
	byHand := runAlone(t, s, []string{"-D", s.folder.cluster, "-c", "listen_addresses=", "-k", s.folder.socket})
	_, err := Start(context.Background(), Options{DataDir: dir, Logger: quiet})
	var inUse *InUseError
	if !errors.As(err, &inUse) || inUse.Beian || inUse.PID != byHand.Process.Pid {
		t.Fatalf("got %v", err)
	}
	ask(t, s.URL(), `select 'x'`)
}

func TestIgnoresAStaleProcessFile(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	remember(t, s.URL())
	stopped(t, s)
	// The number lives, but in an unrelated process of the account's own.
	c := s.command(context.Background(), "/bin/sleep", "600")
	c.Path = "/bin/sleep"
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Wait()
	defer c.Process.Kill()
	stale := filepath.Join(s.folder.cluster, "postmaster.pid")
	if err := os.WriteFile(stale, []byte(strings.Repeat(strconv.Itoa(c.Process.Pid)+"\n", 3)), 0o644); err != nil {
		t.Fatal(err)
	}
	recalls(t, start(t, dir).URL())
}
