package portal

import (
	"testing"
	"time"

	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
)

// TestWorkCalendar: the year is drawn, an unpublished one says so, a notice is tried and then holds.
func TestWorkCalendar(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	zhou := b.as(w.Zhou)
	zhou.get("/ministry/calendar").must(t, 200, "工作日历", "2026 年 10 月", "2026-10-01 休 国庆节", "还没有导入过", "2027 年（未公布）")
	zhou.get("/ministry/calendar?year=2027").must(t, 200, "2027 年的放假安排还没有公布", "只按周末计算")
	zhou.post("/ministry/calendar", "year", "2026", "holidays", "2026-12-07 休\n2026-12-08 放\n2026-12-07 休", "step", "preview").
		must(t, 422, "第 2 行的日期后面应写“休”或“班”", "第 3 行的日期前面已经写过", "2026-12-08 放")
	zhou.post("/ministry/calendar", "year", "二〇二七", "holidays", "2026-12-07 休", "step", "preview").must(t, 422, "从列表中选择年份")
	zhou.post("/ministry/calendar", "year", "2026", "holidays", "2026-12-07 休 临时", "step", "preview").
		must(t, 200, "在办的 1 件备案中，1 件的法定日期会改变", "推后 1 件", "确认生效")
	zhou.post("/ministry/calendar", "year", "2026", "holidays", "2026-12-07 休 临时", "step", "save").leadsTo(t, "/ministry/calendar?year=2026")
	zhou.get("/ministry/calendar?year=2026").must(t, 200, "重算了 1 件", "周远")
	b.as(w.Wang).get("/my/filings/"+id(f.ID)+"/progress").must(t, 200, "2026-12-21")
	b.as(w.Zhao).get("/ministry/calendar").must(t, 404)
}

// TestTimeHeld is shown to the owner and to whoever reviews.
func TestTimeHeld(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	b.store.Now = func() time.Time { return pgtest.Now.Add(50 * time.Hour) }
	b.as(w.Wang).get("/my/filings/"+id(f.ID)+"/progress").must(t, 200, "管局用时", "2 天 2 小时", "合计用时")
	b.as(w.Zhao).get("/bureau/filings/"+id(f.ID)).must(t, 200, "管局用时", "2 天 2 小时", "合计用时")
	for d, want := range map[time.Duration]string{time.Minute: "1 分钟", 5 * time.Hour: "5 小时", 48 * time.Hour: "2 天", 49 * time.Hour: "2 天 1 小时"} {
		if got := lasted(d); got != want {
			t.Errorf("%v: %s", d, got)
		}
	}
}
