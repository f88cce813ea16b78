package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

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
