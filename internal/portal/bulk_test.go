package portal

import (
	"testing"

	"beian/internal/filing"
	"beian/internal/postgres"
)

// TestBulkTicksAtTheKeyboard: a script ticks all rows where they stand, keeps what is typed, and says how many are ticked.
func TestBulkTicksAtTheKeyboard(t *testing.T) {
	c := openCounter(t)
	for n := range 3 {
		f := c.w.Forward(t, c.db, c.w.Wang, caller(n))
		c.w.Act(t, c.w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	}
	h := c.sitDown(c.w.Zhao)
	h.open("/bureau/bulk")
	ticked := func(want string) {
		t.Helper()
		if got := ask[string](h, `document.querySelector('[data-ticked]').textContent`); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	ticked("已勾选 0 件")
	h.key("j", "x")
	ticked("已勾选 1 件")
	ask[string](h, `document.querySelector('[name=count]').value = '3'`)
	ask[bool](h, `(document.querySelector('[data-tick=all]').focus(), true)`)
	h.key("\r")
	ticked("已勾选 3 件")
	h.key("\t", "\r")
	ticked("已勾选 0 件")
	if ask[string](h, `document.querySelector('[name=count]').value`) != "3" {
		t.Error("what was typed is lost")
	}
}
