package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"beian/internal/certificate"
	"beian/internal/journal"
)

// keyText reads a file of the service's own keys, made on first use. Several processes may start at once: one makes
// it, all read the same.
func keyText(path string, fresh func() (string, error)) (string, error) {
	text, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	made, err := fresh()
	if err != nil {
		return "", err
	}
	if err := placeKey(path, made); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return readKey(path)
}

func readKey(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return "", fmt.Errorf("%s has mode %04o and others may read it; run: chmod 600 %s", path, mode, path)
	}
	text, err := os.ReadFile(path)
	return string(text), err
}

// placeKey writes beside the path and links, so that the file is there whole or not at all, and never replaces another.
func placeKey(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}

// logKey is the key that signs the journal's checkpoints.
func (p *place) logKey() (*journal.Key, error) {
	text, err := keyText(p.LogKey, journal.NewKey)
	if err != nil {
		return nil, fmt.Errorf("the journal's key: %w", err)
	}
	return journal.ParseKey(text)
}

// issuer signs electronic certificates.
func (p *place) issuer() (*certificate.Issuer, error) {
	text, err := keyText(p.Issuer, certificate.NewIssuer)
	if err != nil {
		return nil, fmt.Errorf("the certificates' issuer: %w", err)
	}
	return certificate.ParseIssuer(text)
}
