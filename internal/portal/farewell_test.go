package portal

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// signedUp is a person with an account and a password, in a browser of their own, beside the cast.
func signedUp(t *testing.T) (*browser, *pgtest.World) {
	t.Helper()
	b, w := cast(t, Options{Screen: true})
	own := b.again()
	own.join()
	return own, w
}

func TestTakingOnesDataAway(t *testing.T) {
	b, w := signedUp(t)
	var id int64
	pgtest.Must(t, b.tx.QueryRow(t.Context(), `SELECT id FROM account WHERE user_name = '王芳_1990'`).Scan(&id))
	wang := w.As(filing.Actor{Account: id, Tier: filing.Registrant, Name: "王芳"})
	f, err := wang.Open(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Provider: w.Provider, Channel: "provider", Document: filingtest.Person()})
	pgtest.Must(t, err)
	b.bring(wang, f.ID, filing.Paper{Slot: filing.SlotPrincipalFront}, bytes.Repeat([]byte("jpeg"), 50))
	b.get("/my/account").must(t, 200, "/my/account/export", "/my/account/close")
	b.get("/my/account/export").must(t, 200, "现在的密码")
	b.post("/my/account/export", "old_password", "Wrong-2026").must(t, 422, "现在的密码不一致")
	v := b.post("/my/account/export", "old_password", goodPassword)
	if v.status != 200 || v.header.Get("Content-Type") != "application/zip" || !strings.Contains(v.header.Get("Content-Disposition"), "beian-data-") {
		t.Fatalf("status %d, %v", v.status, v.header)
	}
	z, err := zip.NewReader(strings.NewReader(v.body), int64(len(v.body)))
	pgtest.Must(t, err)
	files := map[string]string{}
	for _, one := range z.File {
		r, err := one.Open()
		pgtest.Must(t, err)
		data, err := io.ReadAll(r)
		pgtest.Must(t, err)
		files[one.Name] = string(data)
	}
	words := []string{"王芳_1990", "13800138000", f.Receipt, filingtest.Person().Entity.CertificateNumber, "材料/" + f.Receipt}
	for _, word := range words {
		if !strings.Contains(files["个人数据.txt"], word) {
			t.Errorf("the text lacks %s:\n%s", word, files["个人数据.txt"])
		}
	}
	papers := 0
	for name, data := range files {
		if strings.HasPrefix(name, "材料/") && strings.HasPrefix(data, "jpeg") {
			papers++
		}
	}
	if papers != 1 || !strings.Contains(files["data.json"], f.Receipt) {
		t.Errorf("the archive holds %d papers", papers)
	}
}

func TestClosingAnAccount(t *testing.T) {
	b, w := signedUp(t)
	var id int64
	pgtest.Must(t, b.tx.QueryRow(t.Context(), `SELECT id FROM account WHERE user_name = '王芳_1990'`).Scan(&id))
	wang := w.As(filing.Actor{Account: id, Tier: filing.Registrant, Name: "王芳"})
	f := w.Draft(t, wang, filingtest.Person())
	b.get("/my/account/close").must(t, 200, "还有没办结的办理", fmt.Sprintf("/my/filings/%d", f.ID))
	b.post("/my/account/close", "old_password", goodPassword, "agreed_close", "yes").must(t, 422, "还有没办结的办理")
	w.Act(t, wang, f.ID, act(filing.Abandon))
	b.get("/my/account/close").must(t, 200, "会保留的", "不能恢复")
	b.post("/my/account/close", "old_password", goodPassword).must(t, 422)
	b.post("/my/account/close", "old_password", "Wrong-2026", "agreed_close", "yes").must(t, 422, "现在的密码不一致")
	b.post("/my/account/close", "old_password", goodPassword, "agreed_close", "yes").must(t, 200, "账号已注销")
	b.do("GET", "/my", nil).leadsTo(t, "/login?next=%2Fmy")
	b.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword).must(t, 422)
	b.get("/signup/user-name?q=%E7%8E%8B%E8%8A%B3_1990").must(t, 200, "已有人使用")
}
