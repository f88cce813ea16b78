package portal

import (
	"encoding/json"
	"net/http"
	"net/url"
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

// openAt is a walker before one page of a draft of doc.
func openAt(t *testing.T, doc *filing.Document, slug string) (*walker, *pgtest.World, postgres.Filing) {
	t.Helper()
	w, world := walk(t)
	f := world.Draft(t, world.Wang, doc)
	w.opens(page.FilingPath(f.ID, slug))
	return w, world, f
}

func TestWrongAnswersStayAndAreTold(t *testing.T) {
	w, _, _ := openAt(t, filingtest.Person(), page.TopicContact)
	w.presses("保存并继续", "entity.principal.mobiles", "1380000000", "entity.principal.email", "chen.example.cn", "entity.county", "")
	if w.here.status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", w.here.status)
	}
	w.sees("有 3 处需要修改", "1380000000</textarea>", `value="chen.example.cn"`, `<a href="#f-entity-principal-mobiles">手机号码应为 11 位数字，现在是 10 位`,
		`id="f-entity-principal-email-err"`, "邮箱缺少“@”", `<a href="#f-entity-county">`)
	w.opens(w.here.path).sees("1380000000</textarea>").misses("需要修改") // kept, and only told again to who comes for it
	w.opens(w.here.path + "?check=1").sees("有 3 处需要修改")
	w.presses("保存，稍后再填", "entity.principal.mobiles", "13800000001").sees("任务清单", "需修改")
}

func TestSecondTab(t *testing.T) {
	a, world, f := openAt(t, filingtest.Person(), page.TopicIdentity)
	b := &walker{browser: a.as(world.Wang)}
	b.opens(page.FilingPath(f.ID, page.TopicContact)).presses("保存并继续", "entity.principal.email", "other@example.cn")
	b.opens(page.FilingPath(f.ID, page.TopicIdentity))
	a.presses("保存并继续", "entity.certificate_address", "上海市黄浦区人民路 100 号 3 室") // another page was saved: no conflict
	if a.here.status != http.StatusOK {
		t.Fatalf("status %d", a.here.status)
	}

	b.presses("保存并继续", "entity.certificate_address", "上海市黄浦区人民路 100 号 4 室", "entity.remark_bureau", "没有门牌号的原因")
	if b.here.status != http.StatusConflict {
		t.Fatalf("status %d, want 409\n%s", b.here.status, b.says())
	}
	b.sees("选择要保留的内容", "人民路 100 号 3 室", "人民路 100 号 4 室", "没有门牌号的原因")
	b.presses("保存选择的内容", "keep:entity.certificate_address", "saved")
	f, doc := draftOf(t, world.Wang)
	if doc.Entity.CertificateAddress != "上海市黄浦区人民路 100 号 3 室" || doc.Entity.RemarkBureau != "没有门牌号的原因" ||
		doc.Entity.Principal.Email != "other@example.cn" {
		t.Errorf("after the choice: %+v", doc.Entity)
	}

	// The same again, and what was typed last stays.
	a.opens(page.FilingPath(f.ID, page.TopicIdentity))
	b.opens(page.FilingPath(f.ID, page.TopicIdentity)).presses("保存并继续", "entity.name", "陈小云")
	a.presses("保存并继续", "entity.name", "陈晓芸").sees("陈小云", "陈晓芸").presses("保存选择的内容")
	if _, doc = draftOf(t, world.Wang); doc.Entity.Name != "陈晓芸" {
		t.Errorf("name %q", doc.Entity.Name)
	}
}

// script posts a form as the page's script does and reads the answer.
func (w *walker) script(button string, pairs ...string) (int, map[string]string) {
	w.t.Helper()
	action, values, _ := w.form(button)
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	v := w.do("POST", action+"/autosave", values)
	told := map[string]string{}
	if v.status < 300 {
		pgtest.Must(w.t, json.Unmarshal([]byte(v.body), &told))
	}
	return v.status, told
}

