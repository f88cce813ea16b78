package portal

import (
	"strings"
	"testing"

	"beian/internal/filing/filingtest"
)

func TestPublicProgress(t *testing.T) {
	b, w := cast(t, Options{})
	draft := w.Draft(t, w.Owner2, filingtest.Company())
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	b.get("/progress").must(t, 200, "手机号后四位")
	ask := func(receipt, tail string) view { return b.post("/progress", "receipt", receipt, "tail", tail) }
	v := ask(f.Receipt, "0001").must(t, 200, "等待管局审核", "2026-12-18（周五）", "上海市通信管理局", f.Receipt)
	for _, personal := range []string{"陈晓云", "晓云的摄影笔记", "example.cn", "13800000001"} {
		if strings.Contains(v.body, personal) {
			t.Errorf("the page shows %q", personal)
		}
	}
	same := "受理号或手机号后四位不一致"
	a, c, d := ask(f.Receipt, "9999").must(t, 422, same), ask("20261120999999", "0001").must(t, 422, same), ask(draft.Receipt, "0003").must(t, 422, same)
	if len(text(a.body)) != len(text(c.body)) || len(text(c.body)) != len(text(d.body)) {
		t.Error("a wrong number and a wrong mobile are told apart")
	}
	ask("", "12").must(t, 422, "填写受理号", "填写手机号后四位")
	for range rateProgress.Most {
		ask(f.Receipt, "9999")
	}
	ask(f.Receipt, "0001").must(t, 429, "操作太频繁")
}
