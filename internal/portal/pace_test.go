package portal

import (
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
)

// TestPacePages: the ministry sees which province is late and where the time goes; a bureau sees its own.
func TestPacePages(t *testing.T) {
	b, w := approved(t)
	zhou := b.as(w.Zhou)
	zhou.get("/ministry/sla").must(t, 200, "现在没有超期的省份", "0 / 0", "退回率", "上海")
	zhou.get("/ministry").must(t, 200, "现在没有超期的省份", "/ministry/sla", "/ministry/providers/"+id(w.Provider))
	zhou.get("/ministry/provinces/sh").must(t, 200, "时间花在哪里", "管局每次停留的天数", "一半在 0 天内")
	person := filingtest.Person()
	person.Entity.CertificateNumber, person.Sites[0].Domains, person.Sites[0].HomeURLs = filingtest.EditorID, []string{"late.cn"}, []string{"late.cn"}
	f := w.Forward(t, b.tx, w.Owner2, person)
	if _, err := b.tx.Exec(t.Context(), `UPDATE filing SET due_on = '2026-11-02' WHERE id = $1`, f.ID); err != nil {
		t.Fatal(err)
	}
	zhou.get("/ministry/sla").must(t, 200, "待审 1 件，其中超期 1 件", "退回率 0%")
	zhou.get("/ministry").must(t, 200, "超期的省份：上海 1 件")
	zhou.get("/ministry/sla.csv").must(t, 200, "省份,待审,超期", "上海市,1,1")
	b.as(w.Zhao).get("/bureau/figures").must(t, 200, "管局每次停留的天数", "近三个月退回率")
	b.as(w.Zhao).get("/ministry/sla").must(t, 404)
}

// TestBureauPortalServes: a bureau's own page leads to its reports and questions, and tells what filings are sent back for.
func TestBureauPortalServes(t *testing.T) {
	b, _ := approved(t)
	b.get("/bureaus/sh").open(t, "我要举报", "/reports/new?province=310000", "/questions/new?province=310000", "常见的退回原因", "网站名称看不出与主办者的关系")
	b.get("/questions/new?province=310000").must(t, 200, `value="310000" selected`)
}

// TestWorkbenchNamesMatters: a question that waits is on the bureau's workbench.
func TestWorkbenchNamesMatters(t *testing.T) {
	b, w := approved(t)
	zhao := b.as(w.Zhao)
	zhao.get("/bureau").must(t, 200).lacks(t, "等待本局处理的其他事项")
	if _, err := w.As(filing.Actor{}).Ask(t.Context(), "question", "310000", postgres.MatterSaid{Subject: "变更", Words: "多久？", Mobile: "13800138001"}, nil); err != nil {
		t.Fatal(err)
	}
	zhao.get("/bureau").must(t, 200, "等待本局处理的其他事项", "1 件", "/bureau/questions")
}
