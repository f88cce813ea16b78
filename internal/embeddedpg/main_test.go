package embeddedpg

import (
	"context"
	"io"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ownerFolder makes the test binary play a beian that holds the named folder until it is killed.
const ownerFolder = "EMBEDDEDPG_TEST_OWNER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(ownerFolder); dir != "" {
		own(dir)
	}
	os.Exit(m.Run())
}

func own(dir string) {
	s, err := Start(context.Background(), Options{DataDir: dir, Logger: quiet})
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(s.URL() + "\n")
	select {}
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// dataDir lends a folder other users can pass through, which t.TempDir is not.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "embeddedpg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s, err := Start(ctx, Options{DataDir: dir, Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop() })
	return s
}

func stopped(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

// ask runs one statement, trying again while the server is being started anew.
func ask(t *testing.T, url, sql string) string {
	t.Helper()
	var answer string
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if answer, err = askOnce(url, sql); err == nil {
			return answer
		}
	}
	t.Fatalf("%s: %v", sql, err)
	return ""
}

func askOnce(url, sql string) (answer string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, sql).Scan(&answer)
	return answer, err
}

func remember(t *testing.T, url string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), `create table kept as select '北京' as word`); err != nil {
		t.Fatal(err)
	}
}

func recalls(t *testing.T, url string) {
	t.Helper()
	if got := ask(t, url, `select word from kept`); got != "北京" {
		t.Fatalf("kept word is %q", got)
	}
}
