package portal

import (
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// askedBySMS brings a company's filing to the confirmation of its two principals; the answers are newest first.
func askedBySMS(t *testing.T, b *browser, w *pgtest.World) (postgres.Filing, []postgres.SMSAnswer) {
	t.Helper()
	f := w.Draft(t, w.Wang, filingtest.Company())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	w.Verify(t, w.Li, f.ID)
	f = w.Act(t, w.Li, f.ID, act(filing.Forward)).Filing
	return f, w.Codes(t, b.tx, f.ID)
}

func wrongCode(right string) string {
	if right == "123456" {
		return "654321"
	}
	return "123456"
}

func TestConfirmByLink(t *testing.T) {
	b, w := cast(t, Options{Demo: true})
	f, answers := askedBySMS(t, b, w)
	site, entity := answers[0], answers[1]
	path := "/sms-verify/" + entity.Link
	b.get(path).must(t, 200, "林*", "138****0003", "2026-11-21 10:00", "赵*", "未核验", "/dev/messages", "one-time-code")
	b.post(path, "code", "12345").must(t, 422, "验证码是短信中的 6 位数字，现在是 5 位")
	b.post(path, "code", "").must(t, 422, "填写短信中的 6 位数字验证码")
	b.post(path, "code", wrongCode(entity.Code)).must(t, 422, "还可以试 4 次", `value="`+wrongCode(entity.Code)+`"`)
	spaced := entity.Code[:3] + " " + entity.Code[3:]
	for range 2 { // pressing again after it was done leads to the same place
		b.post(path, "code", spaced).leadsTo(t, path)
	}
	b.get(path).must(t, 200, "您已完成短信核验", "赵*")
	b.post("/sms-verify/"+site.Link, "code", site.Code).leadsTo(t, "/sms-verify/"+site.Link)
	b.get("/sms-verify/"+site.Link).must(t, 200, "备案已送交管局审核")
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	if f.State != filing.BureauReview {
		t.Errorf("state %s", f.State)
	}
}

func TestConfirmWithoutTheLink(t *testing.T) {
	b, w := cast(t, Options{})
	_, answers := askedBySMS(t, b, w)
	site := answers[0] // 赵敏, 13800000004
	tail := filingtest.EditorID[12:]
	b.get("/sms-verify").must(t, 200, "证件号码后 6 位")
	send := func(code, mobile, tail string) view {
		return b.post("/sms-verify", "code", code, "mobile", mobile, "id_tail", tail)
	}
	send("", "138", "").must(t, 422, "手机号码应为 11 位数字，现在是 3 位", "有 3 处需要修改")
	send(site.Code, "13900000009", tail).must(t, 422, "这个手机号码不是这次备案填写的号码")
	send(site.Code, "13800000004", "000000").must(t, 422, "证件号码后 6 位与备案信息不一致", "还可以试 4 次", `value="13800000004"`)
	send(wrongCode(site.Code), "138 0000 0004", tail).must(t, 422, "验证码与短信不一致", "还可以试 3 次")
	send(site.Code, "13800000004", tail).leadsTo(t, "/sms-verify/done?others=1")
	b.get("/sms-verify/done?others=1").must(t, 200, "还有其他负责人没有核验")
}

func TestFiveWrongCodesVoidTheCodeOnly(t *testing.T) {
	now := pgtest.Now
	b, w := cast(t, Options{})
	b.store.Now = func() time.Time { return now }
	f, answers := askedBySMS(t, b, w)
	path := "/sms-verify/" + answers[0].Link
	for range 4 {
		b.post(path, "code", wrongCode(answers[0].Code)).must(t, 422, "还可以试")
	}
	b.post(path, "code", wrongCode(answers[0].Code)).must(t, 422, "这条验证码已作废", "重新获取验证码")
	b.post(path, "code", answers[0].Code).must(t, 422, "这条验证码已作废")
	b.get(path).must(t, 200, "这条验证码已作废")
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	if f.State != filing.SMSVerification {
		t.Errorf("the filing went to %s", f.State)
	}
	b.post(path, "do", "resend").must(t, 429, "60 秒后再试")
	now = now.Add(time.Minute)
	b.post(path, "do", "resend").leadsTo(t, "/sms-verify")
	b.get("/sms-verify").must(t, 200, "新的验证码已发送")
	b.get(path).must(t, 404, "这个核验链接已失效")
	fresh := w.Codes(t, b.tx, f.ID)[0]
	b.post("/sms-verify/"+fresh.Link, "code", fresh.Code).leadsTo(t, "/sms-verify/"+fresh.Link)
}

func TestLapsedCode(t *testing.T) {
	now := pgtest.Now
	b, w := cast(t, Options{})
	b.store.Now = func() time.Time { return now }
	_, answers := askedBySMS(t, b, w)
	now = now.Add(25 * time.Hour)
	b.post("/sms-verify/"+answers[0].Link, "code", answers[0].Code).must(t, 422, "这条验证码已过期")
	b.get("/sms-verify/nothing").must(t, 404, "这个核验链接已失效")
}

func TestGuessingMobilesIsHeldDown(t *testing.T) {
	b, _ := cast(t, Options{})
	for range rateSMS.Most {
		b.post("/sms-verify", "code", "123456", "mobile", "13900000009", "id_tail", "123456").must(t, 422)
	}
	b.post("/sms-verify", "code", "123456", "mobile", "13900000009", "id_tail", "123456").must(t, 429, "操作太频繁")
}
