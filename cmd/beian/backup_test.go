package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBackupAndRestore moves the demo to another folder: the log verifies there, people sign in with what they had, and
// the materials are the same.
func TestBackupAndRestore(t *testing.T) {
	from, to := dataFolder(t), dataFolder(t)
	must := func(args ...string) string {
		t.Helper()
		out, errs, err := beian(t, nil, args...)
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, errs)
		}
		return out
	}
	must("demo", "--data", from)
	file := filepath.Join(from, "copy.tar")
	s := serve(t, "--data", from)
	must("backup", "--data", from, file)
	before := must("verify-log", "--data", from)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := beian(t, nil, "backup", "--data", from, file); err == nil {
		t.Error("a backup was overwritten")
	}
	if _, _, err := beian(t, nil, "restore", "--data", from, file); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("restored over data: %v", err)
	}
	if _, _, err := beian(t, nil, "restore", "--data", to, file); err == nil || !strings.Contains(err.Error(), "keys") {
		t.Errorf("restored without the keys: %v", err)
	}
	for _, name := range []string{"keys", "log.key"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	must("restore", "--data", to, file)
	if after := must("verify-log", "--data", to); strings.Split(after, " entries")[0] != strings.Split(before, " entries")[0] {
		t.Errorf("before: %s after: %s", before, after)
	}
	if a, b := files(t, filepath.Join(from, "materials")), files(t, filepath.Join(to, "materials")); a != b || a == "" {
		t.Errorf("materials differ: %d and %d bytes of list", len(a), len(b))
	}
	restored := serve(t, "--data", to)
	if status, body := restored.get(t, "/api/v1/lookup?q="+"beian"); status != 200 {
		t.Errorf("lookup answers %d %s", status, body)
	}
}

// files lists a folder's files with their sizes.
func files(t *testing.T, dir string) string {
	t.Helper()
	var list strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, path))
		list.WriteString(path + " " + string(text[:min(32, len(text))]) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}
