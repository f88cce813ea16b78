package portal

import (
	"net/http"
	"strconv"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/zh"
	"beian/web/page"
)

const filingPassword = "abcd2345efgh"

// holder is a walk of an owner whose first filing has been approved.
type holder struct {
	*walker
	world  *pgtest.World
	entity int64
	number filing.Number
}

func afterApproval(t *testing.T, doc *filing.Document) *holder {
	t.Helper()
	w, world := walk(t)
	x := &holder{walker: w, world: world}
	f := world.Forward(t, w.tx, world.Wang, doc)
	out := x.approves(f)
	x.entity, x.number = out.Filing.EntityID, out.Number
	world.SetFilingPassword(t, w.tx, x.entity, filingPassword)
	return x
}

// approves decides at the bureau of the filing's province: Zhejiang wants two people.
func (x *holder) approves(f postgres.Filing) postgres.Outcome {
	x.t.Helper()
	if f.Province != "330000" {
		return x.world.Approve(x.t, x.world.Zhao, f.ID)
	}
	x.world.Act(x.t, x.world.Qian, f.ID, postgres.Move{Action: filing.Claim})
	x.world.Act(x.t, x.world.Qian, f.ID, postgres.Move{Action: filing.FirstApprove})
	x.world.Act(x.t, x.world.Qian2, f.ID, postgres.Move{Action: filing.Claim})
	return x.world.Act(x.t, x.world.Qian2, f.ID, postgres.Move{Action: filing.Approve})
}

// starts opens a filing from the page of the entity.
func (x *holder) starts(link string, pairs ...string) *holder {
	x.t.Helper()
	x.opens(page.EntityPath(x.entity)).follows(link)
	x.presses("开始", pairs...)
	return x
}

// submits declares and signs.
func (x *holder) submits(signer string) postgres.Filing {
	x.t.Helper()
	f, _ := draftOf(x.t, x.world.Wang)
	x.opens(page.FilingPath(f.ID, "review")).presses("提交", "declaration", "on", "signature", signer).sees("已提交", f.Receipt)
	return f
}

// decided is desk for a filing of a kind with a name of its own.
func (x *holder) decided(f postgres.Filing, verifier *postgres.Desk, words ...string) *walker {
	x.t.Helper()
	return x.desk(f, verifier, words...).sees(zh.Kind(f.Kind)+"已通过", f.Receipt)
}

// desk carries a submitted filing over the desks of provider and bureau, each by its pages. words are what the
// desks say of it before it is approved: what changes, what ends, what comes.
func (x *holder) desk(f postgres.Filing, verifier *postgres.Desk, words ...string) *walker {
	x.t.Helper()
	li, at := &walker{browser: x.as(verifier)}, "/provider/filings/"+strconv.FormatInt(f.ID, 10)
	_, doc := x.filing(f.ID)
	wants, err := verifier.Wants(x.t.Context(), f, doc)
	pgtest.Must(x.t, err)
	li.opens(at).presses("领取备案")
	li.opens(at + "/correct").sees("保存更正")
	if li.opens(at + "/sheet"); !wants.FaceToFace {
		li.misses("签署核验单", "填写核验单").sees("由我办理")
	} else {
		li.sees("签署核验单")
		x.world.Bring(x.t, verifier, f.ID, filing.Provider)
		pgtest.Must(x.t, verifier.SaveSheet(x.t.Context(), f.ID, pgtest.Sheet(), true))
	}
	li.opens(at+"/forward").sees(words...).presses("提交管局", "declaration", "on").sees("我的”里没有备案")
	for _, a := range x.world.Codes(x.t, x.tx, f.ID) {
		_, err := x.world.ConfirmSMS(x.t.Context(), a)
		pgtest.Must(x.t, err)
	}
	f, _ = x.filing(f.ID)
	reviewers := []*postgres.Desk{x.world.Zhao}
	if f.Province == "330000" { // Zhejiang wants two people
		reviewers = []*postgres.Desk{x.world.Qian, x.world.Qian2}
	}
	var desk *walker
	for _, one := range reviewers {
		desk, at = &walker{browser: x.as(one)}, "/bureau/filings/"+strconv.FormatInt(f.ID, 10)
		desk.opens(at).presses("领取备案")
		desk.opens(at + "/approve").sees(words...)
		desk.presses("通过")
	}
	return desk
}

