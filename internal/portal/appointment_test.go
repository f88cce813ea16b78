package portal

import (
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
)

func TestOwnerBooksProviderSees(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li, wang := o.seat(o.w.Li), o.seat(o.w.Wang)
	my := "/my/filings/" + idText(f)
	wang.get(my+"/progress").must(t, 200).lacks(t, "预约当面核验")
	wang.get(my+"/appointment").must(t, 200, "目前没有可预约的时段")
	li.get("/provider/appointments").must(t, 200, "还没有开放时段")
	li.post("/provider/appointments", "slot_day", "2026-11-19", "slot_from", "九点", "slot_to", "8:00", "slot_minutes", "7x", "slot_seats", "1", "slot_place", "").
		must(t, 422, "九点", "日期", "结束时间", "核验地点").keepPage(t, "slots-wrong")
	li.post("/provider/appointments", "slot_day", "2026-11-23", "slot_from", "09:00", "slot_to", "10:00", "slot_minutes", "30", "slot_seats", "1", "slot_place", "外滩营业厅").
		leadsTo(t, "/provider/appointments")
	li.get("/provider/appointments").must(t, 200, "已开放 2 个时段", "2026-11-23", "09:00—09:30", "0 / 1").keepPage(t, "slots")
	wang.get(my+"/progress").must(t, 200, "预约当面核验", my+"/appointment")
	v := wang.get(my+"/appointment").must(t, 200, "外滩营业厅，余 1 个名额").keepPage(t, "appointment")
	wang.post(my+"/appointment").must(t, 422, "预约时段")
	wang.post(my+"/appointment", "slot", "999999").must(t, 422, "请另选一个时段")
	slot := between(v.body, `name="slot" value="`, `"`)
	wang.post(my+"/appointment", "slot", slot).leadsTo(t, my+"/appointment")
	wang.get(my+"/appointment").must(t, 200, "已预约", "改约到这个时段", "取消预约").keepPage(t, "appointment-booked")
	wang.get(my+"/progress").must(t, 200, "当面核验：2026-11-23")
	li.get("/provider/appointments").must(t, 200, f.Receipt, "1 / 1", "取消预约").lacks(t, "陈晓云")
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "已预约当面核验：2026-11-23")
	li.get(at("/provider", f.ID, "sheet")).must(t, 200, `value="外滩营业厅"`, "用摄像头拍摄")
	li.post("/provider/appointments/"+slot+"/close").leadsTo(t, "/provider/appointments")
	li.get("/provider/appointments").must(t, 200, "时段没有关闭", "有 1 件备案预约")
	o.seat(o.w.Other).post(at("/provider", f.ID, "appointment/cancel")).must(t, 404)
	li.post(at("/provider", f.ID, "appointment/cancel")).leadsTo(t, "/provider/appointments")
	wang.post(my+"/appointment", "slot", slot).leadsTo(t, my+"/appointment")
	wang.post(my+"/appointment/cancel").leadsTo(t, my+"/appointment")
	wang.get(my+"/appointment").must(t, 200, "已取消预约", "预约这个时段")
	o.seat(o.w.Owner2).get(my+"/appointment").must(t, 404)
	o.w.Act(t, o.w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{Marks: []filing.Mark{{Path: "entity.name", Note: "x"}}}})
	wang.post(my+"/appointment", "slot", slot).must(t, 409)
	wang.get(my+"/appointment").must(t, 200, "现在不需要预约")
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}
