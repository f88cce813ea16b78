package portal

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/journal"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// approved is a portal on whose register a person in Shanghai and a company in Zhejiang stand.
func approved(t *testing.T) (*browser, *pgtest.World) {
	t.Helper()
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Approve})
	f = w.Forward(t, b.tx, w.Owner2, filingtest.Company())
	w.Act(t, w.Qian, f.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Qian, f.ID, postgres.Move{Action: filing.FirstApprove})
	w.Act(t, w.Qian2, f.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Qian2, f.ID, postgres.Move{Action: filing.Approve})
	return b, w
}

// private is what no page for the public may hold.
var private = []string{filingtest.PersonID, filingtest.ManagerID, filingtest.EditorID, filingtest.CreditCode, "13800000001", "13900000002",
	"13800000003", "13800000004", "chen@example.cn", "lin@example.com.cn", "zhao@example.com.cn", "人民路", "文三路", "林国栋", "121.40.1.10"}

// open checks a public page: found, well made, without anything personal, and light.
func (v view) open(t *testing.T, words ...string) view {
	t.Helper()
	v.must(t, 200, words...)
	v.keepsPrivate(t)
	return v
}

// keepsPrivate looks for personal data but what the reader may well see.
func (v view) keepsPrivate(t *testing.T, but ...string) {
	t.Helper()
	for _, s := range private {
		if !slices.Contains(but, s) && strings.Contains(v.body, s) {
			t.Errorf("%s shows %q", v.path, s)
		}
	}
}

func TestHome(t *testing.T) {
	b, w := approved(t)
	_, err := w.Zhou.Publish(t.Context(), postgres.Notice{Title: "国庆假期办理安排", Body: "假期不计入工作日。"})
	pgtest.Must(t, err)
	b.get("/").open(t, `action="/search"`, "我要备案", "国庆假期办理安排", "/bureaus/sh", "20 个工作日")
	b.header.Set("Accept-Encoding", "gzip")
	for _, path := range []string{"/", "/search", "/search?q=example.cn"} {
		if n := len(b.do("GET", path, nil).must(t, 200).body); n > 14<<10 {
			t.Errorf("%s weighs %d bytes", path, n)
		}
	}
}

func TestSearch(t *testing.T) {
	b, _ := approved(t)
	ask := func(q string, more ...string) view {
		return b.get("/search?q=" + url.QueryEscape(q) + strings.Join(more, ""))
	}
	number := "沪ICP备2026000001号-1"
	ask("www.example.cn").open(t, "按域名查询", number, "陈晓云", "晓云的摄影笔记", "个人", "已备案", "子域名")
	ask("https://example.cn/x").open(t, number, "取出域名")
	ask(" 沪icp备2026000001 ").open(t, "按备案号查询", number)
	ask("川ICP备2026000001号").open(t, "蜀ICP备2026000001号", "四川为")
	ask("青禾软件", "&by=name").open(t, "浙ICP备2026000001号-1", "浙ICP备2026000001号-2")
	ask("陈晓").open(t, "没有找到备案")
	ask("陈晓云").open(t, number)
	ask("unfiled.cn").open(t, "没有找到备案", "/start", "unfiled.cn")
	ask("<script>").open(t, "没有找到备案")
	ask("云").must(t, 400, "名称至少输入 2 个字")
	ask("").must(t, 400, "输入要查询的备案号")
	ask(strings.Repeat("长", 201)).must(t, 400, "最多 200 个字")
	ask(strings.Repeat(",", 10_000)).must(t, 400, "最多 200 个字")
	ask("\xe6\xb2").must(t, 400, "无法识别")
	ask("青\x00禾").must(t, 400, "无法识别")
	ask(".*").must(t, 400, "名称至少输入 2 个字")
	ask("青禾", "&after=x").must(t, 404)
	b.get("/search").open(t)
}

func TestSearchByCertificate(t *testing.T) {
	b, _ := approved(t)
	for _, n := range []string{filingtest.PersonID, filingtest.CreditCode} {
		b.do("GET", "/search?q="+n, nil).leadsTo(t, "/search?by=certificate")
		b.do("GET", "/search?by=certificate&q="+n, nil).leadsTo(t, "/search?by=certificate")
	}
	b.get("/search?by=certificate").open(t, "证件号码不会出现在网址里")
	v := b.post("/search", "certificate", filingtest.PersonID).open(t, "已备案", "沪ICP备2026000001号")
	if strings.Contains(v.body, "陈晓云") || strings.Contains(v.body, "摄影笔记") {
		t.Error("the answer to a certificate tells more than the number")
	}
	b.post("/search", "certificate", "110101199001010011").open(t, "未备案")
	b.post("/search", "certificate", " ").must(t, 422, "填写要查询的证件号码")
	if strings.Contains(b.log.String(), filingtest.PersonID) {
		t.Error("the log holds a certificate number")
	}
}

