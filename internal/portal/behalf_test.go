package portal

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/table"
	"beian/web/page"
)

// personRow is Person as a row of the table, by the names of its columns.
func personRow(change ...string) (head, row []string) {
	cells := map[string]string{"主办者性质": "个人", "证件类型": "身份证", "证件号码": filingtest.PersonID, "主办者名称": "陈晓云",
		"证件住所": "上海市黄浦区人民路 100 号 2 室", "省": "上海", "市": "上海", "区县": "黄浦区", "手机": "13800000001", "邮箱": "chen@example.cn",
		"应急电话": "13900000002", "网站名称": "晓云的摄影笔记", "域名": "example.cn", "网站内容": "博客/个人空间", "接入方式": "虚拟主机",
		"IP 地址": "121.40.1.10", "服务器所在地": "上海"}
	for i := 0; i+1 < len(change); i += 2 {
		cells[change[i]] = change[i+1]
	}
	for _, c := range behalfColumns {
		head, row = append(head, c.name), append(row, cells[c.name])
	}
	return head, row
}

func tsv(rows ...[]string) string { return pasted(rows) }

func TestBehalfFromPastedRowToSignature(t *testing.T) {
	b, world := cast(t, Options{})
	li := &walker{browser: b.as(world.Li)}
	head, row := personRow()
	li.opens("/provider/behalf").sees("没有草稿").follows("新填一份")
	li.presses("填入下面的表单", "rows", "没有表头").sees("没有读到内容")
	li.presses("填入下面的表单", "rows", tsv(head, row, row)).sees("这里一次填一行")
	li.presses("填入下面的表单", "rows", tsv(head, row)).sees("已填入表格的内容", `value="陈晓云"`, "黄浦区", "121.40.1.10")
	li.presses("保存并送主办者确认", "entity.principal.email", "chen.example.cn").sees("邮箱缺少“@”", `value="chen.example.cn"`)
	list, err := world.Li.BehalfFilings(t.Context(), 0, 9)
	pgtest.Must(t, err)
	if len(list) != 1 || list[0].State != filing.Draft { // nothing typed is lost
		t.Fatalf("%+v", list)
	}
	li.opens(page.BehalfPath(list[0].ID)).presses("保存并送主办者确认", "entity.principal.email", "chen@example.cn").
		sees("等主办者签署", "138****0001", "还没有打开链接").misses("13800000001")
	li.opens("/provider/filings/" + id(list[0].ID)).sees("等主办者签署")

	link := signingLink(t, b, list[0].ID, "sms")
	guest := &walker{browser: b.again()}
	guest.opens(link).sees("云帆数据科技有限公司代您填写了网站备案", list[0].Receipt).misses("陈晓云", filingtest.PersonID)
	guest.presses("设置账号，开始核对", "id_tail", "000000", "user_name", "xiaoyun", "password", "yun2026ok", "password_again", "yun2026ok").
		sees("证件号码后 6 位与备案信息不一致", "还可以试 4 次", `value="xiaoyun"`).misses("yun2026ok")
	guest.presses("设置账号，开始核对", "id_tail", filingtest.PersonID[12:], "password", "yun2026ok", "password_again", "yun2026ok").
		sees("账号已经设好", "核对并签署", "还缺材料", "陈晓云", "example.cn")
	guest.presses("退回接入商修改").sees("写明哪里不对")
	guest.presses("退回接入商修改", "note", "网站名称应为晓云的旅行摄影").sees("已退回云帆数据科技有限公司")
	li.opens("/provider/behalf").sees("主办者退回")
	li.opens(page.BehalfPath(list[0].ID)).sees("主办者退回了这份备案", "网站名称应为晓云的旅行摄影")
	li.presses("保存并送主办者确认", "sites.1.names", "晓云的旅行摄影").sees("等主办者签署", "已确认身份")

	owner := draftOwner(t, b, list[0].ID)
	world.Bring(t, owner, list[0].ID, filing.Registrant)
	guest.opens(page.FilingPath(list[0].ID)).sees("核对并签署", "晓云的旅行摄影").misses("还缺材料")
	guest.presses("签署并提交", "signature", "陈晓").sees("签名需与负责人姓名一致", "勾选“以上信息真实”后才能提交")
	guest.presses("签署并提交", "declaration", "on", "signature", "陈晓云").sees("备案已提交", list[0].Receipt)
	b.as(world.Li).get("/provider/filings/"+id(list[0].ID)).must(t, 200, "晓云的旅行摄影")
	guest.opens(link)
	if guest.here.status != http.StatusNotFound {
		t.Errorf("the link afterwards: status %d", guest.here.status)
	}
	guest.sees("链接已经不能使用")
}

