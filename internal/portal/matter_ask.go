package portal

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
)

// rateAsk holds down the flooding of bureaus from one address.
var rateAsk = postgres.Rate{Name: "ask", Most: 10, Window: time.Hour}

// askForm (我要举报, 我要咨询) asks what is reported or asked, and where the answer shall go.
func (p *Portal) askForm(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		return p.askPage(r, d, me, c, nil)
	}
}

func (p *Portal) askPage(r *http.Request, d *postgres.Desk, me filing.Actor, c filing.Course, found filing.Problems) (templ.Component, error) {
	open, err := bureausBut(r, d, "")
	if err != nil {
		return nil, err
	}
	about, err := p.askedAbout(r)
	if err != nil {
		return nil, err
	}
	m := page.AskModel{Page: p.base(r, me), Form: p.form(r).Or(about).With(found), Course: c, Path: "/" + docketName[c], Provinces: open}
	if p.Captcha {
		m.Captcha = newCaptcha()
	}
	if c == filing.Question {
		if m.Answers, err = p.publicAnswers(r); err != nil {
			return nil, err
		}
	}
	return page.AskPage(m), found.Or()
}

// askedAbout is what the address says of the matter: its province, or the record that the link stood on.
func (p *Portal) askedAbout(r *http.Request) (url.Values, error) {
	q := r.URL.Query()
	about := url.Values{"province": {q.Get("province")}, "url": {q.Get("url")}}
	n, ok := filing.ParseNumber(q.Get("number"))
	if !ok {
		return about, nil
	}
	records, err := p.store.Lookup().ByNumber(r.Context(), n)
	if len(records) > 0 {
		x := records[0]
		about.Set("province", x.Province)
		about.Set("subject", strings.TrimSpace(string(n)+" "+strings.Join(x.Names[:min(1, len(x.Names))], "")))
		about.Set("url", strings.Join(x.Domains[:min(1, len(x.Domains))], ""))
	}
	return about, err
}

func (p *Portal) publicAnswers(r *http.Request) ([]page.PublicAnswer, error) {
	list, err := p.store.PublicAnswers(r.Context(), 10)
	var answers []page.PublicAnswer
	for _, a := range list {
		province, _ := region.ByCode(a.Province)
		answers = append(answers, page.PublicAnswer{Subject: a.Subject, Question: a.Question, Answer: a.Answer, Bureau: province.BureauName()})
	}
	return answers, err
}

func (p *Portal) ask(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		if p.Captcha {
			if found, wrong := problemsIn(p.solve(r)); wrong {
				return p.askPage(r, d, me, c, found)
			}
		}
		if found, wait := problemsIn(p.hit(r, rateAsk, "")); wait {
			return p.askPage(r, d, me, c, found)
		}
		files, err := p.uploadAll(r, "files")
		var m postgres.Matter
		province := ""
		if err == nil {
			province, err = p.provinceAsked(r, c)
		}
		if err == nil && r.PostForm.Get(page.TrapField) == "" {
			m, err = d.Ask(r.Context(), c, province, postgres.MatterSaid{Subject: words(r, "subject"), Words: words(r, "body"), URL: words(r, "url"),
				Name: words(r, "contact_name"), Mobile: words(r, "contact")}, files)
		}
		if err != nil {
			found, typo := problemsIn(err)
			err = p.forgetAll(r, files, err)
			if typo {
				return p.askPage(r, d, me, c, found)
			}
			return nil, err
		}
		return page.AskedPage(page.AskModel{Page: p.base(r, me), Course: c, Path: "/" + docketName[c], Receipt: m.Receipt}), nil
	}
}

// askedForm shows what became of a report or question, by number and contact.
func (p *Portal) askedForm(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		return page.AskedProgressPage(page.AskedProgress{Page: p.base(r, me), Form: p.form(r), Course: c, Path: "/" + docketName[c]}), nil
	}
}

func (p *Portal) askedBefore(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		m := page.AskedProgress{Page: p.base(r, me), Form: p.form(r), Course: c, Path: "/" + docketName[c]}
		if found, wait := problemsIn(p.hit(r, rateAsk, "progress "+network(r))); wait {
			m.Form = m.Form.With(found)
			return page.AskedProgressPage(m), found
		}
		x, events, err := d.AskedBefore(r.Context(), c, words(r, "tracking"), words(r, "contact"))
		if found, ok := problemsIn(err); ok {
			m.Form = m.Form.With(found)
			return page.AskedProgressPage(m), found
		}
		if err != nil {
			return nil, err
		}
		m.Receipt, m.Stage, m.Due = x.Receipt, x.Stage, zh.Date(x.DueOn)
		m.Events = matterEvents(events, nil, "")
		for i := range m.Events {
			m.Events[i].Internal = ""
		}
		return page.AskedProgressPage(m), nil
	}
}
