package embeddedpg

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// attributes puts PostgreSQL into a process group of its own, so that Ctrl-C stops beian first and
// PostgreSQL when beian says so, and asks the kernel for a fast stop should beian die. The latter is tied
// to the thread that starts the process: see supervise.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
}

// serves reports whether pid is a living PostgreSQL process of the cluster: they all work inside it.
// Asking for the number alone would be fooled by numbers used again and by zombies.
func serves(pid int, cluster string) bool {
	cwd, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd"))
	return err == nil && cwd == cluster
}

// processesOf lists the living PostgreSQL processes of the cluster.
func processesOf(cluster string) []int {
	var pids []int
	entries, _ := os.ReadDir("/proc") // without /proc there is nothing to be found
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && serves(pid, cluster) {
			pids = append(pids, pid)
		}
	}
	return pids
}
