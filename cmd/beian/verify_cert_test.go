package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beian/internal/certificate"
)

func TestVerifyCert(t *testing.T) {
	dir := t.TempDir()
	p := place{Data: dir}
	if err := p.settle(); err != nil {
		t.Fatal(err)
	}
	issuer, err := p.issuer()
	if err != nil {
		t.Fatal(err)
	}
	genuine, err := issuer.Issue(certificate.Body{Number: "沪ICP备2026000001号-1", Unit: "陈晓云", ApprovedOn: "2026-11-20", IssuedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file := put("bazu.cert", genuine)
	authority := put("authority.pem", issuer.Authority())
	altered := put("altered.cert", []byte(strings.Replace(string(genuine), "2026-11-20", "2026-11-21", 1)))
	for _, c := range []struct {
		args []string
		ok   bool
		says string
	}{
		{[]string{"--data", dir, file}, true, "沪ICP备2026000001号-1"},
		{[]string{"--data", t.TempDir(), "--authority", authority, file}, true, "陈晓云"},
		{[]string{"--data", t.TempDir(), file}, false, "--authority"},
		{[]string{"--data", dir, altered}, false, "altered"},
		{[]string{"--data", dir, authority}, false, "not an electronic certificate"},
		{[]string{"--data", dir, filepath.Join(dir, "none")}, false, "no such file"},
	} {
		out, _, err := beian(t, nil, append([]string{"verify-cert"}, c.args...)...)
		if err != nil {
			out += err.Error()
		}
		if (err == nil) != c.ok || !strings.Contains(out, c.says) {
			t.Errorf("%v: %q, want %q", c.args, out, c.says)
		}
	}
}

// TestKeyFiles: keys that others may read are refused, and two processes that start at once agree on one.
func TestKeyFiles(t *testing.T) {
	p := place{Data: t.TempDir()}
	if err := p.settle(); err != nil {
		t.Fatal(err)
	}
	publics := make(chan string, 8)
	for range cap(publics) {
		go func() {
			key, err := p.logKey()
			if err != nil {
				t.Error(err)
				publics <- ""
				return
			}
			publics <- key.Public()
		}()
	}
	first := <-publics
	for range cap(publics) - 1 {
		if <-publics != first {
			t.Error("two processes have different keys")
		}
	}
	if err := os.Chmod(p.LogKey, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := p.logKey(); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key that others may read: %v", err)
	}
}
