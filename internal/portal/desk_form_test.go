package portal

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"beian/internal/postgres/pgtest"
)

// formOf is what a browser would send of the form with that address, nothing changed.
func formOf(t *testing.T, v view, action string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(v.body))
	pgtest.Must(t, err)
	values := url.Values{}
	for n := range doc.Descendants() {
		if form := enclosing(n, "form"); form == nil || attribute(form, "action") != action {
			continue
		}
		name, value := attribute(n, "name"), attribute(n, "value")
		switch {
		case name == "" || name == "_once" || n.Data == "button":
		case n.Data == "textarea":
			values.Add(name, innerText(n))
		case n.Data == "input" && (attribute(n, "type") == "checkbox" || attribute(n, "type") == "radio"):
			if has(n, "checked") {
				values.Add(name, value)
			}
		case n.Data == "input":
			values.Add(name, value)
		case n.Data == "select":
			for o := range n.Descendants() {
				if o.Data == "option" && has(o, "selected") {
					values.Add(name, attribute(o, "value"))
				}
			}
		}
	}
	return values
}

func enclosing(n *html.Node, name string) *html.Node {
	for p := range n.Ancestors() {
		if p.Data == name {
			return p
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
