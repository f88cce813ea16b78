package portal

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// typePaths is what the type check asks: the first site of a document that does not exist yet has key 1.
var typePaths = []filing.Path{filing.EntityNature.At(), filing.EntityCertType.At(), filing.EntityCertNumber.At(),
	filing.EntityProvince.At(), filing.SiteService.Of("1")}

// typeForm asks what decides the kind of filing. Whoever comes from a navigation brings the way in and the provider.
func (p *Portal) typeForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	doc := &filing.Document{}
	doc.AddSite()
	self, err := d.Self(r.Context())
	if err != nil {
		return nil, err
	}
	doc.Entity.Province = self.Province
	form := p.form(r)
	via, provider := r.URL.Query().Get("via"), r.URL.Query().Get("provider")
	if form.Parked {
		fill(doc, page.Asked(typePaths), form.Values)
		via, provider = form.Get("via"), form.Get("provider")
	}
	m := page.TypeCheck{Page: p.base(r, me), Form: form, Answers: page.Answers{Doc: doc}, Paths: typePaths, Via: via, Provider: provider}
	return p.typePage(r, d, m)
}

func (p *Portal) typePage(r *http.Request, d *postgres.Desk, m page.TypeCheck) (templ.Component, error) {
	m.Form.Action = "/my/filings/new"
	chosen, err := providerNamed(r, d, m.Provider)
	if err != nil {
		return nil, err
	}
	m.Name = chosen.Name
	return page.TypeCheckPage(m), nil
}

// providerNamed is the provider a visitor came from; nobody when the name is unknown or it is suspended.
func providerNamed(r *http.Request, d *postgres.Desk, slug string) (postgres.AccessProvider, error) {
	if slug == "" {
		return postgres.AccessProvider{}, nil
	}
	chosen, err := d.ProviderBySlug(r.Context(), slug)
	if errors.Is(err, filing.ErrNotFound) || err == nil && chosen.SuspendedAt != nil {
		return postgres.AccessProvider{}, nil
	}
	return chosen, err
}

// typedDocument is the document that a sent type check describes; a paper that was not chosen is the usual one of the nature.
func typedDocument(r *http.Request) *filing.Document {
	doc := &filing.Document{}
	doc.AddSite()
	fill(doc, page.Asked(typePaths), r.PostForm)
	if papers := filing.CertificateTypesFor(doc.Entity.Nature); doc.Entity.CertificateType == 0 && len(papers) > 0 {
		doc.Entity.CertificateType = papers[0].ID
	}
	return doc
}

// checkType decides the kind of filing. A first one begins at once; everything else is explained.
func (p *Portal) checkType(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	doc := typedDocument(r)
	shown := copyOf(doc)
	if r.PostForm.Get(page.AgainField) != "" {
		return p.typedAgain(r, d, me, page.Answers{Doc: shown})
	}
	t, err := d.TypeCheck(r.Context(), doc)
	if problems, wrong := problemsIn(err); wrong {
		if doc.Entity.Nature == 0 { // which paper is the usual one follows from it
			problems = slices.DeleteFunc(problems, func(p filing.Problem) bool { return p.Path == filing.EntityCertType.At() })
		}
		c, err := p.typedAgain(r, d, me, page.Answers{Doc: shown, Problems: problems})
		if err != nil {
			return nil, err
		}
		return c, problems
	}
	if err != nil {
		return nil, err
	}
	if t.Verdict == postgres.VerdictFirst && (t.Draft == 0 || r.PostForm.Get("anew") == "yes") {
		return nil, p.begin(r, d, doc)
	}
	return p.explain(r, d, me, doc, t)
}

// typedAgain is the type check with what was sent, to be mended.
func (p *Portal) typedAgain(r *http.Request, d *postgres.Desk, me filing.Actor, a page.Answers) (templ.Component, error) {
	return p.typePage(r, d, page.TypeCheck{Page: p.base(r, me), Form: p.form(r), Answers: a, Paths: typePaths,
		Via: r.PostForm.Get("via"), Provider: r.PostForm.Get("provider")})
}

// begin opens the draft of a first filing with what is known already.
func (p *Portal) begin(r *http.Request, d *postgres.Desk, doc *filing.Document) error {
	chosen, err := providerNamed(r, d, r.PostForm.Get("provider"))
	if err != nil {
		return err
	}
	self, err := d.Self(r.Context())
	if err != nil {
		return err
	}
	prefill(doc, self)
	f, err := d.Open(r.Context(), postgres.Opening{Kind: filing.FirstFiling, Provider: chosen.ID,
		Channel: channel(r.PostForm.Get("via"), chosen.ID != 0), Document: doc})
	if err != nil {
		return err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "办理类型：" + zh.Kind(filing.FirstFiling), Text: begun(doc) + "都没有备案，可以办理。下面是要填写的内容，随时可以保存，换一台设备接着填。"})
	return seeOther(page.FilingPath(f.ID))
}

