// Package htmlcheck asserts what must be true of every page and component:
// well-formed landmarks, labelled controls, ids that exist, nothing inline, and
// the words we do not use.
package htmlcheck

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// forbidden are words that blame the reader or name no way out, and spellings we
// do not use.
var forbidden = []string{
	"非法", "不合法", "无效", "错误的输入", "不能为空", "失败", "登陆", "其它", "！",
}

// Check reports every fault of a whole page.
func Check(t testing.TB, page string) {
	t.Helper()
	report(t, Faults(page))
}

// CheckPart reports every fault of a component, which has no <html>, main or h1
// of its own.
func CheckPart(t testing.TB, part string) {
	t.Helper()
	report(t, PartFaults(part))
}

func report(t testing.TB, faults []string) {
	t.Helper()
	for _, f := range faults {
		t.Errorf("html: %s", f)
	}
}

// Faults lists what is wrong with a whole page; nil means nothing.
func Faults(page string) []string {
	c := parse(page)
	c.document()
	c.everywhere()
	return c.faults
}

// PartFaults lists what is wrong with a component.
func PartFaults(part string) []string {
	c := parse(part)
	c.everywhere()
	return c.faults
}

// checker walks one parsed page.
type checker struct {
	nodes  []*html.Node
	ids    map[string]*html.Node
	labels map[string]bool // ids that a <label for> names
	faults []string
}

func parse(source string) *checker {
	c := &checker{ids: map[string]*html.Node{}, labels: map[string]bool{}}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		c.fault("not HTML: %v", err)
		return c
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			c.nodes = append(c.nodes, n)
			c.index(n)
		}
		if n.Type == html.TextNode {
			c.words(n)
		}
	}
	return c
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *checker) index(n *html.Node) {
	if id, ok := find(n, "id"); ok {
		if id == "" || strings.ContainsAny(id, " \t\n") {
			c.fault("id %q is empty or has blanks", id)
		}
		if c.ids[id] != nil {
			c.fault("id %q is used twice", id)
		}
		c.ids[id] = n
	}
	if n.DataAtom == atom.Label {
		c.labels[attr(n, "for")] = true
	}
}

// document checks what only a whole page has.
func (c *checker) document() {
	if n := c.all(atom.Html); len(n) == 0 || attr(n[0], "lang") != "zh-CN" {
		c.fault("html has no lang=zh-CN")
	}
	if n := c.all(atom.Title); len(n) == 0 || strings.TrimSpace(Text(n[0])) == "" {
		c.fault("title is empty")
	}
	for _, a := range []atom.Atom{atom.H1, atom.Main} {
		if n := len(c.all(a)); n != 1 {
			c.fault("%d <%s>, want 1", n, a)
		}
	}
	if c.ids["main"] == nil {
		c.fault("no #main for the skip link")
	}
	c.headings()
	c.landmarks()
}

func (c *checker) everywhere() {
	for _, n := range c.nodes {
		c.inline(n)
		c.references(n)
		c.control(n)
		c.named(n)
	}
}

func (c *checker) all(a atom.Atom) (list []*html.Node) {
	for _, n := range c.nodes {
		if n.DataAtom == a && n.Namespace == "" {
			list = append(list, n)
		}
	}
	return list
}

func attr(n *html.Node, name string) string {
	v, _ := find(n, name)
	return v
}

func find(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Text is what a node says, with its spaces folded.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
