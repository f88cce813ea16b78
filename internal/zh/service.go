package zh

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"beian/internal/filing"
)

// ForService is a text about websites in the words of a service of kind s: an app is called an app wherever the text
// says 网站. Latin words stand apart from Chinese ones.
func ForService(s filing.ServiceKind, text string) string {
	if !s.App() {
		return text
	}
	const website = "网站"
	word := Service(s)
	latin := word[0] < utf8.RuneSelf
	var b strings.Builder
	for {
		i := strings.Index(text, website)
		if i < 0 {
			return b.String() + text
		}
		before, after := text[:i], text[i+len(website):]
		b.WriteString(before)
		if last, _ := utf8.DecodeLastRuneInString(before); latin && unicode.Is(unicode.Han, last) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		if next, _ := utf8.DecodeRuneInString(after); latin && unicode.Is(unicode.Han, next) {
			b.WriteByte(' ')
		}
		text = after
	}
}

// serviceAt is the kind of service that a path of doc speaks of; a website where it speaks of none.
func serviceAt(doc *filing.Document, p filing.Path) filing.ServiceKind {
	key := p.Site()
	if paper, ok := filing.PaperAt(p); ok {
		key = paper.Site
	}
	if doc != nil {
		if s := doc.Site(key); s != nil {
			return s.Service
		}
	}
	return filing.Website
}
