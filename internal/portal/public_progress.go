package portal

import (
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
)

// rateProgress holds down the guessing of receipts and mobiles.
var rateProgress = postgres.Rate{Name: "progress", Most: 20, Window: 10 * time.Minute}

func (p *Portal) publicProgressForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.PublicProgressPage(page.PublicProgress{Page: p.base(r, me), Form: p.form(r)}), nil
}

// publicProgress shows the stage of a filing to whoever has its receipt and the end of its mobile.
func (p *Portal) publicProgress(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.PublicProgress{Page: p.base(r, me), Form: p.form(r)}
	f, facts, err := p.findProgress(r)
	if problems, ok := problemsIn(err); ok {
		m.Form = m.Form.With(problems)
		return page.PublicProgressPage(m), err
	}
	if err != nil {
		return nil, err
	}
	c := course{f: f, facts: facts}
	c.f.UnitName, c.f.SiteName = "", ""
	s := c.standing(filing.Public)
	shown := zh.StateFor(s)
	m.Found, m.Receipt, m.Kind, m.Label, m.Text = true, f.Receipt, zh.Kind(f.Kind), shown.Label, shown.Explanation
	m.Tone, m.Stages, m.Holder = page.Tone(shown.Tone), c.stages(), holderName(c)
	if f.State == filing.BureauReview {
		due := dueOn(d, f.DueOn)
		m.Due = &due
	}
	m.Form.Values = nil
	return page.PublicProgressPage(m), nil
}

func (p *Portal) findProgress(r *http.Request) (postgres.Filing, filing.Facts, error) {
	receipt, tail := digits(r.PostForm.Get("receipt")), digits(r.PostForm.Get("tail"))
	var problems filing.Problems
	if receipt == "" {
		problems = append(problems, filing.Problem{Path: "receipt", Flaw: filing.Missing})
	}
	if len(tail) != 4 {
		problems = append(problems, filing.Problem{Path: "tail", Flaw: filing.Missing})
	}
	if len(problems) > 0 {
		return postgres.Filing{}, filing.Facts{}, problems
	}
	if err := p.hit(r, rateProgress, ""); err != nil {
		return postgres.Filing{}, filing.Facts{}, err
	}
	f, facts, err := p.store.PublicProgress(r.Context(), receipt, tail)
	if errors.Is(err, filing.ErrNotFound) {
		err = filing.Problems{{Path: "receipt", Flaw: filing.NotMatching}}
	}
	return f, facts, err
}

// holderName says who has the filing, without naming a person.
func holderName(c course) string {
	switch c.f.State.Holder() {
	case filing.Provider:
		return c.f.ProviderName
	case filing.Bureau:
		return bureauName(c)
	case filing.Registrant:
		return "主办者"
	case filing.Principals:
		return "备案中填写的负责人"
	}
	return "已办结"
}
