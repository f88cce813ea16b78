package portal

import (
	"fmt"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
)

func TestAskingForAFilingBack(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	wang, li := b.as(w.Wang), b.as(w.Li)
	path := fmt.Sprintf("/my/filings/%d/ask-return", f.ID)
	wang.get(path).must(t, 409, "可以直接撤回修改")
	w.Act(t, w.Li, f.ID, act(filing.Claim))
	wang.get(fmt.Sprintf("/my/filings/%d", f.ID)).must(t, 200, "请求退回", path)
	b.as(w.Owner2).get(path).must(t, 404)
	wang.get(path).must(t, 200, "云帆数据科技有限公司", "为什么请求退回")
	wang.post(path, "note", "").must(t, 422, "为什么请求退回")
	wang.post(path, "note", strings.Repeat("很", 600)).must(t, 422, strings.Repeat("很", 600))
	wang.post(path, "note", "网站名称写错了").leadsTo(t, fmt.Sprintf("/my/filings/%d", f.ID))
	wang.get(fmt.Sprintf("/my/filings/%d", f.ID)).must(t, 200, "已请求退回，等待答复", "网站名称写错了", "主办者请求退回")
	wang.get(path).must(t, 409, "请等待答复")

	li.get("/provider/queue?view=mine").must(t, 200, "请求退回")
	li.get(fmt.Sprintf("/provider/filings/%d", f.ID)).must(t, 200, "主办者请求退回", "网站名称写错了", "答复请求")
	decline := fmt.Sprintf("/provider/filings/%d/decline-return", f.ID)
	li.get(decline).must(t, 200, "网站名称写错了")
	li.post(decline, "note", " ").must(t, 422, "为什么继续办理")
	li.post(decline, "note", "名称由我们更正").leadsTo(t, fmt.Sprintf("/provider/filings/%d", f.ID))
	li.get(decline).must(t, 409, "已经得到答复")
	wang.get(fmt.Sprintf("/my/filings/%d", f.ID)).must(t, 200, "名称由我们更正", "继续办理")
}

func TestProgressSaysThatItIsLate(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	_, err := b.tx.Exec(t.Context(), `UPDATE filing SET due_on = '2026-11-18' WHERE id = $1`, f.ID)
	pgtest.Must(t, err)
	wang := b.as(w.Wang)
	v := wang.get(fmt.Sprintf("/my/filings/%d", f.ID)).must(t, 200, "超期 2 个工作日", "原定 2026-11-18", "没有在法定期限 2026-11-18（周三）前办结", "晚于期限")
	if strings.Contains(v.body, "最晚 2026-11-18") {
		t.Error("the page names a past day as the last one")
	}
	wang.get("/my").must(t, 200, "没有在法定期限")
}

func TestSMSPageKnowsTheOwnersMobile(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	w.Verify(t, w.Li, f.ID)
	w.Act(t, w.Li, f.ID, act(filing.Forward))
	mobile := filingtest.Person().Entity.Principal.Mobiles[0]
	path := "/sms-verify?filing=" + f.Receipt
	b.as(w.Wang).get(fmt.Sprintf("/my/filings/%d", f.ID)).must(t, 200, path)
	b.as(w.Wang).get(path).must(t, 200, mobile)
	for who, other := range map[string]*browser{"another owner": b.as(w.Owner2), "the public": b.again()} {
		if v := other.get(path).must(t, 200); strings.Contains(v.body, mobile) {
			t.Errorf("%s reads the principal's mobile", who)
		}
	}
}
