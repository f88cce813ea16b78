package portal

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
)

// filingHub is a filing's own page: the list of tasks while it is in its owner's hands, the progress afterwards.
func (p *Portal) filingHub(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := ownFiling(r, d)
	if err != nil {
		return nil, err
	}
	if !f.State.OwnerEdits() {
		return p.progressPage(r, d, me, f)
	}
	problems, err := d.Preflight(r.Context(), f)
	if err != nil {
		return nil, err
	}
	m := page.Hub{Page: p.base(r, me), Filing: f.ID, Kind: f.Kind, Receipt: f.Receipt, Doc: doc, Steps: page.Steps(doc, problems, f.ProviderName),
		Saved: p.savedAt(f.UpdatedAt), Provider: f.ProviderName, Provided: f.State == filing.Draft}
	return p.hubPage(r, d, m, f)
}

// hubPage adds what the state allows: ending the filing, and the remarks of a return.
func (p *Portal) hubPage(r *http.Request, d *postgres.Desk, m page.Hub, f postgres.Filing) (templ.Component, error) {
	facts, err := d.Facts(r.Context(), f)
	if err != nil {
		return nil, err
	}
	if slices.Contains(filing.Actions(f.State, facts), filing.Abandon) && p.has("/my/filings/{id}/abandon") {
		m.Abandon = page.FilingPath(f.ID, "abandon")
	}
	if f.State == filing.ReturnedToRegistrant {
		events, err := d.Events(r.Context(), f)
		if err != nil {
			return nil, err
		}
		last, _ := postgres.LastReturn(events)
		m.Returned = len(last.Detail.Marks)
		m.Fix = p.fixPath(f)
	}
	return page.HubPage(m), nil
}

// fixPath is the page on which a returned filing is mended and handed over again; empty for a draft.
func (p *Portal) fixPath(f postgres.Filing) string {
	if f.State != filing.ReturnedToRegistrant || !p.has("/my/filings/{id}/fix") {
		return ""
	}
	return page.FilingPath(f.ID, "fix")
}

// nextTask is where a saved page leads to.
func (p *Portal) nextTask(f postgres.Filing, doc *filing.Document, problems filing.Problems, after string) string {
	return page.NextStep(f.ID, page.Steps(doc, problems, f.ProviderName), after)
}

// siteList shows the sites of a draft.
func (p *Portal) siteList(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	return page.SiteListPage(page.SiteList{Page: p.base(r, me), Form: p.form(r), Filing: f.ID, Doc: doc}), nil
}

// editable is ownFiling for pages that change it; a filing that has left its owner's hands shows its progress instead.
func editable(r *http.Request, d *postgres.Desk) (postgres.Filing, *filing.Document, error) {
	f, doc, err := ownFiling(r, d)
	if err == nil && !f.State.OwnerEdits() {
		err = seeOther(page.FilingPath(f.ID))
	}
	return f, doc, err
}

// addSite adds an empty site and leads to its first page.
func (p *Portal) addSite(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	f, _, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	var key string
	_, err = d.Save(r.Context(), f.ID, f.Revision, func(doc *filing.Document) {
		site := doc.AddSite()
		key = site.Key
	})
	if err != nil {
		return nil, err
	}
	return nil, seeOther(page.FilingPath(f.ID, "sites", key, page.TopicBasics))
}

// siteRemoval asks before a site's answers are dropped.
func (p *Portal) siteRemoval(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	site := doc.Site(chi.URLParam(r, "site"))
	if site == nil {
		return nil, filing.ErrNotFound
	}
	name := "这个网站"
	if len(site.Names) > 0 {
		name = site.Names[0]
	} else if len(site.Domains) > 0 {
		name = site.Domains[0]
	}
	return page.SiteRemovalPage(page.SiteRemoval{Page: p.base(r, me), Form: p.form(r), Filing: f.ID, Name: name, Key: site.Key}), nil
}

// removeSite drops a site, but never the last one.
func (p *Portal) removeSite(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	f, doc, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	key := chi.URLParam(r, "site")
	if doc.Site(key) == nil {
		return nil, filing.ErrNotFound
	}
	if len(doc.Sites) == 1 {
		return nil, filing.Problems{{Path: "sites", Flaw: filing.NoSite}}
	}
	if _, err := d.Save(r.Context(), f.ID, f.Revision, func(doc *filing.Document) { doc.RemoveSite(key) }); err != nil {
		return nil, err
	}
	return nil, seeOther(page.FilingPath(f.ID, "sites"))
}
