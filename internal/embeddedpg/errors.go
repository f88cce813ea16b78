package embeddedpg

import (
	"fmt"
	"strings"
)

// NotFoundError says that no usable PostgreSQL is installed on this machine.
type NotFoundError struct {
	TooOld []string // installations older than MinMajor, as "version in folder"
}

func (e *NotFoundError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no PostgreSQL %d or newer found", MinMajor)
	if len(e.TooOld) > 0 {
		fmt.Fprintf(&b, " (too old: %s)", strings.Join(e.TooOld, ", "))
	}
	b.WriteString("; install it and start again:\n" +
		"  Debian, Ubuntu:  sudo apt-get install postgresql\n" +
		"  Fedora, RHEL:    sudo dnf install postgresql-server postgresql-contrib\n" +
		"  macOS:           brew install postgresql@17\n" +
		"or name a running server by its connection URL")
	return b.String()
}

// VersionError says that the data folder was written by a PostgreSQL that is not installed here:
// the files of one major version cannot be read by another.
type VersionError struct {
	Folder string // the cluster's folder
	Data   string // major version that wrote it
	Found  string // newest version installed
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s was written by PostgreSQL %s, but only %s is installed; "+
		"install PostgreSQL %s (Debian, Ubuntu: apt-get install postgresql-%s), "+
		"or convert the folder with pg_upgrade, or name another data folder",
		e.Folder, e.Data, e.Found, e.Data, e.Data)
}

// InUseError says that another running process has the data folder.
type InUseError struct {
	Folder string
	PID    int  // 0 when it could not be told
	Beian  bool // held by another beian, else by a PostgreSQL somebody started by hand
}

func (e *InUseError) Error() string {
	who := "another process"
	if e.PID > 0 {
		who = fmt.Sprintf("process %d", e.PID)
	}
	if e.Beian {
		return fmt.Sprintf("%s is already in use by %s (another beian); stop it first, or name another data folder", e.Folder, who)
	}
	return fmt.Sprintf("%s is already in use by %s, a PostgreSQL that beian did not start; "+
		"stop it first (pg_ctl stop -D %s), or name another data folder", e.Folder, who, e.Folder)
}

// UnreachableError says that the user PostgreSQL must run as cannot enter a folder on the way to Path.
type UnreachableError struct {
	Path, Folder, User string
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("PostgreSQL refuses to run as root and runs as user %s, who cannot enter %s on the way to %s; "+
		"name a data folder outside of it (such as %s), run beian as an ordinary user, or allow it: chmod o+x %s",
		e.User, e.Folder, e.Path, rootDataDir, e.Folder)
}

// LocaleError says that the database cannot tell Chinese letters from other bytes. Under LC_CTYPE=C
// trigrams of Chinese words come out empty, without any error, and searches find nothing.
type LocaleError struct {
	Ctype string // what the cluster has; empty when none could be created
}

func (e *LocaleError) Error() string {
	if e.Ctype == "" {
		return "none of the locales " + strings.Join(locales, ", ") + " exists on this machine; " +
			"install one (Debian, Ubuntu: apt-get install locales && localedef -i en_US -f UTF-8 en_US.UTF-8)"
	}
	return fmt.Sprintf("the database was created with LC_CTYPE=%s, under which searching Chinese text finds nothing; "+
		"dump it, create it anew with --locale=C.UTF-8 and restore the dump", e.Ctype)
}
