package portal

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// move (更换接入商) leads a service to another provider without a gap: the new access first, then the end of the old one.
// Where it stands follows from the register and from the filings about the service.
func (p *Portal) move(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return nil, err
	}
	doc, err := d.RegisteredDocument(r.Context(), id)
	if err != nil {
		return nil, err
	}
	m := page.Move{Page: p.base(r, me), Entity: id, Name: e.Name}
	site := doc.Numbered(filing.Number(r.URL.Query().Get("site")))
	if site == nil && len(doc.Sites) == 1 {
		site = &doc.Sites[0]
	}
	if site == nil || e.CancelledAt != nil {
		for _, s := range doc.Sites {
			m.Choices = append(m.Choices, ui.Link{Text: s.Names[0] + "（" + string(s.Number) + "）", Href: page.MovePath(id, s.Number)})
		}
		return page.MovePage(m), nil
	}
	m.Site, m.Number = site.Names[0], site.Number
	for _, a := range site.Accesses {
		provider, err := d.Provider(r.Context(), a.Provider)
		if err != nil {
			return nil, err
		}
		m.Accesses = append(m.Accesses, page.EntityAccess{Provider: provider.Name, Method: a.Method, IPs: a.IPs})
	}
	return p.moveStands(r, d, id, m)
}

// moveStands finds the filings that belong to the move.
func (p *Portal) moveStands(r *http.Request, d *postgres.Desk, entity int64, m page.Move) (templ.Component, error) {
	sites, err := d.Sites(r.Context(), entity)
	if err != nil {
		return nil, err
	}
	var site int64
	for _, s := range sites {
		if s.Number == m.Number {
			site = s.ID
		}
	}
	open, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewOpen, Newest: true, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, f := range open {
		if f.SiteID == site && (f.Kind == filing.AddAccess || f.Kind == filing.CancelAccess) {
			task := p.filingTask(f)
			task.Text = zh.Kind(f.Kind) + "：" + f.ProviderName
			m.Open = append(m.Open, task)
			m.Adding = m.Adding || f.Kind == filing.AddAccess
			m.Ending = m.Ending || f.Kind == filing.CancelAccess
		}
	}
	ended, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewEnded, Newest: true, Limit: most})
	if err != nil {
		return nil, err
	}
	added, cancelled := lastApproved(ended, site, filing.AddAccess), lastApproved(ended, site, filing.CancelAccess)
	m.Done = !added.IsZero() && cancelled.After(added)
	return page.MovePage(m), nil
}

// lastApproved is when the newest filing of a kind about a service was approved; zero when none was.
func lastApproved(list []postgres.Filing, site int64, k filing.Kind) (at time.Time) {
	for _, f := range list {
		if f.SiteID == site && f.Kind == k && f.State == filing.Approved && f.DecidedAt != nil && f.DecidedAt.After(at) {
			at = *f.DecidedAt
		}
	}
	return at
}
