package embeddedpg

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// How long a server may take to stop before it is told more firmly.
const (
	stopPatience = 15 * time.Second
	quitPatience = 5 * time.Second
)

// clear makes the cluster free to be started: it stops a server an earlier beian left behind when it was
// killed and removes the traces of one that was killed itself. The folder's lock must be held, so that
// such a server cannot belong to a living beian. A server started by hand is an *InUseError.
func (s *Server) clear() error {
	pid, err := postmaster(s.folder.cluster)
	if err != nil {
		return err
	}
	if pid > 0 && serves(pid, s.folder.cluster) {
		if !startedByUs(s.folder.cluster) {
			return &InUseError{Folder: s.folder.cluster, PID: pid}
		}
		s.log.Warn("stopping the database an earlier run left behind", "pid", pid)
		if !stop(pid, func(d time.Duration) bool { return gone(pid, s.folder.cluster, d) }) {
			return fmt.Errorf("database process %d left by an earlier run does not stop; kill it by hand", pid)
		}
	}
	// Backends of a killed server notice at their next pause; a busy one would block the new server.
	for _, orphan := range processesOf(s.folder.cluster) {
		_ = syscall.Kill(orphan, syscall.SIGKILL) // the write-ahead log repairs what it was doing
	}
	// PostgreSQL trusts this file while any process has the number in it, even an unrelated one.
	err = os.Remove(filepath.Join(s.folder.cluster, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// postmaster returns the process number a server wrote into its cluster, 0 when there is none.
func postmaster(cluster string) (int, error) {
	f, err := os.Open(filepath.Join(cluster, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n') // an empty file is a trace of a kill
	pid, _ := strconv.Atoi(strings.TrimSpace(line))
	return max(pid, 0), nil // a negative number marks single-user mode, which holds no server
}

func startedByUs(cluster string) bool {
	opts, err := os.ReadFile(filepath.Join(cluster, "postmaster.opts"))
	return err == nil && strings.Contains(string(opts), "cluster_name="+clusterName)
}

// stop asks for a fast stop (clients cut off, data written), then for a quick one, then insists.
// The function ended waits for the end of the process, at most for the given time.
func stop(pid int, ended func(time.Duration) bool) bool {
	for _, step := range []struct {
		signal   syscall.Signal
		patience time.Duration
	}{{syscall.SIGINT, stopPatience}, {syscall.SIGQUIT, quitPatience}, {syscall.SIGKILL, quitPatience}} {
		_ = syscall.Kill(pid, step.signal) // gone already is what we want
		if ended(step.patience) {
			return true
		}
	}
	return false
}

func gone(pid int, cluster string, patience time.Duration) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if !serves(pid, cluster) {
			return true
		}
	}
	return false
}
