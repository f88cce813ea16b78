package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/region"
)

// function is one word with values in brackets behind it.
type function struct {
	accepts []kind // of each value
	many    bool   // takes several
	gives   kind
	do      func(*scene, []value) value
}

func (f function) takes(place int, k kind) bool {
	return (place == 0 || f.many) && slices.Contains(f.accepts, k)
}

var words = []kind{text, texts}

// functions is every function of the language.
var functions = map[string]function{
	// given: something has been answered.
	"given": {words, false, flag, func(_ *scene, v []value) value { return truth(len(v[0].s) > 0) }},
	"count": {[]kind{texts, numbers}, false, number, func(_ *scene, v []value) value { return counted(len(v[0].s) + len(v[0].ns)) }},
	// length, han, latin: characters, Chinese ones, Latin letters; of several texts the least of the
	// first two and the most of the last.
	"length": {words, false, number, least(utf8.RuneCountInString)},
	"han":    {words, false, number, least(func(s string) int { return runes(s, isHan) })},
	"latin":  {words, false, number, most(func(s string) int { return runes(s, isLatin) })},
	// distinct: how many different answers there are.
	"distinct": {words, true, number, distinct},
	// age: full years of the bearer of a citizen's number; unknown for other papers.
	"age": {[]kind{text}, false, number, age},
	// located: the province an address names; unknown when it names none.
	"located": {[]kind{text}, false, text, located},
	// place: the name of a division, by its code.
	"place": {[]kind{text}, false, text, place},
	// tld: the last labels of domains.
	"tld": {[]kind{texts}, false, texts, tld},
	// paper: whether that paper has been brought.
	"paper": {[]kind{text}, false, flag, paper},
}

func runes(s string, is func(rune) bool) int {
	n := 0
	for _, r := range s {
		if is(r) {
			n++
		}
	}
	return n
}

func isHan(r rune) bool   { return unicode.Is(unicode.Han, r) }
func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

func least(of func(string) int) func(*scene, []value) value { return measured(of, slices.Min[[]int]) }
func most(of func(string) int) func(*scene, []value) value  { return measured(of, slices.Max[[]int]) }

// measured is unknown where nothing has been answered: that something is missing is said elsewhere.
func measured(of func(string) int, choose func([]int) int) func(*scene, []value) value {
	return func(_ *scene, v []value) value {
		var sizes []int
		for _, s := range v[0].s {
			sizes = append(sizes, of(s))
		}
		if sizes == nil {
			return unknown
		}
		return counted(choose(sizes))
	}
}

func distinct(_ *scene, v []value) value {
	seen := map[string]bool{}
	for _, one := range v {
		for _, s := range one.s {
			seen[s] = true
		}
	}
	return counted(len(seen))
}

func age(s *scene, v []value) value {
	id, err := ident.ResidentID(v[0].string(), s.Today)
	if err != nil {
		return unknown
	}
	return counted(id.Age(s.Today))
}

// located goes by the beginning of the address: cards name the province, or begin with the city.
func located(_ *scene, v []value) value {
	at := strings.TrimSpace(v[0].string())
	for _, p := range region.Provinces() {
		if strings.HasPrefix(at, p.Short) {
			return said(p.Code)
		}
	}
	for _, p := range region.Provinces() {
		for _, c := range region.Cities(p.Code) {
			if strings.HasPrefix(at, c.Name) {
				return said(p.Code)
			}
		}
	}
	return unknown
}

func place(_ *scene, v []value) value {
	d, ok := region.Lookup(v[0].string())
	if !ok {
		return unknown
	}
	return said(d.Name)
}

func tld(_ *scene, v []value) value {
	last := said()
	for _, d := range v[0].s {
		last.s = append(last.s, strings.ToLower(d[strings.LastIndex(d, ".")+1:]))
	}
	return last
}

func paper(s *scene, v []value) value {
	if s.NoPapers {
		return unknown
	}
	slot := filing.Slot(v[0].string())
	return truth(slices.ContainsFunc(s.Papers, func(p filing.Paper) bool {
		return p.Slot == slot && (p.Site == "" || s.site == nil || p.Site == s.site.Key)
	}))
}
