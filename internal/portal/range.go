package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const (
	rangesPath  = "/provider/ranges"
	rangesAtOne = 200 // lines taken at a time
)

// ranges (地址段) lists the address ranges of the actor's provider.
func (p *Portal) ranges(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.rangePage(r, d, me, page.Ranges{Form: p.form(r)})
}

func (p *Portal) rangePage(r *http.Request, d *postgres.Desk, me filing.Actor, m page.Ranges) (templ.Component, error) {
	list, err := d.Ranges(r.Context(), me.Provider)
	if err != nil {
		return nil, err
	}
	m.Page, m.Admin, m.Form.Action = p.base(r, me), me.Is(filing.Admin), rangesPath
	for _, one := range list {
		m.List = append(m.List, page.RangeLine{ID: one.ID, Text: one.String(), Note: one.Note})
	}
	return page.RangesPage(m), m.Form.Problems.Or()
}

// addRanges files one range for each line. What is in order is filed; the other lines come back with their reasons.
func (p *Portal) addRanges(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Ranges{Form: p.form(r)}
	lines, found := rangeLines(r, m.Form)
	if len(found) > 0 {
		m.Form = m.Form.With(found)
		return p.rangePage(r, d, me, m)
	}
	if len(lines) == 0 {
		m.Form = m.Form.With(filing.Problems{{Path: "ranges", Flaw: filing.Missing}})
		return p.rangePage(r, d, me, m)
	}
	if len(lines) > rangesAtOne {
		m.Form = m.Form.With(filing.Problems{{Path: "ranges", Flaw: filing.TooMany, Number: rangesAtOne}})
		return p.rangePage(r, d, me, m)
	}
	var left []string
	for _, line := range lines {
		found, err := addRange(r, d, me, line, m.Form.Get("note"))
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			left = append(left, line)
			m.Form.Problems = append(m.Form.Problems, found[0])
			m.Results = append(m.Results, page.RangeResult{Text: line, Why: zh.Problem(found[0])})
			continue
		}
		m.Results = append(m.Results, page.RangeResult{Text: line})
	}
	if len(left) == 0 {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "已登记 " + strconv.Itoa(len(lines)) + " 个地址段"})
		return nil, seeOther(rangesPath)
	}
	m.Form.Values = url.Values{"ranges": {strings.Join(left, "\n")}, "note": {m.Form.Get("note")}}
	return p.rangePage(r, d, me, m)
}

// rangeLines are the ranges that were typed, or those of a table.
func rangeLines(r *http.Request, f page.Form) ([]string, filing.Problems) {
	if h := sent(r, fileField); h == nil || h.Size == 0 {
		return nonBlank(f.Get("ranges")), nil
	}
	t, found := sentTable(r, rangesAtOne, []string{"IP 地址"})
	if len(found) > 0 {
		return nil, found
	}
	var lines []string
	at := columnAt(columnsOf(t.Head), "IP 地址")
	for _, row := range t.Rows {
		if cell := row.Cell(at); cell != "" {
			lines = append(lines, cell)
		}
	}
	return lines, nil
}

// addRange files one line; found says why it was not taken.
func addRange(r *http.Request, d *postgres.Desk, me filing.Actor, line, note string) (found filing.Problems, err error) {
	one, err := ident.ParseIPRange(line)
	if err != nil {
		return filing.Problems{{Path: "ranges", Flaw: filing.Malformed, Fault: ident.FaultOf(err)}}, nil
	}
	err = d.AddRange(r.Context(), me.Provider, one, note)
	if found, ok := problemsIn(err); ok {
		return found, nil
	}
	return nil, err
}

// nonBlank are the lines of a text in which something stands.
func nonBlank(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// removeRange takes a range back, unless an access lies in it.
func (p *Portal) removeRange(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := strconv.ParseInt(inPath(r, "id"), 10, 64)
	if err != nil {
		return nil, filing.ErrNotFound
	}
	err = d.RemoveRange(r.Context(), id)
	if found, ok := problemsIn(err); ok {
		return p.rangePage(r, d, me, page.Ranges{Form: page.Form{}.With(found)})
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "地址段已删除"})
	return nil, seeOther(rangesPath)
}

const profilePath = "/provider/profile"

// profile (企业介绍) is what the public reads of the actor's provider.
func (p *Portal) profile(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.profilePage(r, d, me, p.form(r))
}

func (p *Portal) profilePage(r *http.Request, d *postgres.Desk, me filing.Actor, f page.Form) (templ.Component, error) {
	one, err := d.Provider(r.Context(), me.Provider)
	if err != nil {
		return nil, err
	}
	values := url.Values{"phone": {one.Phone}, "address": {one.Address}, "intro": {one.Intro}}
	for _, method := range one.Methods {
		values.Add("methods", strconv.Itoa(method))
	}
	f.Action = profilePath
	m := page.OwnProfile{Page: p.base(r, me), Form: f.Or(values), Provider: providerLine(one), Admin: me.Is(filing.Admin)}
	return page.OwnProfilePage(m), f.Problems.Or()
}

// saveProfile changes it; the public page shows it at once.
func (p *Portal) saveProfile(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	err := d.SetProfile(r.Context(), typedProvider(f))
	if found, ok := problemsIn(err); ok {
		return p.profilePage(r, d, me, f.With(found))
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "企业介绍已保存", Text: "公众现在看到的就是新内容。"})
	return nil, seeOther(profilePath)
}
