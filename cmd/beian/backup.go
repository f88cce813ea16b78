package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"

	"beian/internal/embeddedpg"
)

// The parts of a backup, a tar file: pg_dump's custom format, then the sealed materials. The keys are left out: a
// backup that is stolen must tell nobody anything.
const (
	dumpPart      = "database.dump"
	materialsPart = "materials/"
)

// backupCommand is beian backup. It runs beside a server.
type backupCommand struct {
	place `embed:""`
	File  string `arg:"" help:"File to write; it must not exist yet."`
}

// Run writes the database first: what it names was in the folder before.
func (b *backupCommand) Run(c *console) (err error) {
	h, err := b.enter(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	file, err := os.OpenFile(b.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err = errors.Join(b.write(c.ctx, h, file), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(b.File))
	}
	c.printf("written: %s\nIt does not hold the keys. Without %s nobody can read what it seals; keep a copy elsewhere.\n", b.File, b.Keys)
	return nil
}

func (b *backupCommand) write(ctx context.Context, h *house, to io.Writer) error {
	temp, err := os.CreateTemp(b.Data, ".backup-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	defer temp.Close()
	if err := h.database.tool(ctx, temp, nil, "pg_dump", "--format=custom", "--no-owner"); err != nil {
		return err
	}
	out := tar.NewWriter(to)
	if err := addFile(out, dumpPart, temp.Name()); err != nil {
		return err
	}
	if err := addFolder(out, b.Materials); err != nil {
		return err
	}
	return out.Close()
}

func addFolder(out *tar.Writer, dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // a system without materials, or one just swept away
		case err != nil || !d.Type().IsRegular():
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || filepath.Dir(name) == "tmp" { // unfinished uploads
			return err
		}
		return addFile(out, materialsPart+filepath.ToSlash(name), path)
	})
}

func addFile(out *tar.Writer, name, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.Copy(out, file)
	return err
}

// tool runs one of PostgreSQL's programs on the database. The password goes by the environment: command lines are
// public.
func (d *database) tool(ctx context.Context, out io.Writer, in io.Reader, name string, args ...string) error {
	bin, _, err := embeddedpg.Find()
	if err != nil {
		return err
	}
	u, err := url.Parse(d.url)
	if err != nil || u.Host == "" && u.Query().Get("host") == "" {
		return errors.New("DATABASE_URL must have the form postgres://user:password@host/database for this")
	}
	env := os.Environ()
	if password, ok := u.User.Password(); ok {
		env = append(env, "PGPASSWORD="+password)
		u.User = url.User(u.User.Username())
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, name), append(args, "--dbname="+u.String())...)
	said := &tail{}
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, in, out, said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, said)
	}
	return nil
}

// tail keeps the last kilobyte of what a program complains of.
type tail []byte

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	*t = append(*t, p...)
	*t = (*t)[max(0, len(*t)-1024):]
	return len(p), nil
}

// String is what was kept.
func (t *tail) String() string { return string(*t) }
