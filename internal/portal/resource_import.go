package portal

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/table"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const resourceRows = 500 // taken at a time

// resourceColumn is one column of the table of resources: its name, and the access's field it fills, if one.
var resourceColumn = []struct {
	name  string
	field filing.Field
}{
	{"客户号", ""}, {"主办者", ""}, {"接入方式", filing.AccessMethod}, {"地址类型", filing.AccessDynamic}, {"IP 地址", filing.AccessIPs},
	{"服务器所在地", filing.AccessPlaces}, {"有效期至", ""}, {"备注", ""},
}

func resourceColumns() []string {
	var names []string
	for _, c := range resourceColumn {
		names = append(names, c.name)
	}
	return names
}

func (p *Portal) resourceImport(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.resourceImportPage(r, me, page.ResourceImport{Form: p.form(r)})
}

func (p *Portal) resourceImportPage(r *http.Request, me filing.Actor, m page.ResourceImport) (templ.Component, error) {
	m.Page, m.Columns = p.base(r, me), resourceColumns()
	m.Form.Action = resourcesPath + "/import"
	return page.ResourceImportPage(m), m.Form.Problems.Or()
}

// importResources keeps one resource for each row. What is in order is kept; the other rows come back with their
// reasons.
func (p *Portal) importResources(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.ResourceImport{Form: p.form(r)}
	t, found := sentTable(r, resourceRows, []string{"客户号", "接入方式", "IP 地址"})
	if len(found) > 0 {
		m.Form = m.Form.With(found)
		return p.resourceImportPage(r, me, m)
	}
	at := columnsOf(t.Head)
	left := [][]string{t.Head}
	for _, row := range t.Rows {
		cell := func(name string) string { return row.Cell(columnAt(at, name)) }
		result := page.RowResult{Line: row.Line, Name: cell("客户号") + "，" + cell("IP 地址"), Done: "已登记"}
		found, err := addResourceRow(r, d, cell)
		if err != nil {
			return nil, err
		}
		for _, one := range found {
			result.Why = append(result.Why, zh.Problem(one))
		}
		if len(found) > 0 {
			left = append(left, row.Cells)
			m.Form.Problems = append(m.Form.Problems, found...)
		}
		m.Results = append(m.Results, result)
	}
	if len(left) == 1 {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "已登记 " + strconv.Itoa(len(t.Rows)) + " 个接入资源", Text: "授权码在列表中，可以导出 CSV 后发给客户。"})
		return nil, seeOther(resourcesPath)
	}
	m.Form.Values = map[string][]string{"rows": {pasted(left)}}
	return p.resourceImportPage(r, me, m)
}

func addResourceRow(r *http.Request, d *postgres.Desk, cell func(string) string) (filing.Problems, error) {
	doc := filing.Document{}
	doc.AddSite()
	var found filing.Problems
	for _, c := range resourceColumn {
		if c.field == "" || cell(c.name) == "" {
			continue
		}
		values, ok := zh.Read(&doc, c.field, cell(c.name))
		if !ok {
			found = append(found, filing.Problem{Path: c.field.In("1", "1"), Flaw: filing.NotListed})
		}
		doc.Set(c.field.In("1", "1"), values)
	}
	if len(found) > 0 {
		return found, nil
	}
	_, err := d.AddResource(r.Context(), postgres.NewResource{Customer: cell("客户号"), Holder: cell("主办者"), Note: cell("备注"),
		Access: doc.Sites[0].Accesses[0], ValidUntil: strings.NewReplacer("/", "-", ".", "-").Replace(cell("有效期至"))})
	if list, ok := problemsIn(err); ok {
		return list, nil
	}
	return nil, err
}

// sentTable reads the table of a form: the file, or what was pasted. Every one of needed must be a column.
func sentTable(r *http.Request, most int, needed []string) (table.Table, filing.Problems) {
	var t table.Table
	var err error
	at := filing.Path("rows")
	if header := sent(r, fileField); header != nil && header.Size > 0 {
		at = fileField
		var data []byte
		f, failed := header.Open()
		if failed == nil {
			data, failed = io.ReadAll(io.LimitReader(f, table.MaxBytes+1))
			_ = f.Close()
		}
		if t, err = table.Read(data, most); failed != nil {
			err = table.ErrBroken
		}
	} else {
		t, err = table.Paste(r.PostForm.Get("rows"), most)
	}
	if err != nil {
		return t, filing.Problems{tableProblem(at, err, most)}
	}
	columns := columnsOf(t.Head)
	for _, name := range needed {
		if columnAt(columns, name) < 0 {
			return t, filing.Problems{{Path: at, Flaw: filing.NoColumn, Text: name}}
		}
	}
	return t, nil
}

func tableProblem(at filing.Path, err error, most int) filing.Problem {
	switch {
	case errors.Is(err, table.ErrTooMany):
		return filing.Problem{Path: at, Flaw: filing.TooMany, Number: most}
	case errors.Is(err, table.ErrEmpty):
		return filing.Problem{Path: at, Flaw: filing.NoRows}
	case errors.Is(err, table.ErrTooLarge):
		return filing.Problem{Path: at, Flaw: filing.NoTable, Text: "large"}
	}
	return filing.Problem{Path: at, Flaw: filing.NoTable}
}

// columnsOf are the names of a heading as they are compared: without blanks, marks of brackets and what they hold.
func columnsOf(head []string) []string {
	var list []string
	for _, h := range head {
		list = append(list, columnName(h))
	}
	return list
}

func columnName(h string) string {
	h = strings.NewReplacer("(", "（", ")", "）").Replace(h)
	h, _, _ = strings.Cut(h, "（")
	return strings.ToLower(strings.Join(strings.Fields(h), ""))
}

func columnAt(columns []string, name string) int { return slices.Index(columns, columnName(name)) }

// pasted writes rows as they are copied from a spreadsheet.
func pasted(rows [][]string) string {
	var b strings.Builder
	for _, cells := range rows {
		for i, c := range cells {
			if i > 0 {
				b.WriteByte('\t')
			}
			if strings.ContainsAny(c, "\t\n\"") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
