package portal

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/zh"
	"beian/web/page"
)

// signing is what an owner copies from the tools that sign an app, in the form they print it.
var (
	publicKey = strings.Repeat("B7 ", 64)
	md5Digest = strings.TrimSuffix(strings.Repeat("0A:", 16), ":")
	shaDigest = strings.TrimSuffix(strings.Repeat("0A:", 20), ":")
)

// Of each kind of app: what is asked of its platforms, and the suffix of its number.
var apps = []struct {
	kind            filing.ServiceKind
	platforms, name string
	asked           []string // control and what is typed, behind sites.1.platforms.
	suffix          string
}{
	{filing.App, "1|2", "晓云笔记", []string{"1.package", "cn.example.notes", "1.public_key", publicKey, "1.fingerprint", md5Digest,
		"2.package", "cn.example.Notes", "2.public_key", publicKey, "2.fingerprint", shaDigest}, "-1A"},
	{filing.MiniProgram, "11", "晓云相册", []string{"11.package", "wx0123456789abcdef"}, "-1X"},
	{filing.QuickApp, "21", "晓云快拍", []string{"21.package", "cn.example.quick", "21.public_key", publicKey, "21.fingerprint", md5Digest}, "-1K"},
}

func TestAppsWalkToLookup(t *testing.T) {
	for _, c := range apps {
		t.Run(zh.Service(c.kind), func(t *testing.T) {
			w, world := walk(t)
			w.opens("/my/filings/new?provider=yunfan").presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", filingtest.PersonID,
				"entity.province", "310000", "sites.1.service", strconv.Itoa(int(c.kind)))
			w.sees("办理类型：首次备案", "名称与平台").misses("网站名称与域名")
			f, _ := draftOf(t, world.Wang)
			person := filingtest.Person()
			_, err := world.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Entity = person.Entity }) // its pages are walked elsewhere
			pgtest.Must(t, err)

			w.opens(page.FilingPath(f.ID, "sites/1/basics")).presses("保存并继续", "sites.1.names", c.name).sees("选择至少 1 个运行平台")
			w.presses("保存并继续", "sites.1.platforms", c.platforms).sees("有 ", "f-sites-1-platforms-")
			pairs := []string{"sites.1.domains", "api.example.cn"}
			for i := 0; i < len(c.asked); i += 2 {
				pairs = append(pairs, "sites.1.platforms."+c.asked[i], c.asked[i+1])
			}
			w.presses("保存并继续", pairs...).sees("内容与前置审批").misses("应用服务类型", "网站备注", "个人网站")
			w.presses("保存并继续", "sites.1.contents", "6").sees("接入信息")
			w.presses("保存并继续", "sites.1.accesses.1.method", "3", "sites.1.accesses.1.ips", "121.40.1.10", "sites.1.accesses.1.places", "310000")
			f, doc := draftOf(t, world.Wang)
			w.opens(page.FilingPath(f.ID, "materials")).sees("图标").uploads(doc).follows("返回任务清单").follows("核对并提交")
			w.sees(c.name, "api.example.cn", "运行平台").presses("提交备案", "declaration", "on", "signature", "陈晓云").sees("备案已提交")

			x := &holder{walker: w, world: world}
			x.desk(f, world.Li, c.name).sees("已通过备案", c.suffix)
			number := "沪ICP备2026000001号" + c.suffix
			w.opens("/search?q="+c.name).sees(number).follows(number).sees(c.name, zh.Service(c.kind))
			w.opens("/my").follows("查看与办理").sees(c.name, number)
		})
	}
}

func TestAnAppBesideASite(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	x.opens("/my/filings/new").presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", filingtest.PersonID,
		"entity.province", "310000", "sites.1.service", "6")
	x.sees("这个证件已有备案号", "新的APP").follows("新增网站").sees(`value="6" checked`)
	x.presses("开始", "provider", strconv.FormatInt(x.world.Provider, 10), page.ServiceField, "6").sees("APP 名称与平台")
	f, _ := draftOf(t, x.world.Wang)
	_, err := x.world.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], true, "example.net.cn", "121.40.1.11")
		filingtest.AsApp(&d.Sites[0], filing.App)
	})
	pgtest.Must(t, err)
	_, doc := x.filing(f.ID)
	x.opens(page.FilingPath(f.ID, "materials")).uploads(doc)
	x.desk(x.submits(filingtest.Editor().Name), x.world.Li, "旧照片修复室").sees("新增网站已通过", "APP 备案号", "-2A")
}

func TestKindOfServiceChanges(t *testing.T) {
	w, world, f := openAt(t, filingtest.Person(), "sites/1/basics")
	w.follows("修改").sees("更改服务类型", "首页网址", "清除").presses("更改服务类型", page.ServiceField, "6").sees("APP 名称", "运行平台").misses("首页网址")
	_, doc := draftOf(t, world.Wang)
	if s := doc.Sites[0]; s.Service != filing.App || s.HomeURLs != nil || len(s.Names) != 1 || len(s.Domains) != 1 || len(s.Accesses[0].IPs) != 1 {
		t.Errorf("the app says %+v", s)
	}
	w.follows("修改").presses("更改服务类型", page.ServiceField, "1").sees("首页网址").misses("运行平台")
	w.presses("保存并继续", "sites.1.home_urls", "www.example.cn")
	w.do("POST", page.ServicePath(f.ID, "1"), map[string][]string{page.ServiceField: {"5"}}).must(t, http.StatusUnprocessableEntity, "服务类型")
	w.do("GET", page.ServicePath(f.ID, "7"), nil).must(t, http.StatusNotFound)
	other := w.as(world.Owner2)
	other.do("POST", page.ServicePath(f.ID, "1"), map[string][]string{page.ServiceField: {"6"}}).must(t, http.StatusNotFound)
	world.Act(t, world.Wang, f.ID, postgres.Move{Action: filing.Submit})
	w.do("GET", page.ServicePath(f.ID, "1"), nil).leadsTo(t, page.FilingPath(f.ID))
}
