package portal

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"beian/internal/captcha"
	"beian/internal/filing"
	"beian/internal/postgres"
)

const goodPassword = "Lan-Tian-2026"

// withBureau opens a portal with the bureau of Shanghai.
func withBureau(t *testing.T, o Options, change ...func(*postgres.Options)) *browser {
	t.Helper()
	b := open(t, o, change...)
	ministry := b.store.As(filing.Actor{Tier: filing.Ministry, Role: filing.Admin})
	if err := ministry.SetBureau(t.Context(), postgres.BureauOffice{Province: "310000", Name: "上海市通信管理局"}); err != nil {
		t.Fatal(err)
	}
	return b
}

// hire makes an account of staff that can be used at once.
func (b *browser) hire(n postgres.NewStaff) int64 {
	b.t.Helper()
	n.Password = goodPassword
	id, _, err := b.store.As(filing.Actor{Tier: filing.Ministry, Role: filing.Admin}).CreateStaff(b.t.Context(), n)
	if err != nil {
		b.t.Fatalf("%v", err)
	}
	return id
}

var shanghai = postgres.Organisation{Tier: filing.Bureau, Province: "310000"}

func signUpFormValues(change ...string) []string {
	values := []string{"user_name", "王芳_1990", "password", goodPassword, "again", goodPassword, "province", "310000",
		"name", "王芳", "mobile", "138 0013 8000", "email", "Wang@Example.cn", "remark", ""}
	for i := 0; i+1 < len(change); i += 2 {
		for j := 0; j < len(values); j += 2 {
			if values[j] == change[i] {
				values[j+1] = change[i+1]
			}
		}
	}
	return values
}

func (b *browser) agree() {
	b.t.Helper()
	b.get("/signup").must(b.t, 200, "接受并继续")
	b.post("/signup", "answer", "accept").leadsTo(b.t, "/signup/privacy")
	b.get("/signup/privacy").must(b.t, 200, "同意并填写注册信息")
	b.post("/signup/privacy", "answer", "accept").leadsTo(b.t, "/signup/form")
}

var shownCode = regexp.MustCompile(`<dd[^>]*>\s*(\d{6})\s*</dd>`)

// join signs a registrant up, proves both codes, and is signed in.
func (b *browser) join(change ...string) {
	b.t.Helper()
	b.agree()
	b.get("/signup/form").must(b.t, 200, "上海市")
	b.post("/signup/form", signUpFormValues(change...)...).leadsTo(b.t, "/signup/identity")
	codes := shownCode.FindAllStringSubmatch(b.get("/signup/identity").must(b.t, 200).body, -1)
	if len(codes) != 2 {
		b.t.Fatalf("%d codes are shown", len(codes))
	}
	b.post("/signup/identity", "mobile_code", codes[0][1], "email_code", " "+codes[1][1]).leadsTo(b.t, b.portal.start(filing.Actor{Tier: filing.Registrant}))
}

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
	v := b.post("/signup/form", signUpFormValues("mobile", "1380013", "again", "other", "province", "", "user_name", "12345")...)
	v.must(t, 422, "有 4 处需要修改", "王芳", "Wang@Example.cn", "1380013", "手机号码", "两次输入不一致", "所在省")
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