func (x *holder) filing(id int64) (postgres.Filing, *filing.Document) {
	x.t.Helper()
	f, err := x.world.Wang.Filing(x.t.Context(), id)
	pgtest.Must(x.t, err)
	doc, err := x.world.Wang.Document(x.t.Context(), f)
	pgtest.Must(x.t, err)
	return f, doc
}

func (x *holder) register() *filing.Document {
	x.t.Helper()
	doc, err := x.world.Wang.RegisteredDocument(x.t.Context(), x.entity)
	pgtest.Must(x.t, err)
	return doc
}

func TestChangeOfACompany(t *testing.T) {
	x := afterApproval(t, filingtest.Company())
	x.opens("/my").follows("查看与办理").sees(string(x.number), "云帆数据科技有限公司", "注销主体")
	x.starts("变更备案", "sites", "").sees("没有变化", "修改后可开始").misses("再加一个网站", "主办者性质与证件")
	f, _ := draftOf(t, x.world.Wang)
	x.opens(page.FilingPath(f.ID, "review")).sees("内容与备案库完全相同").presses("提交", "declaration", "on", "signature", "林国栋")
	if x.here.status != http.StatusUnprocessableEntity {
		t.Fatalf("nothing changed: status %d", x.here.status)
	}
	old := x.register()
	x.opens(page.FilingPath(f.ID)).follows("主办者身份").presses("保存并继续", "entity.certificate_address", "浙江省杭州市西湖区文三路 300 号 6 层").sees("任务清单", "已修改")
	x.follows("网站名称与域名").presses("保存并继续", "sites.1.names", "青禾学习天地").sees("任务清单")
	_, doc := draftOf(t, x.world.Wang)
	x.follows("上传材料").uploads(doc)
	x.opens(page.FilingPath(f.ID, "review")).sees("变更前", "变更后", "证件住所", "网站名称")
	f = x.submits("林国栋")
	x.decided(f, x.world.Li, "变更前", "变更后", "青禾学习天地").sees("备案号（不变）")
	now := x.register()
	if now.Entity.CertificateAddress != "浙江省杭州市西湖区文三路 300 号 6 层" || now.Sites[0].Names[0] != "青禾学习天地" || old.Sites[0].Names[0] == "青禾学习天地" {
		t.Errorf("the register says %q, %q", now.Entity.CertificateAddress, now.Sites[0].Names)
	}
	x.opens(page.EntityPath(x.entity)).sees("300 号", "青禾学习天地")
}

func TestSecondSiteOfAPerson(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	x.starts("新增网站", "provider", strconv.FormatInt(x.world.Provider, 10)).sees("网站名称与域名").misses("填写备案密码")
	f, _ := draftOf(t, x.world.Wang)
	x.follows("网站名称与域名").presses("保存并继续", "sites.1.names", "旧照片修复室", "sites.1.domains", "example.net.cn", "sites.1.home_urls", "www.example.net.cn")
	x.presses("保存并继续", "sites.1.contents", "6")
	x.sees("接入信息").presses("保存并继续", "sites.1.accesses.1.method", "2", "sites.1.accesses.1.ips", "121.40.1.11", "sites.1.accesses.1.places", "310000")
	_, doc := x.filing(f.ID)
	x.opens(page.FilingPath(f.ID, "materials")).uploads(doc)
	second := string(x.number.Service(2, filing.Website))
	x.decided(x.submits("陈晓云"), x.world.Li, "旧照片修复室").sees("网站备案号", second).misses("（不变）")
	x.opens(page.EntityPath(x.entity)).sees("旧照片修复室", second)
	x.opens("/search?q=example.net.cn").sees(second)
}

func TestTypeCheckLeadsOn(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	x.opens("/my/filings/new").presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", filingtest.PersonID,
		"entity.province", "310000", "sites.1.domains", "example.net.cn\nexample.org.cn")
	x.follows("新增网站").presses("开始", "provider", strconv.FormatInt(x.world.Provider, 10))
	x.follows("网站名称与域名").sees("example.net.cn\nexample.org.cn</textarea>", "www.example.net.cn\nwww.example.org.cn</textarea>")
}

