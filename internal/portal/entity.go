package portal

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// entityHome (我的主体) is what the register says of an entity of the account, with everything that can be begun.
func (p *Portal) entityHome(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return nil, err
	}
	m := page.EntityHome{Page: p.base(r, me), ID: id, Number: e.Number, Approved: zh.Date(calendar.DateOf(e.ApprovedAt))}
	if e.CancelledAt != nil {
		m.Cancelled = zh.Date(calendar.DateOf(*e.CancelledAt))
	}
	if m.Doc, err = d.RegisteredDocument(r.Context(), id); err != nil {
		return nil, err
	}
	if m.Open, err = p.openFilings(r, d, id); err != nil {
		return nil, err
	}
	if e.CancelledAt == nil {
		if m.Endings, err = endings(r, d, id); err != nil {
			return nil, err
		}
	}
	if _, err := d.Delegations(r.Context(), id); err == nil {
		m.Own = true
	} else if !errors.Is(err, filing.ErrNotFound) {
		return nil, err
	}
	if m.Sites, err = p.entitySites(r, d, id, m.Doc, r.URL.Query().Get("site")); err != nil {
		return nil, err
	}
	m.Total, err = d.CountSites(r.Context(), postgres.SiteSearch{Entity: id})
	return page.EntityPage(m), err
}

// openFilings are the filings about an entity that have not ended.
func (p *Portal) openFilings(r *http.Request, d *postgres.Desk, entity int64) ([]ui.Task, error) {
	open, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewOpen, Newest: true, Limit: most})
	var list []ui.Task
	for _, f := range open {
		if f.EntityID == entity {
			task := p.filingTask(f)
			task.Text = zh.Kind(f.Kind) + "：" + task.Text
			list = append(list, task)
		}
	}
	return list, err
}

func (p *Portal) entitySites(r *http.Request, d *postgres.Desk, entity int64, doc *filing.Document, only string) ([]page.EntitySite, error) {
	sites, err := d.Sites(r.Context(), entity)
	if err != nil {
		return nil, err
	}
	var list []page.EntitySite
	names := map[int64]string{}
	for _, s := range inForceFirst(sites) {
		if only != "" && string(s.Number) != only {
			continue
		}
		if len(list) == sitesAtOnce {
			break // the rest is found among the reader's sites
		}
		one := page.EntitySite{OwnSite: p.ownSite(s), Approved: zh.Date(calendar.DateOf(s.ApprovedAt))}
		if now := doc.Numbered(s.Number); now != nil && !one.Cancelled {
			for _, a := range now.Accesses {
				if _, known := names[a.Provider]; !known {
					provider, err := d.Provider(r.Context(), a.Provider)
					if err != nil {
						return nil, err
					}
					names[a.Provider] = provider.Name
				}
				one.Accesses = append(one.Accesses, page.EntityAccess{Provider: names[a.Provider], Method: a.Method, IPs: a.IPs})
			}
		}
		list = append(list, one)
	}
	return list, nil
}

// takeForm asks for what proves that an entity is the reader's.
func (p *Portal) takeForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	form := p.form(r)
	form.Action = "/my/entities/take"
	form = form.Or(map[string][]string{"number": {r.URL.Query().Get("number")}})
	return page.TakeEntityPage(page.TakeEntity{Page: p.base(r, me), Form: form}), nil
}

// take brings the entity into the account; a wrong password tells the tries left.
func (p *Portal) take(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	var problems filing.Problems
	for _, name := range []string{"number", page.PasswordField} {
		if words(r, name) == "" {
			problems = append(problems, filing.Problem{Path: filing.Path(name), Flaw: filing.Missing})
		}
	}
	var entity int64
	err := problems.Or()
	if err == nil {
		entity, err = d.TakeEntity(r.Context(), words(r, "number"), words(r, page.PasswordField))
	}
	if wrong, is := problemsIn(err); is {
		return page.TakeEntityPage(page.TakeEntity{Page: p.base(r, me), Form: p.form(r).With(wrong)}), wrong
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已认领主体", Text: "主体和其下的网站都在您的账号里了。"})
	return nil, seeOther(page.EntityPath(entity))
}
