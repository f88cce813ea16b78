package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"beian/internal/ident"
	"beian/internal/material"
)

// newcomer is somebody who has never been here, with what is on the desk.
type newcomer struct {
	user, password string
	name, mobile   string
	email          string
}

func stranger() newcomer {
	n := rand.IntN(90_000_000) + 10_000_000
	return newcomer{user: fmt.Sprintf("walker%d", n), password: "cherry-lake-88", name: "陈晓云",
		mobile: fmt.Sprintf("139%d", n), email: fmt.Sprintf("walker%d@example.cn", n)}
}

var sixDigits = regexp.MustCompile(`(?:^|\D)(\d{6})(?:\D|$)`)

// signUp makes an account, from the legal notice to the confirmed codes, which
// the demo shows on the page.
func signUp(p person, n newcomer) {
	p.open("/signup")
	p.press("接受并继续")
	p.press("同意并填写注册信息")
	p.fill("用户名", n.user)
	p.fill("密码", n.password)
	p.pick("所在省", "上海")
	p.fill("姓名", n.name)
	p.fill("手机号码", n.mobile)
	p.fill("邮箱", n.email)
	p.press("注册并获取验证码")
	p.fill("验证码", sixDigits.FindStringSubmatch(p.text())[1])
	p.press("确认")
}

// signIn signs in by category.
func signIn(p person, category, user, password string) {
	p.open("/login")
	p.tick("账号类别", category)
	p.fill("用户名", user)
	p.fill("密码", password)
	p.press("登录")
}

// site is what a newcomer files.
type site struct{ id, name, domain string }

// plan makes a filing nobody has made before: an identity number and a domain of
// its own.
func plan() site {
	n := rand.IntN(9000)
	return site{
		id:     string(ident.MakeResidentID("310101", time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), rand.IntN(900)+1)),
		name:   "晓云的摄影笔记",
		domain: fmt.Sprintf("walk%d.cn", rand.IntN(900_000_000)+100_000_000),
	}
}

// demoCode is the authorisation code that the demo's page of accesses offers for a trial.
var demoCode = regexp.MustCompile(`授权码 ([0-9A-Z-]{12,16})`)

// draft fills a filing from the type check to the papers. What the account knows
// of the person is there already.
func draft(p person, n newcomer, s site) {
	p.open("/my")
	if way := "开始备案"; p.has(way) {
		p.follow(way)
	} else {
		p.follow("办理备案") // so called once anything is there
	}
	p.tick("主办者性质", "个人")
	p.fill("证件号码", s.id)
	p.fill("域名", s.domain) // the province is the account's
	p.press("判断办理类型")
	p.sees("首次备案")

	p.follow("主办者身份")
	p.fill("证件住所", "上海市黄浦区人民路 100 号 2 室")
	p.press("保存并继续")

	p.sees("地址与联系方式")
	p.pick("所在区县", "黄浦区") // the province has one city, which is chosen already
	p.tick("", "与证件住所相同")
	p.fill("应急电话", "13900000002")
	p.press("保存并继续")

	p.sees("选择接入商")
	p.fill("名称中的一两个词", "云帆")
	p.press("筛选")
	p.tick("", "云帆数据科技有限公司")
	p.press("使用这家接入商办理")

	p.sees("网站名称与域名")
	p.fill("网站名称", s.name)
	p.press("保存并继续")
	p.sees("内容与前置审批")
	p.tick("服务内容", "博客")
	p.press("保存并继续")
	p.sees("接入信息")
	if code := demoCode.FindStringSubmatch(p.text()); code != nil { // what was bought from the provider fills the page
		p.fill("授权码", code[1])
		p.press("使用授权码")
		p.sees("授权码已确认")
	} else {
		p.tick("接入方式", "虚拟主机")
		p.fill("IP 地址", "101.64.0.10")
		p.tick("服务器放置地", "上海")
	}
	p.press("保存并继续")
}

// bring uploads the owner's papers: both sides of the identity card.
func bring(p person) {
	upload := func(paper string, kind material.SampleKind) {
		if !p.asks("选择" + paper) {
			return // it is there
		}
		p.attach("选择"+paper, "photo.jpg", material.Sample(kind, 1, "NAME", "BEIAN DEMO"))
		p.press("上传 ：" + paper)
	}
	upload("身份证人像面", material.IDFront)
	upload("身份证国徽面", material.IDBack)
	p.sees("已上传 2 份")
}

