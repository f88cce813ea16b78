package rules

import (
	_ "embed"
	"fmt"
	"strings"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/region"
)

// Edition is a province's set of rules as it stands from one day on.
type Edition struct {
	Province  string // GB/T 2260, such as 310000
	Version   int    // from 1, one more with each edition
	ValidFrom calendar.Date
	Footer    Footer
	Rules     []Rule
}

// Footer is the number that a site shows at its foot.
type Footer string

// The forms of the footer.
const (
	FooterSite   Footer = "site"   // the service's own: 沪ICP备2026000001号-1
	FooterEntity Footer = "entity" // the entity's, without the suffix
)

// The two collections of the provinces' requirements that the first editions are made from begin to
// hold on these days.
var (
	firstDay = calendar.Date{Year: 2020, Month: 8, Day: 17}
	laterDay = calendar.Date{Year: 2025, Month: 1, Day: 1}
)

//go:embed catalogue.txt
var catalogueText string

//go:embed provinces.txt
var provincesText string

// Provinces are the editions a new system begins with: one or two of each of the 31 provinces.
func Provinces() ([]Edition, error) {
	known, err := catalogue(catalogueText)
	if err != nil {
		return nil, err
	}
	var list []Edition
	for _, block := range blocks(provincesText) {
		editions, err := province(block, known)
		if err != nil {
			return nil, err
		}
		list = append(list, editions...)
	}
	return list, nil
}

// blocks splits a text into its indented blocks, comments left out.
func blocks(text string) [][]string {
	var list [][]string
	for _, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "" || line[0] == '#':
		case line[0] != '\t':
			list = append(list, []string{line})
		default:
			list[len(list)-1] = append(list[len(list)-1], strings.TrimSpace(line))
		}
	}
	return list
}

var scopes = map[string]func(*Rule){
	"persons": func(r *Rule) { r.Natures = []filing.Nature{filing.Individual} },
	"units": func(r *Rule) {
		for _, n := range filing.Natures.All() {
			if n := filing.Nature(n.ID); n != filing.Individual {
				r.Natures = append(r.Natures, n)
			}
		}
	},
	"enterprises": func(r *Rule) { r.Natures = []filing.Nature{filing.Enterprise} },
	"first":       func(r *Rule) { r.Kinds = []filing.Kind{filing.FirstFiling} },
}

// catalogue reads what provinces ask for, by code.
func catalogue(text string) (map[string]Rule, error) {
	known := map[string]Rule{}
	for _, block := range blocks(text) {
		r := Rule{Code: block[0], Severity: Error}
		for _, line := range block[1:] {
			word, rest, _ := strings.Cut(line, " ")
			switch word {
			case "scope", "kinds":
				narrow, ok := scopes[rest]
				if !ok {
					return nil, fmt.Errorf("rules: catalogue: %s: no scope %q", r.Code, rest)
				}
				narrow(&r)
			case "at":
				r.At = Spot(rest)
			case "when":
				r.When = rest
			case "need":
				r.Need = rest
			case "say":
				r.Message = rest
			default:
				return nil, fmt.Errorf("rules: catalogue: %s: line %q", r.Code, line)
			}
		}
		if _, twice := known[r.Code]; twice {
			return nil, fmt.Errorf("rules: catalogue: %s stands twice", r.Code)
		}
		known[r.Code] = r
	}
	return known, nil
}

// province reads one province's block: the first edition, and the later one where something has changed.
func province(block []string, known map[string]Rule) ([]Edition, error) {
	head := strings.Fields(block[0])
	p, ok := region.ByAbbr(head[0])
	if !ok || len(head) != 3 || head[1] != "footer" {
		return nil, fmt.Errorf("rules: provinces: %q", block[0])
	}
	early := Edition{Province: p.Code, Version: 1, ValidFrom: firstDay, Footer: Footer(head[2])}
	late := Edition{Province: p.Code, Version: 2, ValidFrom: laterDay, Footer: early.Footer}
	for _, line := range block[1:] {
		part := strings.Fields(line)
		r, ok := known[part[0]]
		if !ok || len(part) < 3 {
			return nil, fmt.Errorf("rules: provinces: %s: %q", p.Abbr, line)
		}
		r.Severity, r.Source = Severity(part[1]), source(part[2:])
		if err := r.Compile().Or(); err != nil {
			return nil, fmt.Errorf("rules: provinces: %s: %s: %w", p.Abbr, r.Code, err)
		}
		last := part[len(part)-1]
		if last != "+" {
			early.Rules = append(early.Rules, r)
		}
		if last != "-" {
			late.Rules = append(late.Rules, r)
		}
	}
	if len(early.Rules) == len(late.Rules) {
		return []Edition{early}, nil
	}
	return []Edition{early, late}, nil
}

var sources = map[string]string{
	"t": "接入商整理的各省管局要求（2020–2022 年）",
	"h": "另一家接入商整理的各省管局要求（2025–2026 年）",
	"g": "接入商的填报教程",
}

func source(marks []string) string {
	var list []string
	for _, m := range marks {
		if s := sources[m]; s != "" {
			list = append(list, s)
		}
	}
	return strings.Join(list, "；")
}
