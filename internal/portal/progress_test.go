package portal

import (
	"fmt"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func act(a filing.Action) postgres.Move { return postgres.Move{Action: a} }

func TestProgressFromSubmissionToNumber(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/progress", f.ID)
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	wang.get(path).must(t, 200, "等待接入商核验", "云帆数据科技有限公司会在 3 个工作日内开始核验", "撤回修改", "已提交")
	b.as(w.Owner2).get(path).must(t, 404)

	w.Verify(t, w.Li, f.ID)
	wang.get(path).must(t, 200, "接入商核验中")
	w.Act(t, w.Li, f.ID, act(filing.Forward))
	wang.get(path).must(t, 200, "待短信核验", "未核验", "陈晓云", `href="/sms-verify?filing=`, "2026-11-21 10:00")
	for _, answer := range w.Codes(t, b.tx, f.ID) {
		_, err := w.ConfirmSMS(t.Context(), answer)
		pgtest.Must(t, err)
	}
	wang.get(path).must(t, 200, "等待管局审核", "2026-12-18（周五）", "剩 20 个工作日")
	wang.get(fmt.Sprintf("/my/filings/%d/receipt", f.ID)).must(t, 200, f.Receipt, "陈晓云", "上海市通信管理局")

	w.Act(t, w.Zhao, f.ID, act(filing.Claim))
	w.Act(t, w.Zhao, f.ID, act(filing.Approve))
	wang.get(path).must(t, 200, "已备案", "沪ICP备2026000001号-1", "/records/%E6%B2%AAICP", "/badge", "/certificate")
}

func TestProgressOfARefusedFiling(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, act(filing.Claim))
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Refuse,
		Detail: filing.Detail{Ground: "网站内容属于依法需要许可的经营活动", Note: "取得许可后可以再办", Internal: "秘密"}})
	v := b.as(w.Wang).get(fmt.Sprintf("/my/filings/%d/progress", f.ID)).must(t, 200, "不予备案", "依法需要许可", "取得许可后可以再办", "行政复议", "上海市通信管理局")
	if lacks(v, "秘密", "赵敏") {
		return
	}
	t.Error("words between members of staff reach the owner")
}

// lacks reports whether none of the words is in the answer.
func lacks(v view, words ...string) bool {
	for _, word := range words {
		if strings.Contains(v.body, word) {
			return false
		}
	}
	return true
}

func TestWithdraw(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/withdraw", f.ID)
	v := wang.get(path).must(t, 200, "回到草稿")
	b.as(w.Owner2).post(path).must(t, 404)
	token := hiddenToken.FindStringSubmatch(v.body)[1]
	wang.post(path, "_once", token).leadsTo(t, fmt.Sprintf("/my/filings/%d", f.ID))
	wang.post(path, "_once", token).leadsTo(t, fmt.Sprintf("/my/filings/%d", f.ID)) // pressed twice, done once
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	if f.State != filing.Draft {
		t.Errorf("state %s after withdrawing", f.State)
	}
}

func TestWithdrawTooLate(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/withdraw", f.ID)
	wang.get(path).must(t, 200)
	w.Act(t, w.Li, f.ID, act(filing.Claim))
	for _, v := range []view{wang.post(path), wang.get(path)} {
		v.must(t, 409, "核验人员正在办理", "接入商核验中", "云帆数据科技有限公司", "查看最新进度")
	}
}

func TestAbandon(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/abandon", f.ID)
	wang.get(path).must(t, 200, "不能恢复")
	wang.post(path).leadsTo(t, fmt.Sprintf("/my/filings/%d", f.ID))
	wang.get(fmt.Sprintf("/my/filings/%d/progress", f.ID)).must(t, 200, "已撤回", "填写的内容仍可查看")
	wang.post(path).must(t, 409, "已经结束")
}

func TestOwnerReadsWhoLooked(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	for _, what := range []string{"case", "sheet", "entity.certificate_number"} {
		pgtest.Must(t, w.Zhao.Disclose(t.Context(), f.ID, what, "核对来电"))
	}
	b.as(w.Wang).get(fmt.Sprintf("/my/filings/%d", f.ID)).must(t, 200, "填写的完整内容", "真实性核验单", "证件号码", "核对来电", "上海市通信管理局")
}
