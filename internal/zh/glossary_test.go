package zh

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"beian/migrations"
)

// The glossary is written by hand; what it names must exist.
func TestGlossaryNamesWhatExists(t *testing.T) {
	page, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	identifiers, columns := identifiersOf(t, "filing", "ident", "region", "calendar"), columnsOf(t)
	rows := 0
	for _, line := range strings.Split(string(page), "\n") {
		cell := strings.Split(line, "|")
		if len(cell) != 6 || strings.Contains(cell[1], "中文") || strings.Contains(cell[1], "---") {
			continue
		}
		rows++
		for _, name := range inBackticks(cell[3]) {
			if !identifiers[name] {
				t.Errorf("%s: there is no %s", strings.TrimSpace(cell[1]), name)
			}
		}
		names := inBackticks(cell[4])
		if len(names) == 0 {
			t.Errorf("%s: no column", strings.TrimSpace(cell[1]))
		}
		for _, name := range names {
			if !columns[name] {
				t.Errorf("%s: there is no column %s", strings.TrimSpace(cell[1]), name)
			}
		}
	}
	if rows < 50 {
		t.Errorf("only %d rows were read", rows)
	}
}

func inBackticks(cell string) []string {
	var list []string
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
		list = append(list, m[1])
	}
	return list
}

// identifiersOf lists room.Name, room.Type.Field and room.Type.Method of rooms.
func identifiersOf(t *testing.T, rooms ...string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, room := range rooms {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", room, err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				declared(d, func(n string) { found[room+"."+n] = true })
			}
		}
	}
	return found
}

func declared(d ast.Decl, add func(string)) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			add(d.Name.Name)
			return
		}
		owner := d.Recv.List[0].Type
		if star, ok := owner.(*ast.StarExpr); ok {
			owner = star.X
		}
		if id, ok := owner.(*ast.Ident); ok {
			add(id.Name + "." + d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			specified(s, add)
		}
	}
}

func specified(s ast.Spec, add func(string)) {
	switch s := s.(type) {
	case *ast.ValueSpec:
		for _, n := range s.Names {
			add(n.Name)
		}
	case *ast.TypeSpec:
		add(s.Name.Name)
		if st, ok := s.Type.(*ast.StructType); ok {
			for _, f := range st.Fields.List {
				for _, n := range f.Names {
					add(s.Name.Name + "." + n.Name)
				}
			}
		}
	}
}

var (
	tableText  = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)
	columnText = regexp.MustCompile(`(?m)^    ([a-z_]+) +[a-z]`)
	addedText  = regexp.MustCompile(`(?m)ALTER TABLE (\w+)\s+ADD COLUMN (\w+)`)
)

// columnsOf lists table.column of every migration.
func columnsOf(t *testing.T) map[string]bool {
	t.Helper()
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range names {
		sql, err := migrations.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tableText.FindAllStringSubmatch(string(sql), -1) {
			for _, c := range columnText.FindAllStringSubmatch(table[2], -1) {
				found[table[1]+"."+c[1]] = true
			}
		}
		for _, m := range addedText.FindAllStringSubmatch(string(sql), -1) {
			found[m[1]+"."+m[2]] = true
		}
	}
	return found
}
