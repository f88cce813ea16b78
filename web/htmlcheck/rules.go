package htmlcheck

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline finds what the content security policy would block.
func (c *checker) inline(n *html.Node) {
	if n.DataAtom == atom.Script && attr(n, "src") == "" {
		c.fault("inline script")
	}
	if n.DataAtom == atom.Style {
		c.fault("inline style sheet")
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			c.fault("<%s> has %s=", n.Data, a.Key)
		}
		if (a.Key == "href" || a.Key == "action") && strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
			c.fault("<%s> has a script address", n.Data)
		}
	}
}

// idLists are attributes whose value names ids on the same page.
var idLists = []string{"aria-describedby", "aria-labelledby", "aria-controls", "for", "form", "headers", "list"}

// references checks that whatever points somewhere points at something.
func (c *checker) references(n *html.Node) {
	for _, name := range idLists {
		for _, id := range strings.Fields(attr(n, name)) {
			if c.ids[id] == nil {
				c.fault("<%s> %s=%q: no such id", n.Data, name, id)
			}
		}
	}
	if href := attr(n, "href"); n.DataAtom == atom.A && len(href) > 1 && href[0] == '#' && c.ids[href[1:]] == nil {
		c.fault("link %q leads to no id", href)
	}
}

// control checks that each control that is seen has a label and a name.
func (c *checker) control(n *html.Node) {
	switch n.DataAtom {
	case atom.Input:
		switch attr(n, "type") {
		case "hidden", "submit", "button", "reset", "image":
			return
		}
	case atom.Select, atom.Textarea:
	default:
		return
	}
	if !c.labelled(n) {
		c.fault("<%s name=%q id=%q> has no label", n.Data, attr(n, "name"), attr(n, "id"))
	}
	if attr(n, "aria-invalid") == "true" && attr(n, "aria-describedby") == "" && !invalidGroup(n) {
		c.fault("<%s name=%q> is marked as wrong without words", n.Data, attr(n, "name"))
	}
}

func (c *checker) labelled(n *html.Node) bool {
	if id := attr(n, "id"); id != "" && c.labels[id] {
		return true
	}
	return attr(n, "aria-label") != "" || attr(n, "aria-labelledby") != "" || inside(n, atom.Label) != nil
}

// invalidGroup says whether the fieldset around a choice carries the error.
func invalidGroup(n *html.Node) bool {
	f := inside(n, atom.Fieldset)
	return f != nil && attr(f, "aria-describedby") != ""
}

func inside(n *html.Node, a atom.Atom) *html.Node {
	for p := range n.Ancestors() {
		if p.DataAtom == a {
			return p
		}
	}
	return nil
}

// named checks that links, buttons, pictures and groups say what they are.
func (c *checker) named(n *html.Node) {
	switch n.DataAtom {
	case atom.A, atom.Button, atom.Summary, atom.Th, atom.Legend, atom.Option:
		empty := Text(n) == "" && attr(n, "aria-label") == "" && !hasAlt(n)
		if empty && !(n.DataAtom == atom.Option && attr(n, "value") == "") {
			c.fault("<%s> says nothing", n.Data)
		}
	case atom.Img:
		if _, ok := find(n, "alt"); !ok {
			c.fault("img %q has no alt", attr(n, "src"))
		}
	case atom.Fieldset:
		if first := firstElement(n); first == nil || first.DataAtom != atom.Legend {
			c.fault("fieldset without legend")
		}
	case atom.Nav:
		if attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" {
			c.fault("nav without a name")
		}
	case atom.Table:
		if first := firstElement(n); first == nil || first.DataAtom != atom.Caption {
			c.fault("table without caption")
		}
	}
	if n.Data == "svg" && attr(n, "aria-hidden") != "true" && attr(n, "aria-labelledby") == "" {
		c.fault("svg is neither hidden nor named")
	}
}

func hasAlt(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == atom.Img && attr(d, "alt") != "" {
			return true
		}
	}
	return false
}

func firstElement(n *html.Node) *html.Node {
	for k := range n.ChildNodes() {
		if k.Type == html.ElementNode {
			return k
		}
	}
	return nil
}

// words looks for forbidden words, but not in what people or machines wrote:
// <code>, <pre>, <textarea>, quotations and elements marked data-verbatim.
func (c *checker) words(n *html.Node) {
	for p := range n.Ancestors() {
		switch p.DataAtom {
		case atom.Code, atom.Pre, atom.Textarea, atom.Blockquote, atom.Q, atom.Script:
			return
		}
		if _, ok := find(p, "data-verbatim"); ok {
			return
		}
	}
	for _, w := range forbidden {
		if strings.Contains(n.Data, w) {
			c.fault("forbidden word %q in %q", w, strings.TrimSpace(n.Data))
		}
	}
}

// headings checks that no level is skipped on the way down.
func (c *checker) headings() {
	last := 0
	for _, n := range c.nodes {
		if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level := int(n.Data[1] - '0')
		if last > 0 && level > last+1 {
			c.fault("<%s> %q follows <h%d>", n.Data, Text(n), last)
		}
		last = level
	}
}

// landmarks checks that places of the same kind have different names.
func (c *checker) landmarks() {
	seen := map[string]bool{}
	for _, n := range c.nodes {
		kind := n.Data
		if role := attr(n, "role"); role != "" {
			kind = role
		}
		if kind != "nav" && kind != "region" && kind != "search" && kind != "aside" {
			continue
		}
		name := kind + " " + attr(n, "aria-label") + attr(n, "aria-labelledby")
		if seen[name] {
			c.fault("two landmarks %q", name)
		}
		seen[name] = true
	}
}
