package portal

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
)

// filingReview shows everything once more.
func (p *Portal) filingReview(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := p.reviewable(r, d)
	if err != nil {
		return nil, err
	}
	problems, err := d.Preflight(r.Context(), f)
	if err != nil {
		return nil, err
	}
	return p.reviewPage(r, d, me, f, doc, problems, func(*page.FilingReview) {})
}

// reviewable is editable for the review. A returned filing is handed over from the page of its remarks, which sees to it
// that each of them has been answered.
func (p *Portal) reviewable(r *http.Request, d *postgres.Desk) (postgres.Filing, *filing.Document, error) {
	f, doc, err := editable(r, d)
	if fix := p.fixPath(f); err == nil && fix != "" {
		err = seeOther(fix)
	}
	return f, doc, err
}

func (p *Portal) reviewPage(r *http.Request, d *postgres.Desk, me filing.Actor, f postgres.Filing, doc *filing.Document,
	problems filing.Problems, more func(*page.FilingReview)) (templ.Component, error) {
	papers, err := d.Papers(r.Context(), f)
	if err != nil {
		return nil, err
	}
	w, err := workOf(r, d, f, doc)
	if err != nil {
		return nil, err
	}
	w.Problems = problems
	m := page.FilingReview{Work: w, Page: p.base(r, me), Form: p.form(r), Revision: f.Revision, Fixed: !choosable(f), Signer: signer(doc)}
	for _, x := range papers {
		m.Have = append(m.Have, x.Paper().Path())
	}
	more(&m)
	return page.FilingReviewPage(m), nil
}

// signer is the principal of the first site: whose name signs the filing.
func signer(doc *filing.Document) string {
	whole := copyOf(doc)
	whole.Complete()
	if len(whole.Sites) == 0 {
		return whole.Entity.Principal.Name
	}
	return whole.Sites[0].Principal.Name
}

// signed checks declaration and signature.
func signed(r *http.Request, doc *filing.Document) filing.Problems {
	var problems filing.Problems
	if r.PostForm.Get(page.DeclarationField) == "" {
		problems = append(problems, filing.Problem{Path: page.DeclarationField, Flaw: filing.DeclarationMissing})
	}
	if want := bareName(signer(doc)); want == "" || bareName(r.PostForm.Get(page.SignatureField)) != want {
		problems = append(problems, filing.Problem{Path: page.SignatureField, Flaw: filing.SignatureMismatch})
	}
	return problems
}

// bareName is a name as it is compared: blanks and the two spellings of the dot aside.
func bareName(s string) string {
	if normal, err := ident.PersonName(s); err == nil {
		s = normal
	}
	return strings.ReplaceAll(s, " ", "")
}

// submitFiling hands the filing to the provider, or shows the review again with what stands in the way.
func (p *Portal) submitFiling(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := p.reviewable(r, d)
	if err != nil {
		return nil, err
	}
	wrong, err := submission(r, d, f, doc)
	moved := errors.Is(err, filing.ErrStale)
	switch {
	case err != nil && !moved:
		return nil, err
	case err == nil && wrong.Or() == nil:
		return nil, seeOther(page.FilingPath(f.ID, "submitted"))
	}
	c, drawing := p.reviewPage(r, d, me, f, doc, wrong, func(m *page.FilingReview) { m.Pressed, m.Moved = true, moved })
	switch {
	case drawing != nil:
		return nil, drawing
	case moved:
		return c, filing.ErrStale
	}
	return c, wrong
}

// submission submits what is declared, signed and without a flaw; otherwise it tells the flaws.
func submission(r *http.Request, d *postgres.Desk, f postgres.Filing, doc *filing.Document) (filing.Problems, error) {
	problems, err := d.Preflight(r.Context(), f)
	if err != nil {
		return nil, err
	}
	if wrong := append(signed(r, doc), problems...); wrong.Or() != nil {
		return wrong, nil
	}
	revision, _ := strconv.Atoi(r.PostForm.Get(page.RevisionField)) // without one nothing was seen, and nothing is submitted
	_, err = d.Act(r.Context(), f.ID, postgres.Move{Action: filing.Submit, Revision: max(revision, 1)})
	if refused, is := problemsIn(err); is {
		return refused, nil
	}
	return nil, err
}

// preflight tells at any time what submission would find.
func (p *Portal) preflight(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := editable(r, d)
	if err != nil {
		return nil, err
	}
	problems, err := d.Preflight(r.Context(), f)
	if err != nil {
		return nil, err
	}
	return page.PreflightPage(page.Preflight{Page: p.base(r, me), Filing: f.ID, Kind: f.Kind, Doc: doc, Problems: problems, Provider: f.ProviderName}), nil
}

// providerDays is how soon providers begin to verify.
const providerDays = 3

// providerBegins is the last day on which the provider begins with what came to it then.
func (p *Portal) providerBegins(came time.Time) calendar.Date {
	day, _ := p.store.Days().AddWorkdays(calendar.DateOf(came), providerDays)
	return day
}

// submitted is the receipt; its address stays good.
func (p *Portal) submitted(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := ownFiling(r, d)
	if err != nil {
		return nil, err
	}
	if f.SubmittedAt == nil || f.State.OwnerEdits() {
		return nil, seeOther(page.FilingPath(f.ID))
	}
	facts, err := d.Facts(r.Context(), f)
	if err != nil {
		return nil, err
	}
	begin := p.providerBegins(*f.SubmittedAt)
	last, _ := p.store.Days().AddWorkdays(begin, filing.ReviewWorkdays)
	province, _ := region.ByCode(f.Province)
	m := page.Submitted{Page: p.base(r, me), Filing: f.ID, Kind: f.Kind, Receipt: f.Receipt, Provider: f.ProviderName, When: zh.Time(*f.SubmittedAt),
		Verify: zh.Date(begin), SMS: facts.SMS, Bureau: province.BureauName(), Decide: zh.Date(last)}
	wants, err := d.Wants(r.Context(), f, doc)
	if err != nil {
		return nil, err
	}
	m.Face = wants.FaceToFace
	for _, who := range wants.Principals {
		m.Phones = append(m.Phones, ident.MaskMobile(who.Mobile()))
	}
	if p.has("/my/filings/{id}/receipt") {
		m.Print = page.FilingPath(f.ID, "receipt")
	}
	return page.SubmittedPage(m), nil
}