func TestAutosave(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), "sites/1/basics")
	status, told := w.script("保存并继续", "sites.1.names", "云")
	if status != http.StatusOK || told[page.RevisionField] != strconv.Itoa(f.Revision+1) || told[page.BaseField] == "" {
		t.Fatalf("status %d, told %v", status, told)
	}
	if _, doc := draftOf(t, world.Wang); !slices.Equal(doc.Sites[0].Names, []string{"云"}) {
		t.Errorf("names %q: a draft keeps what is typed, right or wrong", doc.Sites[0].Names)
	}
	// The form goes on with what it was told; one that was not told has been overtaken.
	if status, _ := w.script("保存并继续", "sites.1.names", "云云", page.RevisionField, told[page.RevisionField], page.BaseField, told[page.BaseField]); status != 200 {
		t.Errorf("the next save: status %d", status)
	}
	if status, _ := w.script("保存并继续", "sites.1.names", "别的"); status != http.StatusConflict {
		t.Errorf("an overtaken save: status %d, want 409", status)
	}
	w.presses("保存并继续", "sites.1.names", "晓云的旅行笔记").sees("云云", "晓云的旅行笔记", "选择要保留的内容")
}

func TestStrangersSeeNoDraft(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), page.TopicIdentity)
	_, values, _ := w.form("保存并继续")
	for name, other := range map[string]*browser{"another owner": w.as(world.Owner2), "somebody else's provider": w.as(world.Other)} {
		for _, below := range []string{"", "/entity/identity", "/sites", "/sites/1/basics", "/sites/1/remove", "/provider", "/preflight", "/review", "/submitted"} {
			v := other.do("GET", page.FilingPath(f.ID)+below, nil)
			if v.status != http.StatusNotFound && (name == "another owner" || v.status != http.StatusForbidden) {
				t.Errorf("%s, %s: status %d", name, below, v.status)
			}
		}
	}
	other := w.as(world.Owner2)
	for _, below := range []string{"/entity/identity", "/entity/identity/autosave", "/sites", "/sites/1/remove", "/provider", "/review"} {
		if v := other.do("POST", page.FilingPath(f.ID)+below, url.Values{"entity.name": values["entity.name"]}); v.status != http.StatusNotFound {
			t.Errorf("POST %s: status %d", below, v.status)
		}
	}
}

func TestSubmissionOfAnUnfinishedDraft(t *testing.T) {
	doc := filingtest.Person()
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = nil, nil
	doc.Entity.Principal.EmergencyPhone = ""
	doc.Sites[0].Accesses[0].IPs = []string{"122.51.0.7"} // another provider's
	w, world, f := openAt(t, doc, "preflight")
	place := page.FilingPath(f.ID) + "/sites/1/access?check=1#f-sites-1-accesses-1-ips"
	w.sees("需要修改的 4 处", place, "122.51.0.7 不在云帆数据科技有限公司登记的地址段内")
	w.opens(page.FilingPath(f.ID, "review")).sees("还有 4 处需要补充或修改")
	w.presses("提交备案", "declaration", "on", "signature", "陈晓云")
	if w.here.status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", w.here.status)
	}
	w.sees("有 4 处需要修改", place, `/entity/contact?check=1#f-entity-principal-emergency_phone"`, `value="陈晓云"`)
	if f, _ := draftOf(t, world.Wang); f.State != filing.Draft {
		t.Errorf("state %s", f.State)
	}
	w.follows("填写应急电话").sees("有 1 处需要修改")
	w.opens(page.FilingPath(f.ID, "review")).follows("修改主办者性质").presses("保存并继续").sees("核对并提交") // back where it came from
}

func TestSubmissionOvertaken(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), "review")
	_, err := world.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Sites[0].Names = []string{"晓云的旅行笔记"} })
	pgtest.Must(t, err)
	w.presses("提交备案", "declaration", "on", "signature", "陈晓云")
	if w.here.status != http.StatusConflict {
		t.Fatalf("status %d, want 409", w.here.status)
	}
	w.sees("内容刚刚有了变化", "晓云的旅行笔记").presses("提交备案", "declaration", "on", "signature", "陈晓云").sees("备案已提交")
}

