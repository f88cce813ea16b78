package portal

import (
	"strconv"
	"testing"

	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func id(n int64) string { return strconv.FormatInt(n, 10) }

func TestOverview(t *testing.T) {
	b, w := approved(t)
	person := filingtest.Person()
	person.Entity.CertificateNumber, person.Sites[0].Domains, person.Sites[0].HomeURLs = filingtest.EditorID, []string{"second.cn"}, []string{"second.cn"}
	w.Forward(t, b.tx, w.Owner2, person)
	zhou := b.as(w.Zhou)
	zhou.get("/ministry").must(t, 200, "全国待审 1，最多的是上海（1）", "上海", "在办 1 件", "待管局审核", "接入商门户", "共 3 件")
	zhou.get("/ministry?metric=sites").must(t, 200, "全国备案总量 3，最多的是浙江（2）")
	zhou.get("/ministry?metric=overdue").must(t, 200, "全国超期为 0")
	zhou.get("/ministry?metric=overdue-rate").must(t, 200, "全国超期率为 0")
	zhou.get("/ministry?metric=workdays").must(t, 200, "全国平均审核工作日为 0", "近三个月管局交出的备案")
	_, err := b.tx.Exec(t.Context(), `UPDATE figure_delta SET code = 'from:2026-11-12' WHERE what = 'worked' AND code LIKE 'from:%' AND province = '310000'`)
	pgtest.Must(t, err)
	zhou.get("/ministry?metric=workdays").must(t, 200, "最高的是上海（6.0）", ">6.0<")
	_, err = b.tx.Exec(t.Context(), `UPDATE filing SET due_on = '2026-11-19' WHERE state = 'bureau_review'`)
	pgtest.Must(t, err)
	zhou.get("/ministry?metric=overdue-rate").must(t, 200, "全国超期率 100.0%，最高的是上海（100.0%）", "较上周增加 1", "其中近 7 天超期 1")
	zhou.get("/ministry?metric=nonsense").must(t, 200, "全国待审 1").keepsPrivate(t)
	b.do("GET", "/ministry", nil).leadsTo(t, "/login?as=ministry&next=%2Fministry")
	b.as(w.Zhao).get("/ministry").must(t, 404)
	b.as(w.Wang).get("/ministry").must(t, 403)
}

func TestOffices(t *testing.T) {
	b, w := approved(t)
	zhou := b.as(w.Zhou)
	zhou.get("/ministry/bureaus").must(t, 200, "已登记 2 个", "未登记")
	zhou.get("/ministry/bureaus/bj").must(t, 200, "还没有登记", `value="北京市通信管理局"`)
	zhou.post("/ministry/bureaus/bj", "name", " ", "phone", "010-12345678").must(t, 422, "填写名称", "010-12345678")
	zhou.post("/ministry/bureaus/bj", "name", "北京市通信管理局", "phone", "010-12345678", "hours", "工作日 9:00–17:00", "two_persons", "on").
		leadsTo(t, "/ministry/bureaus/bj")
	zhou.get("/ministry/bureaus/bj").must(t, 200, "已保存北京市通信管理局", "010-12345678")
	zhou.get("/ministry/bureaus/sh").must(t, 200, "备案主体", "管局待审", "近 30 天不予备案")
	zhou.get("/ministry/bureaus/tj").must(t, 200, "还没有登记").lacks(t, "管局待审")
	zhou.get("/staff/team?tier=bureau&province=110000").must(t, 200, "返回北京市通信管理局")
	zhou.get("/staff/team").must(t, 200).lacks(t, "返回")
	office, err := w.Zhou.BureauOf(t.Context(), "110000")
	pgtest.Must(t, err)
	if office.SMS || !office.TwoPersons || office.Hours != "工作日 9:00–17:00" {
		t.Errorf("saved %+v", office)
	}
	b.get("/bureaus/bj").open(t, "010-12345678", "初审")
	zhou.get("/ministry/bureaus/xx").must(t, 404)
	b.as(w.Zhao).post("/ministry/bureaus/sh", "name", "x").must(t, 404)
}

func TestLicences(t *testing.T) {
	b, w := approved(t)
	zhou := b.as(w.Zhou)
	zhou.get("/ministry/providers").must(t, 200, "云帆数据科技有限公司", "正常")
	zhou.get("/ministry/providers/new").must(t, 200, "登记接入商")
	zhou.post("/ministry/providers/new", "name", "", "slug", "No Good", "methods", "3").must(t, 422,
		"填写名称", "网址名的格式不符", "填写许可证编号", "从列表中选择所在省", "No Good")
	zhou.post("/ministry/providers/new", "name", "新网", "slug", "yunfan", "licence", "B1-2", "province", "310000").must(t, 422, "这个网址名已被使用")
	zhou.post("/ministry/providers/new", "name", "新星网络", "slug", "xinxing", "licence", "B1-2", "province", "999999").must(t, 422, "从列表中选择所在省")
}

func TestChangingAProvider(t *testing.T) {
	b, w := approved(t)
	zhou := b.as(w.Zhou)
	v := zhou.post("/ministry/providers/new", "name", "新星网络", "slug", "xinxing", "licence", "B1-20260009", "limited", "330000",
		"province", "310000", "methods", "3", "methods", "2", "phone", "400-000-0000")
	one, err := w.Zhou.ProviderBySlug(t.Context(), "xinxing")
	pgtest.Must(t, err)
	path := licencePath(one.ID)
	v.leadsTo(t, path)
	zhou.get(path).must(t, 200, "接入商已登记", "新星网络", "400-000-0000")
	zhou.post(path, "name", "新星网络", "slug", "xinxing", "licence", "B1-20260009", "province", "310000", "methods", "9").must(t, 422)
	zhou.post(path, "name", "新星网络科技", "slug", "xinxing", "licence", "B1-20260009", "province", "310000").leadsTo(t, path)
	b.get("/p/xinxing").open(t, "新星网络科技")
	zhou.get(path+"/suspend").must(t, 200, "暂停接入商", "不再出现在自行备案导航")
	zhou.post(path+"/suspend", "suspended", "yes").leadsTo(t, path)
	zhou.get(path).must(t, 200, "接入商已暂停", "恢复这家接入商")
	zhou.get(path+"/suspend").must(t, 200, "恢复接入商")
	zhou.post(path+"/suspend", "suspended", "no").leadsTo(t, path)
	list, err := w.Zhou.Providers(t.Context(), postgres.ProviderSearch{Words: []string{"新星"}})
	pgtest.Must(t, err)
	if len(list) != 1 || list[0].SuspendedAt != nil || len(list[0].Methods) != 0 {
		t.Errorf("providers %+v", list)
	}
	zhou.get("/ministry/providers/999999").must(t, 404)
	zhou.get("/ministry/providers/x").must(t, 404)
	b.as(w.Zhao).get("/ministry/providers").must(t, 404)
}
