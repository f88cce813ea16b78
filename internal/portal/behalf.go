package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const (
	behalfPath  = "/provider/behalf"
	behalfShown = 30
)

// newBehalf shows the empty form.
func (p *Portal) newBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	doc := freshBehalf()
	if f.Parked {
		fillBehalf(filing.FirstFiling, doc, f.Values)
	}
	return page.BehalfPage(p.behalfModel(r, me, f, postgres.Behalf{}, doc)), nil
}

// freshBehalf is what most filings begin with: a person with one site.
func freshBehalf() *filing.Document {
	doc := &filing.Document{Entity: filing.Entity{Nature: filing.Individual, CertificateType: filing.ResidentID, PostalSame: true}}
	doc.AddSite()
	return doc
}

func (p *Portal) behalfModel(r *http.Request, me filing.Actor, f page.Form, b postgres.Behalf, doc *filing.Document) page.Behalf {
	return page.Behalf{Page: p.base(r, me), Form: f, Answers: page.Answers{Doc: doc, Clerk: true}, Kind: max(b.Kind, filing.FirstFiling), ID: b.ID, Receipt: b.Receipt, Revision: b.Revision,
		Pasted: f.Fill(ui.Field{Name: "rows", Label: "带列名的一行", Hint: "从 Excel 或 WPS 选中列名和一行内容，复制后粘贴到这里", Optional: true, Rows: 3, Mono: true, Verbatim: true})}
}

// fillBehalf writes what was typed; the questions follow what is said of nature and sites, so it is done twice.
func fillBehalf(k filing.Kind, doc *filing.Document, typed map[string][]string) {
	fill(doc, page.Asked(page.BehalfPaths(k, doc)), typed)
	fill(doc, page.Asked(page.BehalfPaths(k, doc)), typed)
}

// pressedSite does what a button about sites or accesses says.
func pressedSite(r *http.Request, k filing.Kind, doc *filing.Document) {
	if k != filing.FirstFiling {
		return
	}
	pressed := r.PostForm.Get
	if pressed(page.AddSiteField) != "" && len(doc.Sites) < 20 {
		doc.AddSite()
	}
	if key := pressed(page.DropSite); key != "" && len(doc.Sites) > 1 {
		doc.RemoveSite(key)
	}
	if s := doc.Site(pressed(page.AddField)); s != nil && len(s.Accesses) < 20 {
		s.AddAccess()
	}
}

// createBehalf opens a draft of what was typed; a pasted row fills the form first.
func (p *Portal) createBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	doc := freshBehalf()
	for range sitesTyped(f.Values) - 1 {
		doc.AddSite()
	}
	fillBehalf(filing.FirstFiling, doc, f.Values)
	if f.Get(page.FillField) != "" {
		return p.pasteBehalf(r, me, f, doc)
	}
	pressedSite(r, filing.FirstFiling, doc)
	one, err := d.OpenOnBehalf(r.Context(), postgres.Opening{Kind: filing.FirstFiling, Document: doc})
	if err != nil {
		return nil, err
	}
	if f.Get(page.OfferField) == "" {
		return nil, p.behalfSaved(r, one.ID)
	}
	b, err := d.BehalfFiling(r.Context(), one.ID)
	if err != nil {
		return nil, err
	}
	return p.offer(r, d, me, b)
}

// sitesTyped is how many sites a form without a draft behind it speaks of.
func sitesTyped(values map[string][]string) int {
	n := 1
	for name := range values {
		if key := filing.Path(name).Site(); key != "" {
			if i, err := strconv.Atoi(key); err == nil && i > n && i <= 20 {
				n = i
			}
		}
	}
	return n
}

// pasteBehalf puts the first row of a pasted table into the form; what stands there already stays where the row says
// nothing.
func (p *Portal) pasteBehalf(r *http.Request, me filing.Actor, f page.Form, doc *filing.Document) (templ.Component, error) {
	t, found := sentTable(r, 1, nil)
	m := p.behalfModel(r, me, f, postgres.Behalf{}, doc)
	if len(found) == 0 {
		found = fillRow(doc, t.Head, t.Rows[0])
		m.Answers.Problems = found
		if len(found) == 0 {
			m.Pasted.Value = ""
			m.Page.Flash = &ui.Notice{Tone: ui.Success, Title: "已填入表格的内容", Text: "请核对后保存。"}
			return page.BehalfPage(m), nil
		}
		return page.BehalfPage(m), found
	}
	if found[0].Flaw == filing.TooMany {
		found[0] = filing.Problem{Path: "rows", Flaw: filing.OneRow}
	}
	m.Pasted.Error = zh.ForClerk(zh.Problem(found[0]))
	return page.BehalfPage(m), found
}
