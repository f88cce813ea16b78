package embeddedpg

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// An account is the system user the PostgreSQL processes run as. PostgreSQL refuses to run as root,
// so under root it is another one and everything PostgreSQL touches must belong to that user.
type account struct {
	name     string
	uid, gid int
	other    bool // differs from the user of this process
}

// nobody is the number Linux distributions and macOS reserve for the user without rights.
const nobody = 65534

// accountFor chooses the account: under root the owner of the cluster if there is one, so that it serves
// whoever made it, else postgres or nobody.
func accountFor(cluster string) account {
	if os.Geteuid() != 0 {
		return account{name: strconv.Itoa(os.Geteuid()), uid: os.Geteuid(), gid: os.Getegid()}
	}
	if info, err := os.Stat(cluster); err == nil {
		if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Uid != 0 {
			return account{name: nameOf(st.Uid), uid: int(st.Uid), gid: int(st.Gid), other: true}
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, uerr := strconv.Atoi(u.Uid)
			gid, gerr := strconv.Atoi(u.Gid)
			if uerr == nil && gerr == nil && uid > 0 {
				return account{name: name, uid: uid, gid: gid, other: true}
			}
		}
	}
	return account{name: strconv.Itoa(nobody), uid: nobody, gid: nobody, other: true}
}

func nameOf(uid uint32) string {
	number := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(number); err == nil {
		return u.Username
	}
	return number
}

// own makes dir, private to the account.
func (a account) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if a.other {
		if err := os.Chown(dir, a.uid, a.gid); err != nil {
			return err
		}
	}
	return os.Chmod(dir, 0o700)
}

// reach fails with an *UnreachableError when the account may not enter dir or a folder above it.
// Linux answers such a case with a bare "permission denied" from deep inside of PostgreSQL.
func (a account) reach(dir string) error {
	for d := dir; a.other; d = filepath.Dir(d) {
		info, err := os.Stat(d)
		if err != nil {
			return err
		}
		if !a.mayEnter(info) {
			return &UnreachableError{Path: dir, Folder: d, User: a.name}
		}
		if d == filepath.Dir(d) {
			break
		}
	}
	return nil
}

func (a account) mayEnter(info os.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return true
	}
	mode := info.Mode().Perm()
	switch {
	case int(st.Uid) == a.uid:
		return mode&0o100 != 0
	case int(st.Gid) == a.gid:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}

// rootDataDir is where root's data goes: a folder below /root could not be entered by the account.
const rootDataDir = "/var/lib/beian"

// DefaultDataDir is the folder used when the options name none: /var/lib/beian for root, else
// $XDG_DATA_HOME/beian or ~/.local/share/beian.
func DefaultDataDir() (string, error) {
	if os.Geteuid() == 0 {
		return rootDataDir, nil
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "beian"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no data folder named and no home folder known: %w", err)
	}
	return filepath.Join(home, ".local", "share", "beian"), nil
}

func (a account) credential() *syscall.Credential {
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}
