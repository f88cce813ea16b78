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

func TestInbox(t *testing.T) {
	b, w := cast(t, Options{})
	wang := b.as(w.Wang)
	if n := strings.Count(wang.get("/my/messages").must(t, 200, "还没有消息", `aria-current="page"`).body, `href="/my/messages"`); n != 1 {
		t.Errorf("the way to the messages stands %d times in the header", n)
	}
	mobile := b.store.Keys.SealString("mobile", "13800000001")
	_, err := b.tx.Exec(t.Context(), `UPDATE account SET mobile = $2 WHERE id = $1`, w.Wang.Me().Account, mobile)
	pgtest.Must(t, err)
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, act(filing.Claim))
	w.Act(t, w.Zhao, f.ID, act(filing.Approve))
	pgtest.Must(t, w.TellAll(t.Context()))
	v := wang.get("/my/messages").must(t, 200, "备案已提交", "备案已完成", "查看备案密码", "这里不保存", "短信",
		fmt.Sprintf(`href="/my/filings/%d"`, f.ID))
	if strings.Contains(v.body, "/filing-password/") || strings.Contains(v.body, "chen@example.cn") {
		t.Error("the inbox shows the link of the filing password")
	}
	if v := b.as(w.Owner2).get("/my/messages"); strings.Contains(v.body, f.Receipt) {
		t.Error("a stranger reads the messages")
	}
	b.get("/dev/messages").must(t, 404)
}

func TestScreenAndFilingPassword(t *testing.T) {
	b, w := cast(t, Options{Demo: true})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, act(filing.Claim))
	w.Act(t, w.Zhao, f.ID, act(filing.Approve))
	pgtest.Must(t, w.TellAll(t.Context()))
	v := b.get("/dev/messages").must(t, 200, "13800000001", "chen@example.cn", "验证码", `href="/sms-verify/`)
	link := regexp.MustCompile(`href="(/filing-password/[^"]+)"`).FindStringSubmatch(v.body)
	if link == nil {
		t.Fatal("no link to the filing password is shown")
	}
	for range 2 { // a program that opens links uses nothing up
		b.get(link[1]).must(t, 200, "沪ICP备2026000001号", "显示备案密码")
	}
	shown := b.post(link[1]).must(t, 200, "现在就记下来")
	password := regexp.MustCompile(`(?s)<textarea[^>]*id="filing-password"[^>]*>([^<]{8,})</textarea>`).FindStringSubmatch(shown.body)
	if password == nil {
		t.Fatalf("no password in\n%s", text(shown.body))
	}
	again := b.post(link[1]).must(t, 404, "已经用过或过期", "通信管理局")
	if strings.Contains(again.body, password[1]) {
		t.Error("the password is shown twice")
	}
	b.get(link[1]).must(t, 404, "已经用过或过期")
}

func TestScreenWithoutDemo(t *testing.T) {
	b, w := cast(t, Options{Screen: true})
	if v := b.do("GET", "/dev/messages", nil); v.status == 200 {
		t.Error("the screen of a real system is open to everybody")
	}
	b.as(w.Zhou).get("/dev/messages").must(t, 200)
	b.as(w.Li).get("/dev/messages").must(t, 404)
}
