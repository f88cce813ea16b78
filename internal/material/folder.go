package material

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// Sealer encrypts what lies on the disk. The purpose is bound into the result: what was sealed for one purpose does
// not open for another.
type Sealer interface {
	Seal(purpose string, plaintext []byte) []byte
	Open(purpose string, sealed []byte) ([]byte, error)
}

// ErrKey says that a key is not one that NewKey could have made.
var ErrKey = errors.New("material: not a key")

// keyLength is that of rand.Text, which gives at least 128 random bits as base32.
const keyLength = 26

// NewKey makes a random name for one stored paper. It says nothing of whose paper it is, and cannot be guessed.
func NewKey() string { return strings.ToLower(rand.Text()) }

func checkKey(key string) error {
	if len(key) != keyLength || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return ErrKey
	}
	return nil
}

// Folder keeps papers encrypted as files, two levels deep (ab/cd/abcd…) so that no directory grows too long. All
// paths stay inside it, whatever links are planted there. It is safe for concurrent use, also by several processes.
type Folder struct {
	root   *os.Root
	sealer Sealer
}

// unfinished is where files are written before they are complete; no fan-out directory has three letters.
const unfinished = "tmp"

// OpenFolder opens the directory and makes it, for the owner's eyes only, when it is missing.
func OpenFolder(dir string, s Sealer) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root, s}
	if err := f.makeDir(unfinished); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close gives the directory's handle back.
func (f *Folder) Close() error { return f.root.Close() }

func (f *Folder) place(ctx context.Context, key string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if err := checkKey(key); err != nil {
		return "", err
	}
	return path.Join(key[:2], key[2:4], key), nil
}

// The key is part of the purpose, so that files exchanged on the disk do not open.
func purpose(key string) string { return "material/" + key }

// Put stores data under a key, replacing what was there. When it returns nil the bytes are on the disk, also after a
// loss of power; when it fails, the key holds what it held before.
func (f *Folder) Put(ctx context.Context, key string, data []byte) error {
	name, err := f.place(ctx, key)
	if err != nil {
		return err
	}
	temp := path.Join(unfinished, key+"."+NewKey())
	if err := f.write(temp, f.sealer.Seal(purpose(key), data)); err != nil {
		return errors.Join(err, f.remove(temp))
	}
	dir := path.Dir(name)
	if err := errors.Join(f.makeDir(path.Dir(dir)), f.makeDir(dir)); err != nil {
		return errors.Join(err, f.remove(temp))
	}
	if err := f.root.Rename(temp, name); err != nil {
		return errors.Join(err, f.remove(temp))
	}
	// Every level, since another Put may have made a directory and not yet waited for it.
	return errors.Join(f.sync(dir), f.sync(path.Dir(dir)), f.sync("."))
}

// write makes a new file and waits until it is on the disk.
func (f *Folder) write(name string, data []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// Get reads what Put stored. A missing key gives fs.ErrNotExist; bytes that were changed give the Sealer's error.
func (f *Folder) Get(ctx context.Context, key string) ([]byte, error) {
	name, err := f.place(ctx, key)
	if err != nil {
		return nil, err
	}
	sealed, err := f.root.ReadFile(name)
	if err != nil {
		return nil, err
	}
	data, err := f.sealer.Open(purpose(key), sealed)
	if err != nil {
		return nil, fmt.Errorf("material %s: %w", key, err)
	}
	return data, nil
}

// Exists tells whether a key holds a paper.
func (f *Folder) Exists(ctx context.Context, key string) (bool, error) {
	name, err := f.place(ctx, key)
	if err != nil {
		return false, err
	}
	_, err = f.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Delete removes a paper for good; a key that holds nothing is no error.
func (f *Folder) Delete(ctx context.Context, key string) error {
	name, err := f.place(ctx, key)
	if err != nil {
		return err
	}
	if err := f.remove(name); err != nil {
		return err
	}
	err = f.sync(path.Dir(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Sweep removes the unfinished files that a crash left behind and that were last written before the given time. It
// returns how many. An hour ago is late enough for any upload still in work.
func (f *Folder) Sweep(ctx context.Context, before time.Time) (removed int, err error) {
	entries, err := fs.ReadDir(f.root.FS(), unfinished)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		info, err := e.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue // finished meanwhile, or still in work
		}
		if err := f.remove(path.Join(unfinished, e.Name())); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

func (f *Folder) remove(name string) error {
	if err := f.root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (f *Folder) makeDir(name string) error {
	if err := f.root.Mkdir(name, 0o700); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func (f *Folder) sync(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