var signAt = regexp.MustCompile(`/sign/[A-Za-z0-9_-]+`)

// signingLink is the address in the newest letter of a filing.
func signingLink(t *testing.T, b *browser, filingID int64, channel string) string {
	t.Helper()
	rows, err := b.tx.Query(t.Context(), `SELECT body FROM message WHERE filing_id = $1 AND channel = $2 AND body IS NOT NULL ORDER BY id DESC`, filingID, channel)
	pgtest.Must(t, err)
	bodies, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	pgtest.Must(t, err)
	for _, sealed := range bodies {
		text, err := b.store.Keys.OpenString("message", sealed)
		pgtest.Must(t, err)
		if link := signAt.FindString(text); link != "" {
			return link
		}
	}
	t.Fatal("no letter with a link")
	return ""
}

// draftOwner is the desk of whoever has taken a filing on behalf.
func draftOwner(t *testing.T, b *browser, filingID int64) *postgres.Desk {
	t.Helper()
	var account int64
	pgtest.Must(t, b.tx.QueryRow(t.Context(), `SELECT owner_id FROM filing WHERE id = $1`, filingID).Scan(&account))
	seat, err := b.store.Seat(t.Context(), account)
	pgtest.Must(t, err)
	return b.store.As(seat.Actor)
}

func TestBehalfTwoTabs(t *testing.T) {
	b, world := cast(t, Options{})
	f, err := world.Li.OpenOnBehalf(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Document: filingtest.Company()})
	pgtest.Must(t, err)
	one, two := &walker{browser: b.as(world.Li)}, &walker{browser: b.as(world.Li2)}
	one.opens(page.BehalfPath(f.ID)).sees("杭州青禾软件有限公司", "网站 2：青禾编程课堂")
	two.opens(page.BehalfPath(f.ID)).presses("保存草稿", "entity.investor", "青禾集团")
	one.presses("保存草稿", "entity.investor", "别的投资者")
	if one.here.status != http.StatusConflict {
		t.Fatalf("status %d", one.here.status)
	}
	one.sees("同事刚刚改过这份草稿", `value="别的投资者"`, "投资者或上级")
	one.presses("保存草稿")
	if b, _ := world.Li.BehalfFiling(t.Context(), f.ID); true {
		doc, err := world.Li.Document(t.Context(), b.Filing)
		pgtest.Must(t, err)
		if doc.Entity.Investor != "别的投资者" {
			t.Errorf("after the second save: %q", doc.Entity.Investor)
		}
	}
	one.presses("再加一个网站").sees("网站 3").presses("再加一个接入")
	one.presses("保存并送主办者确认").sees("处需要修改")
	b.as(world.Other).get(page.BehalfPath(f.ID)).must(t, 404)
	one.opens(page.BehalfPath(f.ID)).presses("删除草稿").sees("草稿已删除", "没有草稿")
}

