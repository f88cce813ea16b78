package portal

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/htmlcheck"
)

// office is a portal with the cast of the store's tests in it, each at a browser of their own.
type office struct {
	*browser
	w *pgtest.World
}

func openOffice(t *testing.T) *office {
	b, w := cast(t, Options{})
	return &office{b, w}
}

// seat gives a person a browser with a session.
func (o *office) seat(d *postgres.Desk) *browser { return o.as(d) }

// submitted is a first filing that has just reached the provider.
func (o *office) submitted(doc *filing.Document) postgres.Filing {
	o.t.Helper()
	f := o.w.Draft(o.t, o.w.Wang, doc)
	return o.w.Act(o.t, o.w.Wang, f.ID, postgres.Move{Action: filing.Submit}).Filing
}

func (o *office) state(id int64) filing.State {
	o.t.Helper()
	f, err := o.w.Wang.Filing(o.t.Context(), id)
	pgtest.Must(o.t, err)
	return f.State
}

func at(base string, id int64, rest string) string {
	return strings.TrimSuffix(base+"/filings/"+strconv.FormatInt(id, 10)+"/"+rest, "/")
}

// uploadAs sends the photo in the control named.
func (b *browser) uploadAs(field, path string, pairs ...string) view {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		pgtest.Must(b.t, form.WriteField(pairs[i], pairs[i+1]))
	}
	part, err := form.CreateFormFile(field, "photo.jpg")
	pgtest.Must(b.t, err)
	picture := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for x := range 640 {
		for y := range 480 {
			picture.Set(x, y, color.RGBA{uint8(x), uint8(y), 128, 255})
		}
	}
	pgtest.Must(b.t, jpeg.Encode(part, picture, nil))
	pgtest.Must(b.t, form.Close())
	r := httptest.NewRequestWithContext(b.t.Context(), "POST", "http://beian.test"+path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.RemoteAddr = b.from
	for _, c := range b.jar.Cookies(site) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r)
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		htmlcheck.Check(b.t, w.Body.String())
	}
	return view{w.Code, w.Result().Header, w.Body.String(), path}
}

func (v view) lacks(t *testing.T, words ...string) view {
	t.Helper()
	for _, word := range words {
		if strings.Contains(v.body, word) {
			t.Errorf("%s shows %q", v.path, word)
		}
	}
	return v
}

// keepPage writes a page where it can be looked at, when BEIAN_PAGES names a folder.
func (v view) keepPage(t *testing.T, name string) view {
	t.Helper()
	if dir := os.Getenv("BEIAN_PAGES"); dir != "" {
		pgtest.Must(t, os.WriteFile(dir+"/"+name+".html", []byte(v.body), 0o600))
	}
	return v
}

// sheetVersion is what the form of a sheet carries along.
func (o *office) sheetVersion(id int64) string {
	o.t.Helper()
	f, err := o.w.Li.Filing(o.t.Context(), id)
	pgtest.Must(o.t, err)
	sheet, err := o.w.Li.Sheet(o.t.Context(), f)
	pgtest.Must(o.t, err)
	return sheet.Version
}