func TestRecord(t *testing.T) {
	b, _ := approved(t)
	path := "/records/" + url.PathEscape("沪ICP备2026000001号-1")
	b.get(path).open(t, "陈晓云", "晓云的摄影笔记", "example.cn", "上海市通信管理局", "审核通过", "2026-11-20", `rel="canonical"`)
	b.get("/records/sh-2026000001-1").open(t, "陈晓云", "http://beian.test"+path)
	b.get("/records/"+url.PathEscape("浙ICP备2026000001号-1")).open(t, "同一主办单位的其他服务", "青禾编程课堂")
	b.get("/records/"+url.PathEscape("浙ICP备2026000001号")).open(t, "杭州青禾软件有限公司", "青禾编程课堂", "青禾软件官方网站")
	for _, spelling := range []string{"沪icp备2026000001-1", "沪ICP备 2026000001 号－1", "SH-2026000001-1"} {
		v := b.do("GET", "/records/"+url.PathEscape(spelling), nil)
		if v.status != 301 || v.header.Get("Location") != path {
			t.Errorf("%s: %d to %s", spelling, v.status, v.header.Get("Location"))
		}
	}
	for _, none := range []string{"沪ICP备2026000009号-1", "沪ICP备2026000001号-7", "nonsense", "100%"} {
		b.get("/records/"+url.PathEscape(none)).must(t, 404, "没有这个备案号").keepsPrivate(t)
	}
	b.get("/records/"+url.PathEscape("沪ICP备2026000009号.json")).must(t, 404)
}

// What no question can be is refused with a light page that does not repeat it.
func TestHostileAddresses(t *testing.T) {
	b, _ := approved(t)
	for _, q := range []string{strings.Repeat("a", 10<<10), strings.Repeat(",", 10_000), "%00", "%e4%b8", "%zz", strings.Repeat("%E5%AD%97", 201)} {
		if v := b.do("GET", "/search?q="+q, nil).must(t, 400); len(v.body) > 16<<10 {
			t.Errorf("%.20s: %d bytes", q, len(v.body))
		}
	}
	for _, n := range []string{strings.Repeat("a", 9000), "%e4%b8", "%3Cscript%3E", "..%2f..%2fetc%2fpasswd"} {
		if v := b.do("GET", "/records/"+n, nil).must(t, 404); len(v.body) > 40<<10 || strings.Contains(v.body, "<script>") {
			t.Errorf("%.20s: %d bytes", n, len(v.body))
		}
	}
}

// A record tells its public history, and that its approval stands in the log; the proof is there for everybody.
func TestRecordIsProven(t *testing.T) {
	text, err := journal.NewKey()
	pgtest.Must(t, err)
	key, err := journal.ParseKey(text)
	pgtest.Must(t, err)
	b, w := approved(t)
	b.portal.LogKey = key.Public()
	for _, n := range []string{"sh-2026000001-1", "sh-2026000001"} {
		b.get("/records/"+n).open(t, "正在写入")
		b.do("GET", "/records/"+n+"/proof.json", nil).must(t, 404)
	}
	_, err = w.ExtendLog(t.Context(), key)
	pgtest.Must(t, err)
	verifier, err := journal.NewVerifier(key.Public())
	pgtest.Must(t, err)
	for _, n := range []string{"sh-2026000001-1", "sh-2026000001"} {
		b.get("/records/"+n).open(t, "首次备案", "公开日志中的审核记录", "已核对", "下载证明")
		var proof journal.Proof
		pgtest.Must(t, json.Unmarshal([]byte(b.do("GET", "/records/"+n+"/proof.json", nil).open(t).body), &proof))
		if _, err := proof.Verify(verifier); err != nil {
			t.Errorf("%s: %v", n, err)
		}
	}
	_, err = b.tx.Exec(t.Context(), `UPDATE site SET filing_id = NULL WHERE number = '沪ICP备2026000001号-1'`) // as if imported
	pgtest.Must(t, err)
	b.get("/records/sh-2026000001-1").open(t, "从原系统转入")
	b.do("GET", "/records/nonsense/proof.json", nil).must(t, 404)
	other, err := journal.NewKey()
	pgtest.Must(t, err)
	stranger, err := journal.ParseKey(other)
	pgtest.Must(t, err)
	b.portal.LogKey = stranger.Public()
	b.get("/records/sh-2026000001").open(t, "核对不上")
}

