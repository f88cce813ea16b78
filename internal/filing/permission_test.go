package filing_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
)

var update = flag.Bool("update", false, "write testdata/permissions.txt anew")

// situation is one set of facts worth telling apart, in words.
type situation struct {
	name  string
	facts filing.Facts
}

func situations() []situation {
	const mine = -1 // stands for the actor's own account
	claimed := func(by int64, f filing.Facts) filing.Facts {
		f.ClaimedBy, f.ClaimedUntil = by, now.Add(time.Minute)
		if by == mine {
			f.ClaimedBy = f.Actor.Account
		}
		return f
	}
	at := func(a filing.Actor) filing.Facts {
		return filing.Facts{Actor: a, Now: now, Kind: filing.FirstFiling, Owner: owner.Account,
			SMSDue: now.Add(time.Hour), ReturnedAt: now.Add(-time.Hour)}
	}
	with := func(f filing.Facts, change func(*filing.Facts)) filing.Facts { change(&f); return f }
	return []situation{
		{"anyone", at(filing.Actor{})},
		{"owner", at(owner)},
		{"owner, claimed by staff", claimed(colleague, at(owner))},
		{"owner, claimed by staff, asked for it back", with(claimed(colleague, at(owner)), func(f *filing.Facts) { f.Asked = true })},
		{"another registrant", at(stranger)},
		{"provider, unclaimed", at(verifier)},
		{"provider, on behalf", with(at(verifier), func(f *filing.Facts) { f.OnBehalf = true })},
		{"provider, claimed by me", claimed(mine, at(verifier))},
		{"provider, claimed by me, SMS needed", with(claimed(mine, at(verifier)), func(f *filing.Facts) { f.SMS = true })},
		{"provider, claimed by me, lease over", with(claimed(mine, at(verifier)), func(f *filing.Facts) { f.ClaimedUntil = now })},
		{"provider, claimed by me, the owner wants it back", with(claimed(mine, at(verifier)), func(f *filing.Facts) { f.Asked = true })},
		{"provider, claimed by a colleague", claimed(colleague, at(verifier))},
		{"provider, a colleague's lease over", with(claimed(colleague, at(verifier)), func(f *filing.Facts) { f.ClaimedUntil = now })},
		{"provider, administrator", claimed(colleague, at(leader))},
		{"provider, claimed by me, two persons, none yet", with(claimed(mine, at(verifier)), func(f *filing.Facts) { f.TwoVerifiers = true })},
		{"provider, claimed by me, two persons, I was first", with(claimed(mine, at(verifier)), func(f *filing.Facts) {
			f.TwoVerifiers, f.VerifiedBy = true, verifier.Account
		})},
		{"provider, claimed by me, two persons, a colleague was first", with(claimed(mine, at(verifier)), func(f *filing.Facts) {
			f.TwoVerifiers, f.VerifiedBy = true, colleague
		})},
		{"principal, one more to come", with(at(filing.ByPrincipal()), func(f *filing.Facts) { f.Unconfirmed = 1 })},
		{"principal, the last one", at(filing.ByPrincipal())},
		{"bureau, unclaimed", at(reviewer)},
		{"bureau, claimed by me", claimed(mine, at(reviewer))},
		{"bureau, claimed by me, the owner wants it back", with(claimed(mine, at(reviewer)), func(f *filing.Facts) { f.Asked = true })},
		{"bureau, claimed by me, own act", with(claimed(mine, at(reviewer)), func(f *filing.Facts) { f.Kind, f.Owner = filing.ForcedCancel, 0 })},
		{"bureau, claimed by me, asked by the owner", with(claimed(mine, at(reviewer)), func(f *filing.Facts) { f.Kind = filing.PasswordReset })},
		{"bureau, an act takes effect", with(at(reviewer), func(f *filing.Facts) { f.Overruled = true })},
		{"bureau, claimed by me, two persons, none yet", with(claimed(mine, at(reviewer)), func(f *filing.Facts) { f.TwoPersons = true })},
		{"bureau, claimed by me, two persons, I was first", with(claimed(mine, at(reviewer)), func(f *filing.Facts) {
			f.TwoPersons, f.FirstApprovedBy = true, reviewer.Account
		})},
		{"bureau, claimed by me, two persons, a colleague was first", with(claimed(mine, at(reviewer)), func(f *filing.Facts) {
			f.TwoPersons, f.FirstApprovedBy = true, colleague
		})},
		{"bureau, claimed by a colleague", claimed(colleague, at(reviewer))},
		{"bureau, a colleague's lease over", with(claimed(colleague, at(reviewer)), func(f *filing.Facts) { f.ClaimedUntil = now })},
		{"ministry", at(overseer)},
		{"clock, nothing due", at(filing.ByClock())},
		{"clock, all due", with(at(filing.ByClock()), func(f *filing.Facts) {
			f.SMSDue, f.ReturnedAt = now, now.Add(-filing.AbandonAfter)
		})},
	}
}

// permissions writes who may do what, one line for each state and situation.
func permissions() string {
	var b strings.Builder
	b.WriteString("Who may do what. Written by `go test ./internal/filing -run Permissions -update`; read the difference before committing it.\n")
	for _, s := range filing.States {
		fmt.Fprintf(&b, "\n%s\n", s)
		for _, one := range situations() {
			var words []string
			for _, a := range filing.Actions(s, one.facts) {
				to, _ := filing.Next(s, a, one.facts)
				words = append(words, fmt.Sprintf("%s → %s", a, to))
			}
			if len(words) > 0 {
				fmt.Fprintf(&b, "  %-58s %s\n", one.name, strings.Join(words, ", "))
			}
		}
	}
	return b.String()
}

func TestPermissions(t *testing.T) {
	const file = "testdata/permissions.txt"
	got := permissions()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("who may do what has changed; if that is meant, run with -update. Now:\n%s", got)
	}
}
