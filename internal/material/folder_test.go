package material

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// gcm seals for real, with the purpose as associated data.
type gcm struct{ cipher.AEAD }

func newGCM(t *testing.T) gcm {
	t.Helper()
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		t.Fatal(err)
	}
	return gcm{aead}
}

func (g gcm) Seal(purpose string, plain []byte) []byte {
	return g.AEAD.Seal(nil, nil, plain, []byte(purpose))
}

func (g gcm) Open(purpose string, sealed []byte) ([]byte, error) {
	return g.AEAD.Open(nil, nil, sealed, []byte(purpose))
}

func newFolder(t *testing.T) (*Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "papers")
	f, err := OpenFolder(dir, newGCM(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f, dir
}

func put(t *testing.T, f *Folder, data string) string {
	t.Helper()
	key := NewKey()
	if err := f.Put(t.Context(), key, []byte(data)); err != nil {
		t.Fatal(err)
	}
	return key
}

func fileOf(dir, key string) string { return filepath.Join(dir, key[:2], key[2:4], key) }

func TestFolderKeeps(t *testing.T) {
	f, dir := newFolder(t)
	key := put(t, f, "a scan")
	if err := f.Put(t.Context(), key, []byte("a better scan")); err != nil {
		t.Fatal(err)
	}
	again, err := OpenFolder(dir, f.sealer)
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.Get(t.Context(), key)
	if err := errors.Join(err, again.Close()); err != nil || string(got) != "a better scan" {
		t.Errorf("%q, %v", got, err)
	}
	raw, err := os.ReadFile(fileOf(dir, key))
	if err != nil || bytes.Contains(raw, []byte("scan")) {
		t.Errorf("on the disk: %q, %v", raw, err)
	}
}

func TestFolderDeletes(t *testing.T) {
	f, _ := newFolder(t)
	key := put(t, f, "a scan")
	for _, want := range []bool{true, false} {
		if ok, err := f.Exists(t.Context(), key); ok != want || err != nil {
			t.Errorf("exists: %v, %v", ok, err)
		}
		if err := f.Delete(t.Context(), key); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Get(t.Context(), key); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("get after delete: %v", err)
	}
	if err := f.Delete(t.Context(), NewKey()); err != nil {
		t.Errorf("delete of what never was: %v", err)
	}
}

func TestFolderModes(t *testing.T) {
	f, dir := newFolder(t)
	put(t, f, "a scan")
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestFolderRefusesKeys(t *testing.T) {
	f, _ := newFolder(t)
	for _, key := range []string{
		"", "a", "../../../../etc/passwd....", strings.Repeat("a", 25), strings.Repeat("a", 27), strings.Repeat("A", 26),
		"aa/aaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaa\x00", strings.Repeat("0", 26), "....aaaaaaaaaaaaaaaaaaaaaa",
	} {
		_, getErr := f.Get(t.Context(), key)
		_, existsErr := f.Exists(t.Context(), key)
		for what, err := range map[string]error{
			"put": f.Put(t.Context(), key, nil), "get": getErr, "exists": existsErr, "delete": f.Delete(t.Context(), key),
		} {
			if !errors.Is(err, ErrKey) {
				t.Errorf("%s of %q: %v", what, key, err)
			}
		}
	}
	if a, b := NewKey(), NewKey(); checkKey(a) != nil || a == b {
		t.Errorf("new keys %q, %q", a, b)
	}
}

func TestFolderStaysInside(t *testing.T) {
	f, dir := newFolder(t)
	outside := t.TempDir()
	key := NewKey()
	if err := os.Symlink(outside, filepath.Join(dir, key[:2])); err != nil {
		t.Fatal(err)
	}
	if err := f.Put(t.Context(), key, []byte("a scan")); err == nil {
		t.Error("wrote through a link that leads outside")
	}
	for _, d := range []string{outside, filepath.Join(dir, unfinished)} {
		if left, err := os.ReadDir(d); err != nil || len(left) > 0 {
			t.Errorf("left in %s: %v, %v", d, left, err)
		}
	}
}

func TestFolderNoticesTampering(t *testing.T) {
	f, dir := newFolder(t)
	a, b := put(t, f, "paper of A"), put(t, f, "paper of B")
	raw, err := os.ReadFile(fileOf(dir, a))
	if err != nil {
		t.Fatal(err)
	}
	for what, content := range map[string][]byte{"exchanged": raw, "cut": raw[:len(raw)-1], "emptied": nil} {
		if err := os.WriteFile(fileOf(dir, b), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Get(t.Context(), b); err == nil {
			t.Errorf("%s file opened as %q", what, got)
		}
	}
}

func TestFolderSweeps(t *testing.T) {
	f, dir := newFolder(t)
	key := put(t, f, "a scan")
	now := time.Now()
	for name, age := range map[string]time.Duration{"old": 2 * time.Hour, "young": time.Minute} {
		p := filepath.Join(dir, unfinished, name)
		if err := errors.Join(os.WriteFile(p, nil, 0o600), os.Chtimes(p, now.Add(-age), now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := f.Sweep(t.Context(), now.Add(-time.Hour)); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if _, err := os.Stat(filepath.Join(dir, unfinished, "young")); err != nil {
		t.Error("a file still in work was swept:", err)
	}
	if ok, err := f.Exists(t.Context(), key); !ok || err != nil {
		t.Error("a stored paper was swept:", err)
	}
}

func TestFolderStopsWithContext(t *testing.T) {
	f, _ := newFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Put(ctx, NewKey(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("put: %v", err)
	}
}

// Readers of a key that is being replaced see the one or the other paper, whole.
func TestFolderReplacesWhole(t *testing.T) {
	f, dir := newFolder(t)
	papers := []string{strings.Repeat("a", 1<<16), strings.Repeat("b", 1<<16)}
	key := put(t, f, papers[0])
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			for range 10 {
				if err := f.Put(t.Context(), key, []byte(papers[i])); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 50 {
				if got, err := f.Get(t.Context(), key); err != nil || string(got) != papers[0] && string(got) != papers[1] {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			}
		})
	}
	wg.Wait()
	if left, err := os.ReadDir(filepath.Join(dir, unfinished)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
