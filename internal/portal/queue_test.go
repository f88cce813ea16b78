package portal

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// lead is an administrator at the office's provider.
func (o *office) lead() *postgres.Desk {
	o.t.Helper()
	a := filing.Actor{Tier: filing.Provider, Role: filing.Admin, Provider: o.w.Provider, Name: "周宁"}
	pgtest.Must(o.t, o.tx.QueryRow(o.t.Context(), `INSERT INTO account (tier, role, user_name, user_name_key, name, provider_id, password_hash, created_at)
		VALUES ('provider', 'admin', 'zhouning', 'zhouning', '周宁', $1, '', $2) RETURNING id`, o.w.Provider, pgtest.Now).Scan(&a.Account))
	return o.w.As(a)
}

func idText(f postgres.Filing) string { return strconv.FormatInt(f.ID, 10) }

func TestQueueFiltersAreAddresses(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	for query, found := range map[string]bool{
		"nature=5&province=310000&kind=1": true, "q=" + url.QueryEscape("摄影"): true, "q=EXAMPLE.CN": true, "q=" + f.Receipt: true,
		"nature=4": false, "province=330000": false, "kind=4": false, "waited=3": false, "view=today": false,
		"nature=x&province=999999&kind=77&waited=-1&after=AAAA": true, // what is not known counts as not asked
	} {
		v := li.get("/provider/queue?"+query).must(t, 200)
		if found {
			v.must(t, 200, f.Receipt)
		} else {
			v.lacks(t, f.Receipt)
		}
	}
	li.get("/provider/queue?nature=5&province=310000&waited=0").must(t, 200, "共 1 件", "性质：个人", "省份：上海", "主体所在省").keepPage(t, "queue-filtered")
	li.get("/provider/queue?q="+url.QueryEscape("没有的名称")).must(t, 200, "没有符合条件的备案", "共 0 件")
	o.w.Options.Now = func() time.Time { return pgtest.Now.Add(5 * 24 * time.Hour) }
	li.get("/provider/queue?view=today&waited=2").must(t, 200, f.Receipt, "今天到期", "2 个工作日以上", "已等待 2 个工作日")
}

func TestClaimSeveralTellsOfEach(t *testing.T) {
	o := openOffice(t)
	first, second := o.submitted(filingtest.Person()), o.submitted(filingtest.Company())
	li, li2 := o.seat(o.w.Li), o.seat(o.w.Li2)
	li2.post(at("/provider", second.ID, "claim")).leadsTo(t, at("/provider", second.ID, ""))
	li.post("/provider/queue/claim").leadsTo(t, "/provider/queue")
	li.get("/provider/queue").must(t, 200, "请先勾选备案")
	li.post("/provider/queue/claim", "id", idText(first), "id", idText(second), "id", "999999", "id", "x").leadsTo(t, "/provider/queue/result")
	li.get("/provider/queue/result").must(t, 200, "已领取 1 件，共 3 件", first.Receipt, "李玲 正在办理", "打开下一件",
		at("/provider", first.ID, "")).lacks(t, "领取并打开下一件").keepPage(t, "queue-result")
	li.post("/provider/queue/assign", "id", idText(first), "to", "1").must(t, 403)

	// The lease of a colleague runs out: the list says whose it was, and the case can be taken over.
	o.w.Options.Now = func() time.Time { return pgtest.Now.Add(filing.LeaseFor + time.Minute) }
	li.get("/provider/queue").must(t, 200, "可接手", "李玲 的领取已到期")
	li.post("/provider/queue/claim", "id", idText(second)).leadsTo(t, "/provider/queue?view=mine")
}

func TestAssignSeveral(t *testing.T) {
	o := openOffice(t)
	first, second := o.submitted(filingtest.Person()), o.submitted(filingtest.Company())
	boss, li := o.seat(o.lead()), o.seat(o.w.Li)
	to := strconv.FormatInt(o.w.Li.Me().Account, 10)
	li.get("/provider/queue").must(t, 200).lacks(t, "分派给")
	o.seat(o.w.Li2).post(at("/provider", second.ID, "claim"))
	boss.get("/provider/queue?view=open").must(t, 200, "分派给", "李强（核验人员）", `value="`+idText(second)+`"`).keepPage(t, "queue-assign")
	boss.post("/provider/queue/assign", "id", idText(first)).leadsTo(t, "/provider/queue")
	boss.get("/provider/queue").must(t, 200, "请选择分派给哪位同事")
	boss.post("/provider/queue/assign", "id", idText(first), "to", strconv.FormatInt(o.w.Other.Me().Account, 10)).leadsTo(t, "/provider/queue/result")
	boss.get("/provider/queue/result").must(t, 200, "已分派 0 件")
	boss.post("/provider/queue/assign", "id", idText(first), "id", idText(second), "to", to).leadsTo(t, "/provider/queue/result")
	boss.get("/provider/queue/result").must(t, 200, "已分派 2 件", "李强").keepPage(t, "queue-assigned")
	li.get("/provider/queue?view=mine").must(t, 200, first.Receipt, second.Receipt)
	boss.get(at("/provider", first.ID, "")).must(t, 200, "已分派")
	o.seat(o.w.Wang).get("/my/filings/"+idText(first)+"/progress").must(t, 200).lacks(t, "已分派", "李强")
}