func TestProviderFromQueueToForward(t *testing.T) {
	o := openOffice(t)
	doc := filingtest.Person()
	f := o.submitted(doc)
	li := o.seat(o.w.Li)

	li.get("/provider").must(t, 200, "待领取", "领取并打开下一件", "去看看待领取的 1 件").keepPage(t, "workbench")
	li.get("/provider/queue").must(t, 200, f.Receipt, "领取并打开下一件", "到达", "陈*", "晓云的摄影笔记", "今天收到").lacks(t, "陈晓云").keepPage(t, "queue")
	li.get(at("/provider", f.ID, "")).must(t, 200, "还没有人办理", "310101********", "138****0001").
		lacks(t, filingtest.PersonID, "13800000001", "陈晓云").keepPage(t, "case-unclaimed")
	li.post("/provider/next").leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "由我办理", filingtest.PersonID, "校验码一致", "库内没有冲突",
		"在接入商登记的地址段内", "自动检查全部通过", "填写核验单", `name="mark"`).keepPage(t, "case")
	looks, err := o.w.Wang.Disclosures(t.Context(), f.ID)
	pgtest.Must(t, err)
	if len(looks) != 1 || looks[0].What != "case" {
		t.Errorf("looks recorded: %+v", looks)
	}

	sheet := at("/provider", f.ID, "sheet")
	li.get("/provider/queue").must(t, 200, "打开下一件", at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "到达").lacks(t, "期限")
	li.get(sheet).must(t, 200, "当面核验", `value="李强"`, `value="2026-11-20"`).keepPage(t, "sheet")
	li.post(sheet, "do", "sign", "version", "", "sheet.entity", "yes", "sheet.place", "外滩营业厅", "remark.site", "名称核对过").
		must(t, 422, "外滩营业厅", "名称核对过", "核对并确认核验单的")
	li.get(sheet).must(t, 200, "外滩营业厅", "名称核对过")
	li.get(at("/provider", f.ID, "forward")).must(t, 200, "还差", "上传当面核验照片")
	li.post(at("/provider", f.ID, "forward"), "declaration", "on").must(t, 422, "还差", "/sheet").keepPage(t, "forward-missing")
	li.post(at("/provider", f.ID, "forward"), "internal", "老客户").must(t, 422, "老客户", "勾选")

	li.post(sheet, "do", "upload materials.photo.1", "version", o.sheetVersion(f.ID)).must(t, 422, "有 1 处需要修改", "当面核验照片")
	li.uploadAs("file.materials.photo.1", sheet, "do", "upload materials.photo.1", "sheet.place", "徐家汇营业厅", "version", o.sheetVersion(f.ID)).leadsTo(t, sheet)
	li.get(sheet).must(t, 200, "已上传当面核验照片", "徐家汇营业厅", "640 × 480 像素")
	li.uploadAs("file.materials.entity", sheet, "do", "save", "sheet.place", "徐家汇营业厅", "version", o.sheetVersion(f.ID)).leadsTo(t, sheet)
	li.get(sheet).must(t, 200, "已保存核验单").lacks(t, "已上传主")
	li.uploadAs("file.materials.sheet", sheet, "do", "save", "sheet.place", "徐家汇营业厅", "version", o.sheetVersion(f.ID)).leadsTo(t, sheet)
	li.post(sheet, "do", "save", "sheet.place", "另一个标签页", "version", "0000").
		must(t, 409, "另一处已保存的核验单", "徐家汇营业厅", "另一个标签页", o.sheetVersion(f.ID)).keepPage(t, "sheet-stale")
	li.post(sheet, "do", "sign", "sheet.entity", "no", "sheet.date", "2026-11-21", "version", o.sheetVersion(f.ID)).must(t, 422, "核验日期晚于今天")
	li.post(sheet, "do", "sign", "sheet.entity", "no", "sheet.date", "2026-11-20", "version", o.sheetVersion(f.ID)).must(t, 422, "的结果是“不一致”")
	signed := []string{"do", "sign", "version", o.sheetVersion(f.ID), "sheet.verifier", "李强", "sheet.place", "外滩营业厅", "sheet.date", "2026-11-20"}
	for _, item := range filing.SheetItems {
		signed = append(signed, "sheet."+string(item), "yes")
	}
	li.post(sheet, signed...).leadsTo(t, sheet)
	li.get(sheet).must(t, 200, "已签署核验单", "640 × 480 像素")
	signed[1] = "save"
	li.post(sheet, signed...).leadsTo(t, sheet)
	li.get(sheet).must(t, 200, "已保存核验单")
	li.get(sheet).must(t, 200, "核验单已签署")
	li.get(sheet+"/print").must(t, 200, "一式两份", filingtest.PersonID, "13800000001", "☑").keepPage(t, "print")

	li.get(at("/provider", f.ID, "forward")).must(t, 200, "已当面核验，以上信息真实", "短信验证码").lacks(t, "还差").keepPage(t, "forward")
	li.post(at("/provider", f.ID, "forward"), "declaration", "on").leadsTo(t, "/provider/queue?view=mine")
	li.get("/provider/queue?view=mine").must(t, 200, "核验通过，已发送短信验证码")
	if got := o.state(f.ID); got != filing.SMSVerification {
		t.Errorf("state %s", got)
	}
	li.get("/provider/queue?view=sms").must(t, 200, f.Receipt)
}

