package portal

import (
	"net/url"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/page"
)

// TestBureausFirstLook: what the provider returned before the bureau ever saw the filing hides nothing of it from the
// bureau; what the bureau itself returned does.
func TestBureausFirstLook(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	marks := filing.Detail{Marks: []filing.Mark{{Path: "sites.1.names", Note: "请写明内容"}}}
	renamed := func(name string) {
		t.Helper()
		_, err := o.w.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Sites[0].Names = []string{name} })
		pgtest.Must(t, err)
		f = o.w.ForwardDraft(t, o.tx, o.w.Wang, o.w.Li, f.ID)
	}
	o.w.Act(t, o.w.Li, f.ID, postgres.Move{Action: filing.Claim})
	o.w.Act(t, o.w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: marks})
	renamed("晓云的旅行日记")
	zhao := o.seat(o.w.Zhao)
	o.w.Act(t, o.w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	zhao.get(at("/bureau", f.ID, "")).must(t, 200, "晓云的旅行日记", "证件住所", "121.40.1.10").lacks(t, "与上次退回时相比")
}

// TestReportOfARecord begins with what the record says, and is told apart from others in the bureau's list.
func TestReportOfARecord(t *testing.T) {
	o, _, number := onFile(t)
	b := o.browser.again()
	service := string(number.Service(1, filing.Website))
	b.get("/reports/new?number="+url.QueryEscape(service)).must(t, 200, `value="310000" selected`, `value="`+service, `value="example.cn"`)
	b.get("/reports/new?number=x").must(t, 200, "不清楚，按网址查").lacks(t, "selected>")
	b.get("/questions/new").must(t, 200).lacks(t, "不清楚，按网址查")
	b.hand("/reports/new", true, "province", "310000", "subject", service+" 冒用", "body", "不是本人的网站", "contact", "").must(t, 422, "填写手机号码或邮箱", service+" 冒用")
	b.hand("/reports/new", true, "province", "310000", "subject", service+" 冒用", "body", "不是本人的网站", "contact", "asker@example.cn").must(t, 200, "已收到您的举报")
	b.hand("/reports/new", true, "province", "unknown", "subject", "nobody.cn 没有备案", "body", "首页没有备案号", "contact", "").
		must(t, 422, "没有查到写明的网站", "填写手机号码或邮箱", "nobody.cn 没有备案", `value="unknown" selected`)
	b.hand("/reports/new", true, "province", "unknown", "subject", "网站example.cn的内容不实", "body", "与备案不符", "contact", "asker@example.cn").must(t, 200, "已收到您的举报")
	b.hand("/reports/new", true, "province", "unknown", "subject", "首页写着“"+service+"”，不是它的", "body", "与备案不符", "contact", "asker@example.cn").must(t, 200, "已收到您的举报")
	o.seat(o.w.Zhao).get("/bureau/reports").must(t, 200, "网站example.cn的内容不实", "不是它的")
	zhao := o.seat(o.w.Zhao)
	zhao.get("/bureau/reports").must(t, 200, service+" 冒用")
	list, err := o.w.Zhao.Matters(t.Context(), postgres.MatterSearch{Course: filing.Report, Limit: 1})
	pgtest.Must(t, err)
	path := matterPath(o.w.Zhao.Me(), filing.Report, list[0].ID)
	zhao.post(path, "do", "take").leadsTo(t, path)
	zhao.get(path).must(t, 200, "已转到我名下").lacks(t, "由我办理</button>")
}

// TestOneMissingPaperIsSaidOnce on the page where an owner signs.
func TestOneMissingPaperIsSaidOnce(t *testing.T) {
	o := openOffice(t)
	f, err := o.w.Li.OpenOnBehalf(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Document: filingtest.Person()})
	pgtest.Must(t, err)
	o.w.Act(t, o.w.Li, f.ID, postgres.Move{Action: filing.SubmitOnBehalf})
	_, err = o.tx.Exec(t.Context(), `UPDATE filing SET owner_id = $2 WHERE id = $1`, f.ID, o.w.Wang.Me().Account)
	pgtest.Must(t, err)
	wang := o.seat(o.w.Wang)
	form := wang.get(at("/my", f.ID, "sign")).must(t, 200, "还缺材料")
	wang.post(at("/my", f.ID, "sign"), "declaration", "on", "signature", filingtest.Person().Entity.Name, page.RevisionField, between(form.body, `name="`+page.RevisionField+`" value="`, `"`)).
		must(t, 422, "有 2 处需要修改", "上传身份证人像面", "上传身份证国徽面")
}

func TestNumberWithAGap(t *testing.T) {
	b, _ := cast(t, Options{})
	b.get("/search?q="+url.QueryEscape("沪ICP备202600022号-1")).must(t, 200, "像备案号，但有缺漏")
	b.get("/search?q="+url.QueryEscape("上海没有这家店")).must(t, 200, "没有找到备案").lacks(t, "像备案号")
	b.get("/search?q=nobody-has-this.cn").must(t, 200, "/reports/new?url=nobody-has-this.cn")
}

func TestProgressNamesTheDay(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	o.seat(o.w.Wang).get(at("/my", f.ID, "progress")).must(t, 200, "2026-11-25", "接入商最晚这天开始核验")
}