// Where the setting says so, a natural person is 张* on every door, and still found by the whole name.
func TestPersonsAreMasked(t *testing.T) {
	b, _ := approved(t)
	b.store.MaskPersons = true
	for _, path := range []string{"/records/sh-2026000001-1", "/records/sh-2026000001", "/records/sh-2026000001-1.json", "/records/sh-2026000001-1.txt",
		"/search?q=example.cn", "/search?q=sh-2026000001", "/search?q=" + url.QueryEscape("摄影笔记")} {
		v := b.do("GET", path, nil).must(t, 200, "陈*")
		if strings.Contains(v.body, "陈晓云") {
			t.Errorf("%s tells the name", path)
		}
	}
	b.do("GET", "/search?q="+url.QueryEscape("陈晓云"), nil).must(t, 200, "陈*", "沪ICP备2026000001号-1")
	b.do("GET", "/search?q="+url.QueryEscape("陈*"), nil).must(t, 400)
	b.do("GET", "/records/zj-2026000001", nil).must(t, 200, "杭州青禾软件有限公司")
}

func TestRecordForPrograms(t *testing.T) {
	b, _ := approved(t)
	v := b.do("GET", "/records/sh-2026000001-1.json", nil).open(t)
	var one map[string]any
	pgtest.Must(t, json.Unmarshal([]byte(v.body), &one))
	if one["number"] != "沪ICP备2026000001号-1" || one["status"] != "active" {
		t.Errorf("record %v", one)
	}
	v = b.do("GET", "/records/zj-2026000001.json", nil).open(t)
	var entity struct {
		Services []map[string]any
		Name     string `json:"unit_name"`
	}
	pgtest.Must(t, json.Unmarshal([]byte(v.body), &entity))
	if len(entity.Services) != 2 || entity.Name != "杭州青禾软件有限公司" {
		t.Errorf("entity %+v", entity)
	}
	b.do("GET", "/records/sh-2026000001-1.txt", nil).open(t, "备案号：沪ICP备2026000001号-1\n", "域名：example.cn\n")
}

func TestCancelledRecordStaysReadable(t *testing.T) {
	b, _ := approved(t)
	_, err := b.tx.Exec(t.Context(), `UPDATE site SET cancelled_at = $1 WHERE number = '沪ICP备2026000001号-1'`, pgtest.Now)
	pgtest.Must(t, err)
	b.get("/records/sh-2026000001-1").open(t, "已于 2026-11-20 注销", "已注销")
	b.get("/search?q=example.cn").open(t, "没有找到备案")
	b.get("/search?q=sh-2026000001-1").open(t, "已经注销")
	b.get("/records/sh-2026000001").open(t, "目前没有网站或其他服务")
}

func TestAskingTooOften(t *testing.T) {
	b, _ := approved(t)
	for range rateCertificate.Most {
		b.post("/search", "certificate", "110101199001010011").must(t, 200)
	}
	v := b.post("/search", "certificate", "110101199001010011").must(t, 429, "操作太频繁")
	if strings.Contains(v.body, "110101199001010011") {
		t.Error("the number comes back on the page")
	}
	name := "/search?q=" + url.QueryEscape("青禾")
	for range lookup.Searches.Most {
		b.do("GET", name, nil).must(t, 200)
	}
	b.get(name).must(t, 429, "操作太频繁")
	b.get("/search").must(t, 200)
	b.get("/search?q=example.cn").must(t, 200) // by domain is another count
	other := b.again()
	other.from = "198.51.100.7:4711"
	other.get("/search?q=example.cn").must(t, 200)
}

// TestHeadThroughMeasuring asks as the server does: who measures has begun the route already.
func TestHeadThroughMeasuring(t *testing.T) {
	b, _ := approved(t)
	r := httptest.NewRequest("HEAD", "/search?q=example.cn", nil)
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), chi.RouteCtxKey, chi.NewRouteContext())))
	if w.Code != 200 || w.Header().Get("ETag") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