func TestFormsAfterSubmission(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), page.TopicIdentity)
	world.Act(t, world.Wang, f.ID, postgres.Move{Action: filing.Submit})
	w.presses("保存并继续", "entity.name", "陈小云")
	if w.here.status != http.StatusConflict {
		t.Fatalf("status %d, want 409", w.here.status)
	}
	w.sees("陈小云") // to be copied from the page
	w.opens(page.FilingPath(f.ID, page.TopicIdentity)).sees("等待接入商核验")
}

func TestSitesOfADraft(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), "sites")
	w.misses("/sites/1/remove")
	w.do("POST", page.FilingPath(f.ID, "sites", "1", "remove"), url.Values{}).must(t, 422, "至少添加 1 个网站")
	w.presses("再加一个网站").sees("网站 2")
	w.opens(page.FilingPath(f.ID, "sites")).follows("删除：晓云的摄影笔记").sees("从这次备案中删除“晓云的摄影笔记”").presses("删除这个网站")
	if _, doc := draftOf(t, world.Wang); len(doc.Sites) != 1 || doc.Sites[0].Key != "2" {
		t.Errorf("sites %+v", doc.Sites)
	}
}

func TestProviderIsOneOfTheSearch(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), "provider")
	w.sees("更换接入商", "北辰网络有限公司")
	w.opens(page.FilingPath(f.ID, "provider") + "?province=310000&q=" + url.QueryEscape("北辰")).sees("共 1 家")
	if n := strings.Count(w.here.body, `type="radio"`); n != 1 {
		t.Errorf("%d providers to choose from", n)
	}
	w.opens(page.FilingPath(f.ID, "provider") + "?q=nothing").sees("没有符合条件的接入商")
	w.do("POST", page.FilingPath(f.ID, "provider"), url.Values{"provider": {"999999"}}).must(t, 422, "选择一家接入商")
	w.opens(page.FilingPath(f.ID, "provider")).presses("使用这家接入商办理", "provider", otherProvider(t, world))
	w.sees("接入商：北辰网络有限公司", "请核对接入信息里的 IP 地址", "接入信息")
	f, doc := draftOf(t, world.Wang)
	if f.ProviderName != "北辰网络有限公司" || doc.Sites[0].Accesses[0].IPs[0] != "121.40.1.10" {
		t.Errorf("%s, %v", f.ProviderName, doc.Sites[0].Accesses[0].IPs)
	}
}

// TestLongListOfProviders shows a dozen, the chosen one first, and the rest when asked for.
func TestLongListOfProviders(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), "provider")
	_, err := w.tx.Exec(t.Context(), `INSERT INTO provider (slug, name, licence, province, created_at)
		SELECT 'more' || n, '一号' || n || '网络', 'B1-2026' || n, '330000', $1 FROM generate_series(1000, 1019) AS n`, pgtest.Now)
	pgtest.Must(t, err)
	w.opens(page.FilingPath(f.ID, "provider")).sees("共 22 家", "显示其余 10 家", "北辰网络有限公司").misses("一号1019网络")
	if _, list, _ := strings.Cut(w.here.body, `type="radio"`); !strings.Contains(list[:300], `value="`+strconv.FormatInt(world.Provider, 10)+`"`) {
		t.Error("the chosen provider does not stand first")
	}
	w.follows("显示其余").sees("一号1019网络").misses("显示其余").presses("使用这家接入商办理", "provider", otherProvider(t, world)).sees("接入商：北辰网络有限公司")
}

func otherProvider(t *testing.T, w *pgtest.World) string {
	t.Helper()
	list, err := w.Wang.Providers(t.Context(), postgres.ProviderSearch{Words: []string{"北辰"}})
	pgtest.Must(t, err)
	return strconv.FormatInt(list[0].ID, 10)
}

