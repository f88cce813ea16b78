package e2e_test

import (
	"regexp"
	"strings"
	"testing"
)

// visitors are those whose pages are looked at, each with where to begin.
var visitors = []struct {
	name, category, user string
	starts               []string
	own                  *regexp.Regexp // what others do not see the same way; nil: everything
}{
	{"public", "", "", []string{"/", "/search?q=" + "example.cn", "/search?q=", "/search?q=网", "/signup", "/login", "/login/forgotten", "/sms-verify", "/progress", "/no/such/page"}, nil},
	{"provider", "接入服务商", "liqiang", []string{"/provider", "/provider/queue?view=waiting", "/provider/queue?view=mine", "/staff/account"}, nil},
	{"provider administrator", "接入服务商", "yunfan_admin", []string{"/provider", "/staff/team"}, managed},
	{"bureau", "通信管理局", "zhaomin", []string{"/bureau", "/bureau/queue?view=waiting", "/bureau/queue?view=mine", "/bureau/queue?view=ended"}, regexp.MustCompile(`^/bureau([/?#]|$)`)},
	{"ministry", "部级", "zhouyuan", []string{"/", "/ministry", "/ministry?metric=workdays", "/staff/team"}, regexp.MustCompile(`^/(ministry|staff/team)([/?#]|$)`)},
}

// mostPages bounds what one visitor looks at.
const mostPages = 80

// desks are the pages of those signed in. The public's are looked at once, not again by each who is signed in;
// only the home page, among their starts, is seen with both kinds of header. So it is with the account of one's own, which is
// the verifier's alone to look at, except with BEIAN_FULL.
var desks = regexp.MustCompile(`^/(my|provider|bureau|ministry|staff)([/?#]|$)`)

// managed are the pages at which an administrator sees more than the verifiers, whose pages are looked at anyway.
var managed = regexp.MustCompile(`^/(staff/team|provider/(api|settings|ranges|resources|profile|notices))([/?#]|$)`)

// TestPages looks at every kind of page that each visitor's links lead to, with
// axe and for sideways scrolling.
func TestPages(t *testing.T) {
	for _, v := range visitors {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			b := openTab(t, demo.base)
			if v.user != "" {
				signIn(b, v.category, v.user, accountOf(t, v.user).Password)
			}
			wanted := func(path string) bool {
				return desks.MatchString(path) == (v.user != "") && (everyLook || v.own == nil || v.own.MatchString(path))
			}
			paths := b.crawl(mostPages, b.inspectInLooks, wanted, v.starts...)
			t.Logf("%d pages: %s", len(paths), strings.Join(paths, " "))
		})
	}
}

// TestPictures takes the pictures for README that are no sights of the walk.
func TestPictures(t *testing.T) {
	b := openTab(t, demo.base)
	b.open("/")
	b.picture("home")
	signIn(b, "网站主办者", "wangfang", accountOf(t, "wangfang").Password)
	b.sees("我的备案")
	b.as(look{"phone", 390, true})
	b.open("/my/filings/new")
	b.picture("phone")
	m := openTab(t, demo.base)
	signIn(m, "部级", "zhouyuan", accountOf(t, "zhouyuan").Password)
	m.sees("总览")
	m.picture("ministry")
}
