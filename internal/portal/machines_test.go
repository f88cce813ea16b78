package portal

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/postgres/pgtest"
)

func TestMachinePages(t *testing.T) {
	b, w := cast(t, Options{})
	b.as(w.Li).get("/provider/api").must(t, 403)
	yunfanAdmin(t, b, w.Li)
	li := b.as(w.Li)
	li.get("/provider/api").must(t, 200, "还没有密钥", "还没有回调地址", "还没有发送过")
	li.post("/provider/api/keys", "name", "订单系统").must(t, 422, "选择权限", "填写日期", `value="订单系统"`)
	li.post("/provider/api/keys", "name", "订单系统", "scopes", "feed", "until", "2030-01-01").must(t, 422, "最长 2 年", "checked")
	made := li.post("/provider/api/keys", "name", "订单系统", "scopes", "feed", "until", "2027-06-30").must(t, 200, "只显示这一次", "bk_")
	token := regexp.MustCompile(`bk_[\w-]{43}`).FindString(made.body)
	if _, _, err := w.KeyActor(t.Context(), token); err != nil {
		t.Errorf("the key shown: %v", err)
	}
	list := li.get("/provider/api").must(t, 200, "订单系统", "读取办理结果", "2027-06-30", token[:9]+"…").lacks(t, token)
	revoke := regexp.MustCompile(`/provider/api/keys/\d+/revoke`).FindString(list.body)
	b.as(w.Other).post(revoke).must(t, 403)
	li.post(revoke).leadsTo(t, "/provider/api")
	li.get("/provider/api").must(t, 200, "密钥已吊销", "已吊销")
	li.post("/provider/api/hooks", "url", "ftp://x").must(t, 422, "网址的格式不符", "选择事件", `value="ftp://x"`)
	li.post("/provider/api/hooks", "url", "https://hook.example.com/x", "events", "approve").must(t, 200, "签名密钥", "X-Beian-Signature")
	list = li.get("/provider/api").must(t, 200, "https://hook.example.com/x", "发送测试")
	test := regexp.MustCompile(`/provider/api/hooks/\d+/test`).FindString(list.body)
	li.post(test).leadsTo(t, "/provider/api")
	li.get("/provider/api").must(t, 200, "测试已发出", "等待发送")
	li.post(strings.Replace(test, "/test", "/remove", 1)).leadsTo(t, "/provider/api")
	li.post(test).must(t, 404)
}

// TestSuspensionEndsEverything: a provider that the ministry suspends is out with the next request, at every page and
// every act.
func TestSuspensionEndsEverything(t *testing.T) {
	b, w := cast(t, Options{})
	yunfanAdmin(t, b, w.Li)
	li := b.as(w.Li)
	li.get("/provider").must(t, 200)
	pgtest.Must(t, w.Zhou.Suspend(t.Context(), w.Provider, true))
	n := 0
	for _, r := range b.portal.table {
		if r.who.open || !slices.Contains(r.who.tiers, filing.Provider) {
			continue
		}
		n++
		v := li.do(r.method, example(r.pattern), nil)
		if v.status != http.StatusSeeOther || !strings.HasPrefix(v.header.Get("Location"), "/login") {
			t.Errorf("%s %s: %d %s", r.method, r.pattern, v.status, v.header.Get("Location"))
		}
	}
	if n < 40 {
		t.Errorf("only %d rows tried", n)
	}
	pgtest.Must(t, w.Zhou.Suspend(t.Context(), w.Provider, false))
}
