package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// codeTables (代码表) lists the tables that the ministry keeps.
func (p *Portal) codeTables(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := d.CodeEditions(r.Context(), "")
	m := page.CodeDesk{Page: p.base(r, me)}
	for _, t := range filing.CodeTables {
		line := page.CodeDeskLine{ID: t.ID, Name: zh.CodeTable(t), Entries: len(t.All()), Withdrawn: len(t.All()) - len(t.Offered())}
		if i := slices.IndexFunc(list, func(e postgres.CodeEdition) bool { return e.Table == t.ID }); i >= 0 {
			line.Version, line.From = list[i].Version, list[i].ValidFrom
		}
		m.List = append(m.List, line)
	}
	return page.CodeDeskPage(m), err
}

// codeTable shows the newest edition of a table, and takes the next.
func (p *Portal) codeTable(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, _, err := p.codeEditor(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.CodeEditorPage(m), nil
}

func (p *Portal) codeEditor(r *http.Request, d *postgres.Desk, me filing.Actor) (page.CodeEditor, postgres.CodeEdition, error) {
	t, ok := filing.CodeTableOf(inPath(r, "table"))
	if !ok {
		return page.CodeEditor{}, postgres.CodeEdition{}, filing.ErrNotFound
	}
	e, err := d.CodesOf(r.Context(), t)
	if err != nil {
		return page.CodeEditor{}, e, err
	}
	list, err := d.CodeEditions(r.Context(), t.ID)
	today := calendar.DateOf(d.Now())
	m := page.CodeEditor{Page: p.base(r, me), Name: zh.CodeTable(t), ID: t.ID, Grows: t.Grows, Admin: me.Is(filing.Admin), Version: e.Version, From: e.ValidFrom,
		Ahead: e.ValidFrom.After(today), Entries: e.Entries}
	for _, x := range list {
		m.Editions = append(m.Editions, page.CodeEdition{Version: x.Version, From: x.ValidFrom, Note: x.Note, By: x.By, At: zh.Time(x.At)})
	}
	m.Form = p.form(r).Or(url.Values{"entries": {codeLines(e.Entries)}, "from": {today.String()}, "version": {strconv.Itoa(e.Version)}})
	m.Form.Action = "/ministry/codes/" + t.ID
	return m, e, err
}

// withdrawnMark stands behind an entry that is no longer chosen.
const withdrawnMark = "停用"

// codeLines writes entries as lines that readCodes reads: "6 博客/个人空间 停用".
func codeLines(list []filing.CodeEntry) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(strconv.Itoa(c.ID) + " " + c.Name)
		if c.Withdrawn {
			b.WriteString(" " + withdrawnMark)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// readCodes reads what codeLines writes. A line it cannot read becomes an entry that no table takes.
func readCodes(text string) []filing.CodeEntry {
	var list []filing.CodeEntry
	for _, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		var c filing.CodeEntry
		c.ID, _ = strconv.Atoi(digits(words[0]))
		words = words[1:]
		if n := len(words); n > 1 && words[n-1] == withdrawnMark {
			c.Withdrawn, words = true, words[:n-1]
		}
		c.Name = strings.Join(words, " ")
		list = append(list, c)
	}
	return list
}

// saveCodes shows what the next edition would change, or makes it.
func (p *Portal) saveCodes(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, e, err := p.codeEditor(r, d, me)
	if err != nil {
		return nil, err
	}
	before := e.Entries
	e.Entries, e.Note = readCodes(m.Form.Get("entries")), m.Form.Get("note")
	e.ValidFrom, _ = calendar.ParseDate(m.Form.Get("from"))
	t, _ := filing.CodeTableOf(e.Table)
	switch {
	case m.Form.Get("version") != strconv.Itoa(e.Version):
		err = filing.ErrStale
	case m.Form.Get("step") == "save":
		err = d.SaveCodes(r.Context(), e)
	default:
		err = t.CheckEdition(e.Entries).Or()
	}
	if errors.Is(err, filing.ErrStale) {
		m.Page.Flash = &ui.Notice{Tone: ui.Warn, Title: "同事刚刚保存了新的一版，这次的修改没有保存", Text: "填写的内容还在本页。请对照上面的新版，复制需要的部分，重新打开本页再改。"}
		return page.CodeEditorPage(m), err
	}
	if found, wrong := problemsIn(err); wrong {
		m.Form = m.Form.With(found)
		return page.CodeEditorPage(m), found
	}
	if err != nil {
		return nil, err
	}
	if m.Form.Get("step") != "save" {
		m.Trial = &page.CodeTrial{Changes: codeChanges(before, e.Entries)}
		return page.CodeEditorPage(m), nil
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: m.Name + "代码表的新版已保存", Text: "从生效日起，填写表单时按新版选择；已经提交和已经备案的不变。"})
	return nil, seeOther(m.Form.Action)
}

// codeChanges says in words how entries differ.
func codeChanges(before, after []filing.CodeEntry) []string {
	old := map[int]filing.CodeEntry{}
	for _, c := range before {
		old[c.ID] = c
	}
	var list []string
	for _, c := range after {
		was, known := old[c.ID]
		name := strconv.Itoa(c.ID) + " " + c.Name
		switch {
		case !known:
			list = append(list, "增加 "+name)
			continue
		case was.Name != c.Name:
			list = append(list, "改名 "+strconv.Itoa(c.ID)+" "+was.Name+" → "+c.Name)
		}
		if was.Withdrawn != c.Withdrawn {
			list = append(list, map[bool]string{true: "停用 ", false: "恢复 "}[c.Withdrawn]+name)
		}
	}
	if len(list) == 0 && !slices.Equal(before, after) {
		list = append(list, "调整顺序")
	}
	return list
}
