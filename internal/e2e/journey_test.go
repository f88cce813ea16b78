package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"testing"
	"time"

	"beian/internal/ident"
)

// newcomer is somebody who has never been here, with what is on the desk.
type newcomer struct {
	user, password string
	name, mobile   string
	email          string
}

func stranger() newcomer {
	n := rand.IntN(90_000_000) + 10_000_000
	return newcomer{user: fmt.Sprintf("walker%d", n), password: "cherry-lake-88", name: "陈晓云",
		mobile: fmt.Sprintf("139%d", n), email: fmt.Sprintf("walker%d@example.cn", n)}
}

var sixDigits = regexp.MustCompile(`(?:^|\D)(\d{6})(?:\D|$)`)

// signUp makes an account, from the legal notice to the confirmed codes, which
// the demo shows on the page.
func signUp(p person, n newcomer) {
	p.open("/signup")
	p.press("接受并继续")
	p.press("同意并填写注册信息")
	p.fill("用户名", n.user)
	p.fill("密码", n.password)
	p.pick("所在省", "上海")
	p.fill("姓名", n.name)
	p.fill("手机号码", n.mobile)
	p.fill("邮箱", n.email)
	p.press("注册并获取验证码")
	p.fill("验证码", sixDigits.FindStringSubmatch(p.text())[1])
	p.press("确认")
}

func signIn(p person, category, user, password string) {
	p.open("/login")
	p.tick("账号类别", category)
	p.fill("用户名", user)
	p.fill("密码", password)
	p.press("登录")
}

// site is what a newcomer files.
type site struct{ id, name, domain string }

// plan makes a filing nobody has made before: an identity number and a domain of
// its own.
func plan() site {
	n := rand.IntN(9000)
	return site{
		id:     string(ident.MakeResidentID("310101", time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), rand.IntN(900)+1)),
		name:   "晓云的摄影笔记",
		domain: fmt.Sprintf("walk%d.cn", rand.IntN(900_000_000)+100_000_000),
	}
}

// draft fills a filing from the type check to the summary.
func draft(p person, n newcomer, s site) {
	p.open("/my")
	p.follow("开始备案")
	p.tick("主办者性质", "个人")
	p.fill("证件号码", s.id)
	p.pick("备案省份", "上海")
	p.fill("域名", s.domain)
	p.press("判断办理类型")
	p.sees("首次备案")
	p.follow("主办者身份")
	p.fill("姓名", n.name)
	p.fill("证件住所", "上海市黄浦区人民路 100 号 2 室")
	p.press("保存并继续")
}

func TestJourney(t *testing.T) {
	n, s := stranger(), plan()
	w := newWalker(t, demo.base)
	signUp(w, n)
	t.Log(w.path(), w.text())
	draft(w, n, s)
	t.Log(w.path(), w.text())
}
