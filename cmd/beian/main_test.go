package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// output is written by a server and read by a test.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// dataFolder is a folder that the account PostgreSQL runs as may pass through.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "beian-cmd-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

// beian runs a command to its end.
func beian(t *testing.T, env []string, args ...string) (string, string, error) {
	t.Helper()
	var out, errs output
	err := run(t.Context(), args, env, &out, &errs)
	return out.String(), errs.String(), err
}

// served is a server that runs.
type served struct {
	url       string
	out, errs output
	stop      func() error
}

var readyLine = regexp.MustCompile(`(?m)^ready (http://\S+)`)

func serve(t *testing.T, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s, done := &served{}, make(chan error, 1)
	go func() {
		done <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--base-url", "http://beian.test"}, args...), nil, &s.out, &s.errs)
	}()
	s.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() { _ = s.stop() })
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if m := readyLine.FindStringSubmatch(s.out.String()); m != nil {
			s.url = m[1]
			return s
		}
		select {
		case err := <-done:
			done <- err
			t.Fatalf("ended before it was ready: %v\n%s", err, s.errs.String())
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("not ready in a minute\n%s", s.errs.String())
		}
	}
}

func (s *served) get(t *testing.T, path string) (int, string) {
	t.Helper()
	response, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// TestServe walks through the life of a server on a data folder of its own: first start, what runs beside it, the end,
// and the second start.
func TestServe(t *testing.T) {
	dir := dataFolder(t)
	s := serve(t, "--data", dir)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/nowhere": 404, "/api/v1/lookup?q=example.cn": 200} {
		if got, _ := s.get(t, path); got != want {
			t.Errorf("%s answers %d, want %d", path, got, want)
		}
	}
	out, _, err := beian(t, nil, "staff", "--data", dir, "--tier", "ministry", "--user", "zhouyuan", "--name", "周远")
	if err != nil || !strings.Contains(out, "password: ") {
		t.Errorf("staff beside a server: %q, %v", out, err)
	}
	if _, _, err := beian(t, nil, "staff", "--data", dir, "--tier", "ministry", "--user", "zhouyuan", "--name", "周远"); err == nil {
		t.Error("the same user was made twice")
	}
	if out, _, err := beian(t, nil, "verify-log", "--data", dir); err != nil || !strings.Contains(out, "the log verifies: 0 entries") {
		t.Errorf("verify-log: %q, %v", out, err)
	}
	if _, _, err := beian(t, nil, "serve", "--data", dir, "--addr", "127.0.0.1:0"); err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("a second server on the folder: %v", err)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.url, "http://"))
	if _, _, err := beian(t, nil, "serve", "--addr", "127.0.0.1:"+port); err == nil ||
		!strings.Contains(err.Error(), "port "+port+" is already in use") || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("a second server on the port: %v", err)
	}
	if err := s.stop(); err != nil {
		t.Errorf("told to stop: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "cluster", "postmaster.pid")); err == nil {
		t.Error("the database still runs")
	}
	began := time.Now()
	serve(t, "--data", dir)
	t.Logf("second start took %s", time.Since(began).Round(time.Millisecond))
}

// TestServeSurvivesItsDatabase kills the private PostgreSQL: pages answer 503 or 200 meanwhile, and it comes back.
func TestServeSurvivesItsDatabase(t *testing.T) {
	dir := dataFolder(t)
	s := serve(t, "--data", dir)
	text, err := os.ReadFile(filepath.Join(dir, "cluster", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.SplitN(string(text), "\n", 2)[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	away := false
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		status, _ := s.get(t, "/readyz")
		switch {
		case status == http.StatusServiceUnavailable:
			away = true
		case status != http.StatusOK:
			t.Fatalf("answers %d while the database is away", status)
		case away:
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not back after 30 s (seen away: %v)\n%s", away, s.errs.String())
		}
	}
}

func TestMetrics(t *testing.T) {
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := probe.Addr().String()
	probe.Close()
	s := serve(t, "--data", dataFolder(t), "--metrics-addr", addr)
	s.get(t, "/api/v1/lookup?q=secret.cn")
	response, err := http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	for _, want := range []string{`beian_http_request_seconds_count{method="GET",route="/api/v1/lookup",status="200"} 1`,
		`beian_pool_connections{pool="public",state="most"}`, `go_goroutines`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if strings.Contains(string(body), "secret.cn") {
		t.Error("/metrics tells what was asked")
	}
	if status, _ := s.get(t, "/metrics"); status != http.StatusNotFound {
		t.Errorf("the portal answers %d at /metrics", status)
	}
}

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		env  []string
		code int
		says string
	}{
		{nil, nil, 0, "serve"},
		{[]string{"--help"}, nil, 0, "verify-log"},
		{[]string{"serve", "--help"}, nil, 0, "[BEIAN_ADDR]"},
		{[]string{"staff", "--help"}, nil, 0, "--province"},
		{[]string{"version"}, nil, 0, "beian " + version},
		{[]string{"demo", "accounts", "--json"}, nil, 0, `"user": "wangfang"`},
		{[]string{"demo", "accounts"}, nil, 0, "zhaomin"},
		{[]string{"nonsense"}, nil, 2, "beian --help"},
		{[]string{"serve", "--nonsense"}, nil, 2, "nonsense"},
		{[]string{"serve"}, []string{"BEIAN_TOTP=perhaps"}, 2, "perhaps"},
		{[]string{"serve", "--sms", "pigeon"}, nil, 2, "pigeon"},
		{[]string{"serve", "--addr", "nonsense"}, nil, 1, "--addr nonsense"},
		{[]string{"serve", "--base-url", "ftp://x"}, nil, 1, "--base-url"},
	} {
		t.Run(fmt.Sprint(c.args), func(t *testing.T) {
			env := append(c.env, "BEIAN_DATA="+t.TempDir())
			var out, errs output
			code := status(run(t.Context(), c.args, env, &out, &errs), &errs)
			if all := out.String() + errs.String(); code != c.code || !strings.Contains(all, c.says) {
				t.Errorf("code %d, want %d; says %q, want %q in it", code, c.code, all, c.says)
			}
		})
	}
}

// TestLogIsJSON: one line per event, for machines.
func TestLogIsJSON(t *testing.T) {
	var out output
	p := place{LogLevel: "info"}
	p.logger(&out).Info("hello", "n", 1)
	var line struct {
		Level, Msg string
		N          int
	}
	if err := json.Unmarshal([]byte(out.String()), &line); err != nil || line.Msg != "hello" || line.N != 1 {
		t.Errorf("%q: %v", out.String(), err)
	}
}
