package portal

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"beian/internal/captcha"
	"beian/internal/filing"
	"beian/internal/postgres"
)

func TestLoginTellsNothing(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	b.hire(postgres.NewStaff{Organisation: shanghai, Role: filing.Reviewer, UserName: "zhaomin", Name: "赵敏"})
	other := b.again()
	first := ""
	for _, who := range [][2]string{{"registrant", "王芳_1990"}, {"registrant", "nobody"}, {"bureau", "王芳_1990"}, {"registrant", "zhaomin"}, {"registrant", "?"}} {
		v := other.post("/login", "tier", who[0], "user_name", who[1], "password", "Wrong-2026").must(t, 422, "用户名或密码不一致")
		said := strings.ReplaceAll(strings.ReplaceAll(v.body, who[1], ""), who[0], "")
		if first == "" {
			first = text(said)
		} else if text(said) != first {
			t.Errorf("%s %s gets another answer", who[0], who[1])
		}
	}
}

// TestLoginTakesAsLong compares what is hashed, which is nearly all a login takes: measured time says little on a
// busy machine.
func TestLoginTakesAsLong(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	work := func(tier, user string) uint64 {
		before := b.store.Passwords.Work()
		b.again().post("/login", "tier", tier, "user_name", user, "password", "Wrong-2026").must(t, 422, "用户名或密码不一致")
		return b.store.Passwords.Work() - before
	}
	known := work("registrant", "王芳_1990")
	if known == 0 {
		t.Error("a wrong password of a known user was not hashed")
	}
	for _, who := range [][2]string{{"registrant", "nobody"}, {"registrant", "13800000000"}, {"registrant", "?"}, {"bureau", "王芳_1990"}} {
		if got := work(who[0], who[1]); got != known {
			t.Errorf("%s %q takes %d, a known user %d", who[0], who[1], got, known)
		}
	}
}

func TestTooManyLogins(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	for range ratePair.Most {
		b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", "Wrong-2026").must(t, 422, "不一致")
	}
	b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 429, "操作太频繁")
	b.from = "198.51.100.7:1" // its owner, elsewhere
	b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 303)
}

func TestCaptcha(t *testing.T) {
	b := withBureau(t, Options{Captcha: true})
	b.agree()
	v := b.get("/signup/form").must(t, 200, "图形验证码")
	picture := regexp.MustCompile(`/captcha/([\w-]+)`).FindStringSubmatch(v.body)
	if got := b.do("GET", picture[0], nil).must(t, 200).header.Get("Content-Type"); got != "image/png" {
		t.Errorf("the picture is %s", got)
	}
	b.post("/signup/form", append(signUpFormValues(), "captcha_id", picture[1], "captcha", "wrong")...).must(t, 422, "已换一张")
	if err := b.store.KeepCaptcha(t.Context(), "known", captcha.Normal("abcd")); err != nil {
		t.Fatal(err)
	}
	b.post("/signup/form", append(signUpFormValues(), "captcha_id", "known", "captcha", "ABCD")...).leadsTo(t, "/signup/identity")
	c := b.again()
	c.agree()
	c.post("/signup/form", append(signUpFormValues("user_name", "李四"), "no_picture", "on")...).leadsTo(t, "/signup/identity")

	for range captchaAfter {
		b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", "Wrong-2026").must(t, 422)
	}
	b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 422, "图形验证码")
}

func TestStaffSecondFactor(t *testing.T) {
	now := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	b := withBureau(t, Options{}, func(o *postgres.Options) { o.TOTP = true; o.Now = func() time.Time { return now } })
	b.hire(postgres.NewStaff{Organisation: shanghai, Role: filing.Reviewer, UserName: "zhaomin", Name: "赵敏"})
	code := func(key string) string {
		c, err := totp.GenerateCode(key, now)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	b.post("/login", "tier", "bureau", "user_name", "zhaomin", "password", goodPassword).leadsTo(t, "/login/enrol")
	b.do("GET", "/staff/account", nil).leadsTo(t, "/login?next=%2Fstaff%2Faccount")
	v := b.get("/login/enrol").must(t, 200, "二维码")
	key := regexp.MustCompile(`<code[^>]*>([A-Z2-7]+)</code>`).FindStringSubmatch(v.body)[1]
	b.post("/login/enrol", "otp", "12345").must(t, 422, "动态口令与应用显示的不一致")
	b.post("/login/enrol", "otp", code(key)).must(t, 303)
	b.get("/staff/account").must(t, 200, "已打开", "上海市通信管理局")

	other := b.again()
	other.post("/login", "tier", "bureau", "user_name", "zhaomin", "password", goodPassword).leadsTo(t, "/login/code")
	other.post("/login/code", "otp", code(key)).must(t, 422) // the step was used by the enrolment
	now = now.Add(time.Minute)
	other.post("/login/code", "otp", code(key), "next", "//evil.test").must(t, 303)
	other.get("/staff/account/second-factor").must(t, 200, "必须使用动态口令")
	other.post("/staff/account/second-factor/remove", "otp", code(key)).must(t, 404)
}

func TestTokenChangesAtLogin(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	other := b.again()
	other.post("/signup/privacy", "answer", "accept")
	before := other.jar.Cookies(site)[0].Value
	other.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 303)
	if other.jar.Cookies(site)[0].Value == before {
		t.Error("the session has the token it had before signing in")
	}
}
