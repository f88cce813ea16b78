package e2e_test

import "testing"

// people are the three who carry a filing, each at a browser of one's own.
type people struct{ owner, clerk, reviewer person }

// walk carries one filing from sign-up to a public number, once returned and
// resubmitted on the way. see is called at the sights on the way.
func walk(t *testing.T, who people, see func(p person, sight string)) (s site, number string) {
	t.Helper()
	n, s := stranger(), plan()
	owner, clerk, reviewer := who.owner, who.clerk, who.reviewer
	li, zhao := accountOf(t, "liqiang"), accountOf(t, "zhaomin")

	signUp(owner, n)
	draft(owner, n, s)
	see(owner, "materials")
	owner.follow("返回任务清单")
	see(owner, "tasks")
	owner.follow("上传材料")
	bring(owner)
	filing := submit(owner, n, s)
	see(owner, "progress")

	signIn(clerk, "接入服务商", li.User, li.Password)
	sendBack(clerk, filing)
	fix(owner, filing)
	verify(clerk, filing, see)
	confirm(t, clerk, n)

	signIn(reviewer, "通信管理局", zhao.User, zhao.Password)
	number = approve(reviewer, filing, see)
	if number == "" {
		t.Fatalf("no number on the page of the approval:\n%s", reviewer.text())
	}
	owner.open(filing)
	owner.sees("已备案", number)
	lookUp(owner, n, s, number)
	see(owner, "record")
	return s, number
}

// What a first-time individual may be asked for, from sign-up to submission.
const mostFields, mostUploads = 24, 3

func TestWalkWithoutScripts(t *testing.T) {
	owner := newWalker(t, demo.base)
	walk(t, people{owner, newWalker(t, demo.base), newWalker(t, demo.base)}, func(p person, sight string) {
		if sight == "progress" { // what a first-time individual had to do, from sign-up to submission
			e := owner.effort
			t.Logf("effort: %d fields, %d uploads, %d pages; the identity number typed %d time(s)", e.Fields, e.Uploads, e.Pages, e.Identity)
			if e.Fields > mostFields || e.Uploads > mostUploads || e.Identity > 1 {
				t.Errorf("more than a first-time individual should have to do: at most %d fields, %d uploads, the number once", mostFields, mostUploads)
			}
		}
	})
}

// TestWalkInBrowser looks at every page that somebody comes to on the way.
func TestWalkInBrowser(t *testing.T) {
	owner, clerk, reviewer := &inspector{tab: openTab(t, demo.base)}, &inspector{tab: openTab(t, demo.base)}, &inspector{tab: openTab(t, demo.base)}
	walk(t, people{owner, clerk, reviewer}, func(p person, sight string) { p.(*inspector).picture(sight) })
	if owner.seen < 25 || clerk.seen < 12 || reviewer.seen < 5 {
		t.Errorf("only %d pages of the owner, %d of the clerk and %d of the reviewer were looked at", owner.seen, clerk.seen, reviewer.seen)
	}
}

// inspector is a person at a browser whose every new page is looked at before the next step.
type inspector struct {
	*tab
}

func (i *inspector) look() {
	i.t.Helper()
	i.inspectInLooks()
	i.as(looks()[0])
}

func (i *inspector) open(path string)    { i.t.Helper(); i.tab.open(path); i.look() }
func (i *inspector) follow(words string) { i.t.Helper(); i.tab.follow(words); i.look() }
func (i *inspector) press(words string)  { i.t.Helper(); i.tab.press(words); i.look() }
