package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
)

// serviceAsked is the kind of service that a form asks for; a form without the question is about a website.
func serviceAsked(r *http.Request) (filing.ServiceKind, filing.Problems) {
	typed := words(r, page.ServiceField)
	if typed == "" {
		return filing.Website, nil
	}
	n, err := strconv.ParseInt(typed, 10, 16)
	if kind := filing.ServiceKind(n); err == nil && kind.Valid() {
		return kind, nil
	}
	return 0, filing.Problems{{Path: page.ServiceField, Flaw: filing.NotListed}}
}

// serviceOf is the service in the address, which a draft brings: what is filed keeps its kind.
func serviceOf(r *http.Request, d *postgres.Desk) (postgres.Filing, *filing.Site, error) {
	f, doc, err := withSites(r, d)
	if err != nil {
		return f, nil, err
	}
	s := doc.Site(chi.URLParam(r, "site"))
	if s == nil || s.Number != "" {
		return f, nil, filing.ErrNotFound
	}
	return f, s, nil
}

// serviceForm tells what another kind of service does away with, before it is chosen.
func (p *Portal) serviceForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, s, err := serviceOf(r, d)
	if err != nil {
		return nil, err
	}
	return page.ServiceChangePage(page.ServiceChange{Page: p.base(r, me), Form: p.form(r), Filing: f.ID, Site: s}), nil
}

// changeService makes the service one of another kind.
func (p *Portal) changeService(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, s, err := serviceOf(r, d)
	if err != nil {
		return nil, err
	}
	kind, problems := serviceAsked(r)
	if problems != nil {
		return page.ServiceChangePage(page.ServiceChange{Page: p.base(r, me), Form: p.form(r).With(problems), Filing: f.ID, Site: s}), problems
	}
	if _, err := d.Save(r.Context(), f.ID, f.Revision, func(doc *filing.Document) { doc.Site(s.Key).Become(kind) }); err != nil {
		return nil, err
	}
	return nil, seeOther(page.FilingPath(f.ID, "sites", s.Key, page.TopicBasics))
}
