package exchange

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// header says which columns a file of CSV has, in its order.
type header []column

// rejectPrefix begins the columns that a file of rejects has more; they are not read.
const rejectPrefix = "reject."

// readHeader reads the first row. Errors name a column that is none, comes twice or is missing.
func readHeader(names []string) (header, error) {
	var h header
	seen := map[string]bool{}
	for _, typed := range names {
		name := strings.TrimSpace(strings.TrimPrefix(typed, "\ufeff"))
		c, known := byName[name]
		switch {
		case strings.HasPrefix(name, rejectPrefix):
			c = column{name: name}
		case !known:
			return nil, fmt.Errorf("no column is called %q; docs/exchange.md lists them", name)
		case seen[name]:
			return nil, fmt.Errorf("the column %q comes twice", name)
		}
		seen[name] = true
		h = append(h, c)
	}
	for _, name := range []string{"number", "approved_at"} {
		if !seen[name] {
			return nil, fmt.Errorf("the column %q is missing; docs/exchange.md lists them", name)
		}
	}
	return h, nil
}

func (h header) index(name string) int {
	for i, c := range h {
		if c.name == name {
			return i
		}
	}
	return -1
}

// entity reads the rows of one entity. What an entity or a site says stands in its first
// row; a further row that says otherwise is wrong, for nobody knows which is right.
func (h header) entity(rows [][]string) (*Line, []string) {
	l := &Line{}
	var wrong []string
	site, access := h.index("site.number"), h.index("access.provider")
	var siteRow []string // first row of the last site
	for i, fields := range rows {
		r := row{line: l}
		if i == 0 {
			wrong = append(wrong, h.read("entity", r, fields)...)
		} else {
			wrong = append(wrong, h.contradictions("entity", rows[0], fields)...)
		}
		if site < 0 || fields[site] == "" {
			continue
		}
		if n := len(l.Sites); n == 0 || string(l.Sites[n-1].Number) != fields[site] {
			l.Sites = append(l.Sites, Site{})
			r.site, siteRow = &l.Sites[n], fields
			wrong = append(wrong, h.read("site", r, fields)...)
		} else {
			wrong = append(wrong, h.contradictions("site", siteRow, fields)...)
		}
		r.site = &l.Sites[len(l.Sites)-1]
		if access < 0 || fields[access] == "" {
			continue
		}
		r.access = &Access{}
		wrong = append(wrong, h.read("access", r, fields)...)
		if slices.ContainsFunc(r.site.Accesses, func(a Access) bool { return reflect.DeepEqual(a, *r.access) }) {
			wrong = append(wrong, "site.number: a row stands twice")
		}
		r.site.Accesses = append(r.site.Accesses, *r.access)
	}
	return l, wrong
}

// contradictions names the columns of a part in which a further row is neither empty
// nor as in the first.
func (h header) contradictions(part string, first, fields []string) (wrong []string) {
	for i, c := range h {
		if c.part != part || fields[i] == first[i] {
			continue
		}
		was, is := strings.TrimSpace(first[i]), strings.TrimSpace(fields[i])
		if is != "" && is != was {
			wrong = append(wrong, fmt.Sprintf("%s: %q contradicts %q in the first row of the same %s number", c.name, is, was, part))
		}
	}
	return wrong
}

func (h header) read(part string, r row, fields []string) (wrong []string) {
	for i, c := range h {
		if c.part != part {
			continue
		}
		if err := c.write(r, strings.TrimSpace(fields[i])); err != nil {
			wrong = append(wrong, c.name+": "+err.Error())
		}
	}
	return wrong
}

// tableRows writes an entity as rows of all columns.
func tableRows(l *Line) [][]string {
	var rows [][]string
	add := func(r row) {
		fields := make([]string, len(columns))
		for i, c := range columns {
			if c.part == "entity" || c.part == "site" && r.site != nil || c.part == "access" && r.access != nil {
				fields[i] = c.read(r)
			}
		}
		rows = append(rows, fields)
	}
	for i := range l.Sites {
		s := &l.Sites[i]
		for j := range s.Accesses {
			add(row{l, s, &s.Accesses[j]})
		}
		if len(s.Accesses) == 0 {
			add(row{l, s, nil})
		}
	}
	if len(l.Sites) == 0 {
		add(row{l, nil, nil})
	}
	return rows
}
