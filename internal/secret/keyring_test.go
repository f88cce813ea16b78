package secret

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	keyA  = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	keyB  = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
	rings = "0000000a " + keyA + ";index " + keyB
)

func ring(t testing.TB, text string) *Keyring {
	t.Helper()
	k, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealOpens(t *testing.T) {
	k := ring(t, rings)
	for _, text := range []string{"", "王芳", "11010119900307123X", strings.Repeat("地址", 5000)} {
		sealed := k.SealString("person.name", text)
		if got, err := k.OpenString("person.name", sealed); err != nil || got != text {
			t.Errorf("Open = %q, %v; want %q", got, err, text)
		}
		if text != "" && bytes.Contains(sealed, []byte(text)) {
			t.Errorf("the sealed form shows %q", text)
		}
		if bytes.Equal(sealed, k.SealString("person.name", text)) {
			t.Error("two sealings of one value are equal")
		}
		if len(sealed) != overhead+len(text) {
			t.Errorf("sealed length %d, want %d", len(sealed), overhead+len(text))
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	k := ring(t, rings)
	sealed := k.SealString("person.mobile", "13800000000")
	if _, err := k.Open("person.name", sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another purpose: %v", err)
	}
	if _, err := ring(t, "0000000b "+keyB+";index "+keyB).Open("person.mobile", sealed); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("another ring: %v", err)
	}
	if _, err := ring(t, "0000000a "+keyB+";index "+keyB).Open("person.mobile", sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("same id, another key: %v", err)
	}
	for i := range sealed {
		altered := bytes.Clone(sealed)
		altered[i] ^= 1
		if _, err := k.Open("person.mobile", altered); err == nil {
			t.Errorf("byte %d altered and still opens", i)
		}
		if _, err := k.Open("person.mobile", sealed[:i]); !errors.Is(err, ErrSealed) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
	}
}

func TestIndex(t *testing.T) {
	k := ring(t, rings)
	a := k.Index("certificate", "91310000MA1FL0000X")
	if len(a) != IndexSize || !bytes.Equal(a, k.Index("certificate", "91310000MA1FL0000X")) {
		t.Errorf("index %x is not stable", a)
	}
	rotated := ring(t, "0000000c "+keyB+";"+rings)
	if !bytes.Equal(a, rotated.Index("certificate", "91310000MA1FL0000X")) {
		t.Error("a new sealing key changes the index")
	}
	for name, other := range map[string][]byte{
		"value":   k.Index("certificate", "91310000MA1FL0000Y"),
		"purpose": k.Index("domain", "91310000MA1FL0000X"),
		"border":  k.Index("certificate9", "1310000MA1FL0000X"),
		"key":     ring(t, "0000000a "+keyA+";index "+keyA).Index("certificate", "91310000MA1FL0000X"),
	} {
		if bytes.Equal(a, other) {
			t.Errorf("another %s, same index", name)
		}
	}
}

// The sealed form and the index stand in databases for years: these bytes may never stop opening or matching.
func TestStoredForms(t *testing.T) {
	k := ring(t, rings)
	if got := fmt.Sprintf("%x", k.Index("certificate", "x")); got != "5b875dec8df07f7d891f7b815ced384f" {
		t.Errorf("index %s", got)
	}
	var sealed []byte
	if _, err := fmt.Sscanf("010000000ab70ee8ae945c6faf25dd5d3e377eda1d6d82f7a7001eba249db4f5590a1f3c8a7e18", "%x", &sealed); err != nil {
		t.Fatal(err)
	}
	if got, err := k.OpenString("person.name", sealed); err != nil || got != "王芳" {
		t.Errorf("Open = %q, %v", got, err)
	}
}

func TestParseErrors(t *testing.T) {
	for name, text := range map[string]string{
		"empty":          "",
		"no index":       "0000000a " + keyA,
		"only index":     "index " + keyA,
		"two indexes":    rings + ";index " + keyA,
		"id twice":       rings + ";0000000a " + keyB,
		"long id":        "0000000a0 " + keyA + ";index " + keyB,
		"id not hex":     "today " + keyA + ";index " + keyB,
		"short key":      "0000000a c2VjcmV0;index " + keyB,
		"key not base64": "0000000a !" + keyA[1:] + ";index " + keyB,
		"three fields":   "0000000a " + keyA + " x;index " + keyB,
	} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), keyA[:9]) || strings.Contains(err.Error(), "c2Vj") {
			t.Errorf("%s: the error quotes a key: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(rings)
	f.Add("# note\n\n 0000000a " + keyA + "\r\nindex " + keyB)
	f.Fuzz(func(t *testing.T, text string) {
		k, err := Parse(text)
		if err != nil {
			return
		}
		if got, err := k.OpenString("p", k.SealString("p", text)); err != nil || got != text {
			t.Errorf("a ring that parses does not open: %v", err)
		}
	})
}

func TestLoadOrCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	var wg sync.WaitGroup
	indexes := make([][]byte, 8)
	for i := range indexes {
		wg.Go(func() {
			k, err := LoadOrCreate(path)
			if err != nil {
				t.Error(err)
				return
			}
			indexes[i] = k.Index("p", "v")
		})
	}
	wg.Wait()
	for _, index := range indexes {
		if !bytes.Equal(index, indexes[0]) {
			t.Fatal("processes that start together use different keys")
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".keyring-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLoadRefusesOpenFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.WriteFile(path, []byte(rings), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadOrCreate(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestAddKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	before, err := LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed := before.SealString("p", "旧值")
	if err := AddKey(path); err != nil {
		t.Fatal(err)
	}
	after, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := after.OpenString("p", sealed); err != nil || got != "旧值" {
		t.Errorf("old value after a new key: %q, %v", got, err)
	}
	if before.Stale(sealed) || !after.Stale(sealed) || after.Stale(after.SealString("p", "新值")) {
		t.Error("Stale does not follow the newest key")
	}
	if !bytes.Equal(before.Index("p", "v"), after.Index("p", "v")) {
		t.Error("the index changed with a new key")
	}
}

func TestNothingPrints(t *testing.T) {
	k := ring(t, rings)
	otp, err := NewTOTP("Beian", "wangfang")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "k", k, "v", *k, "t", otp, "in", []any{k, otp})
	body, err := json.Marshal(map[string]any{"k": k, "t": otp})
	if err != nil {
		t.Fatal(err)
	}
	out := log.String() + string(body)
	for _, v := range []any{k, *k, otp, &otp, []TOTP{otp}, struct{ K *Keyring }{k}} {
		out += fmt.Sprintf("%v %+v %#v %s %x %d", v, v, v, v, v, v)
	}
	for _, leak := range []string{otp.Secret, "otpauth", "seals", "index", fmt.Sprintf("%x", otp.Secret)} {
		if strings.Contains(out, leak) {
			t.Errorf("printed %q", leak)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	k := ring(b, rings)
	for b.Loop() {
		k.SealString("person.certificate", "11010119900307123X")
	}
}

func BenchmarkOpen(b *testing.B) {
	k := ring(b, rings)
	sealed := k.SealString("person.certificate", "11010119900307123X")
	for b.Loop() {
		if _, err := k.Open("person.certificate", sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	k := ring(b, rings)
	for b.Loop() {
		k.Index("person.certificate", "11010119900307123X")
	}
}
