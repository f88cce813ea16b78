package portal

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// opening is the page that begins a filing about an entity of the account, with what its address names.
func (p *Portal) opening(r *http.Request, d *postgres.Desk, me filing.Actor) (m page.Opening, err error) {
	id, err := idOf(r, "id")
	if err != nil {
		return m, err
	}
	kind, known := page.OpeningSlugs[chi.URLParam(r, "kind")]
	if !known {
		return m, filing.ErrNotFound
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return m, err
	}
	if e.CancelledAt != nil {
		return m, seeOther(page.EntityPath(id))
	}
	doc, err := d.RegisteredDocument(r.Context(), id)
	if err != nil {
		return m, err
	}
	m = page.Opening{Page: p.base(r, me), Form: p.form(r), Entity: id, Name: e.Name, Number: e.Number, Kind: kind}
	m.Form.Action = page.OpeningPath(id, kind, "")
	m.Sites, m.Domains = servicesOf(kind, doc), r.Form["domain"]
	m.Providers, err = handlers(r, d, kind, doc)
	return m, err
}

// servicesOf are the services that a filing of k may be about; empty when it is about no single one.
func servicesOf(k filing.Kind, doc *filing.Document) []ui.Option {
	var list []ui.Option
	switch k {
	case filing.Change:
		if len(doc.Sites) < 2 {
			return nil
		}
		list = append(list, ui.Option{Value: "", Label: "主体和全部网站"})
	case filing.AddSite, filing.CancelEntity:
		return nil
	}
	for _, s := range doc.Sites {
		list = append(list, ui.Option{Value: string(s.Number), Label: strings.Join(s.Names, "、"), Hint: string(s.Number)})
	}
	return list
}

// handlers are the providers that can handle a filing of k: those that give the entity access, and for what is new
// also another one, which is chosen from the list of all afterwards.
func handlers(r *http.Request, d *postgres.Desk, k filing.Kind, doc *filing.Document) ([]ui.Option, error) {
	var ids []int64
	for _, s := range doc.Sites {
		for _, a := range s.Accesses {
			ids = append(ids, a.Provider)
		}
	}
	slices.SortFunc(ids, cmp.Compare)
	var list []ui.Option
	for _, id := range slices.Compact(ids) {
		one, err := d.Provider(r.Context(), id)
		if err != nil {
			return nil, err
		}
		list = append(list, ui.Option{Value: strconv.FormatInt(id, 10), Label: one.Name, Hint: "现在的接入商"})
	}
	if k == filing.AddSite || k == filing.AddAccess {
		list = append(list, ui.Option{Value: "0", Label: "另选一家接入商", Hint: "下一步从全部接入商里选择"})
	}
	return list, nil
}

// openForm shows the page, with the service its address names chosen already.
func (p *Portal) openForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if err := r.ParseForm(); err != nil {
		return nil, errUnreadable
	}
	m, err := p.opening(r, d, me)
	if err != nil {
		return nil, err
	}
	values := map[string][]string{"sites": {r.URL.Query().Get("sites")}, page.ServiceField: {r.URL.Query().Get(page.ServiceField)}}
	if len(m.Sites) == 1 {
		values["sites"] = []string{m.Sites[0].Value}
	}
	m.Form = m.Form.Or(values)
	return page.OpeningPage(m), nil
}

// openFiling begins the filing and leads to its tasks; what speaks against it is told on the same page.
func (p *Portal) openFiling(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.opening(r, d, me)
	if err != nil {
		return nil, err
	}
	o, problems := asked(r, m)
	var f postgres.Filing
	if err = problems.Or(); err == nil {
		f, err = d.Open(r.Context(), o)
	}
	if wrong, is := problemsIn(err); is {
		m.Form = m.Form.With(wrong)
		return page.OpeningPage(m), wrong
	}
	if err != nil {
		return nil, err
	}
	if m.Kind == filing.AddSite {
		kind, _ := serviceAsked(r)
		if _, err := d.Save(r.Context(), f.ID, 0, func(doc *filing.Document) { named(doc, kind, m.Domains) }); err != nil {
			return nil, err
		}
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已开始" + zh.Kind(m.Kind), Text: "随时可以保存，换一台设备接着填。"})
	return nil, seeOther(page.FilingPath(f.ID))
}

// asked is what the form asks for; which service and which provider has to be said where there is a choice.
func asked(r *http.Request, m page.Opening) (postgres.Opening, filing.Problems) {
	o := postgres.Opening{Kind: m.Kind, Entity: m.Entity, Channel: channel("", false), Service: filing.Number(words(r, "sites")),
		Password: words(r, page.PasswordField)}
	_, problems := serviceAsked(r)
	if o.Service == "" && len(m.Sites) > 0 && m.Kind != filing.Change {
		problems = append(problems, filing.Problem{Path: "sites", Flaw: filing.NoSite})
	}
	chosen := words(r, "provider")
	if i := slices.IndexFunc(m.Providers, func(one ui.Option) bool { return one.Value == chosen }); i >= 0 {
		o.Provider, _ = strconv.ParseInt(chosen, 10, 64)
	} else if len(m.Providers) > 1 {
		problems = append(problems, filing.Problem{Path: "provider", Flaw: filing.ProviderMissing})
	}
	if m.Kind == filing.CancelEntity && o.Password == "" {
		problems = append(problems, filing.Problem{Path: page.PasswordField, Flaw: filing.Missing})
	}
	return o, problems
}

// named writes what is known already into a new service: its kind and domains.
func named(doc *filing.Document, kind filing.ServiceKind, domains []string) {
	site := &doc.Sites[0]
	site.Become(kind)
	doc.Set(filing.SiteDomains.Of(site.Key), domains)
	if kind.App() {
		return
	}
	for _, typed := range site.Domains {
		if name, err := ident.Domain(typed); err == nil {
			site.HomeURLs = append(site.HomeURLs, "www."+name.Unicode)
		}
	}
}

// passwordAsked asks for the filing password of a draft that needs it.
func (p *Portal) passwordAsked(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	wants, err := d.Wants(r.Context(), f, doc)
	if err != nil {
		return nil, err
	}
	if !wants.Password {
		return nil, seeOther(page.FilingPath(f.ID))
	}
	return page.PasswordAskedPage(page.PasswordAsked{Page: p.base(r, me), Form: p.form(r), Filing: f.ID, Kind: f.Kind}), nil
}

// givePassword checks it once for the filing.
func (p *Portal) givePassword(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	err = d.GiveFilingPassword(r.Context(), f.ID, words(r, page.PasswordField))
	if wrong, is := problemsIn(err); is {
		return page.PasswordAskedPage(page.PasswordAsked{Page: p.base(r, me), Form: p.form(r).With(wrong), Filing: f.ID, Kind: f.Kind}), wrong
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "备案密码已核对"})
	return nil, nextTask(r, d, f, doc, "password")
}
