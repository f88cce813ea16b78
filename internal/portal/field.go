package portal

import (
	"encoding/json"
	"net/url"
	"strings"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/web/page"
)

// fill writes what was typed on a page into the document, at the page's own paths and nowhere else. A text that was
// not sent stays as it is; a choice that was not sent is none, because that is how browsers send it.
func fill(doc *filing.Document, paths []filing.Path, typed url.Values) {
	for _, p := range paths {
		values, sent := typed[string(p)]
		if sent || page.Chosen(p) {
			doc.Set(p, tidy(p, values))
		}
	}
}

// tidy takes the domain out of an address that was pasted where domains are asked for; there is no doubt which one is
// meant, and the page shows what is left. Everything else stays as it was typed.
func tidy(p filing.Path, values []string) []string {
	if p.Field() != filing.SiteDomains {
		return values
	}
	var list []string
	for _, v := range values {
		lines := strings.Split(v, "\n")
		for i, line := range lines {
			lines[i] = bareDomain(line)
		}
		list = append(list, strings.Join(lines, "\n"))
	}
	return list
}

func bareDomain(typed string) string {
	_, err := ident.Domain(typed)
	f := ident.FaultOf(err)
	if f == nil || f.Text == "" || f.Code != ident.HasScheme && f.Code != ident.HasPath && f.Code != ident.HasWWW {
		return typed
	}
	return f.Text
}

// copyOf is a document that may be changed while the first one stays.
func copyOf(doc *filing.Document) *filing.Document {
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err) // documents are plain data and always encode
	}
	var other filing.Document
	if err := json.Unmarshal(text, &other); err != nil {
		panic(err)
	}
	return &other
}
