package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
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
	open, err := d.Bureaus(r.Context())
	if err != nil {
		return nil, err
	}
	about, err := p.askedAbout(r)
	if err != nil {
		return nil, err
	}
	m := page.AskModel{Page: p.base(r, me), Form: p.form(r).Or(about).With(found), Course: c, Path: "/" + docketName[c]}
	for _, b := range open {
		if province, ok := region.ByCode(b.Province); ok {
			m.Provinces = append(m.Provinces, province)
		}
	}
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

// claimForm (域名争议) asks why a domain that another entity has filed is one's own.
func (p *Portal) claimForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.ClaimDomain{Page: p.base(r, me), Form: p.form(r)}
	domain := r.URL.Query().Get("domain")
	if n, ok := filing.ParseNumber(r.URL.Query().Get("number")); ok && domain == "" {
		records, err := p.store.Lookup().ByNumber(r.Context(), n)
		if err != nil {
			return nil, err
		}
		if len(records) > 0 && len(records[0].Domains) > 0 {
			domain = records[0].Domains[0]
		}
	}
	m.Form = m.Form.Or(map[string][]string{"domain": {domain}})
	return page.ClaimDomainPage(m), nil
}

func (p *Portal) claimDomain(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	files, err := p.uploadAll(r, "files")
	var x postgres.Matter
	if err == nil {
		x, err = d.BeginConflict(r.Context(), words(r, "domain"), words(r, "note"), files)
	}
	if err != nil {
		found, typo := problemsIn(err)
		err = p.forgetAll(r, files, err)
		if typo {
			return page.ClaimDomainPage(page.ClaimDomain{Page: p.base(r, me), Form: p.form(r).With(found)}), found
		}
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已送达管局，编号 " + x.Receipt, Text: "已请现在的持有人在期限内答复，答复后由管局裁定。"})
	return nil, seeOther(matterPath(me, filing.Conflict, x.ID))
}

// checksForm (抽查) asks which sites the providers shall be asked about.
func (p *Portal) checksForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.SpotChecksPage(page.SpotChecks{Page: p.base(r, me), Form: p.form(r)}), nil
}

