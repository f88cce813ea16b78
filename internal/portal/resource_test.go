package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/page"
)

func sells(t *testing.T, d *postgres.Desk, customer, holder, ip string) postgres.Resource {
	t.Helper()
	one, err := d.AddResource(t.Context(), postgres.NewResource{Customer: customer, Holder: holder,
		Access: filing.Access{Method: 2, IPs: []string{ip}, Places: []string{"330000"}}})
	pgtest.Must(t, err)
	return one
}

// userOf is the name an account signs in by.
func userOf(t *testing.T, b *browser, d *postgres.Desk) (user string) {
	t.Helper()
	pgtest.Must(t, b.tx.QueryRow(t.Context(), `SELECT user_name FROM account WHERE id = $1`, d.Me().Account).Scan(&user))
	return user
}

// blankAccess is a person's document that says nothing yet of its access.
func blankAccess() *filing.Document {
	doc := filingtest.Person()
	doc.Sites[0].Accesses = []filing.Access{{Key: "1"}}
	return doc
}

func TestResourceFillsTheForm(t *testing.T) {
	w, world, _ := openAt(t, blankAccess(), "sites/1/access")
	w.misses("选用接入资源").sees("有接入商给的授权码")
	one := sells(t, world.Li, "C-1", userOf(t, w.browser, world.Wang), "121.40.9.7")
	w.opens(w.here.path).sees("选用接入资源", "主机托管/VPS/云主机，121.40.9.7", "客户号 C-1", "浙江")
	w.presses("保存并继续") // the one resource is chosen already: nothing is typed
	f, doc := draftOf(t, world.Wang)
	a := doc.Sites[0].Accesses[0]
	if a.Resource != one.ID || a.Method != 2 || !slices.Equal(a.IPs, []string{"121.40.9.7"}) || !slices.Equal(a.Places, []string{"330000"}) {
		t.Fatalf("filled: %+v", a)
	}
	here := page.FilingPath(f.ID, "sites/1/access")
	w.opens(here).presses("保存并继续", "sites.1.accesses.1.ips", "121.40.250.1") // what stands behind the other choice does not count
	if _, doc = draftOf(t, world.Wang); doc.Sites[0].Accesses[0].IPs[0] != "121.40.9.7" {
		t.Errorf("locked: %+v", doc.Sites[0].Accesses[0])
	}
	w.opens(here).presses("保存并继续", "source.1", "own", "sites.1.accesses.1.ips", "121.40.250.1")
	if _, doc = draftOf(t, world.Wang); doc.Sites[0].Accesses[0].IPs[0] != "121.40.250.1" || doc.Sites[0].Accesses[0].Resource != 0 {
		t.Errorf("detached: %+v", doc.Sites[0].Accesses[0])
	}
	w.opens(here).presses("保存并继续", "source.1", strconv.FormatInt(one.ID, 10))
	pgtest.Must(t, world.Li.EndResource(t.Context(), one.ID))
	w.opens(here + "?check=1").sees("选用的接入资源已到期或停用")
}

func TestResourceCodeFillsTheForm(t *testing.T) {
	w, world, f := openAt(t, blankAccess(), "sites/1/access")
	one := sells(t, world.Li, "C-9", "", "121.40.9.8")
	w.presses("使用授权码").sees("填写授权码")
	w.presses("使用授权码", "resource_code", "AAAA-BBBB-CCCC", "sites.1.accesses.1.remark", "先记在这里")
	if w.here.status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", w.here.status)
	}
	w.sees("授权码与这家接入商的记录不一致，请核对，还可以试 9 次", `value="AAAA-BBBB-CCCC"`, "先记在这里", `href="#f-resource_code"`)
	w.presses("使用授权码", "resource_code", strings.ToLower(one.Code)).sees("授权码已确认", "121.40.9.8", "客户号 C-9")
	_, doc := draftOf(t, world.Wang)
	if a := doc.Sites[0].Accesses[0]; a.Resource != one.ID || a.Remark != "先记在这里" {
		t.Errorf("filled: %+v", a)
	}
	w.presses("保存并继续")
	if strings.Contains(w.here.path, "access") {
		t.Errorf("stays at %s: %s", w.here.path, w.says())
	}
	// A second access: pressing Enter with a code does the same.
	two := sells(t, world.Li, "C-10", "", "121.40.9.9")
	w.opens(page.FilingPath(f.ID, "sites/1/access")).presses("再加一个接入").presses("保存并继续", "resource_code", two.Code).sees("121.40.9.9")
	if _, doc = draftOf(t, world.Wang); doc.Sites[0].Accesses[1].Resource != two.ID {
		t.Errorf("second: %+v", doc.Sites[0].Accesses)
	}
	for range 12 {
		w.opens(page.FilingPath(f.ID, "sites/1/access")).presses("使用授权码", "resource_code", "AAAA-BBBB-CCCC")
	}
	if w.here.status != http.StatusTooManyRequests {
		t.Errorf("after many tries: status %d", w.here.status)
	}
	w.sees("操作太频繁")
}

