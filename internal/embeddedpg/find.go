package embeddedpg

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MinMajor is the oldest PostgreSQL major version Beian runs on.
const MinMajor = 15

// An installation is one folder of PostgreSQL programs.
type installation struct {
	binDir  string // symbolic links resolved, so that PostgreSQL finds its own share folder
	version string // such as "15.18"
	major   int
}

// folders where distributions and packagers put the programs, outside of PATH.
var folders = []string{
	"/usr/lib/postgresql/*/bin",         // Debian, Ubuntu
	"/usr/pgsql-*/bin",                  // RPMs of the PostgreSQL project
	"/usr/lib/postgresql*/bin",          // SUSE
	"/usr/libexec/postgresql*",          // Alpine
	"/usr/local/pgsql/bin",              // built from source
	"/opt/homebrew/opt/postgresql*/bin", // Homebrew, Apple silicon
	"/usr/local/opt/postgresql*/bin",    // Homebrew, Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// Find returns the folder and version of the newest PostgreSQL installed here.
// It fails with a *NotFoundError when there is none of MinMajor or newer.
func Find() (binDir, version string, err error) {
	found, err := installations()
	if err != nil {
		return "", "", err
	}
	return found[0].binDir, found[0].version, nil
}

// installations lists what can be used, newest first; never empty without an error.
func installations() ([]installation, error) {
	var usable []installation
	var tooOld []string
	for _, dir := range candidates() {
		in, ok := inspect(dir)
		switch {
		case !ok:
		case in.major < MinMajor:
			tooOld = append(tooOld, in.version+" in "+in.binDir)
		default:
			usable = append(usable, in)
		}
	}
	if len(usable) == 0 {
		return nil, &NotFoundError{TooOld: tooOld}
	}
	slices.SortStableFunc(usable, func(a, b installation) int { return b.major - a.major })
	return usable, nil
}

// candidates lists the folders that hold both programs we run, each once.
func candidates() []string {
	var dirs []string
	if p, err := exec.LookPath("postgres"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			dirs = append(dirs, filepath.Dir(p))
		}
	}
	if out, err := output("pg_config", "--bindir"); err == nil {
		dirs = append(dirs, strings.TrimSpace(out))
	}
	for _, pattern := range folders {
		match, _ := filepath.Glob(pattern) // the patterns are constants and well formed
		dirs = append(dirs, match...)
	}
	var real []string
	for _, d := range dirs {
		if d, err := filepath.EvalSymlinks(d); err == nil && !slices.Contains(real, d) && hasPrograms(d) {
			real = append(real, d)
		}
	}
	return real
}

func hasPrograms(dir string) bool {
	for _, name := range []string{"postgres", "initdb"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}

var versionText = regexp.MustCompile(`\(PostgreSQL\) ((\d+)[^ \n]*)`)

// inspect asks the server program for its version.
func inspect(dir string) (installation, bool) {
	out, err := output(filepath.Join(dir, "postgres"), "--version")
	m := versionText.FindStringSubmatch(out)
	if err != nil || m == nil {
		return installation{}, false
	}
	major, err := strconv.Atoi(m[2])
	return installation{binDir: dir, version: m[1], major: major}, err == nil
}

func output(name string, arg ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, arg...).Output()
	return string(out), err
}

// choose picks the newest installation, or, for a cluster that exists, one of the version that wrote it.
func choose(cluster string) (installation, error) {
	found, err := installations()
	if err != nil {
		return installation{}, err
	}
	text, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return found[0], nil
	}
	if err != nil {
		return installation{}, err
	}
	data := strings.TrimSpace(string(text))
	for _, in := range found {
		if strconv.Itoa(in.major) == data {
			return in, nil
		}
	}
	return installation{}, &VersionError{Folder: cluster, Data: data, Found: found[0].version}
}
