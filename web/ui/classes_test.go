package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var classUse = regexp.MustCompile(`class="(c-[a-z0-9-]+)`)

// componentClasses are the classes that begin a component in the templates.
func componentClasses(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	var list []string
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range classUse.FindAllStringSubmatch(string(body), -1) {
			if !slices.Contains(list, m[1]) && m[1] != "c-dialog" {
				list = append(list, m[1])
			}
		}
	}
	return list
}

// TestStylesExist holds templates and style sheet together: a class that is
// written but not styled is a misspelling.
func TestStylesExist(t *testing.T) {
	css := styleSheet(t)
	unstyled := []string{"c-specimen", "c-rows", "c-task__text", "c-file__text", "c-file__name", "c-tasks"}
	for _, class := range componentClasses(t) {
		if !strings.Contains(css, "."+class) && !slices.Contains(unstyled, class) {
			t.Errorf("%s has no style", class)
		}
	}
}

func styleSheet(t *testing.T) string {
	t.Helper()
	css, err := os.ReadFile("../static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(css)
}
