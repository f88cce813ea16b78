package certificate

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func newIssuer(t *testing.T) *Issuer {
	t.Helper()
	text, err := NewIssuer()
	if err != nil {
		t.Fatal(err)
	}
	i, err := ParseIssuer(text)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func body() Body {
	proof := json.RawMessage(`{"position":3}`)
	return Body{Number: "沪ICP备2026000001号-1", Unit: "上海晓云科技有限公司", Service: "晓云", Domains: []string{"example.cn", "例子.中国"},
		ApprovedOn: "2026-11-21", Bureau: "上海市通信管理局", Verify: "https://beian.example.cn/records/x",
		IssuedAt: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC), Proof: &proof}
}

func issue(t *testing.T, i *Issuer) []byte {
	t.Helper()
	file, err := i.Issue(body())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestIssueAndVerify(t *testing.T) {
	i := newIssuer(t)
	got, err := Verify(issue(t, i), i.Authority())
	if err != nil || !reflect.DeepEqual(got, body()) {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestVerifyDoesNotDig: brackets within brackets would take a stack without end.
func TestVerifyDoesNotDig(t *testing.T) {
	i := newIssuer(t)
	for _, n := range []int{MostBytes, MostBytes + 1, 8 << 20} {
		if _, err := Verify(bytes.Repeat([]byte{0x30}, n), i.Authority()); !errors.Is(err, ErrFile) {
			t.Errorf("%d brackets: %v", n, err)
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	i, stranger := newIssuer(t), newIssuer(t)
	file := issue(t, i)
	altered := bytes.Replace(file, []byte("2026000001"), []byte("2026000002"), 1)
	if bytes.Equal(altered, file) {
		t.Fatal("the number does not stand in the file")
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"altered":    {altered, ErrSignature},
		"stranger's": {issue(t, stranger), ErrSignature},
		"nothing":    {nil, ErrFile},
		"text":       {[]byte("沪ICP备2026000001号"), ErrFile},
		"cut off":    {file[:len(file)/2], ErrFile},
	} {
		if _, err := Verify(c.file, i.Authority()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestOpenSSL has another implementation check a certificate, where there is one.
func TestOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed; TestIssueAndVerify has checked the signature")
	}
	i, dir := newIssuer(t), t.TempDir()
	file, ca := filepath.Join(dir, "bazu.cert"), filepath.Join(dir, "ca.pem")
	if err := errors.Join(os.WriteFile(file, issue(t, i), 0o600), os.WriteFile(ca, i.Authority(), 0o600)); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd := exec.Command(openssl, "cms", "-verify", "-binary", "-inform", "DER", "-in", file, "-CAfile", ca, "-purpose", "any")
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	var got Body
	if err := json.Unmarshal(out, &got); err != nil || got.Number != body().Number {
		t.Errorf("openssl reads %s (%v)", out, err)
	}
}

func TestParseIssuerRefuses(t *testing.T) {
	a, err := NewIssuer()
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewIssuer()
	if err != nil {
		t.Fatal(err)
	}
	half := len(a) / 2
	for name, text := range map[string]string{
		"nothing": "", "half": a[:half], "twice": a + b,
		"signer of another": a[:strings.LastIndex(a, "-----BEGIN CERTIFICATE")] + b[strings.LastIndex(b, "-----BEGIN CERTIFICATE"):],
	} {
		if _, err := ParseIssuer(text); err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), "MIG") {
			t.Errorf("%s: the error quotes the key", name)
		}
	}
}

func FuzzVerify(f *testing.F) {
	text, err := NewIssuer()
	if err != nil {
		f.Fatal(err)
	}
	i, err := ParseIssuer(text)
	if err != nil {
		f.Fatal(err)
	}
	file, err := i.Issue(body())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte{0x30, 0x80})
	f.Fuzz(func(t *testing.T, file []byte) {
		if b, err := Verify(file, i.Authority()); err == nil && !reflect.DeepEqual(b, body()) {
			t.Errorf("accepted what was never issued: %+v", b)
		}
	})
}
