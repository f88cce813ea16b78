package embeddedpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// A folder is the data folder of one beian:
//
//	lock      held by the beian that uses the folder, with its process number
//	cluster/  what initdb makes
//	socket/   the way in
type folder struct {
	path     string
	cluster  string
	socket   string
	lock     *os.File
	tempSock bool // socket is a short folder elsewhere, to be removed on closing
}

// maxSocket keeps the socket's path below what the systems allow (104 bytes on macOS, 108 on Linux).
const maxSocket = 100

const clusterFolder = "cluster"

const socketFile = ".s.PGSQL.5432"

// openFolder makes the folder ready for acc and locks it, so that no two beians run on one folder.
func openFolder(path string, acc account) (*folder, error) {
	path, err := realFolder(path, acc)
	if err != nil {
		return nil, err
	}
	f := &folder{path: path, cluster: filepath.Join(path, clusterFolder)}
	if f.lock, err = takeLock(path); err != nil {
		return nil, err
	}
	if err := f.makeSocket(acc); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func realFolder(path string, acc account) (string, error) {
	err := os.MkdirAll(path, 0o711)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return "", fmt.Errorf("data folder: %w", err)
	}
	if acc.other { // the folder is ours: let the account pass through it, not list it
		info, err := os.Stat(path)
		if err != nil {
			return "", err
		}
		if err := os.Chmod(path, info.Mode().Perm()|0o111); err != nil {
			return "", err
		}
	}
	return path, acc.reach(path)
}

// takeLock holds an advisory lock until the file is closed; the kernel lets go of it when the process
// dies in whatever way, so a lock is never stale. PostgreSQL does not inherit it.
func takeLock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder := make([]byte, 20)
		n, _ := f.Read(holder) // empty when the holder has not written its number yet
		pid, _ := strconv.Atoi(strings.TrimSpace(string(holder[:n])))
		err = &InUseError{Folder: dir, PID: pid, Beian: true}
	}
	if err == nil {
		if err = f.Truncate(0); err == nil {
			_, err = f.WriteString(strconv.Itoa(os.Getpid()) + "\n")
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func (f *folder) makeSocket(acc account) error {
	f.socket = filepath.Join(f.path, "socket")
	if len(f.socket)+1+len(socketFile) < maxSocket {
		return acc.own(f.socket)
	}
	short, err := os.MkdirTemp("/tmp", "beian-")
	if err != nil {
		return fmt.Errorf("socket folder: %w", err)
	}
	f.socket, f.tempSock = short, true
	return acc.own(short)
}

func (f *folder) close() {
	if f.tempSock {
		_ = os.RemoveAll(f.socket) // a leftover empty folder in /tmp does no harm
	}
	_ = f.lock.Close()
}
