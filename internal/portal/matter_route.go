package portal

import (
	"net/http"
	"strings"
	"unicode"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/web/page"
)

// routeWords is how many words of a report are looked up to find out whom it concerns.
const routeWords = 8

// provinceAsked is the province whose bureau shall see to a report or question: the one chosen, or, where the visitor does
// not know, the one in which the named site is filed. What names no filed site stays as chosen, which is
// no province and is asked back with whatever else is the matter.
func (p *Portal) provinceAsked(r *http.Request, c filing.Course) (string, error) {
	chosen := words(r, "province")
	if c != filing.Report || chosen != page.UnknownProvince {
		return chosen, nil
	}
	for _, word := range siteWords(words(r, "url"), words(r, "subject")) {
		by := lookup.Reading(lookup.Auto, word)
		if len(word) > 200 || by != lookup.Domain && by != lookup.Number { // longer is no question
			continue
		}
		found, err := p.Lookup.Ask(r.Context(), by, word, "")
		switch {
		case err != nil:
			return "", err
		case len(found.Records) > 0:
			return found.Records[0].Province, nil
		case found.Entity != nil:
			return found.Entity.Province, nil
		}
	}
	return chosen, nil
}

// siteWords are the words that may name a site: first addresses, which stand in Latin letters, then numbers.
func siteWords(texts ...string) []string {
	text := strings.Join(texts, " ")
	latin := func(r rune) bool {
		return r > unicode.MaxASCII || unicode.IsSpace(r) || strings.ContainsRune(",;()<>\"'", r)
	}
	apart := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '-' }
	list := append(strings.FieldsFunc(text, latin), strings.FieldsFunc(text, apart)...)
	return list[:min(len(list), routeWords)]
}
