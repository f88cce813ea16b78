package portal

import (
	"fmt"
	"regexp"
	"testing"

	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
)

func TestDaysOfExpiry(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	wang, at := b.as(w.Wang), fmt.Sprintf("/my/entities/%d", f.EntityID)
	v := wang.get(at+"/expiry").must(t, 200, "主体负责人的证件", filingtest.Person().Sites[0].Domains[0])
	b.as(w.Owner2).get(at+"/expiry").must(t, 404)
	domain := regexp.MustCompile(`until\.domain\.\d+`).FindString(v.body)
	wang.post(at+"/expiry", "until.principal", "明年", domain, "2026.12.1").must(t, 422, "日期写成 2027-03-31 的样子", "明年", "2026.12.1")
	wang.post(at+"/expiry", "until.principal", "2026-11-01", domain, "2026/12/01").leadsTo(t, at)
	wang.get(at).must(t, 200, "主体负责人的证件已到期", "2026-11-01", "快到期了", "2026-12-01")
	wang.get(at+"/expiry").must(t, 200, `value="2026-12-01"`)
	wang.post(at+"/expiry").leadsTo(t, at)
	if v := wang.get(at); !lacks(v, "快到期", "已到期") {
		t.Error("what was emptied is still shown")
	}
}
