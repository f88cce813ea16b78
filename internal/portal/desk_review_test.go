package portal

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestBureauReturnsAndRefuses(t *testing.T) {
	o := openOffice(t)
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Person())
	zhao := o.seat(o.w.Zhao)
	zhao.post("/bureau/next").leadsTo(t, at("/bureau", f.ID, ""))
	zhao.post(at("/bureau", f.ID, "return"), "do", "send", "mark", "sites.1.names", "reason.sites.1.names", "title_broad").
		leadsTo(t, "/bureau/queue?view=mine")
	li := o.seat(o.w.Li)
	li.get("/provider/queue?view=returned").must(t, 200, f.Receipt, "管局退回")
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "网站名称太宽泛")
	li.post(at("/provider", f.ID, "forward"), "declaration", "on").leadsTo(t, "/provider/queue?view=mine")
	for _, answer := range o.w.Codes(t, o.tx, f.ID)[:1] {
		_, err := o.w.ConfirmSMS(t.Context(), answer)
		pgtest.Must(t, err)
	}
	zhao.post("/bureau/next").leadsTo(t, at("/bureau", f.ID, ""))
	refuse := at("/bureau", f.ID, "refuse")
	zhao.get(refuse).must(t, 200, "法律依据", "行政复议").keepPage(t, "refuse")
	zhao.post(refuse, "ground", "编造的依据", "facts", "名称与内容无关").must(t, 422, "名称与内容无关", "从列表中选择不予备案的法律依据")
	zhao.post(refuse, "ground", "《非经营性互联网信息服务备案管理办法》第十二条：备案材料不齐全", "facts", "缺少证明").
		leadsTo(t, "/bureau/queue?view=mine")
	if got := o.state(f.ID); got != filing.Refused {
		t.Errorf("state %s", got)
	}
	zhao.get(at("/bureau", f.ID, "")).must(t, 200, "第十二条", "缺少证明", "不予备案").lacks(t, `name="mark"`)
}

func TestUnmaskingNeedsAReason(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	li.post(at("/provider", f.ID, "unmask"), "reason", " ").must(t, 422, "写明查看原因").lacks(t, filingtest.PersonID)
	li.post(at("/provider", f.ID, "unmask"), "reason", "主办者来电核对").leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, filingtest.PersonID, "已显示个人信息")
	looks, err := o.w.Wang.Disclosures(t.Context(), f.ID)
	pgtest.Must(t, err)
	if len(looks) != 1 || looks[0].Reason != "主办者来电核对" {
		t.Errorf("looks recorded: %+v", looks)
	}
	o.w.Options.Now = func() time.Time { return pgtest.Now.Add(unmaskFor + time.Second) }
	li.get(at("/provider", f.ID, "")).must(t, 200).lacks(t, filingtest.PersonID)
}

func TestWrongTenantsFindNothing(t *testing.T) {
	o := openOffice(t)
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Person())
	id := strconv.FormatInt(f.ID, 10)
	for base, d := range map[string]*postgres.Desk{"/provider": o.w.Other, "/bureau": o.w.Qian} {
		b := o.seat(d)
		for _, r := range o.portal.table {
			if strings.HasPrefix(r.pattern, base+"/filings/{id}") {
				path := parameter.ReplaceAllString(strings.Replace(r.pattern, "{id}", id, 1), "1")
				v := b.do(r.method, path, map[string][]string{"reason": {"看看"}})
				if v.status != http.StatusNotFound || strings.Contains(v.body, f.Receipt) {
					t.Errorf("%s %s: status %d for another tenant", r.method, path, v.status)
				}
			}
		}
	}
	o.seat(o.w.Zhao).do("GET", at("/provider", f.ID, ""), nil).must(t, 404)
}

func TestTwoPersonsApprove(t *testing.T) {
	o := openOffice(t)
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Company())
	qian, qian2 := o.seat(o.w.Qian), o.seat(o.w.Qian2)
	qian.post(at("/bureau", f.ID, "claim")).leadsTo(t, at("/bureau", f.ID, ""))
	qian.get(at("/bureau", f.ID, "approve")).must(t, 200, "通过初审", "另一位同事复审").lacks(t, "通过备案</button>")
	qian.post(at("/bureau", f.ID, "approve")).leadsTo(t, "/bureau/queue?view=mine")
	qian.get("/bureau/queue?view=second").must(t, 200, f.Receipt)
	qian.post("/bureau/next").leadsTo(t, "/bureau")
	qian.get(at("/bureau", f.ID, "")).must(t, 200, "初审已由我通过", "复审由另一位同事办理")
	qian.post(at("/bureau", f.ID, "claim")).leadsTo(t, at("/bureau", f.ID, ""))
	qian.get(at("/bureau", f.ID, "approve")).must(t, 409, "另一位同事复审")
	qian.post(at("/bureau", f.ID, "release")).leadsTo(t, "/bureau/queue?view=mine")
	qian2.post("/bureau/next").leadsTo(t, at("/bureau", f.ID, ""))
	qian2.get(at("/bureau", f.ID, "")).must(t, 200, "网站 1", "网站 2：负责人", "青禾编程课堂").keepPage(t, "case-company")
	qian2.post(at("/bureau", f.ID, "approve")).leadsTo(t, at("/bureau", f.ID, "approved"))
	qian2.get(at("/bureau", f.ID, "approved")).must(t, 200, "浙ICP备2026000001号-2", "青禾编程课堂")
}

