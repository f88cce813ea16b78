package filing_test

import (
	"errors"
	"slices"
	"testing"

	"beian/internal/calendar"
	"beian/internal/filing"
)

func TestCoursesLeadFromTheirBeginningToAnEnd(t *testing.T) {
	for _, c := range filing.Courses {
		seen := []filing.Stage{c.FirstStage()}
		for i := 0; i < len(seen); i++ {
			leaves := false
			for _, row := range filing.Turns {
				if row.Course != c || row.From != seen[i] {
					continue
				}
				leaves = true
				if !slices.Contains(seen, row.To) {
					seen = append(seen, row.To)
				}
			}
			if leaves != seen[i].Open() {
				t.Errorf("%s: %s is open: %v, and rows leave it: %v", c, seen[i], seen[i].Open(), leaves)
			}
		}
		if !slices.ContainsFunc(seen, func(s filing.Stage) bool { return !s.Open() }) {
			t.Errorf("%s never ends", c)
		}
		for _, row := range filing.Turns {
			if row.Course == c && !slices.Contains(seen, row.From) {
				t.Errorf("%s: %s is never reached", c, row.From)
			}
		}
	}
}

func TestStepsAgreeWithTheTable(t *testing.T) {
	today := calendar.Date{Year: 2026, Month: 11, Day: 20}
	for _, actor := range []filing.Actor{owner, stranger, verifier, reviewer, overseer, {}, filing.ByClock()} {
		for bits := range 8 {
			f := filing.MatterFacts{Actor: actor, Opener: owner.Account, Party: bits&1 == 1, Today: today, Due: today.AddDays(bits&2 - 1)}
			if bits&4 != 0 {
				f.Taken = actor.Account
			}
			for _, c := range filing.Courses {
				for _, s := range filing.Stages {
					open := filing.Steps(c, s, f)
					for _, row := range filing.Turns {
						to, err := filing.NextStage(c, s, row.Step, f)
						var refused *filing.TurnError
						switch {
						case slices.Contains(open, row.Step) != (err == nil):
							t.Fatalf("%s in %s %s: listed %v, %v", row.Step, c, s, open, err)
						case err != nil && (!errors.As(err, &refused) || to != s || refused.Error() == ""):
							t.Fatalf("%s in %s %s leads to %s, %v", row.Step, c, s, to, err)
						}
					}
				}
			}
		}
	}
}
