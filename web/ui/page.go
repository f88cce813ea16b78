// Package ui holds the components that pages are made of. It knows no filings:
// everything a component shows comes in through its model, already in words.
//
// Rules every component keeps: it works without script; nothing is inline (the
// content security policy allows 'self' only); a state is said in text, by icon
// and by tone, never by colour alone; each control has a label and its hint and
// error are tied to it.
package ui

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"
)

// ServiceName (服务名称) ends every page title.
const ServiceName = "网站备案服务"

// Frame is what surrounds every page of one request. The door fills it once;
// a page only adds its own words.
type Frame struct {
	Portal   string      // whose portal this is, such as 上海市通信管理局; empty means the national one
	Home     string      // where the name in the header leads; empty means "/"
	Nav      []NavItem   // header navigation, at most five for the public
	Side     []NavGroup  // staff only: side navigation
	Search   *SearchForm // staff only: search box in the header
	Account  *Account    // nil: nobody is logged in
	Display  Display     // how this reader wants pages shown
	DemoLine string      // first line of every page; empty: not printed
	Letters  string      // where a demonstration shows what would have been sent; empty: nowhere
	Path     string      // path and query of this page, to come back to
	Footer   Footer
	Idle     int    // seconds until an idle session ends; 0: no warning
	KeepPath string // POST address that keeps the session alive
	Now      string // server time, such as "2026-11-21 14:05"; seen on paper only
}

// Page is what a shell needs to know about the page it frames.
type Page struct {
	Frame
	Title     string          // name of the page: first part of <title> and, by default, the h1
	Section   string          // 栏目, second part of <title>
	Heading   string          // h1 when it differs from Title
	NoHeading bool            // the page brings its own h1
	Caption   string          // small line above the h1
	Lead      string          // one sentence below the h1
	Count     int             // queues: number before the title, "(12) "
	Errors    []FieldError    // problems of a form: error summary on top and count in the title
	Flash     *Notice         // result of the action just done
	Crumbs    []Link          // 位置; the last one is this page
	Back      *Link           // instead of Crumbs in the steps of a form
	Actions   templ.Component // buttons beside the h1
	Aside     templ.Component // right column on wide screens, below the content on narrow ones
	AsideName string          // what the right column is; empty means 填写说明
	Width     Width           // measure of the content
	Meta      []Meta          // further <meta name content>
	Canonical string          // absolute address of the page, if it has several
	Refresh   int             // seconds after which the page loads again; 0: never
	NoIndex   bool            // keep out of search engines
}

// Width is the measure of the main column.
type Width string

// Widths of the main column.
const (
	Normal Width = ""      // 72rem
	Narrow Width = "form"  // 40em: forms and prose
	Wide   Width = "wide"  // all there is
	Hero   Width = "bleed" // the page draws its own bands edge to edge
)

// Link is an anchor in words.
type Link struct{ Text, Href string }

// NavItem is one entry of a navigation.
type NavItem struct {
	Text, Href string
	Current    bool
	Count      int    // printed when above zero
	Unit       string // measure word read with the count; empty means 件
	Key        string // single-key shortcut, staff only
}

// NavGroup is a titled part of the side navigation.
type NavGroup struct {
	Title string
	Items []NavItem
}

// SearchForm is a one-field GET form.
type SearchForm struct {
	Action, Name, Label, Value, Button, Hint string
	Error                                    string
	Hidden                                   []Hidden
	Big                                      bool // the one of the home page
}

// Hidden is a hidden form value.
type Hidden struct{ Name, Value string }

// Account is who is logged in.
type Account struct {
	Name, Org string // person; organisation and role
	Href      string // account page
	Logout    string // POST address
	Inbox     string // address of the messages, optional
	Unread    int
	Switch    []Link // other organisations of the same person
}

// Meta is a <meta name content>.
type Meta struct{ Name, Content string }

// Footer (页脚) is the set that government sites carry; empty values are not printed.
type Footer struct {
	Owner, Contact, SiteCode, ICP, Police string
	Links                                 []Link // 站点地图, 无障碍, 隐私, 纠错 …
	Help                                  *Link  // 遇到问题？, same place on every page
}

// DocumentTitle joins the parts of <title>: what is wrong first, then where.
func (p Page) DocumentTitle() string {
	name := p.Title
	if n := len(p.Errors); n > 0 {
		name = fmt.Sprintf("有 %d 处需要修改：%s", n, name)
	} else if p.Count > 0 {
		name = fmt.Sprintf("(%d) %s", p.Count, name)
	}
	parts := []string{name}
	if p.Section != "" && p.Section != p.Title {
		parts = append(parts, p.Section)
	}
	return strings.Join(append(parts, ServiceName), " - ")
}

func (p Page) heading() string {
	if p.Heading != "" {
		return p.Heading
	}
	return p.Title
}

func (f Frame) home() string { return or(f.Home, "/") }

// brandSub is the second line of the name in the header.
func (f Frame) brandSub() string { return or(f.Portal, "互联网信息服务备案管理") }

// or is a, or b where a is empty.
func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
