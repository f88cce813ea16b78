package e2e_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestStaffsMistakes looks at what staff are told when a form is sent as it stands: those are pages that no link leads to.
func TestStaffsMistakes(t *testing.T) {
	t.Parallel()
	for _, who := range []struct {
		user, category, list string
		forms                []string // addresses, below the first case in one's hands, or record, of the list where a dot begins them; the main button is pressed unless one is named
	}{
		{"liqiang", "接入服务商", "/provider/queue?view=waiting", []string{"./return?mark=entity.name&mark=sites.1.names", "./sheet 签署核验单", "./forward",
			"/provider/filings/new", "/provider/filings/import", "/provider/resources/new", "/provider/resources/import"}},
		{"yunfan_admin", "接入服务商", "", []string{"/provider/ranges", "/provider/settings/reasons/new", "/provider/notices", "/provider/api"}},
		{"zhaomin", "通信管理局", "/bureau/queue?view=waiting", []string{"./return?mark=entity.name", "./refuse", "/bureau/inspections/new", "/bureau/blacklist/new"}},
		{"zhaomin", "通信管理局", "/bureau/records", []string{"./acts/101", "./acts/102", "./rectify"}},
		{"sh_admin", "通信管理局", "", []string{"/bureau/rules/edit", "/bureau/notices", "/staff/team/new"}},
		{"zhouyuan", "部级", "", []string{"/ministry/search", "/ministry/calendar?year=2027 预览影响", "/ministry/providers/new", "/ministry/notices", "/ministry/codes/methods"}},
	} {
		b := openTab(t, demo.base)
		signIn(b, who.category, who.user, accountOf(t, who.user).Password)
		held := ""
		if who.list != "" {
			b.open(who.list)
			held = caseInHand.FindString(eval[string](b, `document.querySelector('main').innerHTML`))
			if held == "" {
				t.Fatalf("%s lists nothing to work on:\n%s", who.list, b.text())
			}
			take(b, held)
		}
		for _, at := range who.forms {
			at, button, named := strings.Cut(at, " ")
			if at[0] == '.' {
				at = held + at[1:]
			}
			b.as(looks()[0])
			if b.open(at); named {
				b.press(button)
			} else {
				b.send()
			}
			if !b.says("需要修改") && !b.says("还不能") {
				t.Errorf("%s, sent as it stands, leads to %s:\n%.600s", at, b.path(), b.text())
			}
			b.inspectInLooks()
		}
	}
}

var caseInHand = regexp.MustCompile(`/(provider|bureau)/(filings|records)/\d+`)

// send hands in the main form of a page as it stands, and waits for the answer. It does not press its button, which may lie
// under what stays in sight while a page scrolls.
func (b *tab) send() {
	b.t.Helper()
	b.leaves(func() {
		if !eval[bool](b, `(() => { const e = document.querySelector('main form[method=post] button:is([data-kind=primary], [data-kind=danger])'); if (e) e.form.requestSubmit(e); return !!e; })()`) {
			b.t.Fatalf("%s has no form to hand in:\n%s", b.path(), b.text())
		}
	})
}
