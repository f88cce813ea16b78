package portal

import (
	"net/http"
	"strings"
	"time"

	"beian/internal/filing"
	"beian/web/ui"
)

// china has one time zone and no summer time.
var china = time.FixedZone("CST", 8*60*60)

// nav is the header navigation of the public and of registrants.
func (p *Portal) nav(r *http.Request, me filing.Actor) []ui.NavItem {
	if me.Tier == filing.Registrant && under(r, "/my") {
		return p.items(r, "/my", []entry{{"我的备案", "/my"}, {"办理备案", "/my/filings/new"}, {"页脚检查", "/my/footers"}, {"办事指南", "/guides"}})
	}
	return p.items(r, "/", []entry{{"首页", "/"}, {"备案查询", "/search"}, {"开始备案", "/start"}, {"办事指南", "/guides"}, {"各省管局", "/bureaus"}})
}

// side is the side navigation of staff, in the groups 待办, 备案库 and 管理.
func (p *Portal) side(r *http.Request, me filing.Actor) []ui.NavGroup {
	var groups []ui.NavGroup
	for _, g := range sideLinks(me) {
		if items := p.items(r, home(me), g.links); len(items) > 0 {
			groups = append(groups, ui.NavGroup{Title: g.title, Items: items})
		}
	}
	return groups
}

// entry is one link that navigation may offer.
type entry struct{ text, href string }

type linkGroup struct {
	title string
	links []entry
}

func sideLinks(me filing.Actor) []linkGroup {
	var groups []linkGroup
	switch me.Tier {
	case filing.Provider:
		groups = providerLinks
	case filing.Bureau:
		groups = bureauLinks
	case filing.Ministry:
		groups = ministryLinks
	}
	if me.Tier == filing.Provider && me.Is(filing.Admin) {
		return append(groups[:len(groups):len(groups)], linkGroup{"管理员", []entry{{"接口", "/provider/api"}, {"人员", "/staff/team"}}})
	}
	if me.Is(filing.Admin) {
		return append(groups[:len(groups):len(groups)], linkGroup{"人员", []entry{{"人员", "/staff/team"}}})
	}
	return groups
}

var providerLinks = []linkGroup{
	{"待办", []entry{{"工作台", "/provider"}, {"核验队列", "/provider/queue"}, {"当面核验预约", "/provider/appointments"}, {"抽查", "/provider/inspections"}, {"整改通知", "/provider/rectifications"}, {"代为报备", "/provider/behalf"}}},
	{"备案库", []entry{{"已接入备案", "/provider/records"}, {"办理结果", "/provider/results"}, {"页脚检查", "/provider/footers"}}},
	{"管理", []entry{{"地址段", "/provider/ranges"}, {"接入资源", "/provider/resources"}, {"企业介绍", "/provider/profile"},
		{"办理设置", "/provider/settings"}, {"公告", "/provider/notices"}, {"统计", "/provider/figures"}}},
}

var bureauLinks = []linkGroup{
	{"待办", []entry{{"工作台", "/bureau"}, {"审核队列", "/bureau/queue"}, {"域名争议", "/bureau/conflicts"},
		{"举报", "/bureau/reports"}, {"咨询", "/bureau/questions"}}},
	{"备案库", []entry{{"备案库", "/bureau/records"}, {"空壳", "/bureau/shells"}, {"抽查", "/bureau/inspections"}, {"整改通知", "/bureau/rectifications"}, {"黑名单", "/bureau/blacklist"}, {"页脚检查", "/bureau/footers"}}},
	{"管理", []entry{{"辖区接入商", "/bureau/providers"}, {"本省规则", "/bureau/rules"}, {"公告", "/bureau/notices"}, {"统计", "/bureau/figures"}}},
}

var ministryLinks = []linkGroup{
	{"监管", []entry{{"总览", "/ministry"}, {"时限监督", "/ministry/sla"}, {"全国检索", "/ministry/search"}, {"举报", "/ministry/reports"}, {"咨询", "/ministry/questions"}, {"日志", "/ministry/journal"}}},
	{"管理", []entry{{"管局", "/ministry/bureaus"}, {"接入商", "/ministry/providers"}, {"工作日历", "/ministry/calendar"},
		{"代码表", "/ministry/codes"}, {"公告", "/ministry/notices"}}},
}

// items keeps the links whose pages exist and marks the one that is open. root is the start page, which is not above
// the others.
func (p *Portal) items(r *http.Request, root string, links []entry) []ui.NavItem {
	var items []ui.NavItem
	for _, l := range links {
		if p.has(l.href) {
			current := under(r, l.href) && (l.href != root || r.URL.Path == root)
			items = append(items, ui.NavItem{Text: l.text, Href: l.href, Current: current})
		}
	}
	return items
}

// footer holds the links of every page that exist.
func (p *Portal) footer() ui.Footer {
	var f ui.Footer
	for _, l := range []entry{{"代码查询", "/codes"}, {"政策法规", "/laws"}, {"名词解释", "/glossary"}, {"公开统计", "/stats"},
		{"显示设置", "/settings/display"}, {"无障碍", "/a11y"}, {"个人信息保护", "/privacy"}, {"开放接口", "/about/api"}, {"站点地图", "/sitemap"}} {
		if p.has(l.href) {
			f.Links = append(f.Links, ui.Link{Text: l.text, Href: l.href})
		}
	}
	if p.has("/guides") {
		f.Help = &ui.Link{Text: "遇到问题？", Href: "/guides"}
	}
	return f
}

// pathOf is an address without its query and fragment.
func pathOf(href string) string {
	path, _, _ := strings.Cut(href, "?")
	path, _, _ = strings.Cut(path, "#")
	return path
}
