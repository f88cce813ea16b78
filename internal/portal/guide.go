package portal

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// startPage tells what to prepare before filing.
func (p *Portal) startPage(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.StartPage(page.Start{Page: p.base(r, me), SignUp: p.has("/signup")}), nil
}

func (p *Portal) guides(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.GuideListPage(page.GuideList{Page: p.base(r, me)}), nil
}

func (p *Portal) guide(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	g, ok := page.GuideOf(inPath(r, "slug"))
	if !ok {
		return nil, filing.ErrNotFound
	}
	return page.GuidePage(page.GuideText{Page: p.base(r, me), Guide: g, Leads: p.leads}), nil
}

// blankSheet shows the verification sheet without answers: the national form, or with ?province= that of a bureau.
func (p *Portal) blankSheet(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	m := page.BlankSheet{Back: ui.Link{Text: "返回准备材料", Href: "/guides/materials"}}
	if asked := r.URL.Query().Get("province"); asked != "" {
		province, ok := region.ByISO(asked)
		if !ok {
			return nil, filing.ErrNotFound
		}
		m.Bureau = province.BureauName()
		m.Back = ui.Link{Text: "返回" + m.Bureau, Href: "/bureaus/" + province.ISO}
	}
	return page.BlankSheetPage(m), nil
}

func (p *Portal) glossary(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.GlossaryPage(page.Glossary{Page: p.base(r, me)}), nil
}

func (p *Portal) laws(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.LawsPage(page.Laws{Page: p.base(r, me)}), nil
}

// apiPage (开放接口) tells people how programs may ask.
func (p *Portal) apiPage(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.APIPage(page.API{Page: p.base(r, me), Base: strings.TrimSuffix(p.store.BaseURL, "/"), Points: lookup.Points.Most,
		Searches: lookup.Searches.Most, Batches: lookup.Batches.Most}), nil
}

func (p *Portal) privacyPage(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.PrivacyPage(page.About{Page: p.base(r, me)}), nil
}

func (p *Portal) a11y(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.A11yPage(page.About{Page: p.base(r, me)}), nil
}

// sitemap lists the pages for everybody that exist.
func (p *Portal) sitemap(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	links := p.links([]entry{{"首页", "/"}, {"备案查询", "/search"}, {"开始备案", "/start"}, {"自行备案导航", "/navigator"},
		{"各省通信管理局", "/bureaus"}, {"公告", "/notices"}, {"查询办理进度", "/progress"}, {"短信核验", "/sms-verify"},
		{"找回备案密码", "/filing-password"}, {"电子证书验真", verifyPath}, {"页脚检查", "/footer-check"}, {"举报网站", reportPath}, {"我要咨询", "/questions/new"},
		{"办事指南", "/guides"}})
	for _, g := range page.Guides {
		links = append(links, ui.Link{Text: "办事指南：" + g.Title, Href: "/guides/" + g.Slug})
	}
	links = append(links, p.links([]entry{{"名词解释", "/glossary"}, {"代码查询", "/codes"}, {"政策法规", "/laws"}, {"公开统计", "/stats"},
		{"注册", "/signup"}, {"登录", "/login"}, {"显示设置", "/settings/display"}, {"无障碍声明", "/a11y"}, {"个人信息保护", "/privacy"}, {"开放接口", "/about/api"}})...)
	return page.SitemapPage(page.About{Page: p.base(r, me), Links: links}), nil
}

// robots keeps search engines out of pages that need an account and out of answers to questions.
func robots(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, file{Type: "text/plain; charset=utf-8", Body: []byte("User-agent: *\n" +
		"Disallow: /my\nDisallow: /provider/\nDisallow: /bureau/\nDisallow: /ministry\nDisallow: /staff\n" +
		"Disallow: /login\nDisallow: /signup\nDisallow: /search?\nDisallow: /settings\n")}
}
