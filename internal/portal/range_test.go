package portal

import (
	"regexp"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// yunfanAdmin makes the verifier Li the administrator of his provider.
func yunfanAdmin(t *testing.T, b *browser, li *postgres.Desk) {
	t.Helper()
	_, err := b.tx.Exec(t.Context(), `UPDATE account SET role = $2 WHERE id = $1`, li.Me().Account, filing.Admin)
	pgtest.Must(t, err)
}

func TestRangePage(t *testing.T) {
	b, w := approved(t)
	li := b.as(w.Li)
	li.get("/provider/ranges").must(t, 200, "121.40.0.0 - 121.40.255.255", "由本企业的管理员登记")
	li.post("/provider/ranges", "ranges", "9.9.9.9").must(t, 403)
	yunfanAdmin(t, b, w.Li)
	li.post("/provider/ranges", "ranges", " ").must(t, 422, "填写IP 地址")
	v := li.post("/provider/ranges", "ranges", "9.9.9.0/24\n10.0.0.1\n122.51.3.4\n\n8.8.8.8-8.8.8.1\nabc", "note", "华东机房").must(t, 422,
		"4 行没有登记", "局域网地址", "与北辰网络有限公司的地址段（122.51.0.0-122.51.255.255）重叠", "起始地址应小于终止地址", "华东机房")
	left := textareaText.FindStringSubmatch(v.body)
	if left == nil || strings.TrimSpace(left[1]) != "10.0.0.1\n122.51.3.4\n8.8.8.8-8.8.8.1\nabc" {
		t.Errorf("left in the form: %q", left)
	}
	li.post("/provider/ranges", "ranges", "8.8.8.8").leadsTo(t, "/provider/ranges")
	li.get("/provider/ranges").must(t, 200, "已登记 1 个地址段", "8.8.8.8", "9.9.9.0 - 9.9.9.255", "华东机房")
	list, err := w.Li.Ranges(t.Context(), w.Provider)
	pgtest.Must(t, err)
	remove := func(i int) view { return li.post("/provider/ranges/" + id(list[i].ID) + "/remove") }
	remove(2).must(t, 422, "121.40.0.0-121.40.255.255 内还有 3 个网站在接入")
	remove(0).leadsTo(t, "/provider/ranges")
	remove(0).must(t, 404)
	b.as(w.Other).post("/provider/ranges/"+id(list[1].ID)+"/remove").must(t, 403)
	li.post("/provider/ranges/x/remove").must(t, 404)
}

func TestProfilePage(t *testing.T) {
	b, w := approved(t)
	li := b.as(w.Li)
	li.get("/provider/profile").must(t, 200, "云帆数据科技有限公司", "由本企业的管理员修改")
	li.post("/provider/profile", "phone", "1").must(t, 403)
	yunfanAdmin(t, b, w.Li)
	li.get("/provider/profile").must(t, 200, "保存企业介绍")
	li.post("/provider/profile", "phone", "400-100-2000", "methods", "99").must(t, 422, "400-100-2000", "接入方式")
	li.post("/provider/profile", "phone", "400-100-2000", "address", "上海市中山路 1 号", "intro", "十年云服务", "methods", "3").leadsTo(t, "/provider/profile")
	li.get("/provider/profile").must(t, 200, "企业介绍已保存", `value="400-100-2000"`)
	b.get("/p/yunfan").must(t, 200, "400-100-2000")
	b.get("/providers/yunfan").must(t, 200, "十年云服务")
}

var textareaText = regexp.MustCompile(`(?s)<textarea[^>]*name="ranges"[^>]*>([^<]*)</textarea>`)