func TestBehalfImport(t *testing.T) {
	b, world := cast(t, Options{})
	li := b.as(world.Li)
	li.get("/provider/filings/import").must(t, 200, "下载 XLSX 模板", "认得哪些列名")
	li.get("/provider/filings/import/template.csv").must(t, 200, "主办者性质,证件类型,证件号码")
	head, good := personRow()
	_, bad := personRow("证件号码", "310101198803120000", "域名", "other.cn", "省", "火星")
	_, foreign := personRow("证件号码", filingtest.EditorID, "主办者名称", "赵敏", "域名", "another.cn", "IP 地址", "122.51.0.1", "手机", "")
	v := li.post("/provider/filings/import", "rows", tsv(head, good, bad, foreign, good)).must(t, 422, "1 行成为草稿，3 行没有",
		"“省”列：", "122.51.0.1 不在", "“手机”列：", "已有代为报备的草稿", "下载没有成为草稿的行")
	rejects := regexp.MustCompile(`(?s)name="rejects" value="([^"]*)"`).FindStringSubmatch(v.body)
	if rejects == nil {
		t.Fatal("no rejects")
	}
	file := li.post("/provider/filings/import/rejects", "rejects", strings.NewReplacer("&#34;", `"`, "&#9;", "\t", "&#10;", "\n").Replace(rejects[1])).must(t, 200)
	got, err := table.Read([]byte(file.body), 10)
	if err != nil || len(got.Rows) != 3 || got.Head[0] != "没有成为草稿的原因" || !strings.Contains(got.Rows[0].Cells[0], "“省”列") || got.Rows[1].Cells[4] != "赵敏" {
		t.Errorf("the file of rejects: %+v, %v", got, err)
	}
	list, err := world.Li.BehalfFilings(t.Context(), 0, 9)
	pgtest.Must(t, err)
	if len(list) != 1 || list[0].UnitName != "陈晓云" {
		t.Errorf("drafts: %+v", list)
	}
	problems, err := world.Li.BehalfPreflight(t.Context(), list[0].Filing)
	if err != nil || len(problems.Errors()) != 0 {
		t.Errorf("a draft of a row can be offered at once: %+v, %v", problems, err)
	}
}

func TestBehalfImportOfAWorkbook(t *testing.T) {
	b, world := cast(t, Options{})
	head, good := personRow()
	book, err := table.XLSX("备案", [][]string{head, good})
	pgtest.Must(t, err)
	li := b.as(world.Li)
	li.sendFile("/provider/filings/import", "名单.xlsx", book).must(t, 200, "1 行成为草稿，0 行没有", "陈*")
	li.sendFile("/provider/filings/import", "名单.xlsx", book[:200]).must(t, 422, "不是能读取的表格")
}

// sendFile sends a file in the control of that name.
func (b *browser) sendFile(path, name string, data []byte) view {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(fileField, name)
	pgtest.Must(b.t, err)
	_, err = part.Write(data)
	pgtest.Must(b.t, err)
	pgtest.Must(b.t, form.Close())
	r := httptest.NewRequestWithContext(b.t.Context(), "POST", "http://beian.test"+path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.RemoteAddr = b.from
	for _, c := range b.jar.Cookies(site) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r)
	return view{w.Code, w.Result().Header, w.Body.String(), path}
}

func TestInvitationForAnAccountThatIsThere(t *testing.T) {
	b, world := cast(t, Options{})
	f, err := world.Li.OpenOnBehalf(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Document: filingtest.Person()})
	pgtest.Must(t, err)
	world.Act(t, world.Li, f.ID, postgres.Move{Action: filing.SubmitOnBehalf})
	link := signingLink(t, b, f.ID, "mail")
	b.as(world.Li).get(link).must(t, 200, "您现在用工作账号登录着")
	wang := &walker{browser: b.as(world.Wang)}
	wang.opens(link).sees("用现在的账号继续").presses("确认是我，开始核对", "id_tail", filingtest.PersonID[12:]).sees("核对并签署")
	b.as(world.Owner2).get(link).must(t, 404, "链接已经不能使用")
	b.as(world.Owner2).get(page.FilingPath(f.ID, "sign")).must(t, 404)
	pgtest.Must(t, world.Zhou.Suspend(t.Context(), world.Provider, true))
	wang.presses("签署并提交", "declaration", "on", "signature", "陈晓云").sees("选择一家接入商")
	b.get("/sign/unknown-token").must(t, 404, "链接已经不能使用")
}

func moveOf(a filing.Action) postgres.Move { return postgres.Move{Action: a} }

// TestTheClerkReadsAboutTheOwner on the form on behalf, in its hints as in what is wrong, and on that of corrections.
func TestTheClerkReadsAboutTheOwner(t *testing.T) {
	b, world := cast(t, Options{})
	li := &walker{browser: b.as(world.Li)}
	li.opens("/provider/filings/new").sees("负责人自己的号码", "联系不上负责人时使用", "主办者已注册并完成实名的域名").misses("您", `autocomplete="name"`)
	li.presses("保存并送主办者确认", "sites.1.domains", "com.cn", "sites.1.accesses.1.ips", "10.0.0.1").
		sees("请在前面加上主办者注册的部分", "填写负责人的手机号码", "是局域网地址，请填写服务器的公网地址").misses("您", "向接入商询问")
}
