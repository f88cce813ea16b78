package portal

import (
	"log/slog"
	"net/url"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestCustomerPage(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	f = w.Approve(t, w.Zhao, f.ID).Filing
	w.SetFilingPassword(t, b.tx, f.EntityID, "abcd3467wxyz")
	li := b.as(w.Li)
	path := customerPath(f.EntityID)
	li.get("/provider/records?q=example.cn").must(t, 200, "备案号、主办者名称、域名或客户号", path)
	li.get(path).must(t, 200, "在本企业的接入", "121.40.1.10", "核对备案密码")
	li.post(path+"/verify", "filing_password", "").must(t, 422, "填写备案密码")
	li.post(path+"/verify", "filing_password", "wrong").must(t, 422, "还可以试 4 次").lacks(t, `value="wrong"`)
	li.post(path+"/verify", "filing_password", "abcd3467wxyz").leadsTo(t, path)
	li.get(path).must(t, 200, "备案密码一致")
	for range 5 {
		li.post(path+"/verify", "filing_password", "wrong")
	}
	li.post(path+"/verify", "filing_password", "abcd3467wxyz").must(t, 429, "操作太频繁")
	b.as(w.Other).post(path+"/verify", "filing_password", "abcd3467wxyz").must(t, 404)

	doc, err := w.Li.RegisteredDocument(t.Context(), f.EntityID)
	pgtest.Must(t, err)
	s := doc.Sites[0]
	cancel := path + "/cancel?access=" + id(s.Accesses[0].ID) + "&site=" + url.QueryEscape(string(s.Number))
	li.get(cancel).must(t, 200, "提交取消接入", "121.40.1.10")
	li.post(cancel, "ending.reason", "1").must(t, 422, "只有这一处接入，不能单独取消；不再使用时请注销网站").lacks(t, "提交取消接入")
	li.get(path+"/cancel?access=999&site=x").must(t, 404)
	b.as(w.Other).get(cancel).must(t, 404)
}

func TestCancelAccessOfACustomer(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Company())
	w.Act(t, w.Qian, f.ID, moveOf(filing.Claim))
	w.Act(t, w.Qian, f.ID, moveOf(filing.FirstApprove))
	f = w.Approve(t, w.Qian2, f.ID).Filing
	doc, err := w.Li.RegisteredDocument(t.Context(), f.EntityID)
	pgtest.Must(t, err)
	s := doc.Sites[1]
	li := &walker{browser: b.as(w.Li)}
	li.opens(customerPath(f.EntityID) + "/cancel?access=" + id(s.Accesses[1].ID) + "&site=" + url.QueryEscape(string(s.Number)))
	li.presses("提交取消接入", "ending.reason", "99").sees("请写明注销的原因")
	li.presses("提交取消接入", "ending.reason", "99", "ending.note", "机柜到期").sees("已请主办者签署", "等主办者签署")
	list, err := w.Li.BehalfFilings(t.Context(), 0, 9)
	pgtest.Must(t, err)
	wang := &walker{browser: b.as(w.Wang)}
	wang.opens(signingLink(t, b, list[0].ID, "sms")).presses("确认是我，开始核对", "id_tail", filingtest.ManagerID[12:]).sees("核对并签署", "青禾编程课堂")
	wang.presses("退回接入商修改", "note", "还在用").sees("已退回")
	li.opens("/provider/behalf/"+id(list[0].ID)).sees("还在用", "原因").misses("再加一个网站")
	li.presses("保存并送主办者确认", "ending.note", "机柜 12 月到期").sees("等主办者签署")
	wang.opens("/my/filings/"+id(list[0].ID)).presses("签署并提交", "declaration", "on", "signature", "赵敏").sees("取消接入已提交")
}

func TestOwnersWhoMoveIn(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, moveOf(filing.Submit))
	_, err := b.tx.Exec(t.Context(), `UPDATE filing SET kind = $2 WHERE id = $1`, f.ID, filing.AddAccess)
	pgtest.Must(t, err)
	b.as(w.Li).get("/provider/records").must(t, 200, "正在转入的主办者", f.Receipt, "陈*")
	b.as(w.Other).get("/provider/records").must(t, 200).lacks(t, "正在转入的主办者")
}

// TestCustomersByPhone: a provider finds its own customers by a principal's phone, without reading the register for it,
// and the search stands where the owner sees who looked.
func TestCustomersByPhone(t *testing.T) {
	_, tx := pgtest.StoreTx(t)
	var asked []question
	store, err := postgres.New(recorder{tx, &asked}, recorder{tx, &asked}, pgtest.Options())
	pgtest.Must(t, err)
	b := open(t, Options{})
	b.store, b.tx = store, tx
	if b.portal, err = New(store, Options{Logger: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	w := pgtest.NewWorld(t, store, tx)
	f := w.Approve(t, w.Zhao, w.Forward(t, tx, w.Wang, filingtest.Person()).ID).Filing
	nation(t, w, tx)
	for _, sql := range []string{`INSERT INTO entity_phone (entity_id, phone_index) SELECT id, int8send(id) FROM entity WHERE number LIKE '沪ICP备2025%'`,
		`SET LOCAL ROLE NONE`, `ANALYZE entity_phone`, `SET LOCAL ROLE beian_app`} {
		_, err = tx.Exec(t.Context(), sql)
		pgtest.Must(t, err)
	}
	const path = "/provider/records/phone"
	li := b.as(w.Li)
	li.get("/provider/records").must(t, 200, "按负责人的电话查")
	li.post(path, "phone", "123", "reason", "").must(t, 422, "查看原因", `value="123"`, `href="#f-phone"`).lacks(t, customerPath(f.EntityID))
	asked = nil
	li.post(path, "phone", "138 0000 0001", "reason", "客户来电").must(t, 200, customerPath(f.EntityID), "陈*")
	explained(t, tx, path, asked, map[string]bool{})
	li.post(path, "phone", "13900000001", "reason", "客户来电").must(t, 200, "没有找到相符的备案", "只查本企业的客户")
	b.as(w.Other).post(path, "phone", "13800000001", "reason", "客户来电").must(t, 200, "没有找到相符的备案").lacks(t, "陈*")
	b.as(w.Wang).post(path, "phone", "13800000001", "reason", "客户来电").must(t, 403)

	looks, err := w.Wang.EntityDisclosures(t.Context(), f.EntityID)
	pgtest.Must(t, err)
	if len(looks) != 1 || looks[0].What != "phone" || looks[0].Reason != "客户来电" || looks[0].Tier != filing.Provider {
		t.Errorf("who looked: %+v", looks)
	}
}
