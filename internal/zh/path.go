package zh

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"beian/internal/filing"
)

// PathLabel says which place of a document p is, understandable out of context:
// "第 2 个网站的域名". With one site it is just "域名". doc may be nil; then sites
// and accesses are told by their keys.
func PathLabel(doc *filing.Document, p filing.Path) string {
	return ForService(serviceAt(doc, p), pathLabel(doc, p))
}

func pathLabel(doc *filing.Document, p filing.Path) string {
	if paper, ok := filing.PaperAt(p); ok {
		return sitePart(doc, paper.Site) + paperOf(doc, paper)
	}
	word := label(p)
	switch {
	case p.Site() == "":
		return ownerPart(p) + word
	case p.Access() != "":
		return spaced(sitePart(doc, p.Site())+accessPart(doc, p), word)
	}
	return sitePart(doc, p.Site()) + ownerPart(p) + word + approvalPart(p)
}

// spaced joins two words, with a blank before Latin letters.
func spaced(first, second string) string {
	if first != "" && second != "" && second[0] < utf8.RuneSelf {
		return first + " " + second
	}
	return first + second
}

// ownerPart tells the two sorts of principals apart.
func ownerPart(p filing.Path) string {
	if !strings.HasPrefix(string(p.Field()), "principal.") {
		return ""
	}
	who := "主体"
	if p.Site() != "" {
		who = "网站"
	}
	if strings.HasPrefix(Field(p.Field()), "负责人") {
		return who
	}
	return who + "负责人的"
}

func sitePart(doc *filing.Document, key string) string {
	if key == "" || doc != nil && len(doc.Sites) == 1 && doc.Sites[0].Key == key {
		return ""
	}
	place := key
	if doc != nil {
		if i := slices.IndexFunc(doc.Sites, func(s filing.Site) bool { return s.Key == key }); i >= 0 {
			place = strconv.Itoa(i + 1)
		}
	}
	return "第 " + place + " 个网站的"
}

func accessPart(doc *filing.Document, p filing.Path) string {
	place := p.Access()
	if doc != nil {
		if s := doc.Site(p.Site()); s != nil {
			if i := slices.IndexFunc(s.Accesses, func(a filing.Access) bool { return a.Key == place }); i >= 0 {
				if len(s.Accesses) == 1 {
					return ""
				}
				place = strconv.Itoa(i + 1)
			}
		}
	}
	return "第 " + place + " 个接入的"
}

// approvalPart names which pre-approval a value belongs to.
func approvalPart(p filing.Path) string {
	if p.Field() != filing.ApprovalNumber {
		return ""
	}
	kind, _ := strconv.Atoi(strings.Split(string(p), ".")[3])
	if name := filing.NameOf(filing.PreApprovals, kind); name != "" {
		return "（" + name + "）"
	}
	return ""
}

func slotOr(s filing.Slot) string {
	if word := Slot(s); word != "" {
		return word
	}
	return "材料"
}

// label is the word for a path of a document, of the papers, or of a control of
// one of the other forms.
func label(p filing.Path) string {
	if paper, ok := filing.PaperAt(p); ok {
		return slotOr(paper.Slot)
	}
	switch f := p.Field(); f {
	case "":
	case filing.PlatformPackage, filing.PlatformKey, filing.PlatformFingerprint:
		return PlatformLabel(p)
	default:
		return Field(f)
	}
	if word := Field(filing.Field(p)); word != "" {
		return word
	}
	if word := sheetLabel(p); word != "" {
		return word
	}
	last := string(p)[strings.LastIndexByte(string(p), '.')+1:]
	return control(last)
}
