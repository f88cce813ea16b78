package postgres_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"beian/internal/embeddedpg"
	"beian/internal/postgres/pgtest"
)

//go:generate go test . -run TestSchemaDump -update

var update = flag.Bool("update", false, "rewrite migrations/schema.sql")

const schemaFile = "../../migrations/schema.sql"

// noise is what a dump says of the server and not of the schema.
var noise = regexp.MustCompile(`(?m)^(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(un)?restrict.*)?\n`)

func TestSchemaDump(t *testing.T) {
	bin, _, err := embeddedpg.Find()
	pgtest.Must(t, err)
	cmd := exec.Command(filepath.Join(bin, "pg_dump"), "--schema-only", "--schema=public", "--no-owner", "--no-comments",
		"--exclude-table=goose_db_version*", "--dbname="+pgtest.URL(t))
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	pgtest.Must(t, err)
	got := "-- Made from the migrations; do not edit. Tests compare it with a fresh dump.\n" + noise.ReplaceAllString(string(out), "")
	if *update {
		pgtest.Must(t, os.WriteFile(schemaFile, []byte(got), 0o644))
	}
	want, err := os.ReadFile(schemaFile)
	pgtest.Must(t, err)
	if got != string(want) {
		t.Errorf("%s is out of date (go generate ./internal/postgres): %s", schemaFile, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return g[i] + " against " + w[i]
		}
	}
	return "one is longer"
}
