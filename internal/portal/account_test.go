package portal

import (
	"regexp"
	"testing"

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
	values := []string{"user_name", "王芳_1990", "password", goodPassword, "province", "310000",
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