func TestResourcePages(t *testing.T) {
	b, world := cast(t, Options{})
	li := b.as(world.Li)
	li.get("/provider/resources").must(t, 200, "还没有登记接入资源")
	li.post("/provider/resources/new", "customer", "", "ips", "8.8.8.8", "holder", "13800000001").must(t, 422, "填写客户号", "8.8.8.8 不在本企业登记的地址段内，请核对，或先登记地址段",
		"选择接入方式", `value="13800000001"`)
	li.post("/provider/resources/new", "customer", "C-1", "method", "2", "dynamic", "no", "ips", "121.40.1.1", "places", "310000",
		"holder", "13800000001", "valid_until", "2027/01/01").must(t, 422, "有效期写成 2027-06-30 的样子")
	li.post("/provider/resources/new", "customer", "C-1", "method", "2", "dynamic", "no", "ips", "121.40.1.1\n2408:4001::5", "places", "310000",
		"holder", "13800000001", "valid_until", "2026-12-01").leadsTo(t, "/provider/resources")
	list, err := world.Li.Resources(t.Context(), postgres.ResourceSearch{Limit: 9})
	pgtest.Must(t, err)
	li.get("/provider/resources").must(t, 200, "C-1", "138****0001", list[0].Code, "121.40.1.1，2408:4001::5", "2026-12-01").lacks(t, "13800000001")
	li.get("/provider/resources?q=C-2").must(t, 200, "没有相符的接入资源")
	b.as(world.Other).get("/provider/resources").must(t, 200).lacks(t, "C-1")
	b.as(world.Other).post("/provider/resources/"+id(list[0].ID)+"/end").must(t, 404)
	li.post("/provider/resources/"+id(list[0].ID)+"/code").leadsTo(t, "/provider/resources")
	li.get("/provider/resources").must(t, 200, "授权码已更换").lacks(t, list[0].Code)
	li.post("/provider/resources/"+id(list[0].ID)+"/end").leadsTo(t, "/provider/resources")
	li.get("/provider/resources").must(t, 200, "还没有登记接入资源")
	b.as(world.Wang).get("/provider/resources").must(t, 403)
}

func TestResourceImport(t *testing.T) {
	b, world := cast(t, Options{})
	li := b.as(world.Li)
	li.get("/provider/resources/template.csv").must(t, 200, "客户号,主办者,接入方式")
	li.post("/provider/resources/import", "rows", "").must(t, 422, "没有读到内容")
	li.post("/provider/resources/import", "rows", "名字\t备注\n甲\t乙").must(t, 422, "没有“客户号”这一列")
	v := li.post("/provider/resources/import", "rows", "客户号\tIP地址\t接入方式\t服务器所在地\t备注\n"+
		"C-1\t121.40.1.1\t云主机\t上海\t好的\nC-2\t8.8.8.8\t云主机\t火星\t\n\tabc\t专线\t浙江\t\n").must(t, 422, "2 行没有登记", "从列表中选择服务器", "已登记")
	left := textareaText.FindStringSubmatch(strings.ReplaceAll(v.body, `name="rows"`, `name="ranges"`))
	if left == nil || !strings.HasPrefix(strings.TrimSpace(left[1]), "客户号\tIP地址") || strings.Contains(left[1], "C-1") || !strings.Contains(left[1], "C-2\t8.8.8.8\t云主机\t火星") {
		t.Errorf("left in the form: %q", left)
	}
	li.uploadAs("file", "/provider/resources/import").must(t, 422, "不是能读取的表格")
	li.post("/provider/resources/import", "rows", "客户号,IP 地址,接入方式,服务器所在地,有效期至\nC-3,121.40.3.1；121.40.3.2,2,\"浙江、上海\",2027/12/31\n").leadsTo(t, "/provider/resources")
	li.get("/provider/resources.csv").must(t, 200, "C-3,,主机托管/VPS/云主机,固定,121.40.3.1；121.40.3.2,浙江、上海,2027-12-31", "C-1,")
}
