package embeddedpg

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFindsPostgreSQL(t *testing.T) {
	dir, version, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	if major, _, _ := strings.Cut(version, "."); !hasPrograms(dir) || len(major) != 2 {
		t.Fatalf("found %q in %q", version, dir)
	}
}

func TestRefusesTheDataOfAnotherVersion(t *testing.T) {
	dir := dataDir(t)
	cluster := filepath.Join(dir, "cluster")
	if err := os.Mkdir(cluster, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cluster, "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), Options{DataDir: dir, Logger: quiet})
	var version *VersionError
	if !errors.As(err, &version) || version.Data != "9" || !strings.Contains(err.Error(), "install PostgreSQL 9") {
		t.Fatalf("got %v", err)
	}
	if lock, err := takeLock(dir); err != nil {
		t.Fatalf("the refused folder stays locked: %v", err)
	} else {
		lock.Close()
	}
}

func TestRefusesAFolderTheAccountCannotReach(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root hands the server to another user")
	}
	closed := dataDir(t) // made with mode 0700
	_, err := Start(context.Background(), Options{DataDir: filepath.Join(closed, "data"), Logger: quiet})
	var unreachable *UnreachableError
	if !errors.As(err, &unreachable) || unreachable.Folder != closed {
		t.Fatalf("got %v", err)
	}
}

func TestRootServesWhoeverMadeTheCluster(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root hands the server to another user")
	}
	dir := dataDir(t)
	s := start(t, dir)
	remember(t, s.URL())
	stopped(t, s)
	err := filepath.WalkDir(s.folder.cluster, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, 12345, 12345))
	})
	if err != nil {
		t.Fatal(err)
	}
	recalls(t, start(t, dir).URL())
}

func TestLongPathsGetAShortSocket(t *testing.T) {
	dir := dataDir(t)
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	s := start(t, filepath.Join(dir, strings.Repeat("长", 20), strings.Repeat("d", 60)))
	ask(t, s.URL(), `select 'x'`)
	if len(s.folder.socket) > 40 {
		t.Errorf("socket in %s", s.folder.socket)
	}
	stopped(t, s)
	if _, err := os.Stat(s.folder.socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("socket folder stays: %v", err)
	}
}

func TestFirstStartExplainsItsFailure(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	stopped(t, s)
	if err := os.Remove(filepath.Join(s.folder.cluster, "global", "pg_control")); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), Options{DataDir: dir, Logger: quiet})
	if err == nil || !strings.Contains(err.Error(), "pg_control") {
		t.Fatalf("got %v", err)
	}
}

func TestLocale(t *testing.T) {
	usual := locales
	defer func() { locales = usual }()
	for _, c := range []struct {
		name    string
		locales []string
		ctype   string // of the *LocaleError
		refused bool
	}{
		{"falls back", []string{"xx_XX.UTF-8", "C.UTF-8"}, "", false},
		{"none installed", []string{"xx_XX.UTF-8"}, "", true},
		{"blind to Chinese", []string{"C"}, "C", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			locales = c.locales
			s, err := Start(context.Background(), Options{DataDir: dataDir(t), Fast: true, Logger: quiet})
			if err == nil {
				stopped(t, s)
			}
			var locale *LocaleError
			if refused := errors.As(err, &locale); refused != c.refused || refused && locale.Ctype != c.ctype {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&NotFoundError{}, "apt-get install postgresql"},
		{&NotFoundError{TooOld: []string{"9.6 in /old"}}, "too old: 9.6 in /old"},
		{&InUseError{Folder: "/d", PID: 7, Beian: true}, "already in use by process 7"},
		{&InUseError{Folder: "/d", PID: 7}, "pg_ctl stop -D /d"},
		{&UnreachableError{Path: "/root/d", Folder: "/root", User: "postgres"}, "chmod o+x /root"},
		{&LocaleError{Ctype: "C"}, "LC_CTYPE=C"},
		{&LocaleError{}, "localedef"},
	} {
		if !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%v: lacks %q", c.err, c.want)
		}
	}
}
