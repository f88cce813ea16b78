package portal

import (
	"strings"
	"testing"

	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/page"
)

func TestStandingPages(t *testing.T) {
	b, _ := approved(t)
	for path, word := range map[string]string{
		"/start": "20 个工作日", "/guides": "十个常见问题", "/glossary": "接入服务商", "/laws": "第 33 号", "/privacy": "从不公开",
		"/a11y": "WCAG 2.2", "/sitemap": "/guides/questions", "/codes": "国防机构", "/codes?q=3301": "杭州市", "/codes?q=西湖": "330106",
		"/codes?q=": "输入行政区划的名称或代码", "/codes?q=不存在的地方": "没有查到", "/codes?q=市": "只显示前 60 条",
		"/guides/sheet": "联系方式已拨通", "/guides/sheet?province=zj": "报浙江省通信管理局",
		"/bureaus": "新疆维吾尔自治区通信管理局", "/bureaus/sh": "沪ICP备", "/bureaus/bj": "尚未在本系统受理", "/notices": "目前没有公告",
	} {
		b.get(path).open(t, word)
	}
	for _, g := range page.Guides {
		b.get("/guides/"+g.Slug).open(t, g.Title)
	}
	b.get("/stats").open(t, "全国备案总量 3，最多的是浙江（2）", "上海市")
	b.do("GET", "/stats.csv", nil).open(t, "330000,浙江省,1,2,1,2026-11-20 10:00:00")
	b.do("GET", "/robots.txt", nil).open(t, "Disallow: /my")
	for _, path := range []string{"/guides/none", "/bureaus/xx", "/bureaus/xx/navigator", "/navigator?province=xx", "/guides/sheet?province=xx", "/notices/x", "/notices/999999",
		"/notices?before=x", "/providers/none", "/p/none"} {
		b.get(path).must(t, 404)
	}
}

func TestNavigator(t *testing.T) {
	b, w := approved(t)
	_, err := b.tx.Exec(t.Context(), `UPDATE provider SET licence_province = '310000', methods = '{3}', phone = '021-55550000' WHERE slug = 'beichen'`)
	pgtest.Must(t, err)
	b.get("/navigator").open(t, "云帆数据科技有限公司", "北辰网络有限公司", "共 2 家")
	b.get("/navigator?province=sh&method=3").open(t, "北辰网络有限公司", "共 1 家", "021-55550000")
	b.get("/navigator?q=云帆+科技").open(t, "共 1 家")
	b.get("/navigator?q=没有这家").open(t, "没有符合条件的接入商")
	b.get("/navigator?q=a+b+c").must(t, 422, "最多输入两个关键词")
	v := b.get("/bureaus/zj/navigator").open(t, "云帆数据科技有限公司")
	if strings.Contains(v.body, "北辰") {
		t.Error("a provider licensed for Shanghai is offered in Zhejiang")
	}
	b.do("GET", "/navigator?choose=1&provider=yunfan", nil).leadsTo(t, "/p/yunfan?via=ministry")
	b.do("GET", "/bureaus/zj/navigator?choose=1&provider=yunfan", nil).leadsTo(t, "/p/yunfan?via=bureau")
	for _, wrong := range []string{"", "&provider=none", "&provider=yunfan&provider=beichen"} {
		b.get("/navigator?choose=1"+wrong).must(t, 422, "只能选一家")
	}
	b.get("/bureaus/zj/navigator?choose=1&provider=beichen").must(t, 422, "只能选一家")

	b.get("/p/yunfan?via=bureau").open(t, "/my/filings/new?provider=yunfan&amp;via=bureau")
	b.get("/p/yunfan?via=nonsense").open(t, "via=provider")
	b.get("/providers/yunfan?via=ministry").open(t, "/p/yunfan?via=ministry", "B1-20260001")
	pgtest.Must(t, w.Zhou.Suspend(t.Context(), w.Provider, true))
	for _, path := range []string{"/p/yunfan", "/providers/yunfan"} {
		v := b.get(path).open(t, "已暂停受理备案")
		if strings.Contains(v.body, "/my/filings/new") {
			t.Errorf("%s: one may start with a provider that is suspended", path)
		}
	}
	b.get("/navigator?choose=1&provider=yunfan").must(t, 422)
}

func TestNoticesOfEveryPublisher(t *testing.T) {
	b, w := approved(t)
	qian2, zhou := b.as(w.Qian2), b.as(w.Zhou)
	qian2.get("/bureau/notices").must(t, 200, "还没有公告", "发布公告")
	qian2.post("/bureau/notices", "title", "", "body", "内容仍在").must(t, 422, "填写标题", "内容仍在")
	qian2.post("/bureau/notices", "title", strings.Repeat("长", 101), "body", "x").must(t, 422, "标题最多 100 个字")
	qian2.post("/bureau/notices", "title", "浙江办理提示<b>", "body", "第一段\n\n第二段", "pinned", "on").leadsTo(t, "/bureau/notices")
	qian2.get("/bureau/notices").must(t, 200, "公告已发布", "浙江办理提示", "置顶")
	b.get("/bureaus/zj").open(t, "浙江办理提示&lt;b&gt;")
	b.get("/notices").open(t, "目前没有公告")

	zhou.post("/ministry/notices", "title", "部级公告", "body", "正文").leadsTo(t, "/ministry/notices")
	b.get("/notices").open(t, "部级公告")
	list, err := w.Zhou.Notices(t.Context(), "", 0, 0, 9)
	pgtest.Must(t, err)
	path := "/notices/" + id(list[0].ID)
	b.get(path).open(t, "部级公告", "工业和信息化部", "<p>正文</p>")

	b.as(w.Qian).get("/bureau/notices").must(t, 200, "浙江办理提示")
	b.as(w.Qian).post("/bureau/notices", "title", "x", "body", "x").must(t, 403)
	b.as(w.Li).get("/provider/notices").must(t, 200, "还没有公告")
	b.as(w.Li).post("/provider/notices", "title", "x", "body", "x").must(t, 403)
	qian2.post("/bureau/notices/"+id(list[0].ID)+"/remove").must(t, 404) // the ministry's
	qian2.post("/bureau/notices/x/remove").must(t, 404)
	zhou.post("/ministry/notices/"+id(list[0].ID)+"/remove").leadsTo(t, "/ministry/notices")
	b.get(path).must(t, 404)
}

func TestLongListsOfNotices(t *testing.T) {
	b, w := approved(t)
	for i := range noticePage + 2 {
		_, err := w.Zhou.Publish(t.Context(), postgres.Notice{Title: "公告之" + id(int64(i+1)), Body: "正文"})
		pgtest.Must(t, err)
	}
	v := b.get("/notices").open(t, "公告之22", "?before=")
	_, rest, _ := strings.Cut(v.body, "/notices?before=")
	before, _, _ := strings.Cut(rest, `"`)
	b.get("/notices?before="+before).open(t, "公告之2<", "公告之1<")
}
