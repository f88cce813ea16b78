package exchange

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
)

// row is one row of CSV: an access, with the site and the entity it belongs to
// written beside it.
type row struct {
	line   *Line
	site   *Site   // nil: the entity has none
	access *Access // nil: the site has none
}

// column is one column of CSV. write reads what was typed into the row, or says
// what is wrong with it.
type column struct {
	name  string
	part  string // entity, site or access: whose it is
	help  string
	read  func(row) string
	write func(row, string) error
}

const (
	dateHelp = "time, 2024-05-06T10:00:00+08:00, or a day, 2024-05-06, which means its beginning in Beijing"
	listHelp = "one a line, or separated by ;"
	flagHelp = "yes or no; empty: no"
)

// columns are all columns of CSV in their order. Only number, approved_at and what
// a filing requires must be there; others may be left out of a file.
var columns = allColumns()

var byName = func() map[string]column {
	all := map[string]column{}
	for _, c := range columns {
		all[c.name] = c
	}
	return all
}()

func allColumns() []column {
	list := []column{
		{"number", "entity", "the entity's number, in any form that was ever issued: 沪ICP备2024000007号, 沪ICP备05000940号, 京ICP证030173号, 粤B2-20090059",
			func(r row) string { return string(r.line.Number) },
			func(r row, s string) error { r.line.Number = filing.Number(s); return nil }},
		timeColumn("approved_at", "entity", func(r row) *time.Time { return &r.line.ApprovedAt }),
		endColumn("changed_at", "entity", func(r row) **time.Time { return &r.line.ChangedAt }),
		endColumn("cancelled_at", "entity", func(r row) **time.Time { return &r.line.CancelledAt }),
	}
	for _, f := range filing.Fields() {
		list = append(list, fieldColumns(f, "entity")...)
	}
	list = append(list,
		column{"site.number", "site", "the service's number; a further row with the same one is a further access",
			func(r row) string { return string(r.site.Number) },
			func(r row, s string) error { r.site.Number = filing.Number(s); return nil }},
		timeColumn("site.approved_at", "site", func(r row) *time.Time { return &r.site.ApprovedAt }),
		endColumn("site.changed_at", "site", func(r row) **time.Time { return &r.site.ChangedAt }),
		endColumn("site.cancelled_at", "site", func(r row) **time.Time { return &r.site.CancelledAt }),
		column{"site.restricted", "site", "access restricted (限制接入): " + flagHelp,
			func(r row) string { return map[bool]string{true: "yes", false: "no"}[r.site.Restricted] },
			func(r row, s string) (err error) { r.site.Restricted, err = yesNo(s); return err }})
	for _, f := range filing.Fields() {
		list = append(list, fieldColumns(f, "site")...)
	}
	list = append(list, column{"access.provider", "access", "the access provider's short name or licence; it must be licensed already",
		func(r row) string { return r.access.Provider },
		func(r row, s string) error { r.access.Provider = s; return nil }})
	for _, f := range filing.Fields() {
		list = append(list, fieldColumns(f, "access")...)
	}
	return list
}

// fieldColumns are the columns of a field of the document in one part of the row;
// principals stand in two parts.
func fieldColumns(f filing.Field, part string) []column {
	group, rest, _ := strings.Cut(string(f), ".")
	switch {
	case f == filing.SiteApprovals && part == "site":
		return []column{approvalColumn}
	case f == filing.SitePlatforms && part == "site":
		return []column{platformColumn}
	case group == part:
		return []column{documentColumn(string(f), part, f)}
	case group == "principal" && part != "access":
		return []column{documentColumn(part+".principal."+rest, part, f)}
	}
	return nil
}

// documentColumn reads and writes a field as forms do.
func documentColumn(name, part string, f filing.Field) column {
	return column{name, part, fieldHelp(f),
		func(r row) string { return strings.Join(get(r, part, f), "\n") },
		func(r row, s string) error { return set(r, part, f, s) }}
}

func get(r row, part string, f filing.Field) []string {
	doc, path := r.document(part, f)
	return doc.Get(path)
}

