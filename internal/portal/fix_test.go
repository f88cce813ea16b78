package portal

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

var hiddenRevision = regexp.MustCompile(`name="revision" value="(\d+)"`)

// returned brings a company's filing back to its owner with marks on an address, a domain and a paper. A minute goes by
// with each look at the clock.
func returned(t *testing.T) (*browser, *pgtest.World, postgres.Filing, string) {
	t.Helper()
	b, w := cast(t, Options{})
	now := pgtest.Now
	b.store.Now = func() time.Time { now = now.Add(time.Second); return now }
	f := w.Draft(t, w.Wang, filingtest.Company())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	w.Act(t, w.Li, f.ID, act(filing.Claim))
	w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{Note: "其他内容没有问题", Internal: "内部意见",
		Marks: []filing.Mark{{Path: "entity.certificate_address", Note: "请照抄营业执照"}, {Path: "sites.2.domains", Note: "域名实名不一致"},
			{Path: "materials.principal_front", Note: "四角拍全"}}}})
	return b, w, f, fmt.Sprintf("/my/filings/%d/fix", f.ID)
}

func TestFixShowsOnlyWhatIsMarked(t *testing.T) {
	b, w, _, path := returned(t)
	v := b.as(w.Wang).get(path).must(t, 200, "有 3 处需要修改", "第 1 次退回", "请照抄营业执照", "原来填写", "文三路 199 号 5 层", `name="entity.certificate_address"`,
		`name="sites.2.domains"`, "去重新上传主体负责人身份证人像面", "其他内容没有问题", "2026-12-20")
	for _, other := range []string{`name="entity.name"`, `name="sites.1.domains"`, "内部意见"} {
		if strings.Contains(v.body, other) {
			t.Errorf("the page shows %s", other)
		}
	}
	b.as(w.Owner2).get(path).must(t, 404)
	b.as(w.Owner2).post(path, "do", "submit").must(t, 404)
}

func TestFixWantsEveryMarkSeenTo(t *testing.T) {
	b, w, f, path := returned(t)
	wang := b.as(w.Wang)
	answer := func(more ...string) []string {
		v := wang.get(path).must(t, 200)
		return append([]string{"revision", hiddenRevision.FindStringSubmatch(v.body)[1], "sites.2.domains", "example.org.cn"}, more...)
	}
	same := "浙江省杭州市西湖区文三路 199 号 5 层"
	wang.post(path, answer("do", "submit", "entity.certificate_address", same)...).
		must(t, 422, "“证件住所”还是退回前的内容", "有 3 处需要修改", `href="#f-entity-certificate_address"`, "材料")
	wang.post(path, answer("do", "later", "entity.certificate_address", "浙江", "explain.sites.2.domains", "已完成实名，请再核对")...).leadsTo(t, path)
	wang.get(path).must(t, 200, "已保存", "已完成实名，请再核对", "已修改", ">浙江</textarea>")
	wang.post(path, answer("do", "submit", "entity.certificate_address", "浙江", "explain.sites.2.domains", "已完成实名")...).
		must(t, 422, "需写到路和门牌号", "主体负责人身份证人像面")

	wang.send(fmt.Sprintf("/my/filings/%d/materials", f.ID), "a.jpg", material.Sample(material.IDFront, 1), "paper", front)
	done := answer("do", "submit", "entity.certificate_address", same+" 501 室", "explain.sites.2.domains", "已完成实名", "_once", "fix")
	for range 2 {
		wang.post(path, done...).leadsTo(t, fmt.Sprintf("/my/filings/%d", f.ID))
	}
	wang.get(path).must(t, 200, "等待接入商核验") // the address of a page that has nothing to mend leads on
	events, err := w.Li.Events(t.Context(), f)
	pgtest.Must(t, err)
	if last := events[len(events)-1]; last.Action != filing.Submit || !strings.Contains(last.Detail.Note, "第 2 个网站的域名：已完成实名") {
		t.Errorf("the last entry is %s with note %q", last.Action, last.Detail.Note)
	}
}

func TestFixInTwoWindows(t *testing.T) {
	b, w, f, path := returned(t)
	wang := b.as(w.Wang)
	revision := hiddenRevision.FindStringSubmatch(wang.get(path).body)[1]
	_, err := w.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Entity.CertificateAddress = "浙江省杭州市西湖区文三路 1 号" })
	pgtest.Must(t, err)
	v := wang.post(path, "do", "submit", "revision", revision, "entity.certificate_address", "浙江省杭州市西湖区文三路 2 号", "sites.2.domains", "example.org.cn").
		must(t, 409, "另一处保存过修改", "现在保存的", "文三路 1 号", "文三路 2 号</textarea>")
	if fresh := hiddenRevision.FindStringSubmatch(v.body)[1]; fresh == revision {
		t.Error("the form cannot be sent again: its revision is the old one")
	}
}
