package portal

import (
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// administrator is the administrator of Shanghai's bureau, signed in.
func administrator(b *browser, w *pgtest.World) (*browser, *postgres.Desk) {
	b.t.Helper()
	a := filing.Actor{Tier: filing.Bureau, Role: filing.Admin, Province: "310000", Name: "孙晴"}
	pgtest.Must(b.t, b.tx.QueryRow(b.t.Context(), `INSERT INTO account (tier, role, user_name, user_name_key, name, province, password_hash, created_at)
		VALUES ('bureau', 'admin', 'sunqing', 'sunqing', '孙晴', '310000', '', $1) RETURNING id`, pgtest.Now).Scan(&a.Account))
	d := w.As(a)
	return b.as(d), d
}

// TestRulesForEverybody: the bureau's page prints what the check will say.
func TestRulesForEverybody(t *testing.T) {
	b, _ := cast(t, Options{})
	b.get("/bureaus/sh").open(t, "本省要求", "个人主办者应年满 18 周岁", "/bureaus/sh/rules")
	b.get("/bureaus/sh/rules").open(t, "上海填报要求", "必须满足", "请留意", "人工核对", "第 2 版", "2025-01-01", "历次版本", "网站备案号（带")
	b.get("/bureaus/sh/rules?version=1").open(t, "第 1 版，自 2020-08-17")
	b.get("/bureaus/gd/rules").open(t, "主体备案号（不带")
	b.get("/bureaus/sh/rules?version=9").must(t, 404)
	b.get("/bureaus/sh/rules?version=x").must(t, 404)
	b.get("/bureaus/xx/rules").must(t, 404)
}

// TestOwnerSeesARuleAtItsField: on the form, in the summary, and as the reason why nothing is submitted.
func TestOwnerSeesARuleAtItsField(t *testing.T) {
	b, w := cast(t, Options{})
	doc := filingtest.Person()
	doc.Entity.CertificateNumber = string(ident.MakeResidentID("310101", pgtest.Now.AddDate(-17, 0, 0), 28))
	f := w.Draft(t, w.Wang, doc)
	wang := b.as(w.Wang)
	wang.get("/my/filings/"+id(f.ID)+"/preflight").must(t, 200, "个人主办者应年满 18 周岁")
	wang.get("/my/filings/"+id(f.ID)+"/review").must(t, 200, "个人主办者应年满 18 周岁")
	wang.post("/my/filings/"+id(f.ID)+"/entity/certificate", "entity.nature", "5", "entity.certificate_type", "2",
		"entity.certificate_number", doc.Entity.CertificateNumber, "entity.province", "310000", "revision", id(int64(f.Revision)))
	if now, _ := w.Wang.Filing(t.Context(), f.ID); now.State != filing.Draft {
		t.Errorf("state %s", now.State)
	}
}

// TestRuleEditor: trying counts, saving makes an edition, wrong input stays with its reason.
func TestRuleEditor(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	sun, desk := administrator(b, w)
	sun.get("/bureau/rules").must(t, 200, "本省规则", "增加规则", "adult-person", "第 2 版")
	sun.get("/bureau/rules/edit").must(t, 200, "增加规则", "提示的位置", "distinct(字段")
	sun.get("/bureau/rules/edit?rule=adult-person").must(t, 200, "修改规则", "删去这条规则", "个人主办者应年满 18 周岁")
	sun.get("/bureau/rules/edit?rule=nothing").must(t, 404)
	form := []string{"message", "名称不能带“笔记”", "severity", "error", "natures", "5", "at", "site.names", "code", "no-notes", "version", "2",
		"from", "2026-12-01", "note", "统一名称"}
	sun.post("/bureau/rules/edit", append(form, "need", `site.name contains "笔记"`, "step", "save")...).must(t, 422, "“site.name”不是可用的名称（第 1 个字符）", "统一名称")
	sun.post("/bureau/rules/edit", append(form, "need", `count(site.names)`, "step", "save")...).must(t, 422, "要能判断是或否")
	need := append(form, "need", `not site.names contains "笔记"`)
	sun.post("/bureau/rules/edit", append(need, "step", "preview")...).must(t, 200, "1 件备案中有 1 件不满足", f.Receipt, "网站名称：名称不能带")
	sun.post("/bureau/rules/edit", append(need, "step", "save", "from", "2026-11-01")...)
	if e, _ := desk.RuleEditions(t.Context(), "310000"); len(e) != 3 || e[0].Note != "统一名称" {
		t.Fatalf("editions %+v", e)
	}
	sun.get("/bureau/rules").must(t, 200, "这一版还没有生效", "no-notes")
	sun.post("/bureau/rules/edit", append(need, "step", "save")...).must(t, 422)
	sun.post("/bureau/rules/edit?rule=no-notes", "version", "3", "from", "2026-10-01", "note", "不再需要", "step", "remove").must(t, 422, "早于今天", "不再需要")
	sun.post("/bureau/rules/edit?rule=no-notes", "version", "3", "from", "2026-12-02", "note", "不再需要", "step", "remove").leadsTo(t, "/bureau/rules")
	sun.get("/bureau/rules").must(t, 200).lacks(t, "no-notes")
	sun.post("/bureau/rules/footer", "footer", "entity", "from", "2026-12-03", "note", "").must(t, 422, "填写说明")
	sun.post("/bureau/rules/footer", "footer", "entity", "from", "2026-12-03", "note", "改用主体号").leadsTo(t, "/bureau/rules")
	sun.post("/bureau/rules/second", "share", "一半").must(t, 422, "抽取比例", "一半")
	sun.post("/bureau/rules/second", "share", "5").leadsTo(t, "/bureau/rules")
	sun.get("/bureau/rules").must(t, 200, "随机复审的比例已保存", `value="5"`)
	zhao := b.as(w.Zhao)
	zhao.get("/bureau/rules").must(t, 200, "本省规则").lacks(t, "增加规则")
	zhao.get("/bureau/rules/edit").must(t, 403)
}

// TestPlannedNotice waits for its day; its organisation sees it, the public does not, and a day that has
// passed is told at the field.
func TestPlannedNotice(t *testing.T) {
	b, w := cast(t, Options{})
	zhou := b.as(w.Zhou)
	zhou.post("/ministry/notices", "title", "系统维护", "body", "周末维护", "from", "2026-11-01").must(t, 422, "早于今天", "周末维护")
	zhou.post("/ministry/notices", "title", "系统维护", "body", "周末维护", "from", "下周").must(t, 422, "周末维护", "下周")
	zhou.post("/ministry/notices", "title", "系统维护", "body", "周末维护", "from", "2026-11-28").leadsTo(t, "/ministry/notices")
	zhou.get("/ministry/notices").must(t, 200, "公告已安排", "还没有公开", "系统维护", "2026-11-28")
	b.get("/notices").open(t).lacks(t, "系统维护")
	b.store.Now = func() time.Time { return pgtest.Now.AddDate(0, 0, 9) }
	b.get("/notices").open(t, "系统维护")
	b.get("/bureaus/sh").open(t, "本局统计", "正在审核")
}
