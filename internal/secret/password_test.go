package secret

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestPassword(t *testing.T) {
	p, ctx := NewPasswords(), t.Context()
	hash, err := p.Hash(ctx, "春眠不觉晓2026")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %q does not carry its parameters", hash)
	}
	for password, want := range map[string]bool{"春眠不觉晓2026": true, "春眠不觉晓2027": false, "": false} {
		if ok, rehash, err := p.Verify(ctx, hash, password); ok != want || rehash || err != nil {
			t.Errorf("Verify(%q) = %v, %v, %v", password, ok, rehash, err)
		}
	}
}

// The vector stands in the tests of the argon2 reference implementation (argon2id, t=2, m=2^16, p=1).
func TestVerifyForeignHash(t *testing.T) {
	const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	p := NewPasswords()
	if ok, rehash, err := p.Verify(t.Context(), hash, "password"); !ok || !rehash || err != nil {
		t.Errorf("Verify = %v, %v, %v; want a match to be hashed again", ok, rehash, err)
	}
	if ok, rehash, err := p.Verify(t.Context(), hash, "Password"); ok || rehash || err != nil {
		t.Errorf("wrong password: %v, %v, %v", ok, rehash, err)
	}
}

func TestVerifyBadHash(t *testing.T) {
	for _, hash := range []string{
		"", "$", "5f4dcc3b5aa765d61d8327deb882cf99", "$2a$10$abcdefghijklmnopqrstuv",
		"$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=0$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1x$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1$$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$",
		"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$!!!!",
	} {
		if ok, _, err := NewPasswords().Verify(t.Context(), hash, ""); ok || !errors.Is(err, ErrHash) {
			t.Errorf("Verify(%q) = %v, %v; want ErrHash", hash, ok, err)
		}
	}
}

func TestPasswordsWaitTheirTurn(t *testing.T) {
	p := NewPasswords()
	p.slots <- struct{}{}
	p.slots <- struct{}{} // both places taken
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := p.Hash(ctx, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a third hash: %v; want to give up with its context", err)
	}
	var done atomic.Bool
	go func() {
		time.Sleep(20 * time.Millisecond)
		done.Store(true)
		<-p.slots
	}()
	if err := p.VerifyAbsent(t.Context()); err != nil || !done.Load() {
		t.Errorf("did not wait for a place: %v", err)
	}
	if len(p.slots) != 1 {
		t.Errorf("%d places taken, want 1: a hash kept its place", len(p.slots))
	}
}

// TestAbsentTakesAsLong compares work done, not time, which on a busy machine says nothing.
func TestAbsentTakesAsLong(t *testing.T) {
	p, ctx := NewPasswords(), t.Context()
	hash, err := p.Hash(ctx, "x")
	if err != nil {
		t.Fatal(err)
	}
	before := p.Work()
	if _, _, err := p.Verify(ctx, hash, "y"); err != nil {
		t.Fatal(err)
	}
	known := p.Work() - before
	if err := p.VerifyAbsent(ctx); err != nil {
		t.Fatal(err)
	}
	if absent := p.Work() - before - known; absent != known || absent == 0 {
		t.Errorf("known user %d, unknown user %d", known, absent)
	}
}

func TestFilingPassword(t *testing.T) {
	p, ctx := NewPasswords(), t.Context()
	hash, err := p.HashFiling(ctx, "password")
	if err != nil {
		t.Fatal(err)
	}
	const md5 = "5f4dcc3b5aa765d61d8327deb882cf99" // of "password"
	for _, tc := range []struct {
		name   string
		verify func(context.Context, string, string) (bool, bool, error)
		given  string
		want   bool
	}{
		{"typed", p.VerifyFiling, "password", true},
		{"typed wrong", p.VerifyFiling, "Password", false},
		{"the MD5 typed as a password", p.VerifyFiling, md5, false},
		{"MD5", p.VerifyFilingMD5, md5, true},
		{"MD5 upper case", p.VerifyFilingMD5, strings.ToUpper(md5), true},
		{"MD5 wrong", p.VerifyFilingMD5, "6" + md5[1:], false},
		{"the password as MD5", p.VerifyFilingMD5, "password", false},
	} {
		if ok, _, err := tc.verify(ctx, hash, tc.given); ok != tc.want || err != nil {
			t.Errorf("%s: %v, %v", tc.name, ok, err)
		}
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, hash string) {
		if c, _, _, err := parsePHC(hash); err == nil && (c.memory > 256*1024 || c.time == 0 || c.lanes == 0) {
			t.Errorf("cost %+v accepted", c)
		}
	})
}

func BenchmarkHash(b *testing.B) {
	p := NewPasswords()
	for b.Loop() {
		if _, err := p.Hash(b.Context(), "春眠不觉晓2026"); err != nil {
			b.Fatal(err)
		}
	}
}
