package filing_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/migrations"
)

func schema(t *testing.T, file string) string {
	t.Helper()
	text, err := migrations.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// section is what the pattern's only group matches in the schema.
func section(t *testing.T, sql, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)` + pattern).FindStringSubmatch(sql)
	if m == nil {
		t.Fatalf("the schema has no %s", pattern)
	}
	return m[1]
}

func quotedWords(s string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`'([^']*)'`).FindAllStringSubmatch(s, -1) {
		list = append(list, m[1])
	}
	slices.Sort(list)
	return list
}

func words[T ~string](list []T) []string {
	var out []string
	for _, s := range list {
		out = append(out, string(s))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n the schema has %v\n the code has   %v", what, got, want)
	}
}

func TestSchemaKnowsTheSameMoves(t *testing.T) {
	var got, want []string
	files, err := fs.Glob(migrations.Files, "0*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, insert := range regexp.MustCompile(`(?s)INSERT INTO filing_move VALUES(.*?);`).FindAllStringSubmatch(schema(t, file), -1) {
			for _, m := range regexp.MustCompile(`\('(\w+)', '(\w+)'\)`).FindAllStringSubmatch(insert[1], -1) {
				got = append(got, m[1]+" "+m[2])
			}
		}
	}
	for _, r := range filing.Table {
		if r.From != r.To {
			want = append(want, string(r.From+" "+r.To))
		}
	}
	slices.Sort(got)
	same(t, "moves", got, words(want))
}

func TestSchemaKnowsTheSameStates(t *testing.T) {
	sql := schema(t, "0003_filings.sql")
	same(t, "states", quotedWords(section(t, sql, `state\s+text NOT NULL CHECK \(state IN \((.*?)\)\)`)), words(filing.States))
	var ended, claimable []filing.State
	for _, s := range filing.States {
		if s.Ended() {
			ended = append(ended, s)
		}
	}
	for _, r := range filing.Table {
		if r.Action == filing.Claim {
			claimable = append(claimable, r.From)
		}
	}
	same(t, "ended", quotedWords(section(t, sql, `CHECK \(\(state IN \(([^)]*)\)\) = \(decided_at`)), words(ended))
	same(t, "claimable", quotedWords(section(t, sql, `CHECK \(claimed_by IS NULL OR state IN \(([^)]*)\)`)), words(claimable))
}

func TestSchemaKnowsTheSameKinds(t *testing.T) {
	got := section(t, schema(t, "0003_filings.sql"), `kind\s+smallint NOT NULL CHECK \(kind IN \((.*?)\)\)`)
	if want := strings.Trim(strings.ReplaceAll(fmt.Sprint(filing.Kinds), " ", ", "), "[]"); got != want {
		t.Errorf("the schema has %s, the code %s", got, want)
	}
}

func TestSchemaKnowsTheSameTiersAndRoles(t *testing.T) {
	sql := schema(t, "0001_accounts.sql")
	same(t, "tiers", quotedWords(section(t, sql, `CHECK \(tier IN \((.*?)\)\)`)), words(filing.Tiers))
	for tier, pattern := range map[filing.Tier]string{
		filing.Provider: `WHEN 'provider' THEN role IN \((.*?)\)`,
		filing.Bureau:   `WHEN 'bureau' THEN role IN \((.*?)\)`,
		filing.Ministry: `ELSE role IN \((.*?)\)`,
	} {
		same(t, string(tier), quotedWords(section(t, sql, pattern)), words(filing.RolesOf(tier)))
	}
	if filing.RolesOf(filing.Registrant) != nil {
		t.Error("a registrant has roles")
	}
}

func TestSchemaKnowsTheSameServices(t *testing.T) {
	got := section(t, schema(t, "0002_register.sql"), `service\s+smallint NOT NULL CHECK \(service IN \((.*?)\)\)`)
	if want := strings.Trim(strings.ReplaceAll(fmt.Sprint(filing.ServiceKinds), " ", ", "), "[]"); got != want {
		t.Errorf("the schema has %s, the code %s", got, want)
	}
}

func TestSchemaKnowsTheSameTurns(t *testing.T) {
	sql := schema(t, "0026_matters.sql")
	var got, want []string
	for _, m := range regexp.MustCompile(`\('(\w+)', '(\w+)', '(\w+)'\)`).FindAllStringSubmatch(section(t, sql, `INSERT INTO matter_move VALUES(.*?);`), -1) {
		got = append(got, m[1]+" "+m[2]+" "+m[3])
	}
	for _, r := range filing.Turns {
		if r.From != r.To {
			want = append(want, string(r.Course)+" "+string(r.From)+" "+string(r.To))
		}
	}
	slices.Sort(got)
	same(t, "turns", got, words(want))
	same(t, "stages", quotedWords(section(t, sql, `stage\s+text NOT NULL CHECK \(stage IN \((.*?)\)\)`)), words(filing.Stages))
	same(t, "courses", quotedWords(section(t, sql, `course\s+text NOT NULL CHECK \(course IN \((.*?)\)\)`)), words(filing.Courses))
}