func TestTypeVerdicts(t *testing.T) {
	w, world := walk(t)
	ask := func(who *walker, nature, number, domain string) *walker {
		t.Helper()
		return who.opens("/my/filings/new").presses("判断办理类型", "entity.nature", nature, "entity.certificate_number", number,
			"entity.province", "310000", "sites.1.domains", domain)
	}
	other := &walker{browser: w.as(world.Owner2)}
	ask(w, "5", "310101198803120011", "http://www.example.cn/index").
		sees("有 1 处需要修改", `value="310101198803120011"`, ">example.cn</textarea>")

	f := world.Draft(t, world.Wang, filingtest.Person())
	ask(w, "5", filingtest.PersonID, "example.cn").sees("您有一份没有提交的草稿").follows("继续填写草稿").sees("任务清单")
	ask(w, "5", filingtest.PersonID, "other.cn").presses("另外开始一份").sees("办理类型：首次备案")

	world.Act(t, world.Wang, f.ID, postgres.Move{Action: filing.Submit})
	ask(w, "5", filingtest.PersonID, "other.cn").sees("这个证件有一次备案正在办理").follows("查看正在办理的备案").sees("等待接入商核验")
	ask(other, "5", filingtest.PersonID, "other.cn").sees("请换用当时提交的账号登录").misses(page.FilingPath(f.ID))
	ask(other, "4", filingtest.CreditCode, "example.cn").sees("这个域名正在另一次备案中办理")

	world.Verify(t, world.Li, f.ID)
	world.Act(t, world.Li, f.ID, postgres.Move{Action: filing.Forward})
	for _, a := range world.Codes(t, w.tx, f.ID) {
		_, err := world.ConfirmSMS(t.Context(), a)
		pgtest.Must(t, err)
	}
	world.Act(t, world.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	world.Act(t, world.Zhao, f.ID, postgres.Move{Action: filing.Approve})
	late := world.Draft(t, world.Owner2, filingtest.Person())
	other.opens(page.FilingPath(late.ID, "preflight")).sees("这个证件号码已有备案（沪ICP备2026000001号）", "example.cn 已备案（沪ICP备2026000001号-1）")
	ask(w, "5", filingtest.PersonID, "other.cn").sees("这个证件已有备案号", "沪ICP备2026000001号", "新增网站").follows("查看我的备案").sees("沪ICP备2026000001号-1")
	ask(w, "5", filingtest.PersonID, "example.cn").sees("这个网站已经备案", "变更备案", "新增接入")
	ask(other, "4", filingtest.CreditCode, "example.cn").sees("域名已在别的主体下备案", "上海市通信管理局", "是我备的案", "认领主体", "不是我备的案").misses("陈晓云", filingtest.PersonID).
		presses("修改刚才填写的内容").sees("判断办理类型", ">example.cn</textarea>", `value="`+filingtest.CreditCode+`"`).misses("需要修改")
}

func TestNothingIsTypedTwice(t *testing.T) {
	w, world := walk(t)
	w.portal.Demo = true
	self, err := world.Wang.Self(t.Context())
	pgtest.Must(t, err)
	w.opens("/my/filings/new?provider=yunfan").presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", filingtest.PersonID,
		"entity.province", "310000", "sites.1.domains", "https://www.example.cn/").sees("域名 example.cn 都没有备案")
	f, doc := draftOf(t, world.Wang)
	if doc.Entity.Name != self.Name || doc.Entity.Principal.Email != self.Email || doc.Entity.City != "310100" ||
		!slices.Equal(doc.Sites[0].Domains, []string{"example.cn"}) {
		t.Errorf("the draft says %+v of %+v", doc.Entity, self)
	}
	w.opens(page.FilingPath(f.ID, page.TopicIdentity)).sees(`value="` + self.Name + `"`)
	ranges, err := world.Wang.Ranges(t.Context(), f.ProviderID)
	pgtest.Must(t, err)
	access := page.FilingPath(f.ID, "sites/1/access")
	w.opens(access).misses("还没有选接入商")
	w.opens(access).sees("演示可用的地址", sample(ranges[0])).presses("保存并继续", "sites.1.accesses.1.ips", sample(ranges[0]))
	problems, err := world.Wang.Preflight(t.Context(), f)
	pgtest.Must(t, err)
	if p, wrong := problems.At("sites.1.accesses.1.ips"); wrong {
		t.Errorf("the address of the demo: %+v", p)
	}
	w.portal.Demo = false
	w.opens(access).misses("演示可用的地址")
}

