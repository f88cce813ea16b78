package portal

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

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

	now = now.Add(time.Minute)
	b.post("/my/account/mobile", "mobile", "139 0013 9001").leadsTo(t, "/my/account/mobile")
	v = b.get("/my/account/mobile").must(t, 200, "139****9001")
	code = regexp.MustCompile(`<p>(\d{6})</p>`).FindStringSubmatch(v.body)[1]
	b.post("/my/account/mobile/code", "mobile_code", "000000").must(t, 422)
	b.get("/my/account").must(t, 200, "138****8000")
	b.post("/my/account/mobile/code", "mobile_code", code).leadsTo(t, "/my/account")
	b.get("/my/account").must(t, 200, "139****9001")
	// Whoever held the account so far is told of each change, where they were reached before it.
	told := map[string]string{}
	list, err := b.store.ShownLetters(t.Context(), 0, 50)
	pgtest.Must(t, err)
	for _, l := range list {
		told[l.Subject+" "+l.Channel] = l.To
	}
	for what, to := range map[string]string{"账号的密码已修改 mail": "wang@example.cn", "账号的密码已修改 sms": "13800138000", "账号的邮箱已修改 mail": "wang@example.cn",
		"账号的手机号码已修改 sms": "13800138000", "账号的手机号码已修改 mail": "new@example.cn"} {
		if told[what] != to {
			t.Errorf("%s: told %q, want %q", what, told[what], to)
		}
	}
	inbox := b.get("/my/messages").must(t, 200, "账号的邮箱已修改", "请尽快重设密码")
	inbox.lacks(t, "139****9001")

	v = b.get("/my/account/second-factor").must(t, 200)
	key := regexp.MustCompile(`<code[^>]*>([A-Z2-7]+)</code>`).FindStringSubmatch(v.body)[1]
	otp, err := totp.GenerateCode(key, b.store.Now())
	pgtest.Must(t, err)
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

// A picture is not kept for whoever is not signed in; its sender is told so, before and after signing in.
func TestParkedUpload(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	w := &walker{browser: b}
	w.opens("/my/filings/new").presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", filingtest.PersonID,
		"entity.province", "310000", "sites.1.domains", "example.cn")
	path := w.links("上传材料")[0]
	lost := b.again()
	lost.header.Set("Referer", "http://beian.test"+path)
	lost.send(path, "a.jpg", material.Sample(material.IDFront, 1), "paper", front).leadsTo(t, "/login?next="+url.QueryEscape(path))
	lost.get("/login?next="+url.QueryEscape(path)).must(t, 200, "选好的文件没有保存，登录后请重新选择")
	lost.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword, "next", path).leadsTo(t, path)
	lost.get(path).must(t, 200, "刚才的文件没有上传", "请重新选择文件")
	lost.get(path).must(t, 200).lacks(t, "刚才的文件没有上传")
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
