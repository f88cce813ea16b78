package filing_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"beian/internal/filing"
)

func reachable(from filing.State) []filing.State {
	seen := []filing.State{from}
	for i := 0; i < len(seen); i++ {
		for _, row := range filing.Table {
			if row.From == seen[i] && !slices.Contains(seen, row.To) {
				seen = append(seen, row.To)
			}
		}
	}
	return seen
}

func TestEveryStateIsReachableFromDraft(t *testing.T) {
	got := reachable(filing.Draft)
	for _, s := range filing.States {
		if !slices.Contains(got, s) {
			t.Errorf("%s is not reachable", s)
		}
	}
	if len(got) != len(filing.States) {
		t.Errorf("the table leads to %v", got)
	}
}

func TestEveryOpenStateCanEnd(t *testing.T) {
	for _, s := range filing.States {
		if !slices.ContainsFunc(reachable(s), filing.State.Ended) {
			t.Errorf("nothing ends %s", s)
		}
	}
}

// A bureau's own act is decided by the bureau alone.
func TestBureauActsStayWithTheBureau(t *testing.T) {
	for _, k := range filing.Kinds {
		if !k.BureauAct() {
			continue
		}
		f := filing.Facts{Actor: reviewer, Kind: k, ClaimedBy: reviewer.Account}
		want := []filing.Action{filing.Claim, filing.Release, filing.AddNote, filing.Approve, filing.Refuse, filing.Abandon}
		if got := filing.Actions(filing.BureauReview, f); !slices.Equal(got, want) {
			t.Errorf("kind %d: %v", k, got)
		}
	}
}

func TestEndedIsEnded(t *testing.T) {
	for _, s := range filing.States {
		leaves := slices.ContainsFunc(filing.Table, func(r filing.Transition) bool { return r.From == s })
		if leaves == s.Ended() {
			t.Errorf("%s: ended is %v, and the table has rows: %v", s, s.Ended(), leaves)
		}
		if s.Ended() != (s.Holder() == "") || s.Ended() && (s.Claims() || s.OwnerEdits()) {
			t.Errorf("%s is held, claims or is edited", s)
		}
	}
	everyFact(func(f filing.Facts) {
		for _, s := range filing.States {
			if s.Ended() && len(filing.Actions(s, f)) != 0 {
				t.Fatalf("%s: %v", s, filing.Actions(s, f))
			}
		}
	})
}

func TestNextAgreesWithActions(t *testing.T) {
	everyFact(func(f filing.Facts) {
		for _, s := range filing.States {
			open := filing.Actions(s, f)
			for _, a := range actions() {
				to, err := filing.Next(s, a, f)
				if slices.Contains(open, a) != (err == nil) {
					t.Fatalf("%s in %s with %+v: listed %v, error %v", a, s, f, open, err)
				}
				checkNext(t, s, a, to, err)
			}
		}
	})
}

func checkNext(t *testing.T, s filing.State, a filing.Action, to filing.State, err error) {
	t.Helper()
	var refusal *filing.TransitionError
	refused := errors.As(err, &refusal)
	switch {
	case err == nil && !slices.ContainsFunc(filing.Table, func(r filing.Transition) bool {
		return r.From == s && r.Action == a && r.To == to
	}):
		t.Fatalf("%s leads from %s to %s, which no row says", a, s, to)
	case err != nil && (!refused || to != s || refusal.State != s || refusal.Action != a || refusal.Error() == ""):
		t.Fatalf("%s in %s: %s and %v", a, s, to, err)
	}
}

// At most one row is open for an action, whatever the facts: else Next would depend on the order of rows.
func TestRowsExcludeEachOther(t *testing.T) {
	everyFact(func(f filing.Facts) {
		for _, s := range filing.States {
			open := filing.Actions(s, f)
			if slices.Sort(open); len(slices.Compact(open)) != len(filing.Actions(s, f)) {
				t.Fatalf("%s with %+v: %v", s, f, filing.Actions(s, f))
			}
		}
	})
}

// actions are those of the table, and Open, which is no transition.
func actions() []filing.Action {
	list := []filing.Action{filing.Open}
	for _, r := range filing.Table {
		if !slices.Contains(list, r.Action) {
			list = append(list, r.Action)
		}
	}
	return list
}

var (
	now       = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	owner     = filing.Actor{Account: 1, Tier: filing.Registrant}
	stranger  = filing.Actor{Account: 2, Tier: filing.Registrant}
	verifier  = filing.Actor{Account: 3, Tier: filing.Provider, Role: filing.Verifier, Provider: 7}
	leader    = filing.Actor{Account: 6, Tier: filing.Provider, Role: filing.Admin, Provider: 7}
	reviewer  = filing.Actor{Account: 4, Tier: filing.Bureau, Role: filing.Reviewer, Province: "310000"}
	overseer  = filing.Actor{Account: 5, Tier: filing.Ministry, Role: filing.Overseer}
	colleague = int64(99)
)

// everyFact visits the product of everything the conditions look at.
func everyFact(visit func(filing.Facts)) {
	actors := []filing.Actor{owner, stranger, verifier, leader, reviewer, overseer, {}, filing.ByClock(), filing.ByPrincipal()}
	for _, actor := range actors {
		for bits := range 1 << 7 {
			on := func(i int) bool { return bits>>i&1 == 1 }
			for _, claimed := range []int64{0, actor.Account, colleague} {
				for _, first := range []int64{0, actor.Account, colleague} {
					visit(filing.Facts{
						Actor: actor, Now: now, Owner: pick(on(3) != on(5), int64(0), owner.Account), ClaimedBy: claimed, FirstApprovedBy: first, VerifiedBy: first,
						Kind: pick(on(0), filing.FirstFiling, filing.ForcedCancel), OnBehalf: on(1), SMS: on(2),
						ClaimedUntil: pick(on(3), now.Add(time.Minute), now), Unconfirmed: pick(on(4), 1, 0),
						SMSDue:     pick(on(5), now.Add(time.Minute), now),
						ReturnedAt: pick(on(5), now.Add(-time.Hour), now.Add(-filing.AbandonAfter)), TwoPersons: on(6), TwoVerifiers: on(6), Asked: on(4) != on(6), Overruled: on(2) != on(6),
					})
				}
			}
		}
	}
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func TestConditions(t *testing.T) {
	used := map[filing.Condition]bool{}
	for _, row := range filing.Table {
		for _, c := range row.When {
			used[c] = true
			if !slices.Contains(filing.Conditions, c) {
				t.Errorf("%s is not listed", c)
			}
		}
		if !row.From.Valid() || !row.To.Valid() || len(row.When) == 0 {
			t.Errorf("the row %+v", row)
		}
	}
	holds := map[filing.Condition][2]bool{}
	everyFact(func(f filing.Facts) {
		for _, c := range filing.Conditions {
			seen := holds[c]
			seen[pick(c.Holds(f), 1, 0)] = true
			holds[c] = seen
		}
	})
	for _, c := range filing.Conditions {
		if !used[c] || holds[c] != [2]bool{true, true} {
			t.Errorf("%s: used %v, can be false and true %v", c, used[c], holds[c])
		}
	}
	if filing.Condition("nonsense").Holds(filing.Facts{}) {
		t.Error("an unknown condition holds")
	}
}
