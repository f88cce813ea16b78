package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
)

// The ways in that are kept on a filing (来源渠道).
const (
	viaMinistry = "ministry"
	viaBureau   = "bureau"
	viaProvider = "provider"
)

// viaOf is the way in that an address carries.
func viaOf(r *http.Request) string {
	if via := r.URL.Query().Get("via"); slices.Contains([]string{viaMinistry, viaBureau, viaProvider}, via) {
		return via
	}
	return viaProvider
}

// navigator (自行备案导航) helps to choose one provider, on the ministry's portal.
func (p *Portal) navigator(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Navigator{Page: p.base(r, me), Action: "/navigator", Via: viaMinistry}
	if asked := r.URL.Query().Get("province"); asked != "" {
		province, ok := region.ByISO(asked)
		if !ok {
			return nil, filing.ErrNotFound
		}
		m.Province = province
	}
	return p.navigate(r, d, m)
}

// bureauNavigator is the same on a bureau's portal, for its province.
func (p *Portal) bureauNavigator(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	province, ok := region.ByISO(inPath(r, "abbr"))
	if !ok {
		return nil, filing.ErrNotFound
	}
	m := page.Navigator{Page: p.base(r, me), Action: "/bureaus/" + province.ISO + "/navigator", Via: viaBureau, Province: province, Fixed: true}
	m.Page.Portal = province.BureauName()
	return p.navigate(r, d, m)
}

// wordsAllowed is how many key words narrow the list.
const wordsAllowed = 2

func (p *Portal) navigate(r *http.Request, d *postgres.Desk, m page.Navigator) (templ.Component, error) {
	q := r.URL.Query()
	m.Q, m.Method = q.Get("q"), q.Get("method")
	method, _ := strconv.Atoi(m.Method) // what is no number is no method
	words := strings.Fields(m.Q)
	var wrong error
	if len(words) > wordsAllowed {
		m.Problem, words = "最多输入两个关键词，用空格分开", words[:wordsAllowed]
		wrong = filing.Problems{{Path: "q", Flaw: filing.TooMany, Number: wordsAllowed}}
	}
	list, err := d.Providers(r.Context(), postgres.ProviderSearch{Province: m.Province.Code, Method: method, Words: words})
	if err != nil {
		return nil, err
	}
	for _, one := range list {
		m.List = append(m.List, providerLine(one))
	}
	if !q.Has("choose") {
		return page.NavigatorPage(m), wrong
	}
	if slug, ok := chosenProvider(list, q["provider"]); ok {
		return nil, seeOther("/p/" + slug + "?via=" + m.Via)
	}
	m.Unchosen = true
	return page.NavigatorPage(m), filing.Problems{{Path: "provider", Flaw: filing.Missing}}
}

// chosenProvider takes exactly one, and only from the list.
func chosenProvider(list []postgres.AccessProvider, slugs []string) (string, bool) {
	if len(slugs) != 1 {
		return "", false
	}
	return slugs[0], slices.ContainsFunc(list, func(a postgres.AccessProvider) bool { return a.Slug == slugs[0] })
}

// countryCode begins landlines in the register; nobody inside the country dials it.
const countryCode = "086-"

// dialled is a landline as people inside the country dial it.
func dialled(phone string) string { return strings.TrimPrefix(phone, countryCode) }

func providerLine(a postgres.AccessProvider) page.ProviderLine {
	seat, _ := region.ByCode(a.Province)
	line := page.ProviderLine{ID: a.ID, Slug: a.Slug, Name: a.Name, Licence: a.Licence, Scope: "全国", Seat: seat.Short, Phone: dialled(a.Phone),
		Address: a.Address, Intro: a.Intro, Suspended: a.SuspendedAt != nil}
	if limited, ok := region.ByCode(a.LicenceProvince); ok {
		line.Scope = limited.Short
	}
	for _, id := range a.Methods {
		line.Methods = append(line.Methods, filing.NameOf(filing.Methods, id))
	}
	return line
}

// providerProfile tells about one provider, so that one can choose.
func (p *Portal) providerProfile(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	one, err := d.ProviderBySlug(r.Context(), inPath(r, "slug"))
	if err != nil {
		return nil, err
	}
	return page.ProviderProfilePage(page.ProviderProfile{Page: p.base(r, me), Provider: providerLine(one), Via: viaOf(r)}), nil
}

// providerPortal is the first page of one provider for those who file with it.
func (p *Portal) providerPortal(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	one, err := d.ProviderBySlug(r.Context(), inPath(r, "slug"))
	if err != nil {
		return nil, err
	}
	notices, err := d.Notices(r.Context(), "", one.ID, 0, 5)
	if err != nil {
		return nil, err
	}
	m := page.ProviderPortal{Page: p.base(r, me), Provider: providerLine(one), Notices: noticeLines(notices)}
	m.Page.Portal = one.Name
	m.Start = "/my/filings/new?" + url.Values{"provider": {one.Slug}, "via": {viaOf(r)}}.Encode()
	m.Links = p.links([]entry{{"注册账号", "/signup"}, {"查询办理进度", "/progress"}, {"找回备案密码", "/filing-password"},
		{"核验单样表", "/guides/sheet"}, {"变更与注销", "/guides/change"}, {"常见问题", "/guides/questions"}, {"更多问答", "/guides/faq"}})
	return page.ProviderPortalPage(m), nil
}
