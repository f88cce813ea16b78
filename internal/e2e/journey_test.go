package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"testing"
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

func TestSignUpAndIn(t *testing.T) {
	n := stranger()
	w := newWalker(t, demo.base)
	signUp(w, n)
	t.Log(w.path(), w.text())
	other := newWalker(t, demo.base)
	signIn(other, "网站主办者", n.user, n.password)
	t.Log(other.path(), other.text())
}