func TestBureauFromQueueToNumber(t *testing.T) {
	o := openOffice(t)
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Person())
	zhao := o.seat(o.w.Zhao)

	zhao.get("/bureau").must(t, 200, "即将到期", "已超期", "最近 5 个工作日到期", "11-20 周五").keepPage(t, "workbench-bureau")
	zhao.get("/bureau/queue").must(t, 200, f.Receipt, "剩 20 个工作日", "2026-12-18（周五）").lacks(t, "陈晓云")
	zhao.post(at("/bureau", f.ID, "claim")).leadsTo(t, at("/bureau", f.ID, ""))
	o.seat(o.w.Li).get(at("/provider", f.ID, "")).must(t, 200, "管局审核中").lacks(t, "赵敏 正在办理", "领取备案")
	o.seat(o.w.Li).get("/provider/queue?view=bureau").must(t, 200, f.Receipt).lacks(t, "赵敏")
	zhao.get(at("/bureau", f.ID, "")).must(t, 200, "核验地点", "上海市黄浦区营业厅", "通过备案", "退回接入商", "不予备案").keepPage(t, "case-bureau")
	zhao.get(at("/bureau", f.ID, "approve")).must(t, 200, "沪ICP备2026……号").lacks(t, "沪ICP备2026000001号").keepPage(t, "approve")
	revision := strconv.Itoa(revisionOf(t, o.w.Zhao, f.ID))
	zhao.post(at("/bureau", f.ID, "approve"), "revision", revision).leadsTo(t, at("/bureau", f.ID, "approved"))
	zhao.get(at("/bureau", f.ID, "approved")).must(t, 200, "沪ICP备2026000001号", "沪ICP备2026000001号-1").keepPage(t, "approved")
	zhao.post(at("/bureau", f.ID, "approve"), "internal", "第二次").must(t, 409, "已备案", "第二次")
	zhao.get("/bureau/records").must(t, 200, "沪ICP备2026000001号", "陈*", "example.cn").lacks(t, "陈晓云").keepPage(t, "records")
	zhao.get("/bureau/records?q=沪ICP备2026000001-1").must(t, 200, "沪ICP备2026000001号-1")
	zhao.get("/bureau/records?q=没有的").must(t, 200, "没有找到相符的备案")
	li := o.seat(o.w.Li)
	li.get("/provider/records").must(t, 200, "沪ICP备2026000001号")
	o.seat(o.w.Other).get("/provider/records").must(t, 200, "还没有备案")
}

func revisionOf(t *testing.T, d *postgres.Desk, id int64) int {
	t.Helper()
	f, err := d.Filing(t.Context(), id)
	pgtest.Must(t, err)
	return f.Revision
}

