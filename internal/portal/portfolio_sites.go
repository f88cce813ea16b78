package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// sitesAtOnce is how many services a page of the portfolio lists.
const sitesAtOnce = 20

// ownSites (我的网站) finds services among those of all the reader's entities.
func (p *Portal) ownSites(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	s := siteSearch(q)
	list, err := d.SearchSites(r.Context(), s)
	if err != nil {
		return nil, err
	}
	m := page.OwnSites{Page: p.base(r, me), Query: q, Text: s.Text, Cancelled: s.Cancelled, Entity: s.Entity, Provider: s.Provider, Service: s.Service}
	if m.Total, err = d.CountSites(r.Context(), s); err != nil {
		return nil, err
	}
	if len(list) > sitesAtOnce {
		list = list[:sitesAtOnce]
		m.Next = ui.WithQuery("/my/sites", q, "after", strconv.FormatInt(list[sitesAtOnce-1].ID, 10))
	}
	if s.After != 0 {
		m.First = ui.WithQuery("/my/sites", q, "after", "")
	}
	for _, one := range list {
		m.List = append(m.List, page.FoundSite{OwnSite: p.ownSite(one.RegisteredSite), Unit: one.Unit, Href: page.EntitySitePath(one.EntityID, one.Number),
			Kind: zh.Service(one.Service), Providers: one.Providers, Restricted: one.Restricted})
	}
	return p.withChoices(r, d, m)
}

// withChoices adds the entities and providers to choose from.
func (p *Portal) withChoices(r *http.Request, d *postgres.Desk, m page.OwnSites) (templ.Component, error) {
	entities, err := d.Entities(r.Context(), "", 0, most)
	if err != nil {
		return nil, err
	}
	for _, e := range entities {
		m.Entities = append(m.Entities, ui.Option{Value: strconv.FormatInt(e.ID, 10), Label: e.Name})
	}
	providers, err := d.SiteProviders(r.Context())
	for _, one := range providers {
		m.Providers = append(m.Providers, ui.Option{Value: strconv.FormatInt(one.ID, 10), Label: one.Name})
	}
	return page.OwnSitesPage(m), err
}

// siteSearch reads what the address asks for; what it does not know counts as not asked.
func siteSearch(q url.Values) postgres.SiteSearch {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(q.Get(name), 10, 64)
		return max(n, 0)
	}
	s := postgres.SiteSearch{Text: strings.TrimSpace(q.Get("q")), Entity: number("entity"), Provider: number("provider"),
		Cancelled: q.Get("state") == "cancelled", After: number("after"), Limit: sitesAtOnce + 1}
	if kind := filing.ServiceKind(number("service")); kind.Valid() {
		s.Service = kind
	}
	return s
}
