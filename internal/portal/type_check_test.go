package portal

import (
	"net/http"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// asks is a type check of a certificate and a domain in Shanghai.
func (w *walker) asks(nature, number, domain string) *walker {
	w.t.Helper()
	return w.opens("/my/filings/new").presses("判断办理类型", "entity.nature", nature, "entity.certificate_number", number,
		"entity.province", "310000", "sites.1.domains", domain)
}

func TestEmptyTypeCheckNamesWhatIsMissing(t *testing.T) {
	w, _ := walk(t)
	w.opens("/my/filings/new").presses("判断办理类型", "entity.province", "")
	if w.here.status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", w.here.status)
	}
	w.sees("有 4 处需要修改", `href="#f-entity-nature"`, `href="#f-entity-certificate_number"`, `href="#f-entity-province"`, `href="#f-sites-1-domains"`).
		misses(`href="#f-entity-certificate_type"`)
}

// TestDecisionTable goes through the table that decides the kind of filing: whether the certificate and the domain are
// filed, under whom and at which provider, and what is under way.
func TestDecisionTable(t *testing.T) {
	const company, other, free = "4", "example.cn", "example.net.cn"
	take := "/my/entities/take?number=%E6%B2%AAICP%E5%A4%872026000001%E5%8F%B7"
	for _, c := range []struct {
		name           string
		who            func(*holder) *postgres.Desk
		nature, number string
		domain         string
		sees           []string
		leads          string // words of the link that leads on, and what is seen there
		arrives        []string
	}{
		{"neither is filed", stranger, "5", filingtest.EditorID, free, []string{"办理类型：首次备案"}, "", nil},
		{"the entity is here, the domain is new", owner, "5", filingtest.PersonID, free,
			[]string{"这个证件已有备案号", "2026000001号", "新增网站", "就在您的账号里"}, "新增网站", []string{"由哪家接入商办理", "云帆数据科技有限公司", "另选一家接入商"}},
		{"the entity is elsewhere, the domain is new", stranger, "5", filingtest.PersonID, free,
			[]string{"这个证件已有备案号", "是我备的案", "不是我备的案", take, "/filing-password"}, "认领主体", []string{`value="沪ICP备2026000001号"`, "备案密码"}},
		{"both are filed together, in this account", owner, "5", filingtest.PersonID, other,
			[]string{"这个网站已经备案", "2026000001号-1", "变更备案"}, "新增接入", []string{"哪个网站", "另选一家接入商"}},
		{"both are filed together, in another account", stranger, "5", filingtest.PersonID, other,
			[]string{"这个网站已经备案", "是我备的案", take}, "认领主体", []string{`value="沪ICP备2026000001号"`}},
		{"the domain is under another entity", stranger, company, filingtest.CreditCode, other,
			[]string{"域名已在别的主体下备案", "2026000001号-1", "不是我备的案", "上海市通信管理局", take}, "查看这个备案号的公开信息", []string{"2026000001号-1"}},
		{"the domain is under another entity, and disputed", stranger, company, filingtest.CreditCode, other,
			[]string{"不是我备的案"}, "申请核查", []string{`value="example.cn"`}},
		{"a name below the domain is the same domain", stranger, company, filingtest.CreditCode, "*.example.cn",
			[]string{"域名已在别的主体下备案"}, "", nil},
		{"one of two domains is under another entity", stranger, company, filingtest.CreditCode, free + "\n" + other,
			[]string{"域名已在别的主体下备案", "其余的域名可以先办"}, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := afterApproval(t, filingtest.Person())
			w := &walker{browser: x.as(c.who(x))}
			w.asks(c.nature, c.number, c.domain).sees(c.sees...)
			if c.leads != "" {
				w.follows(c.leads).sees(c.arrives...)
			}
			if strings.Contains(w.here.body, filingtest.Person().Entity.CertificateAddress) {
				t.Error("the page tells where the other owner lives")
			}
		})
	}
}

func owner(x *holder) *postgres.Desk    { return x.world.Wang }
func stranger(x *holder) *postgres.Desk { return x.world.Owner2 }

// TestDecisionsWhileSomethingIsUnderWay is the part of the table about filings that have not ended.
func TestDecisionsWhileSomethingIsUnderWay(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	f, err := x.world.Wang.Open(t.Context(), postgres.Opening{Kind: filing.CancelSite, Entity: x.entity, Service: x.number.Service(1, filing.Website), Channel: "provider"})
	pgtest.Must(t, err)
	x.asks("5", filingtest.PersonID, "example.net.cn").sees("这个证件已有备案号") // a draft holds nothing yet
	x.world.Act(t, x.world.Wang, f.ID, postgres.Move{Action: filing.Submit})
	x.asks("5", filingtest.PersonID, "example.net.cn").sees("这个证件有一次备案正在办理").follows("查看正在办理的备案").sees("注销网站")

	doc := filingtest.Of(filing.Enterprise)
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{"example.org.cn"}, []string{"www.example.org.cn"}
	first := x.world.Draft(t, x.world.Owner2, doc)
	x.world.Act(t, x.world.Owner2, first.ID, postgres.Move{Action: filing.Submit})
	x.asks("4", doc.Entity.CertificateNumber, "example.net.cn").sees("这个证件有一次备案正在办理", "请换用当时提交的账号登录")
	x.asks("5", filingtest.EditorID, "example.org.cn").sees("这个域名正在另一次备案中办理", "请联系")
	x.world.Act(t, x.world.Owner2, first.ID, postgres.Move{Action: filing.Withdraw})
	x.asks("5", filingtest.EditorID, "example.org.cn").sees("办理类型：首次备案")
}

// An entity all of whose services are cancelled may have new ones.
func TestDecisionOfAShell(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	_, err := x.tx.Exec(t.Context(), `UPDATE site SET cancelled_at = now() WHERE entity_id = $1`, x.entity)
	pgtest.Must(t, err)
	_, err = x.tx.Exec(t.Context(), `UPDATE site_key SET cancelled_at = now()`)
	pgtest.Must(t, err)
	x.asks("5", filingtest.PersonID, "example.cn").sees("这个证件已有备案号", "新增网站")
	x.opens("/my").follows("查看与办理").follows("新增网站").presses("开始", "provider", "0").sees("选择接入商")
}

// A cancelled entity is filed anew.
func TestDecisionAfterACancellation(t *testing.T) {
	x := afterApproval(t, filingtest.Person())
	x.starts("注销主体", "filing_password", filingPassword)
	x.decided(x.submits("陈晓云"), x.world.Li)
	x.asks("5", filingtest.PersonID, "example.cn").sees("办理类型：首次备案")
}
