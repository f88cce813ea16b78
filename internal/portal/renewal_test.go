package portal

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
)

var passwordLink = regexp.MustCompile(`/filing-password/[A-Za-z0-9_-]{20,}`)

// passwordLinks are the links to filing passwords that were mailed, newest first.
func passwordLinks(t *testing.T, b *browser) []string {
	t.Helper()
	list, err := b.store.ShownLetters(t.Context(), 0, 200)
	pgtest.Must(t, err)
	var links []string
	for _, l := range list {
		links = append(links, passwordLink.FindAllString(l.Body, -1)...)
	}
	return links
}

func TestRecoveringTheFilingPassword(t *testing.T) {
	b, _ := approved(t)
	b.get("/filing-password").open(t, "请接入商代办", "向省通信管理局申请", `href="/bureaus"`)
	before := len(passwordLinks(t, b))
	ask := func(number, province, kind, certificate string) view {
		return b.post("/filing-password", "number", number, "province", province, "certificate_type", kind, "certificate", certificate)
	}
	card := fmt.Sprint(filing.ResidentID)
	ask("", "", "", "").must(t, 422, "填写备案号", "选择证件类型", "填写证件号码")
	ask("我的网站", "", card, filingtest.PersonID).must(t, 422, "备案号的格式不符", "我的网站")
	ask("2026000001", "", card, filingtest.PersonID).must(t, 422, "备案号的格式不符")
	ask("沪ICP备2026000001号", "", card, filingtest.PersonID[:17]+"?").must(t, 422, "证件号码")
	ask("沪ICP备2026000001号", "", "12345", filingtest.PersonID).must(t, 422, "从列表中选择证件类型")
	wrong := ask("沪ICP备2026000001号", "", card, filingtest.EditorID).must(t, 200, "请查收邮件")
	if n := len(passwordLinks(t, b)); n != before {
		t.Fatalf("a wrong certificate sent %d letters", n-before)
	}
	right := ask("2026000001", "310000", card, filingtest.PersonID).must(t, 200, "请查收邮件")
	if text(right.body) != text(wrong.body) {
		t.Error("the answer tells who is filed")
	}
	links := passwordLinks(t, b)
	if len(links) != before+1 || strings.Contains(right.body, links[0]) {
		t.Fatalf("%d letters, or the link is on the page", len(links)-before)
	}
	b.get(links[0]).must(t, 200, "沪ICP备2026000001号", "显示备案密码")
	b.post(links[0]).must(t, 200, "现在就记下来")
	b.post(links[0]).must(t, 404, `href="/filing-password"`)
	for range rateRenewal.Most {
		ask("沪ICP备2026000001号", "", card, filingtest.EditorID)
	}
	ask("沪ICP备2026000001号", "", card, filingtest.PersonID).must(t, 429, "操作太频繁")
}

func TestProviderRenewsForItsCustomer(t *testing.T) {
	b, w := approved(t)
	f, err := w.Li.Entities(t.Context(), "沪ICP备2026000001号", 0, 1)
	pgtest.Must(t, err)
	path := customerPath(f[0].ID)
	li := b.as(w.Li)
	li.get("/provider/records").must(t, 200, `href="`+path+`"`)
	li.get(path).must(t, 200, "沪ICP备2026000001号", "陈*", "example.cn", "还没有重新发送过").keepsPrivate(t, "121.40.1.10") // of its own access
	before := len(passwordLinks(t, b))
	li.post(path+"/password", "proof", " ").must(t, 422, "核实")
	li.post(path+"/password", "proof", "到营业厅出示身份证").leadsTo(t, path)
	li.get(path).must(t, 200, "链接已发到备案时填写的邮箱", "李强", "到营业厅出示身份证").keepsPrivate(t, "121.40.1.10")
	if n := len(passwordLinks(t, b)); n != before+1 {
		t.Errorf("%d letters, want one more than %d", n, before)
	}
	other := b.as(w.Other)
	other.get(path).must(t, 404)
	other.post(path+"/password", "proof", "电话").must(t, 404)
	b.as(w.Wang).post(path+"/password", "proof", "电话").must(t, 403)
	li.get("/provider/records/x").must(t, 404)
	_, err = b.tx.Exec(t.Context(), `UPDATE access SET provider_id = $1`, w.Other.Me().Provider)
	pgtest.Must(t, err)
	li.get(path).must(t, 404)
	li.post(path+"/password", "proof", "电话").must(t, 404)
}
