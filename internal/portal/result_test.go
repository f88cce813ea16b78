package portal

import (
	"bytes"
	"strconv"
	"testing"

	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
	"beian/internal/table"
)

func TestResultsPage(t *testing.T) {
	o := openOffice(t)
	li := o.seat(o.w.Li)
	li.get("/provider/results").must(t, 200, "没有待确认的结果")
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Person())
	o.w.Approve(t, o.w.Zhao, f.ID)
	v := li.get("/provider/results").must(t, 200, "已送达管局", "管局审核通过", "沪ICP备2026000001号-1", "陈*", "确认本页 2 条").lacks(t, "陈晓云").keepPage(t, "results")
	li.post("/provider/results", "up_to", "x").must(t, 400)
	upTo := between(v.body, `name="up_to" value="`, `"`)
	if _, err := strconv.Atoi(upTo); err != nil {
		t.Fatal(err)
	}
	li.post("/provider/results", "up_to", upTo).leadsTo(t, "/provider/results")
	li.get("/provider/results").must(t, 200, "已确认 2 条结果", "没有待确认的结果")
	li.get("/provider/results?all=1").must(t, 200, f.Receipt, "已确认 2026-11-20")
	li.get("/provider/results?all=1&after=x").must(t, 404)
	for _, name := range []string{"/provider/results.csv", "/provider/results.xlsx"} {
		got, err := table.Read([]byte(li.do("GET", name, nil).must(t, 200).body), 10)
		pgtest.Must(t, err)
		if len(got.Rows) != 2 || got.Head[0] != "受理号" || got.Rows[0].Cell(0) != f.Receipt || got.Rows[0].Cell(2) != "陈*" {
			t.Errorf("%s: %+v", name, got)
		}
		if bytes.Contains([]byte(name), []byte("陈晓云")) {
			t.Errorf("%s names a person", name)
		}
	}
	li.get("/provider/figures").must(t, 200, "每天办理的件数", "30 天内提交管局 1 件", "在办 0 件", "没有退回过", "（数据表）").keepPage(t, "desk-figures")
	o.seat(o.w.Other).get("/provider/figures").must(t, 200, "30 天内提交管局 0 件")
}
