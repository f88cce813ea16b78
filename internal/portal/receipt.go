package portal

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// receipt (受理回执) is printed by the owner; a filing that was never submitted has none.
func (p *Portal) receipt(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	if f.SubmittedAt == nil {
		return nil, filing.ErrNotFound
	}
	c, err := p.courseOf(r, d, f)
	if err != nil {
		return nil, err
	}
	return page.ReceiptPage(p.receiptModel(c, me)), nil
}

func (p *Portal) receiptModel(c course, me filing.Actor) page.Receipt {
	f := c.f
	m := page.Receipt{Number: f.Receipt, Back: ui.Link{Text: "返回办理进度", Href: page.FilingPath(f.ID)}}
	m.Rows = [][]string{
		{"主办者", f.UnitName, "性质", zh.Nature(f.Nature)},
		{"办理类型", zh.Kind(f.Kind), "提交时间", zh.Time(*f.SubmittedAt)},
		{"网站名称", f.SiteName},
		{"域名", strings.Join(f.Domains, "、")},
		{"接入商", f.ProviderName, "电话", dialled(c.provide.Phone)},
		{"审核机关", bureauName(c), "电话", dialled(c.bureau.Phone)},
		{"当前状态", zh.StateFor(c.standing(me.Tier)).Label},
	}
	m.Next = []string{"接入商在 3 个工作日内开始核验，可能打电话核对，请保持手机畅通。"}
	if c.facts.SMS {
		m.Next = append(m.Next, "收到短信后 24 小时内，由负责人本人完成短信核验。")
	}
	m.Next = append(m.Next, "管局自收到之日起 20 个工作日内办结；备案完成之前网站不能开放访问。",
		"凭受理号和手机号后四位，可以在进度查询页查看进度。")
	m.Foot = []string{"打印时间 " + zh.Time(p.store.Now()), "本回执只说明已收到提交的内容，不表示备案已经通过。"}
	return m
}
