package portal

import (
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/journal"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// TestProvinceView: a province in numbers with what is late, for the ministry and the bureau itself, and as a table.
func TestProvinceView(t *testing.T) {
	b, w := approved(t)
	person := filingtest.Person()
	person.Entity.CertificateNumber, person.Sites[0].Domains, person.Sites[0].HomeURLs = filingtest.EditorID, []string{"second.cn"}, []string{"second.cn"}
	f := w.Forward(t, b.tx, w.Owner2, person)
	_, err := b.tx.Exec(t.Context(), `UPDATE filing SET due_on = '2026-11-17' WHERE id = $1`, f.ID)
	pgtest.Must(t, err)
	zhou := b.as(w.Zhou)
	zhou.get("/ministry").must(t, 200, "近 12 周", "接入商", "在办的类型", "云帆数据科技有限公司", "/ministry/provinces/sh")
	zhou.get("/ministry/provinces/sh").must(t, 200, "上海统计", "超期的备案", f.Receipt, "2026-11-17", "12 周共提交", "下载表格")
	zhou.get("/ministry/provinces/tj").must(t, 200, "没有超期的备案")
	zhou.get("/ministry/provinces/xx").must(t, 404)
	zhou.get("/ministry/provinces/sh.csv").must(t, 200, "截至,收到,办结", "云帆数据科技有限公司")
	zhao := b.as(w.Zhao)
	zhao.get("/bureau/figures").must(t, 200, "统计", f.Receipt)
	zhao.get("/bureau/figures").must(t, 200, "近三个月管局退回 0 处")
	zhao.get("/bureau/figures.csv").must(t, 200, "接入商")
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: filing.Detail{Marks: []filing.Mark{
		{Path: "sites.1.names", Reason: "name_differs"}, {Path: "entity.name", Note: "核对"}, {Path: "entity.certificate_address", Note: "核对"}}}})
	zhao.get("/bureau/figures").must(t, 200, "近三个月管局退回 3 处，最多的是“另写的说明”", "名称与证件不一致")
	zhao.get("/ministry/provinces/sh").must(t, 404)
}

// TestNationalSearch: without a reason nothing is found and nothing is lost; with one it is recorded for all to see.
func TestNationalSearch(t *testing.T) {
	b, w := approved(t)
	f := w.Forward(t, b.tx, w.Owner2, otherPerson())
	zhou := b.as(w.Zhou)
	zhou.get("/ministry/search").must(t, 200, "检索原因", "还没有检索记录")
	zhou.post("/ministry/search", "q", f.Receipt, "reason", " ").must(t, 422, f.Receipt, "写明查看原因").lacks(t, "待管局审核")
	zhou.post("/ministry/search", "q", "", "reason", "核查").must(t, 422, "核查")
	zhou.post("/ministry/search", "q", f.Receipt, "reason", "处理举报").must(t, 200, "待管局审核", "处理举报", "周远").keepsPrivate(t)
	zhou.post("/ministry/search", "q", "没有这个", "reason", "处理举报").must(t, 200, "备案库中没有相符的主体", "没有相符的备案申请")
	b.as(w.Zhao).get("/ministry/search").must(t, 404)
}

// TestJournalView lists entries, narrows to one filing, and verifies the log on request.
func TestJournalView(t *testing.T) {
	b, w := approved(t)
	f := w.Forward(t, b.tx, w.Owner2, otherPerson())
	text, err := journal.NewKey()
	pgtest.Must(t, err)
	key, err := journal.ParseKey(text)
	pgtest.Must(t, err)
	b.portal.LogKey = key.Public()
	zhou := b.as(w.Zhou)
	zhou.get("/ministry/journal").must(t, 200, "等待收入", "验证日志", f.Receipt)
	for n := 1; n > 0; {
		n, err = w.ExtendLog(t.Context(), key)
		pgtest.Must(t, err)
	}
	zhou.get("/ministry/journal?receipt="+f.Receipt).must(t, 200, f.Receipt, "日志位置").lacks(t, "等待收入")
	zhou.get("/ministry/journal?receipt=nothing").must(t, 200, "没有相符的记录")
	zhou.post("/ministry/journal/verify").leadsTo(t, "/ministry/journal")
	zhou.get("/ministry/journal").must(t, 200, "日志与记录一致")
}

// TestEntityLooks: the owner reads who looked and why, a stranger nothing.
func TestEntityLooks(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	pgtest.Must(t, w.Zhao2.Disclose(t.Context(), f.ID, "entity.certificate_number", "核对举报线索"))
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	b.as(w.Wang).get("/my/entities/"+id(f.EntityID)+"/looks").must(t, 200, "谁查看过个人信息", "核对举报线索", "管局", "证件号码")
	b.as(w.Owner2).get("/my/entities/"+id(f.EntityID)+"/looks").must(t, 404)
}

func otherPerson() *filing.Document {
	person := filingtest.Person()
	person.Entity.CertificateNumber, person.Sites[0].Domains, person.Sites[0].HomeURLs = filingtest.EditorID, []string{"second.cn"}, []string{"second.cn"}
	return person
}
