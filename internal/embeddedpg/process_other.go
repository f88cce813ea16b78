//go:build !linux

package embeddedpg

import (
	"strconv"
	"strings"
	"syscall"
)

// attributes puts PostgreSQL into a process group of its own, so that Ctrl-C stops beian first and
// PostgreSQL when beian says so.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// serves reports whether pid is a living PostgreSQL server.
func serves(pid int, _ string) bool {
	out, err := output("ps", "-p", strconv.Itoa(pid), "-o", "stat=,comm=")
	state := strings.TrimSpace(out)
	return err == nil && strings.Contains(state, "postgres") && !strings.HasPrefix(state, "Z")
}

// processesOf cannot be told here; backends of a dead server leave by themselves.
func processesOf(string) []int { return nil }