func TestBulkApproval(t *testing.T) {
	o := openOffice(t)
	zhao := o.seat(o.w.Zhao)
	zhao.get("/bureau/bulk").must(t, 200, "没有可以批量通过的备案")
	first := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Person())
	other := filingtest.Person()
	other.Entity.CertificateNumber = filingtest.EditorID
	other.Sites[0].Domains, other.Sites[0].HomeURLs = []string{"example.net.cn"}, []string{"example.net.cn"}
	second := o.w.Forward(t, o.tx, o.w.Owner2, other)
	ids := []string{strconv.FormatInt(first.ID, 10), strconv.FormatInt(second.ID, 10)}
	zhao.post("/bureau/queue/claim").leadsTo(t, "/bureau/queue")
	zhao.get("/bureau/queue").must(t, 200, "请先勾选备案")
	zhao.post("/bureau/queue/claim", "id", ids[0], "id", ids[1], "id", "999999").leadsTo(t, "/bureau/queue/result")
	zhao.get("/bureau/queue/result").must(t, 200, "已领取 2 件，共 3 件")
	zhao.get(at("/bureau", first.ID, "")).must(t, 200, "下一件", at("/bureau", second.ID, "")).lacks(t, "上一件").keepPage(t, "case-batch")
	zhao.get("/bureau/bulk").must(t, 200, first.Receipt, second.Receipt, "全选本页 2 件").lacks(t, "checked").keepPage(t, "bulk")
	if all := zhao.get("/bureau/bulk?pick=all").must(t, 200); strings.Count(all.body, `name="id" value="`) != 2 || strings.Count(all.body, " checked") != 2 {
		t.Error("the link does not tick every row")
	}
	zhao.post("/bureau/bulk", "count", "2").must(t, 422, "请先勾选要通过的备案")
	zhao.post("/bureau/bulk", "id", ids[0], "id", ids[1], "count", "1").must(t, 422, "输入要通过的件数“2”以确认", `value="1"`)

	// One of them is taken away while the page is open.
	o.w.Act(t, o.w.Zhao, second.ID, postgres.Move{Action: filing.Release})
	o.w.Act(t, o.w.Zhao2, second.ID, postgres.Move{Action: filing.Claim})
	zhao.post("/bureau/bulk", "id", ids[0], "id", ids[1], "id", "999999", "count", "3").leadsTo(t, "/bureau/bulk/done")
	zhao.get("/bureau/bulk/done").must(t, 200, "已通过 1 件，共 3 件", "没有找到要看的内容", "沪ICP备2026000001号", "没有通过", "主办者", "工作台").keepPage(t, "bulk-done")
	if o.state(first.ID) != filing.Approved {
		t.Error("the first one is not approved")
	}
}

func TestQueueNarrowsAndPages(t *testing.T) {
	o := openOffice(t)
	var receipts []string
	for i := range queuePage + 2 {
		doc := filingtest.Person()
		doc.Sites[0].Names = []string{"摄影笔记之" + strconv.Itoa(i)}
		f := o.w.Draft(t, o.w.Wang, doc)
		// Rows for the list only: the rules of submission let one certificate be open once.
		_, err := o.tx.Exec(t.Context(), `UPDATE filing SET state = 'provider_review', entered_at = entered_at + make_interval(mins => $2) WHERE id = $1`, f.ID, i)
		pgtest.Must(t, err)
		receipts = append(receipts, f.Receipt)
	}
	li := o.seat(o.w.Li)
	v := li.get("/provider/queue?view=waiting").must(t, 200, receipts[0], receipts[queuePage-1], "下一页", "("+strconv.Itoa(queuePage+2)+")")
	v.lacks(t, receipts[queuePage])
	_, rest, _ := strings.Cut(v.body, `after=`)
	cursor, _, _ := strings.Cut(rest, `&`)
	cursor, _, _ = strings.Cut(cursor, `"`)
	li.get("/provider/queue?view=waiting&after="+cursor).must(t, 200, receipts[queuePage], receipts[queuePage+1]).lacks(t, receipts[0], "下一页")
	li.get("/provider/queue?sort=newest").must(t, 200, receipts[queuePage+1], "最新在前").lacks(t, receipts[0])
	li.get("/provider/queue?q=摄影笔记之7&kind=1").must(t, 200, receipts[7], "去掉条件", "首次备案").lacks(t, receipts[8])
	li.get("/provider/queue?view=all&q="+receipts[3]).must(t, 200, receipts[3], "检索结果").lacks(t, receipts[4])
	li.get("/provider/queue?q=没有的").must(t, 200, "没有符合条件的备案")
	li.get("/provider/queue?view=made-up&after=***&kind=x&state=y").must(t, 200, receipts[0])
}

