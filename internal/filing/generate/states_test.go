package main

import (
	"os"
	"strings"
	"testing"

	"beian/internal/filing"
)

func TestStatesPageIsUpToDate(t *testing.T) {
	page, err := os.ReadFile("../../../docs/states.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != states() {
		t.Error("docs/states.md is out of date: run go generate ./internal/filing")
	}
}

func TestStatesPageIsWhole(t *testing.T) {
	page := states()
	for _, s := range filing.States {
		if !strings.Contains(page, "| `"+string(s)+"` |") || !strings.Contains(page, " as "+string(s)+"\n") {
			t.Errorf("%s is missing", s)
		}
	}
	if rows := strings.Count(page, "\n| `"); rows != len(filing.States)+len(filing.Table)+len(filing.Conditions)+len(filing.Turns)+len(filing.Terms) {
		t.Errorf("%d rows", rows)
	}
	for _, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "|") && strings.Contains(line, "|  |  |  |  |") {
			t.Errorf("an empty row: %s", line)
		}
	}
}
