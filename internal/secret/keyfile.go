package secret

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// indexName marks the one line whose key makes the blind indexes. It stands apart from the sealing keys because
// those are rotated, and an index that changed would let the same certificate be filed twice.
const indexName = "index"

// Parse reads a keyring: lines "ID KEY", the newest first, ID eight hex digits, KEY the base64 of 32 bytes, and one
// line "index KEY". Semicolons may stand for line ends, so that the whole fits an environment variable; lines that
// begin with # are skipped. Errors name the line and never quote it.
func Parse(text string) (*Keyring, error) {
	k := &Keyring{seals: map[keyID]cipher.AEAD{}}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' })
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := k.parseLine(line); err != nil {
			return nil, fmt.Errorf("secret: key line %d: %w", i+1, err)
		}
	}
	return k, k.check()
}

func (k *Keyring) parseLine(line string) error {
	fields := strings.Fields(line)
	if len(fields) != 2 {
		return errors.New("want an id and a key")
	}
	root, err := base64.StdEncoding.DecodeString(fields[1])
	if err != nil || len(root) != keySize {
		return fmt.Errorf("the key is not the base64 of %d bytes", keySize)
	}
	if fields[0] == indexName {
		if k.index != nil {
			return errors.New("a second index key")
		}
		k.index, err = derive(root, "index")
		return err
	}
	raw, err := hex.DecodeString(fields[0])
	if err != nil || len(raw) != idSize {
		return fmt.Errorf("the id is neither %d hex digits nor %q", 2*idSize, indexName)
	}
	id := keyID(raw)
	if _, twice := k.seals[id]; twice {
		return errors.New("the id stands there twice")
	}
	if len(k.seals) == 0 {
		k.newest = id
	}
	return k.add(id, root)
}

// Load reads the keyring file. A file that group or others may read is refused: the keys must be the service's own.
func Load(path string) (*Keyring, error) {
	text, err := readOwn(path)
	if err != nil {
		return nil, err
	}
	k, err := Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return k, nil
}

// LoadOrCreate is Load, and makes the file with fresh keys (mode 0600) when there is none. Several processes may
// start at once: one of them makes the file, all read the same.
func LoadOrCreate(path string) (*Keyring, error) {
	k, err := Load(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	text := "# Keys of Beian. Without this file the sealed fields of the database are lost: back it up apart from it.\n" +
		newLine() + indexName + " " + newKey() + "\n"
	if err := place(path, text, os.Link); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return Load(path)
}

// AddKey puts a new key on top of the file: from the next Load on, values are sealed with it, and older values still
// open. The index key stays.
func AddKey(path string) error {
	text, err := readOwn(path)
	if err != nil {
		return err
	}
	if _, err := Parse(string(text)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return place(path, newLine()+string(text), os.Rename)
}

func newKey() string {
	key := make([]byte, keySize)
	rand.Read(key)
	return base64.StdEncoding.EncodeToString(key)
}

func newLine() string {
	id := make([]byte, idSize)
	rand.Read(id)
	return hex.EncodeToString(id) + " " + newKey() + "\n"
}

func readOwn(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("secret: keyring: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("secret: keyring: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("secret: keyring %s has mode %04o and others may read it; run: chmod 600 %s", path, mode, path)
	}
	return io.ReadAll(io.LimitReader(f, 1<<20))
}

// place writes text beside path and moves it there whole. It reaches the disk before anything is sealed with it: a
// key lost in a power cut would take the data along.
func place(path, text string, move func(from, to string) error) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".keyring-*") // mode 0600
	if err != nil {
		return fmt.Errorf("secret: keyring: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = io.Copy(f, bytes.NewBufferString(text))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("secret: keyring: %w", err)
	}
	if err := move(f.Name(), path); err != nil {
		return fmt.Errorf("secret: keyring: %w", err)
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("secret: keyring: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
