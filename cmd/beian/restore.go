package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"beian/internal/postgres"
)

// restoreCommand is beian restore. It fills an empty system; the keys must be in their place first.
type restoreCommand struct {
	place `embed:""`
	File  string `arg:"" help:"File that beian backup wrote."`
}

// Run refuses wherever anybody has worked.
func (r *restoreCommand) Run(c *console) (err error) {
	if err := r.settle(); err != nil {
		return err
	}
	if _, err := os.Stat(r.Keys); err != nil {
		return fmt.Errorf("the keys the backup was sealed with must lie in %s: %w", r.Keys, err)
	}
	h, err := r.enter(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if empty, err := h.store.Empty(c.ctx); err != nil || !empty {
		return errors.Join(err, errors.New("this system holds data already; restore into an empty one: --data DIR"))
	}
	file, err := os.Open(r.File)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := r.unpack(c, h, tar.NewReader(file)); err != nil {
		return err
	}
	if err := postgres.Migrate(c.ctx, h.database.url); err != nil { // a backup of an older version
		return err
	}
	c.printf("restored; check it with beian verify-log\n")
	return nil
}

func (r *restoreCommand) unpack(c *console, h *house, in *tar.Reader) error {
	if err := os.MkdirAll(r.Materials, 0o700); err != nil {
		return err
	}
	folder, err := os.OpenRoot(r.Materials) // names in the file lead nowhere else
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }() // nothing is written through it
	found := false
	for {
		part, err := in.Next()
		switch {
		case errors.Is(err, io.EOF) && found:
			return nil
		case err != nil:
			return fmt.Errorf("%s is not a whole backup: %w", r.File, err)
		case part.Name == dumpPart:
			// What the migration has just made gives way to what the backup holds.
			found = true
			err = h.database.tool(c.ctx, io.Discard, in, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction")
		case strings.HasPrefix(part.Name, materialsPart):
			err = unpackFile(folder, strings.TrimPrefix(part.Name, materialsPart), in)
		}
		if err != nil {
			return err
		}
	}
}

func unpackFile(folder *os.Root, name string, in io.Reader) error {
	if err := folder.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	out, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
