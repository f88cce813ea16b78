// Package internal_test guards the floor plan of the house: which room may know which.
package internal_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "beian/"

var (
	// heart is filing with the leaves whose terms it speaks in; who may know filing may know these.
	heart = []string{"internal/filing", "internal/ident", "internal/calendar", "internal/region"}
	// reach is what the doors and the night may know: everything but each other.
	reach = with(heart, "internal/name", "internal/task", "internal/secret", "internal/captcha", "internal/journal",
		"internal/certificate", "internal/material", "internal/message", "internal/embeddedpg", "internal/table",
		"internal/rules", "internal/zh", "internal/postgres", "internal/lookup", "internal/footer", "web", "web/ui", "web/page")
)

// floorPlan lists every room with the rooms it may import. Doors never import each other; cmd joins them.
// What a room's tests import is free.
var floorPlan = map[string][]string{
	"internal":             nil, // this test
	"internal/ident":       nil,
	"internal/calendar":    nil,
	"internal/region":      nil,
	"internal/name":        nil,
	"internal/task":        nil,
	"internal/secret":      nil,
	"internal/captcha":     nil,
	"internal/journal":     nil,
	"internal/certificate": nil,
	"internal/material":    nil,
	"internal/footer":      with(heart, "internal/certificate"),
	"internal/message":     nil,
	"internal/embeddedpg":  nil,
	"internal/table":       nil,
	"migrations":           nil,
	"web":                  nil,

	"internal/calendar/generate": {"internal/calendar"},
	"internal/region/generate":   {"internal/region"},
	"internal/filing/generate":   {"internal/filing", "internal/zh"},
	"internal/filing/filingtest": {"internal/filing", "internal/ident", "internal/calendar"},

	"internal/filing": {"internal/ident", "internal/calendar", "internal/region"},
	"internal/rules":  heart,
	"internal/zh":     heart,
	"internal/postgres": with(heart, "internal/rules", "internal/name", "internal/task", "internal/secret",
		"internal/journal", "internal/message", "internal/zh", "migrations"),
	"internal/postgres/pgtest": with(heart, "internal/embeddedpg", "internal/postgres", "internal/secret", "migrations"),
	"internal/lookup":          with(heart, "internal/name", "internal/postgres"),

	"web/ui":        {"web"},
	"web/htmlcheck": nil,
	"web/page":      with(heart, "internal/zh", "web", "web/ui"),

	"internal/exchange":   with(heart, "internal/zh", "internal/postgres"),
	"internal/demo":       with(heart, "internal/material", "internal/postgres"),
	"internal/jobs":       reach,
	"internal/portal":     reach,
	"internal/api":        reach,
	"internal/icpquery":   reach,
	"internal/enterprise": reach,
	"internal/e2e":        nil, // tests only
	"internal/bench":      nil, // tests only

	"cmd/beian": with(reach, "migrations",
		"internal/demo", "internal/exchange", "internal/icpquery", "internal/jobs", "internal/portal", "internal/api", "internal/enterprise"),
}

func with(rooms []string, more ...string) []string { return append(slices.Clone(rooms), more...) }

type room struct {
	ImportPath string
	Imports    []string
}

func rooms(t *testing.T) []room {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []room
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var r room
		if err := dec.Decode(&r); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
}

func TestFloorPlan(t *testing.T) {
	list := rooms(t)
	if len(list) == 0 {
		t.Fatal("no packages found")
	}
	for _, r := range list {
		name := strings.TrimPrefix(r.ImportPath, module)
		allowed, listed := floorPlan[name]
		if !listed {
			t.Errorf("%s is not on the floor plan", name)
			continue
		}
		for _, path := range r.Imports {
			other, ours := strings.CutPrefix(path, module)
			if ours && !slices.Contains(allowed, other) {
				t.Errorf("%s imports %s, which the floor plan does not allow", name, other)
			}
		}
	}
}

// TestFloorPlanHasNoCycle keeps the table itself honest: an arrow and its way back would let rooms merge.
func TestFloorPlanHasNoCycle(t *testing.T) {
	const onPath, done = 1, 2
	state := map[string]int{}
	var visit func(string)
	visit = func(name string) {
		if state[name] == onPath {
			t.Fatalf("the plan leads from %s back to itself", name)
		}
		if state[name] == done {
			return
		}
		state[name] = onPath
		for _, next := range floorPlan[name] {
			if _, listed := floorPlan[next]; !listed {
				t.Errorf("%s may import %s, which is not a room", name, next)
			}
			visit(next)
		}
		state[name] = done
	}
	for name := range floorPlan {
		visit(name)
	}
}
