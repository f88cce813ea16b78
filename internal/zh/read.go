package zh

import (
	"slices"
	"strconv"
	"strings"

	"beian/internal/filing"
	"beian/internal/region"
)

// Read turns what a table says about a field into what a form would send: names of code tables and regions become their
// codes, several stand apart by 、 ，； or lines. doc tells which papers go with the nature, and which cities with the
// province. ok is false when a word names nothing; values are then what could be read.
func Read(doc *filing.Document, f filing.Field, cell string) (values []string, ok bool) {
	find := reader(doc, f)
	if find == nil || cell == "" {
		return []string{cell}, true
	}
	words := []string{cell}
	if several(f) {
		words = strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、，,；;\n\r\t", r) })
	}
	ok = true
	for _, w := range words {
		if w = strings.TrimSpace(w); w == "" {
			continue
		}
		v := find(w)
		if v == "" {
			ok = false
			continue
		}
		values = append(values, v)
	}
	return values, ok
}

func several(f filing.Field) bool {
	switch f {
	case filing.AccessPlaces, filing.SiteContents, filing.SiteLanguages, filing.SiteApplications, filing.SiteApprovals:
		return true
	}
	return false
}

// reader finds the code that a word stands for, nil for texts.
func reader(doc *filing.Document, f filing.Field) func(string) string {
	switch f {
	case filing.EntityNature:
		return inTable(filing.Natures.Offered())
	case filing.EntityCertType:
		return paperNamed(doc.Entity.Nature)
	case filing.PrincipalCertType:
		return paperNamed(filing.Individual)
	case filing.EntityProvince, filing.AccessPlaces:
		return provinceNamed
	case filing.EntityCity:
		return cityNamed(doc.Entity.Province)
	case filing.EntityCounty:
		return among(region.Counties(doc.Entity.City))
	case filing.EntityPostalSame, filing.SiteIPOnly, filing.SitePrincipalSame, filing.AccessDynamic:
		return readYesNo
	case filing.SiteContents:
		return inTable(filing.Contents.Offered())
	case filing.SiteLanguages:
		return inTable(filing.Languages.Offered())
	case filing.SiteApplications:
		return inTable(filing.Applications.Offered())
	case filing.SiteApprovals:
		return inTable(filing.PreApprovals.Offered())
	case filing.AccessMethod:
		return inTable(filing.Methods.Offered())
	}
	return nil
}

// paperNamed finds a paper that goes with the nature. Everybody calls the resident's identity card just 身份证.
func paperNamed(n filing.Nature) func(string) string {
	find := inTable(filing.CertificateTypesFor(n))
	return func(word string) string {
		if word == "身份证" {
			word = filing.NameOf(filing.Certificates, filing.ResidentID)
		}
		return find(word)
	}
}

// inTable finds a code by its name, by its number, by one of the names between slashes, or by a word that only one name
// holds.
func inTable(codes []filing.Code) func(string) string {
	return func(word string) string {
		for _, c := range codes {
			if c.Name == word || strconv.Itoa(c.ID) == word || slices.Contains(strings.Split(c.Name, "/"), word) {
				return strconv.Itoa(c.ID)
			}
		}
		found := ""
		for _, c := range codes {
			if strings.Contains(c.Name, word) {
				if found != "" {
					return ""
				}
				found = strconv.Itoa(c.ID)
			}
		}
		return found
	}
}

func provinceNamed(word string) string {
	for _, p := range region.Provinces() {
		if word == p.Name || word == p.Short || word == p.Code || word == p.Abbr {
			return p.Code
		}
	}
	return ""
}

// cityNamed finds a city of a province. In a municipality (直辖市), whose districts stand below 市辖区, people write the
// municipality's own name.
func cityNamed(province string) func(string) string {
	find := among(region.Cities(province))
	return func(word string) string {
		p, _ := region.ByCode(province)
		if word == p.Name || word == p.Short {
			if own := find("市辖区"); own != "" {
				return own
			}
		}
		return find(word)
	}
}

// among finds a division by its name, with or without the word for what it is, or by its code.
func among(list []region.Division) func(string) string {
	return func(word string) string {
		for _, d := range list {
			if word == d.Name || word == d.Code {
				return d.Code
			}
		}
		for _, d := range list {
			if short, cut := strings.CutPrefix(d.Name, word); cut && slices.Contains([]string{"市", "区", "县", "新区", "地区", "自治州"}, short) {
				return d.Code
			}
		}
		return ""
	}
}

func readYesNo(word string) string {
	switch strings.ToLower(word) {
	case "是", "有", "相同", "同", "动态", "动态地址", "y", "yes", "1":
		return "yes"
	case "否", "无", "不同", "没有", "固定", "固定地址", "静态", "n", "no", "0":
		return "no"
	}
	return ""
}
