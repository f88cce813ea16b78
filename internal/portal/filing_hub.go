package portal

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
)

// filingHub is a filing's own page: the list of tasks while it is in its owner's hands, the progress afterwards.
func (p *Portal) filingHub(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := ownFiling(r, d)
	if err != nil {
		return nil, err
	}
	if f.State == filing.OwnerSignature {
		return nil, seeOther(page.FilingPath(f.ID, "sign"))
	}
	if !f.State.OwnerEdits() {
		return p.progressPage(r, d, me, f)
	}
	w, err := workOf(r, d, f, doc)
	if err != nil {
		return nil, err
	}
	m := page.Hub{Work: w, Page: p.base(r, me), Receipt: f.Receipt, Steps: w.Steps(), Saved: p.savedAt(f.UpdatedAt), Provided: choosable(f)}
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

// workOf is a filing in its owner's hands with what it still asks for.
func workOf(r *http.Request, d *postgres.Desk, f postgres.Filing, doc *filing.Document) (page.Work, error) {
	w := page.Work{Filing: f.ID, Kind: f.Kind, Doc: doc, Provider: f.ProviderName}
	var err error
	if w.Problems, err = d.Preflight(r.Context(), f); err != nil {
		return w, err
	}
	wants, err := d.Wants(r.Context(), f, doc)
	w.Papers = wants.Papers
	if err == nil && f.Kind == filing.Change {
		w.Was, err = d.InForce(r.Context(), f, doc)
	}
	return w, err
}

// choosable reports whether the provider of a filing may still be chosen: a change and a cancellation begin with the
// accesses of theirs.
func choosable(f postgres.Filing) bool {
	return f.State == filing.Draft && (f.Kind < filing.Change || f.ProviderID == 0)
}

// fixPath is the page on which a returned filing is mended and handed over again; empty for a draft.
func (p *Portal) fixPath(f postgres.Filing) string {
	if f.State != filing.ReturnedToRegistrant || !p.has("/my/filings/{id}/fix") {
		return ""
	}
	return page.FilingPath(f.ID, "fix")
}

// nextTask is where a saved page leads to. Whoever changes something chooses the next part from the list.
func nextTask(r *http.Request, d *postgres.Desk, f postgres.Filing, doc *filing.Document, after string) error {
	if f.Kind == filing.Change {
		return seeOther(page.FilingPath(f.ID))
	}
	w, err := workOf(r, d, f, doc)
	if err != nil {
		return err
	}
	return seeOther(page.NextStep(f.ID, w.Steps(), after))
}

// siteList shows the sites of a draft.
func (p *Portal) siteList(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := withSites(r, d)
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

// withSites is editable for a filing into which sites may be put: no other kind has a list of them.
func withSites(r *http.Request, d *postgres.Desk) (postgres.Filing, *filing.Document, error) {
	f, doc, err := editable(r, d)
	if err == nil && f.Kind != filing.FirstFiling && f.Kind != filing.AddSite {
		err = filing.ErrNotFound
	}
	return f, doc, err
}

// addSite adds an empty site and leads to its first page.
func (p *Portal) addSite(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := withSites(r, d)
	if err != nil {
		return nil, err
	}
	kind, problems := serviceAsked(r)
	if problems != nil {
		return page.SiteListPage(page.SiteList{Page: p.base(r, me), Form: p.form(r).With(problems), Filing: f.ID, Doc: doc}), problems
	}
	var key string
	_, err = d.Save(r.Context(), f.ID, f.Revision, func(doc *filing.Document) {
		site := doc.AddSite()
		site.Become(kind)
		key = site.Key
	})
	if err != nil {
		return nil, err
	}
	return nil, seeOther(page.FilingPath(f.ID, "sites", key, page.TopicBasics))
}

// siteRemoval asks before a site's answers are dropped.
func (p *Portal) siteRemoval(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := withSites(r, d)
	if err != nil {
		return nil, err
	}
	site := doc.Site(chi.URLParam(r, "site"))
	if site == nil {
		return nil, filing.ErrNotFound
	}
	name := "这个" + zh.Service(site.Service)
	if len(site.Names) > 0 {
		name = site.Names[0]
	} else if len(site.Domains) > 0 {
		name = site.Domains[0]
	}
	return page.SiteRemovalPage(page.SiteRemoval{Page: p.base(r, me), Form: p.form(r), Filing: f.ID, Name: name, Key: site.Key}), nil
}

// removeSite drops a site, but never the last one.
func (p *Portal) removeSite(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	f, doc, err := withSites(r, d)
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
