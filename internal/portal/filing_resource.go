package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// readOffers finds what the owner has bought from the chosen provider, for the page of accesses.
func (t *draft) readOffers(r *http.Request, d *postgres.Desk) (err error) {
	if t.topic.Access() {
		t.offers, err = d.Offers(r.Context(), t.f)
	}
	return err
}

// takeOffers is readOffers after the authorisation code (授权码) that was typed, if any. A refused code comes as
// problems: the rest of the page is kept all the same.
func (t *draft) takeOffers(r *http.Request, d *postgres.Desk) (refused filing.Problems, err error) {
	if !t.topic.Access() {
		return nil, nil
	}
	code := strings.TrimSpace(r.PostForm.Get(page.CodeField))
	switch {
	case code != "":
		one, err := d.ShowResourceCode(r.Context(), t.f.ID, code)
		found, wrong := problemsIn(err)
		if err != nil && !wrong {
			return nil, err
		}
		if refused = found; !wrong {
			t.shown = &one
		}
	case r.PostForm.Get(page.UseCodeField) != "":
		refused = filing.Problems{{Path: page.CodeField, Flaw: filing.Missing}}
	}
	return refused, t.readOffers(r, d)
}

// fill puts the page into the document. Where a resource was chosen, it says what the resource says, whatever stands in
// the controls behind the other choice; and a code just shown fills the first access that says nothing yet.
func (t draft) fill(r *http.Request, doc *filing.Document) {
	fill(doc, t.paths(), r.PostForm)
	site := doc.Site(t.topic.Site)
	if site == nil || !t.topic.Access() {
		return
	}
	for i := range site.Accesses {
		a := &site.Accesses[i]
		switch chosen := r.PostForm.Get(page.SourcePrefix + a.Key); chosen {
		case "":
		case page.OwnSource:
			a.Resource = 0
		default:
			id, _ := strconv.ParseInt(chosen, 10, 64)
			if k := slices.IndexFunc(t.offers, func(o postgres.Resource) bool { return o.ID == id }); k >= 0 {
				t.offers[k].Fill(a)
			}
		}
	}
	if i := slices.IndexFunc(site.Accesses, page.EmptyAccess); i >= 0 && t.shown != nil {
		t.shown.Fill(&site.Accesses[i])
	}
}

// afterCode shows what a code has filled in, or why it was not taken.
func (p *Portal) afterCode(r *http.Request, d *postgres.Desk, me filing.Actor, t draft, refused filing.Problems) (templ.Component, error) {
	if len(refused) == 0 {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "授权码已确认", Text: "请核对选用的接入资源，无误后保存并继续。"})
		return nil, seeOther(page.FilingPath(t.f.ID, t.topic.Slug))
	}
	doc, err := d.Document(r.Context(), t.f)
	if err != nil {
		return nil, err
	}
	t.doc = doc
	m, err := p.formPage(r, d, me, t, p.form(r))
	if err != nil {
		return nil, err
	}
	m.Answers.Problems = refused
	return page.FilingFormPage(m), refused
}

func offerLines(list []postgres.Resource) []page.Offer {
	var offers []page.Offer
	for _, o := range list {
		offers = append(offers, page.Offer{ID: o.ID, Customer: o.Customer, Method: filing.NameOf(filing.Methods, o.Method), Dynamic: o.Dynamic,
			IPs: o.IPs, Places: placeNames(o.Places)})
	}
	return offers
}

func placeNames(codes []string) string {
	var names []string
	for _, code := range codes {
		if p, ok := region.ByCode(code); ok {
			names = append(names, p.Short)
		}
	}
	return strings.Join(names, "、")
}

// demoCode lets a trial use an authorisation code that nobody has bought.
func (p *Portal) demoCode(r *http.Request, provider int64, m *page.FilingForm) error {
	list, err := p.store.As(filing.Actor{Tier: filing.Provider, Provider: provider}).Resources(r.Context(), postgres.ResourceSearch{Limit: 20})
	for _, one := range list {
		if one.Holder == "" {
			m.Code = one.Code
		}
	}
	return err
}