func TestReturnAndSecondRound(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	back := at("/provider", f.ID, "return")

	li.get(back).must(t, 200, "还没有标记")
	li.post(back, "do", "send", "note", "请尽快").must(t, 422, "至少标记 1 个字段", "请尽快")
	li.get(back+"?mark=entity.certificate_address&mark=materials.principal_front&mark=made.up").
		must(t, 200, "证件住所", "身份证人像面", "与证件不一致", "反光").lacks(t, "made.up").keepPage(t, "return")
	marks := []string{"mark", "materials.principal_front", "mark", "entity.certificate_address", "reason.materials.principal_front", "photo_glare",
		"note.materials.principal_front", "右下角看不清", "note", "请尽快", "internal", "第一次来"}
	li.post(back, append(marks, "do", "send", "reason.entity.certificate_address", "other")...).
		must(t, 422, "的退回原因", "右下角看不清", "请尽快", "第一次来").keepPage(t, "return-wrong")
	li.post(back, append(marks, "do", "preview", "reason.entity.certificate_address", "address_differs")...).
		must(t, 200, "主办者将看到", "请照抄证件上的地址", "换个角度重新拍").keepPage(t, "return-preview")
	li.post(back, append(marks, "do", "send", "reason.entity.certificate_address", "address_differs")...).leadsTo(t, "/provider/queue?view=mine")
	if got := o.state(f.ID); got != filing.ReturnedToRegistrant {
		t.Fatalf("state %s", got)
	}
	events, err := o.w.Wang.Events(t.Context(), f)
	pgtest.Must(t, err)
	last := events[len(events)-1].Detail
	if len(last.Marks) != 2 || last.Marks[0].Path != "entity.certificate_address" || last.Note != "请尽快" || last.Internal != "" {
		t.Errorf("the owner reads %+v", last)
	}

	_, err = o.w.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) {
		d.Entity.CertificateAddress = "上海市黄浦区人民路 100 号 3 栋 2 室"
	})
	pgtest.Must(t, err)
	o.w.Act(t, o.w.Wang, f.ID, postgres.Move{Action: filing.Submit})
	li.post("/provider/next").leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "与上次退回时相比，有 1 处不同", "新增：", "内部备注", "第一次来", "已退回 1 次").
		lacks(t, "晓云的摄影笔记</dd>").keepPage(t, "case-second")
	li.get(at("/provider", f.ID, "")+"?all=1").must(t, 200, "晓云的摄影笔记", "只看有变化的内容")
}

func TestColleagueHoldsTheCase(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li, li2 := o.seat(o.w.Li), o.seat(o.w.Li2)
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li2.get(at("/provider", f.ID, "")).must(t, 200, "李强 正在办理", "这里只能查看", "310101********").
		lacks(t, filingtest.PersonID, `name="mark"`, "填写核验单</a>").keepPage(t, "case-locked")
	li2.post(at("/provider", f.ID, "claim")).must(t, 409, "另一位同事正在办理")
	li2.get(at("/provider", f.ID, "sheet")).must(t, 409, "请先领取这次备案")

	// The lease runs out, the colleague takes the case, and the first one's words are not lost.
	o.w.Options.Now = func() time.Time { return pgtest.Now.Add(filing.LeaseFor + time.Minute) }
	li.get(at("/provider", f.ID, "")).must(t, 200, "领取已到期").lacks(t, filingtest.PersonID)
	li2.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li.post(at("/provider", f.ID, "return"), "do", "send", "mark", "entity.name", "note.entity.name", "这句话不能丢").
		must(t, 409, "这句话不能丢", "请先领取这次备案")
	li.post(at("/provider", f.ID, "sheet"), "do", "save", "sheet.place", "徐汇营业厅").must(t, 409, "徐汇营业厅", "请先领取")
	li.post(at("/provider", f.ID, "forward"), "declaration", "on", "internal", "也不能丢").must(t, 409, "也不能丢")
	li2.post(at("/provider", f.ID, "release"), "internal", "等主办者回电").leadsTo(t, "/provider/queue?view=mine")
	li2.get(at("/provider", f.ID, "")).must(t, 200, "等主办者回电", "还没有人办理")
}

func TestWithdrawnUnderTheHands(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	li.get(at("/provider", f.ID, "")).must(t, 200, "领取备案")
	o.w.Act(t, o.w.Wang, f.ID, postgres.Move{Action: filing.Withdraw})
	li.post(at("/provider", f.ID, "claim")).must(t, 404, "主办者可能刚刚撤回修改")
	li.post(at("/provider", f.ID, "return"), "do", "send", "mark", "entity.name", "note.entity.name", "写了很久的说明").
		must(t, 404, "写了很久的说明", "主办者可能刚刚撤回修改")
	li.post(at("/provider", f.ID, "note"), "internal", "电话里问到的情况").must(t, 404, "电话里问到的情况", "主办者可能刚刚撤回修改")
	li.post(at("/provider", f.ID, "sheet"), "do", "save", "sheet.place", "徐汇营业厅").must(t, 404, "徐汇营业厅", "主办者可能刚刚撤回修改")
	li.get(at("/provider", f.ID, "")).must(t, 404)
}