// submit reads the summary, declares and hands over; it gives the filing's
// address.
func submit(p person, n newcomer, s site) (filing string) {
	p.follow("核对并提交")
	p.sees(n.name, s.domain, s.name)
	p.tick("", "以上信息真实")
	p.fill("网站负责人签名", n.name)
	p.press("提交备案")
	p.sees("备案已提交")
	p.follow("查看办理进度")
	return p.path()
}

// caseOf is where staff find the filing of an owner's address.
func caseOf(desk, filing string) string { return strings.Replace(filing, "/my/", "/"+desk+"/", 1) }

// sendBack claims a case and returns it with a mark on one row.
func sendBack(p person, filing string) {
	p.open(caseOf("provider", filing))
	p.press("领取备案")
	p.tick("", "标记：证件住所")
	p.press("退回修改")
	p.pick("原因", "与证件不一致")
	p.fill("补充说明", "请写到室号")
	p.press("退回修改（1 处）")
}

// fix changes what was marked and hands the filing over again.
func fix(p person, filing string) {
	p.open(filing)
	p.follow("查看意见并修改")
	p.sees("请写到室号")
	p.fill("证件住所", "上海市黄浦区人民路 100 号 3 栋 2 室")
	p.press("提交修改")
	p.open(filing)
	p.sees("等待接入商核验")
}

// take opens a case and claims it, unless one holds it already.
func take(p person, at string) {
	p.open(at)
	if p.has("领取备案") {
		p.press("领取备案")
	}
}

// verify claims, fills and signs the sheet with its papers, and forwards.
func verify(p person, filing string, see func(person, string)) {
	at := caseOf("provider", filing)
	take(p, at)
	see(p, "provider-case")
	p.open(at + "/sheet")
	for _, one := range []struct {
		paper string
		kind  material.SampleKind
	}{{"当面核验照片", material.Face}, {"真实性核验单", material.Sheet}} {
		if p.asks("选择" + one.paper) {
			p.attach("选择"+one.paper, "scan.jpg", material.Sample(one.kind, 2, "BEIAN DEMO"))
			p.press("上传 ：" + one.paper)
		}
	}
	for _, line := range []string{"主体信息", "联系方式", "网站名称", "域名属于", "接入信息", "当面核验"} {
		p.tick(line, "一致")
	}
	p.fill("核验人", "李强")
	p.fill("核验地点", "上海市闵行区和风路营业厅")
	p.fill("核验日期", "2026-11-20")
	see(p, "sheet")
	p.press("签署核验单")
	p.open(at + "/forward")
	p.tick("", "已当面核验")
	p.press("提交管局")
}

// confirm reads the code and the link off the principal's phone, which the demo
// shows as a page, and answers.
func confirm(t tester, p person, n newcomer) {
	t.Helper()
	letter := regexp.MustCompile(n.mobile + `[^】]{0,20}【网站备案】验证码(\d{6})，用于备案核验.*?(/sms-verify/[\w-]+)`)
	for range 40 { // a message takes its moment
		p.open("/dev/messages")
		if found := letter.FindStringSubmatch(p.text()); found != nil {
			p.open(found[2])
			p.fill("短信验证码", found[1])
			p.press("完成核验")
			return
		}
		time.Sleep(250 * time.Millisecond)
	}
	t.Fatalf("no message to %s:\n%.2000s", n.mobile, p.text())
}

// approve claims and approves, and gives the number issued.
func approve(p person, filing string, see func(person, string)) string {
	at := caseOf("bureau", filing)
	take(p, at)
	see(p, "bureau-case")
	p.open(at + "/approve")
	p.press("通过")
	return number.FindString(p.text())
}

// number finds the number of a service.
var number = regexp.MustCompile(`沪ICP备\d{10}号-\d+`)

// lookUp asks for the domain as anybody may, and opens the record.
func lookUp(p person, n newcomer, s site, number string) {
	p.open("/")
	p.fill("备案号、域名", s.domain)
	p.press("查询")
	p.sees(number, n.name)
	p.follow(number)
	p.sees(number, s.domain, s.name)
}
