package portal

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"beian/internal/filing"
)

func TestSignUpToReset(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	b.get("/my/account").must(t, 200, "王芳_1990", "138****8000", "w***@example.cn", "上海市", "这是第一次登录")

	b.post("/logout").leadsTo(t, "/login")
	b.get("/login").must(t, 200, "已退出登录")
	b.do("GET", "/my/account", nil).leadsTo(t, "/login?next=%2Fmy%2Faccount")
	b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword, "next", "/my/account").leadsTo(t, "/my/account")
	b.get("/my/account").must(t, 200, "上次登录", "2026-11-20", "203.0.113.9")

	reset := b.again()
	sent := reset.post("/login/forgotten", "user_name", "王芳_1990", "contact", "wang@example.cn").must(t, 200, "请查收链接")
	link := regexp.MustCompile(`/login/reset/[\w-]+`).FindString(sent.body)
	reset.get(link).must(t, 200, "王芳_1990")
	reset.post(link, "new_password", "short", "again", "short").must(t, 422, "密码至少 8 个字符")
	reset.post(link, "new_password", "Hai-Kuo-2027", "again", "Hai-Kuo-2027").leadsTo(t, "/login")
	reset.get(link).must(t, 404, "用过或过期")
	b.do("GET", "/my/account", nil).leadsTo(t, "/login?next=%2Fmy%2Faccount") // every session has ended
	b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 422, "用户名或密码不一致")
	b.post("/login", "tier", "registrant", "user_name", "13800138000", "password", "Hai-Kuo-2027").must(t, 303)
}

func TestSignUpIsOneTransaction(t *testing.T) {
	b := withBureau(t, Options{})
	b.agree()
	b.post("/signup/form", signUpFormValues()...).leadsTo(t, "/signup/identity")
	var accounts, codes, messages, jobs int
	err := b.tx.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM account_code),
		(SELECT count(*) FROM message WHERE secret), (SELECT count(*) FROM river.river_job WHERE kind = 'send_message')`).
		Scan(&accounts, &codes, &messages, &jobs)
	if err != nil || accounts != 1 || codes != 2 || messages != 2 || jobs != 2 {
		t.Errorf("%d accounts, %d codes, %d messages, %d jobs, %v", accounts, codes, messages, jobs, err)
	}
	if v := b.get("/signup/identity"); shownCode.MatchString(v.body) {
		t.Error("codes are shown though a gateway sends them")
	}
}

func TestSignUpKeepsWhatWasTyped(t *testing.T) {
	b := withBureau(t, Options{})
	b.do("GET", "/signup/form", nil).leadsTo(t, "/signup")
	b.agree()
	b.post("/signup/form", signUpFormValues("name", "")...).must(t, 422, "填写姓名").lacks(t, "填写名称")
	v := b.post("/signup/form", signUpFormValues("mobile", "1380013", "province", "", "user_name", "12345")...)
	v.must(t, 422, "有 3 处需要修改", "王芳", "Wang@Example.cn", "1380013", "手机号码", "所在省")
	if strings.Contains(v.body, goodPassword) {
		t.Error("the password is shown again")
	}
	b.post("/signup/form", append(signUpFormValues(), "check", "user_name")...).must(t, 200, "用户名可以使用")
	b.post("/signup/form", signUpFormValues()...).leadsTo(t, "/signup/identity")
	c := b.again()
	c.agree()
	c.post("/signup/form", signUpFormValues("mobile", "13900139000", "user_name", "王芳＿1990")...).must(t, 422, "这个用户名已有人使用")
	// The same mobile and address in another account is no news to anybody.
	c.post("/signup/form", signUpFormValues("user_name", "李四")...).leadsTo(t, "/signup/identity")
	var said struct {
		Free bool
		Text string
	}
	if err := json.Unmarshal([]byte(c.get("/signup/user-name?q="+url.QueryEscape("王芳_1990")).body), &said); err != nil || said.Free || said.Text == "" {
		t.Errorf("user name: %+v, %v", said, err)
	}
}

func TestRefusedNotice(t *testing.T) {
	b := withBureau(t, Options{})
	b.post("/signup", "answer", "refuse").must(t, 200, "没有开始注册")
	b.do("GET", "/signup/form", nil).leadsTo(t, "/signup")
}

func TestPressedTwice(t *testing.T) {
	b := withBureau(t, Options{})
	b.agree()
	token := hiddenToken.FindStringSubmatch(b.get("/signup/form").body)[1]
	values := append(signUpFormValues(), "_once", token)
	b.post("/signup/form", signUpFormValues("name", "?")[0:]...).must(t, 422)
	b.post("/signup/form", append(signUpFormValues("name", "?"), "_once", token)...).must(t, 422) // not done: the token stays
	b.post("/signup/form", values...).leadsTo(t, "/signup/identity")
	b.post("/signup/form", values...).leadsTo(t, "/signup/identity")
	var accounts int
	if err := b.tx.QueryRow(t.Context(), `SELECT count(*) FROM account`).Scan(&accounts); err != nil || accounts != 1 {
		t.Errorf("%d accounts, %v", accounts, err)
	}
}

func TestCodes(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.agree()
	b.post("/signup/form", signUpFormValues()...).leadsTo(t, "/signup/identity")
	codes := shownCode.FindAllStringSubmatch(b.get("/signup/identity").body, -1)
	wrong := "000000"
	if codes[0][1] == wrong {
		wrong = "111111"
	}
	b.post("/signup/identity", "mobile_code", wrong, "email_code", codes[1][1]).must(t, 422, "还可以试 4 次", "邮箱已确认")
	for range 3 {
		b.post("/signup/identity", "mobile_code", wrong).must(t, 422)
	}
	b.post("/signup/identity", "mobile_code", wrong).must(t, 422, "请重新获取")
	b.post("/signup/identity", "mobile_code", codes[0][1]).must(t, 422, "请重新获取") // void now
	b.post("/signup/identity/resend", "channel", "mobile").must(t, 429, "60 秒后再试")
	b.post("/signup/identity/contact", "channel", "mobile", "mobile", "1").must(t, 422, "改正手机号码")
	b.post("/signup/identity/contact", "channel", "email", "email", "a@example.cn").must(t, 404) // proved
}

func TestOneCodeForBoth(t *testing.T) {
	b := withBureau(t, Options{Screen: true, OneCode: true})
	b.agree()
	b.post("/signup/form", signUpFormValues()...).leadsTo(t, "/signup/identity")
	codes := shownCode.FindAllStringSubmatch(b.get("/signup/identity").body, -1)
	if len(codes) != 1 {
		t.Fatalf("%d codes", len(codes))
	}
	b.post("/signup/identity", "code", codes[0][1]).leadsTo(t, b.portal.start(filing.Actor{Tier: filing.Registrant}))
}
