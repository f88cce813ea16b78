package page

import (
	"slices"
	"strings"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// marksForm is the id of the form that gathers the ticks of the rows.
const marksForm = "marks"

// groups are the rows of the case, in the order of the forms.
func (m Case) groups() []ui.ReviewGroup {
	var list []ui.ReviewGroup
	for _, r := range m.Doc.Rows() {
		row, shown := m.row(r)
		if !shown {
			continue
		}
		id, title := m.groupOf(r.Path)
		if n := len(list); n == 0 || list[n-1].ID != id {
			list = append(list, ui.ReviewGroup{ID: id, Title: title})
		}
		last := &list[len(list)-1]
		last.Rows = append(last.Rows, row)
	}
	return append(list, m.dropped()...)
}

// rowID is the anchor of a row or a paper.
func rowID(path filing.Path) string { return "row-" + ui.FieldID(string(path)) }

// row is one line of the case; blank optional answers are left out unless something is to be said about them, and of
// a change only what changes, or what a check finds fault with, is shown first.
func (m Case) row(r filing.Row) (ui.ReviewRow, bool) {
	change := m.changeAt(r.Path)
	checks := m.checks(r)
	if m.Since != "" && !m.All && change == nil && !wanting(checks) {
		return ui.ReviewRow{}, false
	}
	if blank(r) && change == nil && len(checks) == 0 {
		return ui.ReviewRow{}, false
	}
	row := ui.ReviewRow{ID: rowID(r.Path), Key: m.label(r), Checks: checks,
		Values: caseValues(m.Doc, r.Field, r.Values, m.Open), Mono: mono(r.Field), Name: isName(r.Field)}
	if change != nil {
		row.Was, row.Now = m.diff(r.Field, change)
	}
	row.Mark = m.mark(r.Path)
	return row, true
}

func (m Case) label(r filing.Row) string { return Answers{Doc: m.Doc}.word(r.Path) }

// mark is the tick that sends a row back; only where the reader may return the case.
func (m Case) mark(path filing.Path) *ui.MarkModel {
	if !m.returns() {
		return nil
	}
	return &ui.MarkModel{Key: string(path), Label: zh.PathLabel(m.Doc, path), Form: marksForm,
		Checked: slices.Contains(m.Marked, string(path))}
}

func (m Case) changeAt(path filing.Path) *filing.Difference {
	for i := range m.Changes {
		if m.Changes[i].Path == path {
			return &m.Changes[i]
		}
	}
	return nil
}

// diff compares old and new by what is shown, so that nothing masked shines through.
func (m Case) diff(f filing.Field, c *filing.Difference) (old, now []ui.Span) {
	return ui.DiffText(strings.Join(caseValues(m.Doc, f, c.Old, m.Open), "；"), strings.Join(caseValues(m.Doc, f, c.New, m.Open), "；"))
}

// dropped are the rows that the older version had and this one has no more.
func (m Case) dropped() []ui.ReviewGroup {
	g := ui.ReviewGroup{ID: "dropped", Title: "已删除的内容"}
	for _, c := range m.Changes {
		if c.New == nil && m.Doc.Get(c.Path) == nil && c.Path.Site() != "" && m.Doc.Site(c.Path.Site()) == nil {
			old, _ := m.diff(c.Field, &c)
			g.Rows = append(g.Rows, ui.ReviewRow{Key: zh.Field(c.Field), Was: old})
		}
	}
	if len(g.Rows) == 0 {
		return nil
	}
	return []ui.ReviewGroup{g}
}

// groupOf names the group a path belongs to.
func (m Case) groupOf(path filing.Path) (id, title string) {
	part := strings.Split(string(path), ".")
	switch {
	case part[0] == "ending":
		return "ending", "原因与说明"
	case path.Site() == "" && len(part) == 3:
		return "principal", "主体负责人"
	case path.Site() == "":
		return "entity", "主办者"
	}
	site := m.siteTitle(path.Site())
	switch {
	case path.Access() != "":
		return "access-" + path.Site() + "-" + path.Access(), site + "：接入信息"
	case len(part) == 4:
		return "site-principal-" + path.Site(), site + "：负责人"
	}
	return "site-" + path.Site(), site
}

func (m Case) siteTitle(key string) string {
	i := slices.IndexFunc(m.Doc.Sites, func(s filing.Site) bool { return s.Key == key })
	word := zh.Service(filing.Website)
	if i >= 0 {
		word = zh.Service(m.Doc.Sites[i].Service)
	}
	if len(m.Doc.Sites) < 2 {
		return word
	}
	return word + " " + itoa(i+1)
}

func blank(r filing.Row) bool {
	if len(r.Values) == 0 {
		return true
	}
	switch r.Field {
	case filing.EntityPostalSame, filing.EntityAuthorised, filing.SiteIPOnly, filing.AccessDynamic:
		return r.Values[0] == "no"
	}
	return false
}

func mono(f filing.Field) bool {
	switch f {
	case filing.EntityCertNumber, filing.PrincipalCertNumber, filing.PrincipalMobiles, filing.PrincipalEmergency,
		filing.PrincipalLandlines, filing.SiteDomains, filing.SiteHomeURLs, filing.AccessIPs, filing.PrincipalEmail:
		return true
	}
	return false
}

func isName(f filing.Field) bool { return f == filing.EntityName || f == filing.PrincipalName }
