package portal

import (
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// Every automatic check shows on the case page what it found: of a clean case the evidence that there is nothing, and
// of each fault what is wrong, with a way there from the summary.
func TestAutomaticChecks(t *testing.T) {
	o := openOffice(t)
	f := o.submitted(filingtest.Person())
	li := o.seat(o.w.Li)
	li.post(at("/provider", f.ID, "claim"))
	page := at("/provider", f.ID, "")
	li.get(page).must(t, 200, "自动检查全部通过", "校验码一致", "库内没有冲突", "不在黑名单", "没有在其他主办者任负责人",
		"按上海市规则第", "号段正确", "没有其他主办者使用", "符合命名规则", "格式正确", "与域名相符", "在接入商登记的地址段内",
		"所在地址段：121.40.0.0-121.40.255.255", "大小和清晰度合格（清晰度 200）")

	o.sharesMobile()
	// A listing of its own would end the filing: only what came in at the same moment is still found.
	_, err := o.tx.Exec(t.Context(), `INSERT INTO blacklist (kind, key, label, province, filing_id, article, listed_at) VALUES ('domain', 'example.cn', '', '310000', $1, 'x', $2)`, f.ID, pgtest.Now)
	pgtest.Must(t, err)
	_, err = o.tx.Exec(t.Context(), `DELETE FROM provider_range WHERE provider_id = $1`, o.w.Provider)
	pgtest.Must(t, err)
	_, err = o.tx.Exec(t.Context(), `UPDATE paper SET width = 640, height = 480 WHERE filing_id = $1 AND slot = 'principal_front'`, f.ID)
	pgtest.Must(t, err)
	_, err = o.tx.Exec(t.Context(), `UPDATE paper SET sharpness = 3 WHERE filing_id = $1 AND slot = 'principal_back'`, f.ID)
	pgtest.Must(t, err)
	li.get(page).must(t, 200, "自动检查有 5 处需要留意", "另有 1 个主办者使用同一手机号", `<a href="#row-f-entity-principal-mobiles">主体负责人的手机号码</a>`,
		"黑名单", `href="#row-f-sites-1-domains"`, "121.40.1.10 不在接入商登记的地址段内", "短边只有 480 像素", "画面可能模糊（清晰度 3）",
		`href="#row-f-materials-principal_back"`).lacks(t, "自动检查全部通过", "没有其他主办者使用").keepPage(t, "case-checks")
}

// sharesMobile lets another owner file with the same mobile.
func (o *office) sharesMobile() {
	o.t.Helper()
	other := filingtest.Person()
	other.Entity.CertificateNumber = filingtest.EditorID
	other.Sites[0].Domains, other.Sites[0].HomeURLs = []string{"example.net.cn"}, []string{"example.net.cn"}
	f := o.w.Draft(o.t, o.w.Owner2, other)
	o.w.Act(o.t, o.w.Owner2, f.ID, postgres.Move{Action: filing.Submit})
}
