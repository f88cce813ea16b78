package ui

import (
	"strings"
	"testing"

	"beian/web/htmlcheck"
)

func TestGallery(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range Gallery(shellPage().Frame) {
		t.Run(g.Slug, func(t *testing.T) {
			if seen[g.Slug] {
				t.Error("slug used twice")
			}
			seen[g.Slug] = true
			htmlcheck.Check(t, render(t, g.Page))
		})
	}
}

// TestGalleryIsComplete fails when a component is added but not shown.
func TestGalleryIsComplete(t *testing.T) {
	var all strings.Builder
	for _, g := range Gallery(shellPage().Frame) {
		all.WriteString(render(t, g.Page))
	}
	for _, class := range componentClasses(t) {
		if !strings.Contains(all.String(), class) {
			t.Errorf("no gallery page shows %s", class)
		}
	}
}