func TestFixOfACancellationAsksForNoPapers(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	x.starts("注销主体", "filing_password", filingPassword)
	f := x.submits("陈晓云")
	x.world.Act(t, x.world.Li, f.ID, postgres.Move{Action: filing.Claim})
	x.world.Act(t, x.world.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{
		Marks: []filing.Mark{{Path: filing.EndingNote.At(), Note: "请写明原因"}}}})
	x.opens(page.FilingPath(f.ID, "fix")).sees("请写明原因").misses("上传材料")
	x.presses("提交修改", "ending.note", "店已经关了").sees("修改已提交")
}

func TestAccessElsewhereAndItsEnd(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	other := otherProvider(t, x.world)
	x.starts("新增接入", "provider", "0").sees("选择接入商", "接入信息").misses("网站名称与域名")
	f, doc := draftOf(t, x.world.Wang)
	x.follows("选择接入商").presses("使用这家接入商办理", "provider", other).sees("填写备案密码")
	x.presses("核对并继续", "filing_password", "wrong").sees("备案号或备案密码不一致", "还可以试 4 次")
	x.presses("核对并继续", "filing_password", filingPassword).sees("接入信息")
	x.presses("保存并继续", "sites.1.accesses.1.method", "3", "sites.1.accesses.1.ips", "122.51.0.7", "sites.1.accesses.1.places", "310000")
	x.opens(page.FilingPath(f.ID, "materials")).uploads(doc)
	x.decided(x.submits("陈晓云"), x.world.Other, "新增的接入", "122.51.0.7").sees("网站备案号（不变）")
	x.opens(page.EntityPath(x.entity)).sees("北辰网络有限公司", "122.51.0.7", "取消接入")

	x.starts("取消接入", "provider", other).sees("将取消的接入", "北辰网络有限公司", "122.51.0.7")
	x.decided(x.submits("陈晓云"), x.world.Other, "将取消的接入", "122.51.0.7").sees("网站备案号（不变）")
	x.opens(page.EntityPath(x.entity)).misses("122.51.0.7", "/start/cancel-access")
	// The only access left goes with the site.
	x.opens(page.OpeningPath(x.entity, filing.CancelAccess, x.number.Service(1, filing.Website))).presses("开始").sees("只有这一处接入，不能单独取消")
}

func TestSiteAndEntityEnd(t *testing.T) {
	x := afterApproval(t, filingtest.Company())
	x.opens(page.EntityPath(x.entity)).followsLast("注销网站").presses("开始").sees("将注销的内容", "青禾编程课堂")
	x.decided(x.submits(filingtest.Company().Sites[1].Principal.Name), x.world.Li, "将注销的内容", "青禾编程课堂").sees("网站备案号（已注销）")
	if n := len(x.register().Sites); n != 1 {
		t.Fatalf("%d sites left", n)
	}
	x.starts("注销主体", "filing_password", "wrong").sees("备案号或备案密码不一致", "还可以试 4 次")
	x.presses("开始", "filing_password", "").sees("填写备案密码")
	x.presses("开始", "filing_password", filingPassword).sees("将注销的内容", string(x.number))
	x.decided(x.submits("林国栋"), x.world.Li, "将注销的内容", string(x.number)).sees("主体备案号（已注销）")
	x.opens(page.EntityPath(x.entity)).sees("主体已注销").misses("/start/")
}

func TestEntityOfSomebodyElse(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	other := &walker{browser: x.as(x.world.Owner2)}
	for _, path := range []string{page.EntityPath(x.entity), page.OpeningPath(x.entity, filing.Change, "")} {
		other.do("GET", path, nil).must(t, http.StatusNotFound)
	}
	other.do("POST", page.OpeningPath(x.entity, filing.Change, ""), nil).must(t, http.StatusNotFound)
	other.opens("/my/entities/take").presses("认领主体").sees("有 2 处需要修改")
	other.presses("认领主体", "number", string(x.number), "filing_password", "wrong").sees("还可以试 4 次", string(x.number)).misses("wrong")
	other.presses("认领主体", "filing_password", filingPassword).sees("已认领主体", string(x.number), "变更备案")
}
