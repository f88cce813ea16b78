package portal

import (
	"net/url"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestNotesOnTheCase(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li2 := o.seat(o.w.Li2)
	li2.post(at("/provider", f.ID, "note"), "internal", " ").must(t, 422, "内部备注")
	li2.post(at("/provider", f.ID, "note"), "internal", "老客户，上周来过营业厅").leadsTo(t, at("/provider", f.ID, "")+"#notes")
	o.seat(o.w.Li).get(at("/provider", f.ID, "")).must(t, 200, "老客户，上周来过营业厅", "接入商 李玲").keepPage(t, "case-notes")
	o.seat(o.w.Wang).get("/my/filings/"+idText(f)+"/progress").must(t, 200).lacks(t, "老客户", "内部备注")
}

func TestSheetFilledFromTheMarks(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "其余一致，填写核验单", `href="#acts"`, "所在地址段：121.40.0.0-121.40.255.255")
	v := li.get(at("/provider", f.ID, "sheet")+"?checked=1&mark=sites.1.names").must(t, 200, "已按核验页的标记填好", "网站名称不一致", "autofocus", `data-key="y"`)
	for item, value := range map[string]string{"entity": "yes", "contact": "", "site": "no", "domain": "yes", "access": "yes", "face": ""} {
		checked := chosenRadio(v.body, "sheet."+item)
		if checked != value {
			t.Errorf("%s is filled with %q, want %q", item, checked, value)
		}
	}
	li.get(at("/provider", f.ID, "sheet")).must(t, 200).lacks(t, "已按核验页的标记填好")
	o.w.Bring(t, o.w.Li, f.ID, filing.Provider)
	signed := []string{"do", "pass", "version", "", "sheet.verifier", "李强", "sheet.place", "外滩营业厅", "sheet.date", "2026-11-20"}
	for _, item := range filing.SheetItems {
		signed = append(signed, "sheet."+string(item), "yes")
	}
	li.post(at("/provider", f.ID, "sheet"), signed...).leadsTo(t, at("/provider", f.ID, "forward"))

	// The next case: the place is remembered, the marks do not overwrite what is stored, and one press leads on.
	second := o.submitted(filingtest.Company())
	li.post(at("/provider", f.ID, "forward"), "declaration", "on", "do", "next").leadsTo(t, at("/provider", second.ID, ""))
	li.get(at("/provider", second.ID, "")).must(t, 200, "核验通过，已发送短信验证码")
	li.get(at("/provider", second.ID, "sheet")).must(t, 200, `value="外滩营业厅"`)
}

// chosenRadio is the value of the radio button of that name that is on.
func chosenRadio(body, name string) string {
	for _, tag := range strings.Split(body, "<input ")[1:] {
		tag, _, _ = strings.Cut(tag, ">")
		if strings.Contains(tag, `name="`+name+`"`) && strings.Contains(tag, " checked") {
			_, value, _ := strings.Cut(tag, `value="`)
			value, _, _ = strings.Cut(value, `"`)
			return value
		}
	}
	return ""
}

func TestReturnKeepsWhatWasTyped(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	back := at("/provider", f.ID, "return")
	li.get(back+"?mark=entity.name").must(t, 200, "autofocus")
	li.post(back, "do", "more", "mark", "entity.name", "reason.entity.name", "name_differs", "note.entity.name", "少一个点", "note", "请尽快", "internal", "电话打过").
		leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, `value="entity.name" checked`)
	li.get(back+"?mark=entity.name&mark=sites.1.domains").must(t, 200, "少一个点", "请尽快", "电话打过", "与证件不一致", "域名").keepPage(t, "return-more")
	li.get(back+"?mark=sites.1.domains").must(t, 200, "请尽快").lacks(t, "少一个点")
	li.post(back, "do", "send", "mark", "entity.name", "reason.entity.name", "name_differs").leadsTo(t, "/provider/queue?view=mine")
	o.w.Act(t, o.w.Wang, f.ID, postgres.Move{Action: filing.Submit})
	li.post("/provider/next").leadsTo(t, at("/provider", f.ID, ""))
	li.get(back).must(t, 200, "还没有标记").lacks(t, "请尽快")
}