// TestLoginTakesAsLong compares medians, because one measurement says little on a busy machine.
func TestLoginTakesAsLong(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	took := func(user string) time.Duration {
		best := time.Hour
		for range 5 {
			began := time.Now()
			_, err := b.store.CheckPassword(t.Context(), filing.Registrant, user, "Wrong-2026")
			if _, wrong := problemsIn(err); !wrong {
				t.Fatal(err)
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	known, unknown := took("王芳_1990"), took("nobody")
	if known > 3*unknown || unknown > 3*known {
		t.Errorf("a known user takes %v, an unknown one %v", known, unknown)
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

func TestSessions(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	other := b.again()
	other.header.Set("User-Agent", "OtherBrowser/1")
	other.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 303)
	v := b.get("/my/account/sessions").must(t, 200, "OtherBrowser/1", "就是这台设备")
	token := regexp.MustCompile(`name="session" value="([^"]+)"`).FindStringSubmatch(v.body)[1]
	other.do("GET", "/my/account", nil).must(t, 200)
	b.post("/my/account/sessions/end", "session", token).leadsTo(t, "/my/account/sessions")
	other.do("GET", "/my/account", nil).leadsTo(t, "/login?next=%2Fmy%2Faccount")
	b.post("/my/account/sessions/end", "session", token).must(t, 404)

	for _, c := range b.jar.Cookies(site) {
		var held int
		err := b.tx.QueryRow(t.Context(), `SELECT count(*) FROM session WHERE token = $1 OR position($1 in encode(data, 'escape')) > 0`, c.Value).Scan(&held)
		if err != nil || held != 0 {
			t.Errorf("the database holds the cookie %s, %v", c.Name, err)
		}
	}
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

func TestChangesOfOwnAccount(t *testing.T) {
	now := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	b := withBureau(t, Options{Screen: true}, func(o *postgres.Options) { o.Now = func() time.Time { return now } })
	b.join()
	other := b.again()
	other.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 303)

	b.get("/my/account/password").must(t, 200)
	b.post("/my/account/password", "old_password", "Wrong-2026", "new_password", "Hai-Kuo-2027", "again", "Hai-Kuo-2027").must(t, 422, "现在的密码不一致")
	b.post("/my/account/password", "old_password", goodPassword, "new_password", "Hai-Kuo-2027", "again", "Hai-Kuo-2027").leadsTo(t, "/my/account")
	b.get("/my/account").must(t, 200, "密码已经修改")
	other.do("GET", "/my/account", nil).must(t, 303)

	b.post("/my/account/mobile", "mobile", "1").must(t, 422)
	b.post("/my/account/email", "email", "new@example.cn").must(t, 429, "60 秒后再试") // after the code of signing up
	now = now.Add(time.Minute)
	b.post("/my/account/email", "email", "new@example.cn").leadsTo(t, "/my/account/email")
	v := b.get("/my/account/email").must(t, 200, "n***@example.cn")
	code := regexp.MustCompile(`<p>(\d{6})</p>`).FindStringSubmatch(v.body)[1]
	b.post("/my/account/email/code", "email_code", "1").must(t, 422)
	b.get("/my/account").must(t, 200, "w***@example.cn") // the old one stays until the code is right
	b.post("/my/account/email/code", "email_code", code).leadsTo(t, "/my/account")
	b.get("/my/account").must(t, 200, "n***@example.cn")

	v = b.get("/my/account/second-factor").must(t, 200)
	key := regexp.MustCompile(`<code[^>]*>([A-Z2-7]+)</code>`).FindStringSubmatch(v.body)[1]
	otp, err := totp.GenerateCode(key, b.store.Now())
	if err != nil {
		t.Fatal(err)
	}
	b.post("/my/account/second-factor", "otp", otp).leadsTo(t, "/my/account")
	b.get("/my/account/second-factor").must(t, 200, "关闭动态口令")
}

func TestTeam(t *testing.T) {
	b := withBureau(t, Options{})
	b.hire(postgres.NewStaff{Organisation: shanghai, Role: filing.Admin, UserName: "admin_sh", Name: "管理员"})
	b.hire(postgres.NewStaff{Organisation: postgres.Organisation{Tier: filing.Ministry}, Role: filing.Overseer, UserName: "overseer", Name: "周涛"})
	b.post("/login", "tier", "bureau", "user_name", "admin_sh", "password", goodPassword).must(t, 303)
	b.get("/staff/team").must(t, 200, "admin_sh")
	b.get("/staff/team/new").must(t, 200, "组长")
	b.post("/staff/team/new", "user_name", "zhaomin", "name", "赵敏", "role", "verifier").must(t, 422, "角色")
	made := b.post("/staff/team/new", "user_name", "zhaomin", "name", "赵敏", "role", "reviewer").must(t, 200, "邀请链接")
	link := regexp.MustCompile(`/login/invitation/[\w-]+`).FindString(made.body)

	zhao := b.again()
	zhao.get(link).must(t, 200, "zhaomin")
	zhao.post(link, "new_password", goodPassword, "again", goodPassword).leadsTo(t, "/login")
	zhao.post("/login", "tier", "bureau", "user_name", "zhaomin", "password", goodPassword).must(t, 303)
	zhao.get("/staff/account").must(t, 200, "赵敏")
	zhao.get("/staff/team").must(t, 403, "其他角色")

	id := regexp.MustCompile(`/staff/team/(\d+)/disable`).FindStringSubmatch(b.get("/staff/team").body)[1]
	b.post("/staff/team/"+id+"/disable").leadsTo(t, "/staff/team")
	zhao.do("GET", "/staff/account", nil).must(t, 303)
	zhao.post("/login", "tier", "bureau", "user_name", "zhaomin", "password", goodPassword).must(t, 422, "不一致")
	b.post("/staff/team/"+id+"/enable").leadsTo(t, "/staff/team")
	zhao.post("/login", "tier", "bureau", "user_name", "zhaomin", "password", goodPassword).must(t, 303)

	other := b.again()
	other.post("/login", "tier", "ministry", "user_name", "overseer", "password", goodPassword).must(t, 303)
	other.get("/staff/team").must(t, 403)
}

func TestParkedForm(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	lost := b.again()
	lost.header.Set("Referer", "http://beian.test/my/account/email")
	lost.post("/my/account/email", "email", "typed@example.cn", "password", "Secret-1").leadsTo(t, "/login?next=%2Fmy%2Faccount%2Femail")
	lost.get("/login?next=%2Fmy%2Faccount%2Femail").must(t, 200, "登录后还在")
	lost.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword, "next", "/my/account/email").leadsTo(t, "/my/account/email")
	v := lost.get("/my/account/email").must(t, 200, `value="typed@example.cn"`)
	if strings.Contains(v.body, "Secret-1") {
		t.Error("a password was kept")
	}
}

func TestCookies(t *testing.T) {
	b := withBureau(t, Options{Secure: true})
	v := b.do("POST", "/signup/privacy", url.Values{"answer": {"accept"}})
	c := (&http.Response{Header: v.header}).Cookies()[0]
	if c.Name != "__Host-beian" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
		t.Errorf("cookie %+v", c)
	}
}

func TestNothingPersonalInLog(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	b.post("/login/forgotten", "user_name", "王芳_1990", "contact", "13800138000").must(t, 200)
	for _, personal := range []string{"王芳", "13800138000", "example.cn", goodPassword, "203.0.113"} {
		if strings.Contains(b.log.String(), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
}