func (p *Portal) beginChecks(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.SpotChecks{Page: p.base(r, me), Form: p.form(r)}
	var numbers []filing.Number
	var found filing.Problems
	random := 0
	if r.PostForm.Get("how") == "random" {
		n, err := strconv.Atoi(digits(words(r, "count")))
		if err != nil || n < 1 || n > 100 {
			found = append(found, filing.Problem{Path: "count", Flaw: filing.Malformed})
		}
		random = n
	} else {
		for _, line := range strings.Fields(r.PostForm.Get("numbers")) {
			n, ok := filing.ParseNumber(line)
			if !ok || !n.IsService() {
				found = append(found, filing.Problem{Path: "numbers", Flaw: filing.Malformed})
				break
			}
			numbers = append(numbers, n)
		}
		if len(numbers) == 0 && len(found) == 0 {
			found = append(found, filing.Problem{Path: "numbers", Flaw: filing.Missing})
		}
	}
	days, err := daysOf(r)
	if more, bad := problemsIn(err); bad {
		found = append(found, more...)
	}
	begun := 0
	if len(found) == 0 {
		begun, err = d.BeginSpotChecks(r.Context(), numbers, random, words(r, "note"), days)
		if more, typo := problemsIn(err); typo {
			found = more
		} else if err != nil {
			return nil, err
		}
	}
	if len(found) > 0 {
		m.Form = m.Form.With(found)
		return page.SpotChecksPage(m), found
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已发出 " + strconv.Itoa(begun) + " 件抽查", Text: "没有接入、已注销或正在抽查的网站不再发出。"})
	return nil, seeOther(docketPath(me, filing.SpotCheck))
}

// shells (空壳) lists what has nothing under it, with the notices that run.
func (p *Portal) shells(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.shellsPage(r, d, me, nil)
}

func (p *Portal) shellsPage(r *http.Request, d *postgres.Desk, me filing.Actor, found filing.Problems) (templ.Component, error) {
	list, err := d.Shells(r.Context(), 200)
	if err != nil {
		return nil, err
	}
	m := page.Shells{Page: p.base(r, me), Form: p.form(r).With(found)}
	for _, s := range list {
		line := page.ShellLine{Value: strconv.FormatInt(s.Entity, 10) + ":" + string(s.Service), Number: string(s.Number), Service: string(s.Service),
			Unit: page.Unit(s.Name, s.Nature), Record: recordPath(s.Entity), Stage: s.Stage}
		if s.Notice != 0 {
			line.Notice, line.Due = matterPath(me, filing.Rectify, s.Notice), legalDue(s.Due, d)
		}
		m.List = append(m.List, line)
	}
	return page.ShellsPage(m), found.Or()
}

// noticeShells sends a rectify notice to the owner of each shell that is ticked.
func (p *Portal) noticeShells(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	days, err := daysOf(r)
	found, _ := problemsIn(err)
	if len(r.PostForm["shell"]) == 0 {
		found = append(found, filing.Problem{Path: "shell", Flaw: filing.Missing})
	}
	if words(r, "note") == "" {
		found = append(found, filing.Problem{Path: "note", Flaw: filing.Missing})
	}
	if len(found) > 0 {
		return p.shellsPage(r, d, me, found)
	}
	done := 0
	for _, value := range r.PostForm["shell"] {
		entity, service, _ := strings.Cut(value, ":")
		id, err := strconv.ParseInt(entity, 10, 64)
		if err != nil {
			return nil, filing.ErrNotFound
		}
		_, err = d.BeginRectify(r.Context(), postgres.RectifyNotice{Entity: id, Service: filing.Number(service), Words: words(r, "note"), Days: days})
		if _, noticed := problemsIn(err); noticed {
			continue // a colleague was faster, or it has ended meanwhile
		}
		if err != nil {
			return nil, err
		}
		done++
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已发出 " + strconv.Itoa(done) + " 份通知"})
	return nil, seeOther("/bureau/shells")
}

// rectifyForm (整改通知) addresses a notice to the owner or to a provider of an entity.
func (p *Portal) rectifyForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.rectifyView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.RectifyPage(m), nil
}

func (p *Portal) rectifyView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.RectifyModel, error) {
	id, err := idOf(r, "entity")
	if err != nil {
		return page.RectifyModel{}, err
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return page.RectifyModel{}, err
	}
	doc, err := d.RegisteredDocument(r.Context(), id)
	if err != nil {
		return page.RectifyModel{}, err
	}
	names, err := providerNames(r, d)
	m := page.RectifyModel{Page: p.base(r, me), Form: p.form(r), Number: string(e.Number), Unit: page.Unit(e.Name, e.Nature), Back: recordPath(id), Days: filing.Rectify.AnswerDays()}
	m.Services = []ui.Option{{Value: "", Label: "主体"}}
	m.To = []ui.Option{{Value: "0", Label: "主办者"}}
	seen := map[int64]bool{}
	for _, s := range doc.Sites {
		m.Services = append(m.Services, ui.Option{Value: string(s.Number), Label: string(s.Number) + " " + strings.Join(s.Names, "；")})
		for _, a := range s.Accesses {
			if !seen[a.Provider] {
				m.To = append(m.To, ui.Option{Value: strconv.FormatInt(a.Provider, 10), Label: "接入商 " + names[a.Provider]})
			}
			seen[a.Provider] = true
		}
	}
	return m, err
}

func (p *Portal) sendRectify(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.rectifyView(r, d, me)
	if err != nil {
		return nil, err
	}
	id, _ := idOf(r, "entity")
	provider, _ := strconv.ParseInt(r.PostForm.Get("to"), 10, 64)
	days, err := daysOf(r)
	var x postgres.Matter
	if err == nil {
		x, err = d.BeginRectify(r.Context(), postgres.RectifyNotice{Entity: id, Service: filing.Number(words(r, "service")), Provider: provider, Words: words(r, "note"), Days: days})
	}
	if found, ok := problemsIn(err); ok {
		m.Form = m.Form.With(found)
		return page.RectifyPage(m), found
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已发出，编号 " + x.Receipt, Text: "请对方在 " + zh.Date(x.DueOn) + " 前答复。"})
	return nil, seeOther(matterPath(me, filing.Rectify, x.ID))
}
