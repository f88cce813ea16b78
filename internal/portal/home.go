package portal

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// homeNotices is how many announcements the first page shows.
const homeNotices = 3

// homePage answers "/": the lookup box, the ways in, the procedure, announcements and the provinces.
func (p *Portal) homePage(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	notices, err := d.Notices(r.Context(), "", 0, 0, homeNotices)
	if err != nil {
		return nil, err
	}
	return page.HomePage(page.Home{
		Page: p.base(r, me), Notices: noticeLines(notices), Provinces: provinceLinks(),
		Doors: p.doors([]ui.DoorModel{
			{Title: "我要备案", Text: "首次备案、新增网站、变更与注销", Href: "/start"},
			{Title: "接入服务商", Text: "为网站提供接入的企业登录，核验主办者提交的信息", Href: "/login?as=provider"},
			{Title: "通信管理局", Text: "省管局登录，审核备案、发放备案号", Href: "/login?as=bureau"},
		}),
		More: p.links([]entry{{"自行备案导航", "/navigator"}, {"查询办理进度", "/progress"}, {"短信核验", "/sms-verify"},
			{"电子证书验真", verifyPath}, {"页脚检查", "/footer-check"}, {"举报网站", reportPath}, {"我要咨询", "/questions/new"}, {"部级监管登录", "/login?as=ministry"}}),
	}), nil
}

// leads reports whether an address of ours has a page.
func (p *Portal) leads(href string) bool {
	return p.mux.Match(chi.NewRouteContext(), http.MethodGet, pathOf(href))
}

// doors keeps the ways in whose pages exist.
func (p *Portal) doors(list []ui.DoorModel) []ui.DoorModel {
	var open []ui.DoorModel
	for _, d := range list {
		if p.leads(d.Href) {
			open = append(open, d)
		}
	}
	return open
}

// links keeps the links whose pages exist.
func (p *Portal) links(list []entry) []ui.Link {
	var open []ui.Link
	for _, l := range list {
		if p.leads(l.href) {
			open = append(open, ui.Link{Text: l.text, Href: l.href})
		}
	}
	return open
}

// provinceLinks leads to the portal of each bureau.
func provinceLinks() []ui.Link {
	var list []ui.Link
	for _, one := range region.Provinces() {
		list = append(list, ui.Link{Text: one.Short, Href: "/bureaus/" + one.ISO})
	}
	return list
}
