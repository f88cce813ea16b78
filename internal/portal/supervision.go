package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// supervised (辖区接入商) lists the providers of the province with their figures.
func (p *Portal) supervised(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := d.Supervised(r.Context(), 0)
	m := page.Supervised{Page: p.base(r, me)}
	for _, f := range list {
		m.List = append(m.List, supervisedLine(f))
	}
	return page.SupervisedPage(m), err
}

func supervisedLine(f postgres.SupervisedProvider) page.SupervisedLine {
	l := page.SupervisedLine{Name: f.Name, Licence: f.Licence, Href: "/bureau/providers/" + strconv.FormatInt(f.ID, 10), Accesses: f.Accesses, Open: f.Open, Approved: f.Approved,
		Late: f.Matters, National: f.National, Here: f.Since != nil, Ground: f.Ground, Rate: share(f.Returned, f.Answers)}
	if f.Since != nil {
		l.Since = zh.Date(calendar.DateOf(*f.Since))
	}
	return l
}

func (p *Portal) supervisedOne(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, _, err := p.supervisedView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.SupervisedOnePage(m), nil
}

func (p *Portal) supervisedView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.SupervisedOne, int64, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return page.SupervisedOne{}, 0, err
	}
	list, err := d.Supervised(r.Context(), id)
	if err != nil {
		return page.SupervisedOne{}, 0, err
	}
	if len(list) != 1 {
		return page.SupervisedOne{}, 0, filing.ErrNotFound
	}
	return page.SupervisedOne{Page: p.base(r, me), Form: p.form(r), Line: supervisedLine(list[0]), Chief: me.Is(filing.Chief, filing.Admin)}, id, nil
}

// suspendHere stops a provider in the province, or lets it go on, as the form says.
func (p *Portal) suspendHere(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, id, err := p.supervisedView(r, d, me)
	if err != nil {
		return nil, err
	}
	stop := r.PostForm.Get("do") == "stop"
	err = d.SuspendHere(r.Context(), id, stop, words(r, "words"))
	if found, ok := problemsIn(err); ok {
		m.Form = m.Form.With(found)
		return page.SupervisedOnePage(m), found
	}
	if err != nil {
		return nil, err
	}
	done := "已恢复，立即生效"
	if stop {
		done = "已暂停，立即生效"
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: done})
	return nil, seeOther(m.Line.Href)
}
