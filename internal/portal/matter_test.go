package portal

import (
	"regexp"
	"testing"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

var trackingNumber = regexp.MustCompile(`(JB|ZX)\d{14,}`)

func TestQuestionFromThePublic(t *testing.T) {
	o, _, _ := onFile(t)
	b := o.browser.again()
	b.get("/questions/new").must(t, 200, "我要咨询", "手机号码或邮箱")
	b.hand("/questions/new", false, "province", "310000", "subject", "变更要多久", "contact", "不是号码").must(t, 422, "变更要多久", "填写内容", "手机号码或邮箱")
	v := b.hand("/questions/new", true, "province", "310000", "subject", "变更要多久", "body", "公司改名，变更备案要多久？", "contact", "asker@example.cn").must(t, 200, "已收到您的咨询")
	number := trackingNumber.FindString(v.body)
	b.get("/questions/progress").must(t, 200, "编号")
	b.post("/questions/progress", "tracking", number, "contact", "other@example.cn").must(t, 422, "不相符")
	b.post("/questions/progress", "tracking", number, "contact", "asker@example.cn").must(t, 200, "管局办理中")
	zhao := o.seat(o.w.Zhao)
	list, err := o.w.Zhao.Matters(t.Context(), postgres.MatterSearch{Course: filing.Question, Limit: 5})
	pgtest.Must(t, err)
	path := matterPath(o.w.Zhao.Me(), filing.Question, list[0].ID)
	zhao.get("/bureau/questions").must(t, 200, number)
	zhao.get(path).must(t, 200, "由我办理", "asker@example.cn").lacks(t, "不予受理</button>")
	zhao.post(path, "do", "take").leadsTo(t, path)
	zhao.get(path).must(t, 200, "公开这个问题和答复", "不予受理")
	zhao.post(path, "do", "answer").must(t, 422, "填写说明")
	zhao.post(path, "do", "answer", "note", "20 个工作日内办结", "public", "on", "revision", "1").must(t, 409, "情况已有变化", "20 个工作日内办结")
	zhao.post(path, "do", "answer", "note", "20 个工作日内办结", "public", "on", "internal", "内部话").leadsTo(t, path)
	b.post("/questions/progress", "tracking", number, "contact", "asker@example.cn").must(t, 200, "已答复", "20 个工作日内办结").lacks(t, "内部话", "赵敏")
	b.get("/questions/new").must(t, 200, "公开的答复", "公司改名").lacks(t, "asker@example.cn")
	o.seat(o.w.Qian).get(path).must(t, 404)
	o.seat(o.w.Zhou).get("/ministry/questions?view=ended").must(t, 200, number, "上海")
}

// TestQuestionForAnotherBureau: what came to the wrong bureau is handed on, and the way of it is told to whoever asked.
func TestQuestionForAnotherBureau(t *testing.T) {
	o, _, _ := onFile(t)
	b := o.browser.again()
	v := b.hand("/questions/new", false, "province", "310000", "subject", "浙江的规则", "body", "浙江要当面核验吗？", "contact", "asker@example.cn").must(t, 200, "已收到您的咨询")
	number := trackingNumber.FindString(v.body)
	list, err := o.w.Zhao.Matters(t.Context(), postgres.MatterSearch{Course: filing.Question, Limit: 5})
	pgtest.Must(t, err)
	path := matterPath(o.w.Zhao.Me(), filing.Question, list[0].ID)
	zhao, qian := o.seat(o.w.Zhao), o.seat(o.w.Qian)
	zhao.post(path, "do", "take").leadsTo(t, path)
	zhao.get(path).must(t, 200, "移交给", "浙江").lacks(t, `value="310000"`)
	zhao.post(path, "do", "transfer", "note", "由浙江答复").must(t, 422, "选择移交给哪个省的管局", "由浙江答复")
	zhao.post(path, "do", "transfer", "note", "由浙江答复", "to_bureau", "330000").leadsTo(t, "/bureau/questions")
	zhao.get("/bureau/questions").must(t, 200, "已移交其他管局").lacks(t, number)
	zhao.get(path).must(t, 404)
	qian.get(path).must(t, 200, "由浙江省通信管理局继续办理", "由浙江答复", "由我办理")
	b.post("/questions/progress", "tracking", number, "contact", "asker@example.cn").must(t, 200, "已移交其他管局", "由浙江省通信管理局继续办理").lacks(t, "赵敏")
}

func TestReportAsksForThePicture(t *testing.T) {
	b, _ := cast(t, Options{Captcha: true})
	b.get("/reports/new").must(t, 200, "我要举报", "captcha")
	b.hand("/reports/new", false, "subject", "example.cn", "body", "冒用备案号").must(t, 422, "图形验证码", "冒用备案号")
}

func TestConflictPages(t *testing.T) {
	o, _, number := onFile(t)
	claimant := o.seat(o.w.Owner2)
	claimant.get("/my/conflicts/new?number="+string(number)+"-1").must(t, 200, `value="example.cn"`, "提出域名争议")
	claimant.hand("/my/conflicts/new", false, "domain", "free.cn", "note", "是我的").must(t, 422, "没有备案在别人名下", "是我的")
	claimant.hand("/my/conflicts/new", true, "domain", "example.cn", "note", "2020 年购得")
	list, err := o.w.Owner2.Matters(t.Context(), postgres.MatterSearch{Course: filing.Conflict, Limit: 5})
	pgtest.Must(t, err)
	mine := matterPath(o.w.Owner2.Me(), filing.Conflict, list[0].ID)
	claimant.get(mine).must(t, 200, "等待答复", "撤回申请", "2020 年购得", "现场.jpg").lacks(t, "提交答复")
	holder := o.seat(o.w.Wang)
	holder.get("/my/conflicts").must(t, 200, "example.cn")
	holder.get(mine).must(t, 200, "提交答复", "2020 年购得")
	holder.get("/my").must(t, 200, "需要您处理", "域名争议：example.cn", "管局等您答复，最晚 ", "待您答复", `href="`+mine+`"`)
	claimant.get("/my").must(t, 200, "正在办理", "域名争议：example.cn", "对方最晚 ").lacks(t, "待您答复")
	holder.hand(mine, true, "do", "reply", "note", "一直由我使用").leadsTo(t, mine)
	holder.get("/my").must(t, 200, "域名争议：example.cn", "等待管局处理").lacks(t, "待您答复")
	zhao := o.seat(o.w.Zhao)
	path := matterPath(o.w.Zhao.Me(), filing.Conflict, list[0].ID)
	zhao.get(path).must(t, 200, "支持申请人", "一直由我使用")
	zhao.post(path, "do", "uphold", "note", "转让属实").must(t, 422, "填写法律依据", "转让属实")
	zhao.post(path, "do", "uphold", "note", "转让属实", "article", fraud).leadsTo(t, path)
	zhao.get(path).must(t, 200, "随后的管局决定")
	claimant.get(mine).must(t, 200, "支持申请人", "转让属实")
}

func TestInspectionsAndShells(t *testing.T) {
	o, entity, number := onFile(t)
	zhao := o.seat(o.w.Zhao)
	zhao.get("/bureau/inspections/new").must(t, 200, "随机抽取")
	zhao.post("/bureau/inspections/new", "how", "named", "numbers", "不是号", "note", "核实").must(t, 422, "网站备案号", "不是号")
	zhao.post("/bureau/inspections/new", "how", "named", "numbers", string(number)+"-1", "note", "核实接入").leadsTo(t, "/bureau/inspections")
	zhao.get("/bureau/inspections").must(t, 200, string(number)+"-1", "已发出 1 件抽查")
	li := o.seat(o.w.Li)
	list, err := o.w.Li.Matters(t.Context(), postgres.MatterSearch{Course: filing.SpotCheck, Limit: 5})
	pgtest.Must(t, err)
	path := matterPath(o.w.Li.Me(), filing.SpotCheck, list[0].ID)
	li.get("/provider/inspections").must(t, 200, string(number)+"-1")
	li.hand(path, true, "do", "reply", "note", "仍在接入").leadsTo(t, path)
	zhao.post(matterPath(o.w.Zhao.Me(), filing.SpotCheck, list[0].ID), "do", "close", "note", "属实").leadsTo(t, matterPath(o.w.Zhao.Me(), filing.SpotCheck, list[0].ID))
	zhao.get(recordPath(entity)+"/rectify").must(t, 200, "发出整改通知", "接入商 云帆数据科技有限公司")
	zhao.get("/bureau/shells").must(t, 200, "没有空壳备案")
	zhao.hand(recordPath(entity)+"/acts/101", false, "target", "site:"+string(number)+"-1", "article", fraud, "words", "查无此站")
	zhao.post(actPath(o.newest()), "do", "approve")
	zhao.get("/bureau/shells").must(t, 200, "空壳主体", string(number))
	zhao.post("/bureau/shells").must(t, 422, "通知")
	zhao.post("/bureau/shells", "shell", id(entity)+":", "note", "请补充网站或注销").leadsTo(t, "/bureau/shells")
	zhao.get("/bureau/shells").must(t, 200, "已发出 1 份通知", "等待答复")
	o.seat(o.w.Wang).get("/my/rectifications").must(t, 200, string(number))
}

func TestSupervisionPages(t *testing.T) {
	o, _, _ := onFile(t)
	zhao := o.seat(o.w.Zhao)
	zhao.get("/bureau/providers").must(t, 200, "云帆数据科技有限公司", "正常")
	one := "/bureau/providers/" + id(o.w.Provider)
	zhao.get(one).must(t, 200, "由组长或管理员").lacks(t, "暂停本省受理")
	zhao.post(one, "do", "stop", "words", "x").must(t, 403)
	qian := o.seat(o.w.Qian2)
	qian.post(one, "do", "stop").must(t, 422, "填写事实和理由")
	qian.post(one, "do", "stop", "words", "多次不核验").leadsTo(t, one)
	qian.get(one).must(t, 200, "本省已暂停", "多次不核验", "恢复本省受理")
	qian.post(one, "do", "stop", "words", "又一次").must(t, 409)
	qian.post(one, "do", "resume").leadsTo(t, one)
}