func TestCorrectForTheOwner(t *testing.T) {
	o := openOffice(t)
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Company())
	o.w.Act(t, o.w.Qian, f.ID, postgres.Move{Action: filing.Claim})
	o.w.Act(t, o.w.Qian, f.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: filing.Detail{Marks: []filing.Mark{{Path: "sites.2.names", Reason: "title_broad"}}}})
	li := o.seat(o.w.Li)
	correct := at("/provider", f.ID, "correct")
	li.get(correct).must(t, 409, "请先领取这次备案")
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "sheet/print")).must(t, 200, "青禾编程课堂").keepPage(t, "print-company")
	v := li.get(correct).must(t, 200, "网站名称太宽泛", "青禾编程课堂", "网站 2：内容与前置审批", filingtest.CreditCode).
		lacks(t, `name="entity.province"`).keepPage(t, "correct")
	typed := formOf(t, v, correct)
	li.do("POST", correct, typed).must(t, 422, "内容还没有变化")
	typed.Set("sites.2.names", "青禾")
	typed.Set("entity.principal.email", "不是邮箱")
	li.do("POST", correct, typed).must(t, 422, "不是邮箱", ">青禾</textarea>", "处需要修改").keepPage(t, "correct-wrong")
	typed.Set("sites.2.names", "青禾编程作业课堂")
	typed.Set("entity.principal.email", "guodong@example.com.cn")
	typed.Set("entity.province", "310000")
	li.do("POST", correct, typed).leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "已更正内容", "第 2 个网站的网站名称", "与上次退回时相比，有 2 处不同", "更正了")
	doc, err := o.w.Li.Document(t.Context(), mustFiling(t, o.w.Li, f.ID))
	pgtest.Must(t, err)
	if doc.Sites[1].Names[0] != "青禾编程作业课堂" || doc.Entity.Province != "330000" || len(doc.Sites[1].Contents) != 2 || doc.Sites[1].Approvals[0].Number == "" {
		t.Errorf("the document says %+v", doc.Sites[1])
	}
	typed.Set("sites.2.names", "迟到的名称课堂")
	li.do("POST", correct, typed).must(t, 409, "迟到的名称课堂")
}

func mustFiling(t *testing.T, d *postgres.Desk, id int64) postgres.Filing {
	t.Helper()
	f, err := d.Filing(t.Context(), id)
	pgtest.Must(t, err)
	return f
}

func TestLegalDateOnDaysOff(t *testing.T) {
	o := openOffice(t)
	for day, want := range map[string]string{"2026-11-19": "超期 1 个工作日", "2026-11-20": "已超期", "2026-11-23": "剩 1 个工作日"} {
		o.w.Options.Now = func() time.Time { return pgtest.Now.Add(48 * time.Hour) } // a Sunday
		due, err := calendar.ParseDate(day)
		pgtest.Must(t, err)
		if got := legalDue(due, o.w.Zhao).Text; got != want {
			t.Errorf("due on %s, seen on Sunday 2026-11-22: %q, want %q", day, got, want)
		}
	}
}

// Two tabs of one reviewer press at the same moment: one number is given, and the other tab says what happened.
func TestApproveTwiceAtOnce(t *testing.T) {
	pools, err := postgres.Open(t.Context(), pgtest.URL(t))
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	p, err := New(store, Options{Logger: slog.New(slog.DiscardHandler)})
	pgtest.Must(t, err)
	b := (&browser{t: t, portal: p, store: store, from: "203.0.113.9:4711"}).again()
	w := pgtest.NewWorld(t, store, pools.App)
	f := w.Forward(t, pools.App, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	answers := make(chan view, 2)
	for range 2 {
		tab := b.as(w.Zhao)
		go func() {
			answers <- tab.do("POST", at("/bureau", f.ID, "approve"), map[string][]string{"internal": {"同时"}})
		}()
	}
	first, second := <-answers, <-answers
	if first.status > second.status {
		first, second = second, first
	}
	first.leadsTo(t, at("/bureau", f.ID, "approved"))
	second.must(t, http.StatusConflict, "同时")
	b.as(w.Zhao).get(at("/bureau", f.ID, "approved")).must(t, 200, "沪ICP备2026000001号")
}
