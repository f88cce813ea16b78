package main

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/config.md anew")

//go:generate go test . -run TestConfigDoc -update

const configDoc = "../../docs/config.md"

// TestConfigDoc keeps docs/config.md what the table of settings says.
func TestConfigDoc(t *testing.T) {
	want := describeSettings()
	if *update {
		if err := os.WriteFile(configDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(configDoc)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Error("docs/config.md is out of date: go generate ./cmd/beian")
	}
}

func describeSettings() string {
	var b strings.Builder
	b.WriteString("<!-- Generated from cmd/beian/config.go by go generate ./cmd/beian; do not edit. -->\n\n# Settings\n\n" +
		"`beian serve` runs without any. A setting is a flag or a variable of the environment; the flag wins. Secrets have no\n" +
		"flag, because command lines are public on a machine, and are never printed.\n\n")
	b.WriteString("## Of every command that uses the database\n\n")
	writeTable(&b, place{})
	b.WriteString("\n## Of `beian serve`\n\n")
	writeTable(&b, serveSettings{})
	return b.String()
}

func writeTable(b *strings.Builder, settings any) {
	b.WriteString("| flag | variable | default | meaning |\n|---|---|---|---|\n")
	typ := reflect.TypeOf(settings)
	for i := range typ.NumField() {
		tag := typ.Field(i).Tag
		if tag.Get("var") == "" {
			continue
		}
		name := "–"
		if n := tag.Get("name"); n != "" {
			name = "`--" + n + "`"
		}
		value := tag.Get("default")
		if value != "" {
			value = "`" + value + "`"
		}
		fmt.Fprintf(b, "| %s | `%s` | %s | %s |\n", name, tag.Get("var"), value, tag.Get("help"))
	}
}

// TestEverySettingIsComplete: a setting without variable or meaning cannot be found.
func TestEverySettingIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, typ := range []reflect.Type{reflect.TypeFor[place](), reflect.TypeFor[serveSettings]()} {
		for i := range typ.NumField() {
			f := typ.Field(i)
			if f.Anonymous {
				continue
			}
			name := f.Tag.Get("var")
			if name == "" || f.Tag.Get("help") == "" || seen[name] {
				t.Errorf("%s: variable %q stands twice or not at all, or has no meaning", f.Name, name)
			}
			seen[name] = true
			if secret := f.Type == reflect.TypeFor[hidden](); secret == (f.Tag.Get("name") != "") {
				t.Errorf("%s: a secret has no flag, and everything else has one", f.Name)
			}
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	s := serveSettings{SMTPPassword: "hush-hush", SMSSecret: "hush-hush", SMSURL: "hush-hush", place: place{Database: "hush-hush"}}
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%+v", s), fmt.Sprintf("%#v", s)} {
		if strings.Contains(text, "hush") {
			t.Errorf("printed: %s", text)
		}
	}
}
