package e2e_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostOwnPages bounds what an owner with filings in every state looks at.
const mostOwnPages = 200

// ownersPages are the kinds of pages that TestOwnersPages has to come to: a page that no link leads to any more, or that
// a bound leaves out, is missed here.
var ownersPages = strings.Fields(`
	/my? /my/filings/new? /my/messages? /my/footers? /my/sites? /my/delegations? /my/conflicts? /my/conflicts/new? /my/conflicts/0? /my/rectifications?
	/my/account? /my/account/password? /my/account/mobile? /my/account/email? /my/account/sessions? /my/account/second-factor? /my/account/export? /my/account/close?
	/my/entities/take? /my/entities/password? /my/entities/0? /my/entities/0/looks? /my/entities/0/move? /my/entities/0/expiry? /my/entities/0/delegates?
	/my/entities/0/start/change? /my/entities/0/start/add-site? /my/entities/0/start/add-access?sites /my/entities/0/start/cancel-site?sites /my/entities/0/start/cancel-entity?
	/my/sites/0/certificate? /my/sites/0/badge?
	/my/filings/0/entity/certificate? /my/filings/0/entity/identity? /my/filings/0/entity/contact? /my/filings/0/entity/principal?
	/my/filings/0/sites? /my/filings/0/sites/0/basics? /my/filings/0/sites/0/service? /my/filings/0/sites/0/content? /my/filings/0/sites/0/owner? /my/filings/0/sites/0/access?
	/my/filings/0/provider? /my/filings/0/materials? /my/filings/0/preflight? /my/filings/0/review? /my/filings/0/submitted? /my/filings/0/fix?
	/my/filings/0/sign? /my/filings/0/password? /my/filings/0/appointment?
	/my/filings/0/withdraw? /my/filings/0/abandon? /my/filings/0/ask-return? /my/filings/0/copy? /my/filings/0/print? /my/filings/0/receipt?`)

// TestOwnersPages looks at every page of an owner who has filings in every state, with axe and for sideways scrolling.
func TestOwnersPages(t *testing.T) {
	t.Parallel()
	b := openTab(t, demo.base)
	signIn(b, "网站主办者", "wangfang", accountOf(t, "wangfang").Password)
	starts := []string{"/my", "/my/filings/new", "/my/account", "/my/messages", "/my/delegations", "/my/entities/password", "/my/rectifications"}
	starts = append(starts, "/my/sites") // where whoever has many is led
	if handed := regexp.MustCompile(`/my/filings/\d+`).FindString(b.linkTo("等待接入商核验")); handed != "" {
		starts = append(starts, handed+"/submitted")
	}
	var kinds []string
	for _, path := range b.crawl(mostOwnPages, b.inspectInLooks, desks.MatchString, starts...) {
		kinds = append(kinds, kindOf(path))
	}
	t.Logf("%d pages: %s", len(kinds), strings.Join(kinds, " "))
	for _, want := range ownersPages {
		if !slices.Contains(kinds, want) {
			t.Errorf("nothing led to %s", want)
		}
	}
}

// linkTo is where the row of a task list with these words leads.
func (b *tab) linkTo(words string) string {
	b.t.Helper()
	return eval[string](b, `[...document.querySelectorAll('li')].find(e => e.textContent.includes(`+quoted(words)+`))?.querySelector('a').getAttribute('href') ?? ''`)
}

// TestOwnersMistakes looks at pages that say what is wrong: forms sent as they stand.
func TestOwnersMistakes(t *testing.T) {
	t.Parallel()
	for _, who := range []struct {
		user  string
		forms [][2]string // address, button
	}{
		{"", [][2]string{{"/login", "登录"}, {"/login/forgotten", "发送设置新密码的链接"}, {"/sms-verify", "完成核验"}, {"/progress", "查询进度"}, {"/filing-password", "发送新的备案密码链接"}}},
		{"wangfang", [][2]string{{"/my/filings/new", "判断办理类型"}, {"/my/entities/take", "认领主体"}, {"/my/conflicts/new", "提交管局"},
			{"/my/entities/password", "提交申请"}, {"/my/account/password", "保存新密码"}, {"/my/account/mobile", "获取验证码"},
			{"/my/account/email", "获取验证码"}, {"/my/account/second-factor", "打开动态口令"}, {"/my/account/export", "下载个人数据"}}},
	} {
		b := openTab(t, demo.base)
		if who.user != "" {
			signIn(b, "网站主办者", who.user, accountOf(t, who.user).Password)
		}
		for _, f := range who.forms {
			b.as(looks()[0])
			b.open(f[0])
			b.press(f[1])
			b.sees("需要修改")
			b.inspectInLooks()
		}
	}
}