// Whoever comes to the accesses before a provider has been chosen is told where to begin.
func TestAccessBeforeAProvider(t *testing.T) {
	w, world := walk(t)
	w.opens("/my/filings/new").presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", filingtest.PersonID,
		"entity.province", "310000", "sites.1.domains", "example.cn").follows("接入信息").sees("还没有选接入商")
	w.follows("选择接入商").presses("使用这家接入商办理", "provider", strconv.FormatInt(world.Provider, 10))
	f, _ := draftOf(t, world.Wang)
	w.opens(page.FilingPath(f.ID, "sites/1/access")).misses("还没有选接入商")
}

func TestRegionsForTheScript(t *testing.T) {
	w, _ := walk(t)
	w.do("GET", "/regions/330000", nil).must(t, 200, `{"code":"330100","name":"杭州市"}`)
	w.do("GET", "/regions/330100", nil).must(t, 200, `"330106"`)
	if v := w.do("GET", "/regions/", nil).must(t, 200); strings.TrimSpace(v.body) != "[]" {
		t.Errorf("nothing chosen: %s", v.body)
	}
	w.do("GET", "/regions/elsewhere", nil).must(t, 404)
}

func TestHubOfAReturnedFiling(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), "")
	world.Act(t, world.Wang, f.ID, postgres.Move{Action: filing.Submit})
	world.Act(t, world.Li, f.ID, postgres.Move{Action: filing.Claim})
	world.Act(t, world.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{
		Marks: []filing.Mark{{Path: filing.EntityCertAddress.At(), Note: "请照抄证件"}}}})
	w.opens("/my").sees("需要您处理", "退回修改").follows("晓云的摄影笔记").sees("任务清单", "标出 1 处")
	w.misses("更换接入商").follows("主办者身份").presses("保存，稍后再填", "entity.certificate_address", "上海市黄浦区人民路 100 号 3 室")
	if _, doc := draftOf(t, world.Wang); doc.Entity.CertificateAddress != "上海市黄浦区人民路 100 号 3 室" {
		t.Errorf("address %q", doc.Entity.CertificateAddress)
	}
	w.do("POST", page.FilingPath(f.ID, "provider"), url.Values{"provider": {strconv.FormatInt(world.Provider, 10)}}).must(t, http.StatusConflict)
}

func TestTurningIntoAUnitIsToldFirst(t *testing.T) {
	w, world, _ := openAt(t, filingtest.Person(), page.TopicCertificate)
	w.presses("保存并继续", "entity.nature", "4", "entity.certificate_type", "1", "entity.certificate_number", filingtest.CreditCode, "entity.province", "330000")
	w.sees("改为单位备案", "姓名“陈晓云”和个人的证件改作主体负责人的信息", "所在市和区县要重新选", "不改了，保留原来填写的")
	if _, doc := draftOf(t, world.Wang); !doc.Entity.Personal() {
		t.Error("the draft has turned before its owner was told")
	}
	w.presses("继续，改为单位备案").sees("主办者身份")
	_, doc := draftOf(t, world.Wang)
	if e := doc.Entity; e.Personal() || e.CertificateNumber != filingtest.CreditCode || e.Principal.Name != "陈晓云" || e.City != "" || e.Name != "" {
		t.Errorf("the draft says %+v", e)
	}
	if len(doc.Sites[0].Domains) != 1 || len(doc.Sites[0].Accesses[0].IPs) != 1 {
		t.Errorf("the site says %+v", doc.Sites[0])
	}
}
