package portal

import (
	"strings"
	"testing"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres/pgtest"
)

// TestCodeTablePages: the ministry looks at what an edition changes and saves it, and the public reads it; others find nothing.
func TestCodeTablePages(t *testing.T) {
	t.Cleanup(func() { filing.Methods.Use(nil) })
	b, w := approved(t)
	zhou := b.as(w.Zhou)
	zhou.get("/ministry/codes").must(t, 200, "接入方式", "系统自带", "/ministry/codes/methods")
	zhou.get("/ministry/codes/methods").must(t, 200, "3 虚拟主机/建站", "还没有修改过")
	lines := strings.Replace(codeLines(filing.Methods.All()), "1 专线\n", "1 专线 停用\n", 1) + "5 边缘节点\n"
	at, today := "/ministry/codes/methods", calendar.DateOf(pgtest.Now).String()
	zhou.post(at, "step", "preview", "version", "0", "entries", lines, "from", "2020-01-01").must(t, 200, "2 处改变", "停用 1 专线", "增加 5 边缘节点")
	zhou.post(at, "step", "save", "version", "0", "entries", lines, "from", "2020-01-01", "note", "增加").must(t, 422, "生效日期", "5 边缘节点")
	zhou.post(at, "step", "save", "version", "0", "entries", "3 虚拟主机/建站\nx 不是数字\n", "from", today, "note", "增加").must(t, 422, "缺少代码 2", "不是数字")
	zhou.post(at, "step", "save", "version", "0", "entries", lines, "from", today, "note", "增加边缘节点").leadsTo(t, at)
	zhou.get(at).must(t, 200, "第 1 版", "增加边缘节点", "停用")
	zhou.post(at, "step", "save", "version", "0", "entries", lines, "from", today, "note", "又一次").must(t, 409, "同事刚刚保存了新的一版", "又一次")
	b.get("/codes").open(t, "专线（停用）", "边缘节点")
	zhou.get("/ministry/codes/nothing").must(t, 404)
	b.as(w.Zhao).get("/ministry/codes").must(t, 404)
}