func set(r row, part string, f filing.Field, typed string) error {
	doc, path := r.document(part, f)
	values := []string{typed}
	switch {
	case isFlag(f):
		yes, err := yesNo(typed)
		if err != nil {
			return err
		}
		values = []string{map[bool]string{true: "yes", false: "no"}[yes]}
	case isList(f):
		values = split(typed)
	}
	doc.Set(path, values)
	if kept := doc.Get(path); isCode(f) && len(kept) != len(split(typed)) {
		return fmt.Errorf("%q is no code", typed)
	}
	r.keep(part, doc)
	return nil
}

// document is the part of the row as a document, with the path of a field in it.
func (r row) document(part string, f filing.Field) (*filing.Document, filing.Path) {
	if part == "entity" {
		return &filing.Document{Entity: r.line.Entity}, f.At()
	}
	site := r.site.Site
	site.Key = "1"
	if part == "site" {
		return &filing.Document{Sites: []filing.Site{site}}, f.Of("1")
	}
	access := r.access.Access
	access.Key = "1"
	site.Accesses = []filing.Access{access}
	return &filing.Document{Sites: []filing.Site{site}}, f.In("1", "1")
}

func (r row) keep(part string, doc *filing.Document) {
	switch part {
	case "entity":
		r.line.Entity = doc.Entity
	case "site":
		r.site.Site = doc.Sites[0]
	default:
		r.access.Access = doc.Sites[0].Accesses[0]
	}
}

var approvalColumn = column{"site.approvals", "site", "pre-approvals (前置审批): code=number, " + listHelp,
	func(r row) string {
		var list []string
		for _, a := range r.site.Approvals {
			list = append(list, strconv.Itoa(a.Kind)+"="+a.Number)
		}
		return strings.Join(list, "\n")
	},
	func(r row, s string) error {
		r.site.Approvals = nil
		for _, item := range split(s) {
			kind, number, _ := strings.Cut(item, "=")
			id, err := strconv.Atoi(strings.TrimSpace(kind))
			if err != nil {
				return fmt.Errorf("%q is not code=number", item)
			}
			r.site.Approvals = append(r.site.Approvals, filing.Approval{Kind: id, Number: strings.TrimSpace(number)})
		}
		return nil
	}}

var platformColumn = column{"site.platforms", "site", "platforms of an app: kind|package|public key|fingerprint, " + listHelp,
	func(r row) string {
		var list []string
		for _, p := range r.site.Platforms {
			list = append(list, strings.Join([]string{fmt.Sprint(p.Kind), p.Package, p.PublicKey, p.Fingerprint}, "|"))
		}
		return strings.Join(list, "\n")
	},
	func(r row, s string) error {
		r.site.Platforms = nil
		for _, item := range split(s) {
			f := append(strings.Split(item, "|"), "", "", "")
			kind, err := strconv.Atoi(strings.TrimSpace(f[0]))
			if _, known := filing.PlatformTypeOf(kind); err != nil || !known {
				return fmt.Errorf("%q is no platform", f[0])
			}
			r.site.Platforms = append(r.site.Platforms, filing.Platform{Kind: kind, Package: f[1], PublicKey: f[2], Fingerprint: f[3]})
		}
		return nil
	}}

func timeColumn(name, part string, at func(row) *time.Time) column {
	return column{name, part, "approval: " + dateHelp,
		func(r row) string { return at(r).Format(time.RFC3339Nano) },
		func(r row, s string) (err error) {
			if s != "" {
				*at(r), err = readTime(s)
			}
			return err
		}}
}

func endColumn(name, part string, at func(row) **time.Time) column {
	return column{name, part, dateHelp + "; empty: never",
		func(r row) string {
			if *at(r) == nil {
				return ""
			}
			return (*at(r)).Format(time.RFC3339Nano)
		},
		func(r row, s string) error {
			*at(r) = nil
			if s == "" {
				return nil
			}
			t, err := readTime(s)
			*at(r) = &t
			return err
		}}
}

func readTime(s string) (time.Time, error) {
	for _, form := range []string{time.RFC3339, "2006-01-02", "2006-01-02 15:04:05", "2006/1/2"} {
		if t, err := time.ParseInLocation(form, s, calendar.Shanghai); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time like 2024-05-06 or 2024-05-06T10:00:00+08:00", s)
}

func yesNo(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "yes", "true", "1", "是":
		return true, nil
	case "", "no", "false", "0", "否":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither yes nor no", s)
}

func split(s string) []string {
	var list []string
	for _, item := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("\r\n;；", r) }) {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}
