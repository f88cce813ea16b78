package calendar

import (
	"errors"
	"fmt"
	"strings"
)

// LineError is a problem in one line of a notice; lines count from 1, and 0 means the whole text.
type LineError struct {
	Line    int
	Problem Problem
}

func (e LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Problem) }

// LineErrors are all the problems of a text, in the order of its lines.
type LineErrors []LineError

func (e LineErrors) Error() string {
	list := make([]error, len(e))
	for i, line := range e {
		list[i] = line
	}
	return "calendar: " + errors.Join(list...).Error()
}

// ParseYear reads the notice of a year, one day on each line: the date, 休 or 班, and if one likes a note.
//
//	2027-01-01 休 元旦
//	2027-02-14 班 调休
//
// Empty lines and surrounding space (the full-width one too) do not matter. Every error is LineErrors, and
// names every line that is wrong.
func ParseYear(number int, text string) (Year, error) {
	y := Year{number: number}
	var wrong LineErrors
	line := 0
	for text := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line++
		fields := strings.Fields(text)
		if len(fields) == 0 {
			continue
		}
		day, problem := parseDay(fields)
		if problem == 0 {
			problem = y.add(day)
		}
		if problem != 0 {
			wrong = append(wrong, LineError{line, problem})
		}
	}
	if len(wrong) == 0 && len(y.days) == 0 {
		wrong = LineErrors{{0, NothingListed}}
	}
	if wrong != nil {
		return Year{}, wrong
	}
	return y, nil
}

func parseDay(fields []string) (Day, Problem) {
	date, err := ParseDate(fields[0])
	if err != nil {
		return Day{}, BadDate
	}
	kinds := map[string]Kind{"休": Holiday, "班": MakeUp}
	if len(fields) < 2 || kinds[fields[1]] == 0 {
		return Day{}, BadKind
	}
	return Day{date, kinds[fields[1]], strings.Join(fields[2:], " ")}, 0
}
