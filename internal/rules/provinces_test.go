package rules

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/region"
)

// example is one requirement's pair of documents, as testdata/examples.txt writes them.
type example struct{ base, accepted, rejected string }

func examples(t *testing.T) map[string]example {
	t.Helper()
	text, err := os.ReadFile("testdata/examples.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]example{}
	for _, block := range blocks(string(text)) {
		code, base, _ := strings.Cut(block[0], " ")
		list[code] = example{base, strings.TrimPrefix(block[1], "ok"), strings.TrimPrefix(block[2], "bad")}
	}
	return list
}

func resident(day string, province string, seq int) string {
	born, _ := time.Parse(time.DateOnly, day)
	return string(ident.MakeResidentID(province[:2]+"0101", born, seq))
}

// based is a first filing of a person or a company that lives in a province.
func based(base string, p region.Province) *filing.Document {
	doc := filingtest.Of(filing.Individual)
	if base == "company" {
		doc = filingtest.Of(filing.Enterprise)
		doc.Entity.Name = "青禾软件有限公司"
		doc.Entity.Principal.CertificateNumber = resident("1979-07-01", p.Code, 17)
	} else {
		doc.Entity.CertificateNumber = resident("1988-03-12", p.Code, 28)
	}
	e := &doc.Entity
	e.Province, e.City = p.Code, region.Cities(p.Code)[0].Code
	e.CertificateAddress = p.Name + region.Cities(p.Code)[0].Name + "人民路 100 号 2 室"
	return doc
}

// made changes a document as an example says, and gives the case it makes.
func made(t *testing.T, base, how string, p region.Province) Case {
	t.Helper()
	doc := based(base, p)
	c := Case{Kind: filing.FirstFiling, Document: doc, Today: filingtest.Today}
	for _, step := range strings.Split(how, ";") {
		word, v, _ := strings.Cut(strings.TrimSpace(step), "=")
		switch word {
		case "":
		case "born":
			doc.Entity.CertificateNumber = resident(v, p.Code, 28)
		case "manager-born":
			doc.Entity.Principal.CertificateNumber = resident(v, p.Code, 17)
		case "editor":
			doc.Sites[0].PrincipalSame, doc.Sites[0].Principal = false, filingtest.Editor()
		case "editor-born":
			doc.Sites[0].Principal.CertificateNumber = resident(v, p.Code, 46)
		case "elsewhere":
			other := region.Provinces()[0]
			if other == p {
				other = region.Provinces()[1]
			}
			doc.Entity.CertificateAddress = other.Name + "某某路 5 号"
		case "papers":
			for _, s := range strings.Split(v, ",") {
				c.Papers = append(c.Papers, filing.Paper{Slot: filing.Slot(s)})
			}
		case "sites":
			c.Sites, _ = strconv.Atoi(v)
		case "add":
			for n, _ := strconv.Atoi(v); n > 0; n-- {
				s := doc.AddSite()
				s.Names, s.Contents = []string{"另一个网站"}, []int{24}
			}
		default:
			if !doc.Set(filing.Path(word), strings.Split(strings.ReplaceAll(v, " ", "\n"), "\n")) && !doc.Set(filing.Path(word), []string{v}) {
				t.Fatalf("no place %q", word)
			}
			if strings.HasSuffix(word, "names") {
				doc.Set(filing.Path(word), []string{v})
			}
		}
	}
	doc.Complete()
	c.Sites = max(c.Sites, len(doc.Sites))
	return c
}

func broke(list filing.Problems, code string) bool {
	return slices.ContainsFunc(list, func(p filing.Problem) bool { return p.Other == code })
}

// TestEveryProvince: all 31 provinces have rules, and of every rule that a machine can judge one
// document is accepted and one rejected, in that province.
func TestEveryProvince(t *testing.T) {
	editions, err := Provinces()
	if err != nil {
		t.Fatal(err)
	}
	pairs, seen := examples(t), map[string]int{}
	for _, e := range editions {
		p, _ := region.ByCode(e.Province)
		seen[e.Province]++
		if e.Version != seen[e.Province] || e.ValidFrom.IsZero() || e.Footer != FooterSite && e.Footer != FooterEntity || len(e.Rules) < 4 {
			t.Errorf("%s: edition %+v", p.Abbr, e)
		}
		for _, r := range e.Rules {
			t.Run(p.Abbr+strconv.Itoa(e.Version)+"/"+r.Code, func(t *testing.T) {
				if r.Source == "" || r.Message == "" || strings.HasSuffix(r.Message, "。") {
					t.Errorf("source %q, message %q", r.Source, r.Message)
				}
				pair, ok := pairs[r.Code]
				if r.Severity == Note {
					if ok || r.Need != "" {
						t.Error("a note judges nothing")
					}
					return
				}
				if !ok {
					t.Fatal("no example")
				}
				if found := Judge(e.Rules, made(t, pair.base, pair.accepted, p)); broke(found, r.Code) {
					t.Errorf("%q is rejected: %+v", pair.accepted, found)
				}
				found := Judge(e.Rules, made(t, pair.base, pair.rejected, p))
				if !broke(found, r.Code) {
					t.Errorf("%q is accepted: %+v", pair.rejected, found)
				}
				for _, one := range found {
					if one.Other == r.Code && (one.Warning != (r.Severity == Warning) || one.Text != r.Message || one.Path == "") {
						t.Errorf("problem %+v", one)
					}
				}
			})
		}
	}
	if len(seen) != 31 {
		t.Errorf("%d provinces have rules", len(seen))
	}
}

// TestNoExampleIsLeftOver: an example whose requirement nobody asks for is a mistake.
func TestNoExampleIsLeftOver(t *testing.T) {
	known, err := catalogue(catalogueText)
	if err != nil {
		t.Fatal(err)
	}
	editions, _ := Provinces()
	asked := map[string]bool{}
	for _, e := range editions {
		for _, r := range e.Rules {
			asked[r.Code] = true
		}
	}
	for code := range examples(t) {
		if !asked[code] {
			t.Errorf("example %s", code)
		}
	}
	for code := range known {
		if !asked[code] {
			t.Errorf("no province asks for %s", code)
		}
	}
}

// TestFooterOfGuangdong: only Guangdong's sites show the entity's number.
func TestFooterOfGuangdong(t *testing.T) {
	editions, _ := Provinces()
	for _, e := range editions {
		if (e.Footer == FooterEntity) != (e.Province == "440000") {
			t.Errorf("%s has footer %s", e.Province, e.Footer)
		}
	}
}