func TestOwnReasons(t *testing.T) {
	o := openOffice(t)
	boss, li := o.seat(o.lead()), o.seat(o.w.Li)
	li.get("/provider/settings").must(t, 200, "一人核验", "还没有模板").lacks(t, "保存办理设置", "添加退回意见模板")
	li.post("/provider/settings/reasons/new", "place", "", "template_label", "x", "template_words", "y").must(t, 403)
	boss.get("/provider/settings").must(t, 200, "保存办理设置", "添加退回意见模板")
	boss.post("/provider/settings/reasons/new", "place", "nowhere", "template_label", "幕布", "template_words", "说明").must(t, 422, "幕布")
	boss.post("/provider/settings/reasons/new", "place", "site.names", "template_label", "", "template_words", strings.Repeat("长", 201)).
		must(t, 422, "模板名称", "主办者看到的说明").keepPage(t, "reason-wrong")
	boss.post("/provider/settings/reasons/new", "place", "site.names", "template_label", "名称需带品牌", "template_words", "网站名称请加上您的品牌名").leadsTo(t, "/provider/settings")
	boss.post("/provider/settings/reasons/new", "place", "site.names", "template_label", "名称需带品牌", "template_words", "又一次").must(t, 422, "名称需带品牌")
	boss.post("/provider/settings/reasons/new", "place", "", "template_label", "打烊", "template_words", "营业厅周末不办理").leadsTo(t, "/provider/settings")
	boss.get("/provider/settings").must(t, 200, "名称需带品牌", "网站名称请加上您的品牌名", "任何一处").keepPage(t, "desk-settings")
	list, err := o.w.Li.ReasonTemplates(t.Context())
	pgtest.Must(t, err)
	if others, err := o.w.Other.ReasonTemplates(t.Context()); err != nil || len(others) != 0 {
		t.Errorf("another provider reads %v, %v", others, err)
	}
	var own postgres.ReasonTemplate
	for _, one := range list {
		if one.Place != "" {
			own = one
		}
	}

	f := o.submitted(filingtest.Person())
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	back := at("/provider", f.ID, "return")
	li.get(back+"?mark=sites.1.names").must(t, 200, "本单位模板", "名称需带品牌", "打烊", "常用原因").keepPage(t, "return-own")
	li.get(back+"?mark=entity.name").must(t, 200, "打烊").lacks(t, "名称需带品牌")
	li.post(back, "do", "preview", "mark", "sites.1.names", "reason.sites.1.names", templateCode(own), "note.sites.1.names", "例如晓云摄影").
		must(t, 200, "网站名称请加上您的品牌名 例如晓云摄影")
	li.post(back, "do", "send", "mark", "entity.name", "reason.entity.name", templateCode(own)).must(t, 422)
	li.post(back, "do", "send", "mark", "sites.1.names", "reason.sites.1.names", templateCode(own)).leadsTo(t, "/provider/queue?view=mine")

	// What was sent stays as it was when the template changes.
	boss.post(reasonPath(own.ID), "place", "site.names", "template_label", "名称需带品牌", "template_words", "另一句话").leadsTo(t, "/provider/settings")
	boss.post(reasonPath(own.ID)+"/remove").must(t, 404)
	events, err := o.w.Wang.Events(t.Context(), f)
	pgtest.Must(t, err)
	if got := events[len(events)-1].Detail.Marks[0]; got.Note != "网站名称请加上您的品牌名" || got.Own != "" {
		t.Errorf("the owner reads %+v", got)
	}
	li.get("/provider/figures").must(t, 200, "最多的是“名称需带品牌”")
}

func reasonPath(id int64) string {
	return "/provider/settings/reasons/" + idText(postgres.Filing{ID: id})
}

func TestTwoPeopleVerifyOnPages(t *testing.T) {
	o := openOffice(t)
	boss := o.seat(o.lead())
	boss.post("/provider/settings", "persons", "two").leadsTo(t, "/provider/settings")
	boss.get("/provider/settings").must(t, 200, "已保存办理设置")
	f := o.submitted(filingtest.Person())
	o.w.Verify(t, o.w.Li, f.ID)
	li, li2 := o.seat(o.w.Li), o.seat(o.w.Li2)
	li.get(at("/provider", f.ID, "")).must(t, 200, "提交复核").lacks(t, "提交管局</a>")
	li.get(at("/provider", f.ID, "forward")).must(t, 200, "由另一位同事复核").keepPage(t, "verify-first")
	li.post(at("/provider", f.ID, "forward"), "declaration", "on").leadsTo(t, "/provider/queue?view=mine")
	li.get("/provider/queue?view=second").must(t, 200, "已提交复核", f.Receipt)
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "初核已由我完成")
	li.get(at("/provider", f.ID, "forward")).must(t, 409, "由两人核验")
	li.post(at("/provider", f.ID, "release")).leadsTo(t, "/provider/queue?view=mine")
	li2.post("/provider/next").leadsTo(t, at("/provider", f.ID, ""))
	li2.post(at("/provider", f.ID, "forward"), "declaration", "on").leadsTo(t, "/provider/queue?view=mine")
	if got := o.state(f.ID); got != filing.SMSVerification {
		t.Errorf("state %s", got)
	}
}

func TestBureauRemarksPassedOnToTheOwner(t *testing.T) {
	o := openOffice(t)
	f := o.w.Forward(t, o.tx, o.w.Wang, filingtest.Person())
	o.w.Act(t, o.w.Zhao, f.ID, postgres.Move{Action: filing.Claim})
	o.w.Act(t, o.w.Zhao, f.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: filing.Detail{
		Marks: []filing.Mark{{Path: "sites.1.names", Reason: "title_broad", Note: "请写具体"}}, Note: "一周内改好"}})
	li := o.seat(o.w.Li)
	li.post(at("/provider", f.ID, "claim")).leadsTo(t, at("/provider", f.ID, ""))
	li.get(at("/provider", f.ID, "")).must(t, 200, "请主办者按管局意见修改", "return?from=bureau")
	li.get(at("/provider", f.ID, "return")+"?from=bureau").must(t, 200, "请写具体", "一周内改好", `value="title_broad" selected`).keepPage(t, "return-from-bureau")
}

func TestSharedMobileIsCounted(t *testing.T) {
	o := openOffice(t)
	other := filingtest.Person()
	other.Entity.CertificateNumber = filingtest.EditorID
	other.Sites[0].Domains, other.Sites[0].HomeURLs = []string{"example.net.cn"}, []string{"example.net.cn"}
	first := o.w.Draft(t, o.w.Owner2, other)
	o.w.Act(t, o.w.Owner2, first.ID, postgres.Move{Action: filing.Submit})
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	li.get(at("/provider", f.ID, "")).must(t, 200, "另有 1 个主办者使用同一手机号", "手机号相同", first.Receipt).lacks(t, "13800000001")
	li.get("/provider/queue?q="+url.QueryEscape(f.Receipt)).must(t, 200, f.Receipt)
}
