package portal

import (
	"net/url"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
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