// begun names what the check has found free, so that everybody sees which domains are filed.
func begun(doc *filing.Document) string {
	if site := doc.Sites[0]; !site.IPOnly && !site.Service.App() && len(site.Domains) > 0 {
		return "这个证件和域名 " + strings.Join(site.Domains, "、") + " "
	}
	return zh.ForService(doc.Sites[0].Service, "这个证件和网站")
}

// prefill writes what is known already: of a person the account's name, mobile and e-mail, the city of a province that
// has only one, and home pages from the domains.
func prefill(doc *filing.Document, self postgres.Self) {
	if who := &doc.Entity.Principal; doc.Entity.Personal() {
		doc.Entity.Name, who.Email = self.Name, self.Email
		if self.Mobile != "" {
			who.Mobiles = []string{self.Mobile}
		}
	}
	if cities := region.Cities(doc.Entity.Province); len(cities) == 1 {
		doc.Entity.City = cities[0].Code
	}
	site := &doc.Sites[0]
	site.Principal = filing.Principal{} // somebody else, as soon as it is not the same person
	if site.Become(site.Service); site.IPOnly || site.Service.App() {
		return
	}
	for _, typed := range site.Domains {
		if name, err := ident.Domain(typed); err == nil {
			site.HomeURLs = append(site.HomeURLs, "www."+name.Unicode)
		}
	}
}

// channel is the way in as the figures count it: the ministry's navigation, a bureau's, or the provider's own page.
func channel(via string, provider bool) string {
	switch {
	case via == "bureau" || strings.HasPrefix(via, "bureau-"):
		return "bureau"
	case via == "provider" || via == "" && provider:
		return "provider"
	}
	return "ministry"
}

// explain shows why a first filing is not what is to be done.
func (p *Portal) explain(r *http.Request, d *postgres.Desk, me filing.Actor, doc *filing.Document, t postgres.TypeCheck) (templ.Component, error) {
	m := page.TypeVerdict{Page: p.base(r, me), Form: p.form(r), Verdict: string(t.Verdict), Entity: t.Entity, Mine: t.Mine,
		Domain: t.Domain, Site: t.Site, Filing: t.Filing, Draft: t.Draft, Domains: doc.Sites[0].Domains, Service: doc.Sites[0].Service}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if name != page.TokenField && name != "anew" && name != page.AgainField {
			for _, value := range r.PostForm[name] {
				m.Posted = append(m.Posted, ui.Hidden{Name: name, Value: value})
			}
		}
	}
	number := t.Entity
	if t.Site != "" {
		number = t.Site
	}
	if number != "" && p.has("/search") {
		m.Lookup = "/search?q=" + url.QueryEscape(string(number))
	}
	if p.has("/my/conflicts/new") && !t.Mine && t.Site != "" { // what is disputed is a domain, never a certificate
		m.Claim = "/my/conflicts/new?domain=" + url.QueryEscape(t.Domain)
	}
	if t.Mine && t.Entity != "" {
		own, err := d.Entities(r.Context(), string(t.Entity), 0, 1)
		if err != nil {
			return nil, err
		}
		if len(own) == 1 {
			m.Own = own[0].ID
		}
	}
	return page.TypeVerdictPage(p.withOffice(r, d, m, number, doc)), nil
}

// withOffice names the bureau that decides about what stands in the way.
func (p *Portal) withOffice(r *http.Request, d *postgres.Desk, m page.TypeVerdict, number filing.Number, doc *filing.Document) page.TypeVerdict {
	code := number.Province()
	if code == "" {
		code = doc.Entity.Province
	}
	province, _ := region.ByCode(code)
	m.Bureau = province.BureauName()
	if b, err := d.BureauOf(r.Context(), code); err == nil {
		m.Phone = dialled(b.Phone)
	}
	return m
}

// regions lists what lies below a province or a city, for the script that fills the next list of a form.
func regions(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	type choice struct {
		Code string `json:"code"`
		Name string `json:"name"`
	}
	list := []choice{}
	code := strings.TrimPrefix(r.URL.Path, "/regions/")
	if _, err := strconv.Atoi(code); code != "" && err != nil {
		return nil, filing.ErrNotFound
	}
	for _, below := range append(region.Cities(code), region.Counties(code)...) {
		list = append(list, choice{below.Code, below.Name})
	}
	return nil, told(http.StatusOK, list)
}
