package portal

import (
	"encoding/json"
	"net/url"

	"beian/internal/filing"
	"beian/web/page"
)

// fill writes what was typed on a page into the document, at the page's own paths and nowhere else. A text that was
// not sent stays as it is; a choice that was not sent is none, because that is how browsers send it.
func fill(doc *filing.Document, paths []filing.Path, typed url.Values) {
	for _, p := range paths {
		values, sent := typed[string(p)]
		if sent || page.Chosen(p) {
			doc.Set(p, values)
		}
	}
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
