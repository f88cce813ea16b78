// Command generate writes days.txt, the holidays and make-up days that package calendar embeds.
//
// Its argument is the unpacked folder of the npm package chinese-days 1.5.7 (MIT licence), which holds one
// file for each year the State Council's notices cover. Fetch it with `npm pack chinese-days@1.5.7`, unpack
// it, and run `go generate ./internal/calendar` with CHINESEDAYS set to the folder that holds its package.json.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: generate CHINESEDAYS")
	}
	lines, err := read(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("days.txt", []byte(strings.Join(lines, "")), 0o644); err != nil {
		log.Fatal(err)
	}
}

// read turns the files into one line for each day, in order: "2026-01-04 班 元旦".
func read(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "dist", "years", "[0-9][0-9][0-9][0-9].json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no years in %s: %w", folder, err)
	}
	var lines []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var year struct{ Holidays, Workdays map[string]string }
		if err := json.Unmarshal(text, &year); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		lines = append(lines, days(year.Holidays, "休")...)
		lines = append(lines, days(year.Workdays, "班")...)
	}
	slices.Sort(lines)
	return lines, nil
}

// days writes out one of a file's tables, whose values are "English name,中文名,number of days".
func days(table map[string]string, kind string) []string {
	var lines []string
	for date, value := range table {
		lines = append(lines, fmt.Sprintf("%s %s %s\n", date, kind, strings.Split(value, ",")[1]))
	}
	return lines
}
