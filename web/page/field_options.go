package page

import (
	"slices"
	"strconv"

	"beian/internal/filing"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/ui"
)

// table offers the entries of a code table, and whatever a site's field has already.
func table(codes *filing.CodeTable, f filing.Field) func(*filing.Document) []ui.Option {
	return func(d *filing.Document) []ui.Option {
		var chosen []int
		for _, s := range d.Sites {
			for _, v := range d.Get(f.Of(s.Key)) {
				id, _ := strconv.Atoi(v)
				chosen = append(chosen, id)
			}
		}
		return codeOptions(codes.Offered(chosen...), "")
	}
}

func methods(d *filing.Document) []ui.Option {
	var chosen []int
	for _, s := range d.Sites {
		for _, a := range s.Accesses {
			chosen = append(chosen, a.Method)
		}
	}
	return codeOptions(filing.Methods.Offered(chosen...), "")
}

func endingReasons(*filing.Document) []ui.Option {
	return codeOptions(filing.EndingReasons.Offered(), "")
}

func codeOptions(codes []filing.Code, group string) []ui.Option {
	var list []ui.Option
	for _, c := range codes {
		list = append(list, ui.Option{Value: strconv.Itoa(c.ID), Label: c.Name, Group: group})
	}
	return list
}

func natures(d *filing.Document) []ui.Option {
	return codeOptions(filing.Natures.Offered(int(d.Entity.Nature)), "")
}

// allNatures are for searches: what is filed already may have a nature that is no longer chosen.
func allNatures() []ui.Option {
	var list []ui.Option
	for _, c := range filing.Natures.All() {
		list = append(list, ui.Option{Value: strconv.Itoa(c.ID), Label: c.Name})
	}
	return list
}

func personPapers(*filing.Document) []ui.Option {
	return codeOptions(filing.CertificateTypesFor(filing.Individual), "")
}

// entityPapers offers persons' papers and units' apart, so that the list fits whichever nature is chosen beside it.
// Papers of one name belong to different natures, which are named then. Without a document every paper is offered, for
// finding what is filed already.
func entityPapers(d *filing.Document) []ui.Option {
	var persons, units []ui.Option
	for _, c := range filing.CertificateTypes {
		now := filing.Certificates.Entry(c.ID)
		if c.Name = now.Name; now.Withdrawn && d != nil && c.ID != d.Entity.CertificateType {
			continue
		}
		o := ui.Option{Value: strconv.Itoa(c.ID), Label: c.Name, Group: "个人的证件"}
		if slices.Contains(c.Natures, filing.Individual) {
			persons = append(persons, o)
			continue
		}
		o.Group = "单位的证件"
		if sharesName(c) {
			o.Label += "（" + zh.Nature(c.Natures[0]) + "）"
		}
		units = append(units, o)
	}
	return append(persons, units...)
}

func sharesName(c filing.CertificateType) bool {
	return slices.ContainsFunc(filing.CertificateTypes, func(o filing.CertificateType) bool { return o.Name == c.Name && o.ID != c.ID })
}

func provinces(*filing.Document) []ui.Option {
	var list []ui.Option
	for _, p := range region.Provinces() {
		list = append(list, ui.Option{Value: p.Code, Label: p.Name})
	}
	return list
}

func placeOptions(*filing.Document) []ui.Option {
	var list []ui.Option
	for _, p := range region.Provinces() {
		list = append(list, ui.Option{Value: p.Code, Label: p.Short})
	}
	return list
}

func cities(d *filing.Document) []ui.Option { return divisions(region.Cities(d.Entity.Province)) }

func counties(d *filing.Document) []ui.Option { return divisions(region.Counties(d.Entity.City)) }

func divisions(list []region.Division) []ui.Option {
	var options []ui.Option
	for _, d := range list {
		options = append(options, ui.Option{Value: d.Code, Label: d.Name})
	}
	return options
}

func services(*filing.Document) []ui.Option {
	var list []ui.Option
	for _, s := range filing.ServiceKinds {
		list = append(list, ui.Option{Value: strconv.Itoa(int(s)), Label: zh.Service(s), Hint: zh.ServiceHint(s)})
	}
	return list
}

// contents offers persons what persons may choose, and whatever has been chosen already.
func contents(d *filing.Document) []ui.Option {
	if !d.Entity.Personal() {
		return table(filing.Contents, filing.SiteContents)(d)
	}
	var list []filing.Code
	for _, c := range filing.Contents.All() {
		open := filing.ForPersons(c.ID) && !c.Withdrawn
		if open || slices.ContainsFunc(d.Sites, func(s filing.Site) bool { return slices.Contains(s.Contents, c.ID) }) {
			list = append(list, c.Code)
		}
	}
	return codeOptions(list, "")
}

func postalChoices(*filing.Document) []ui.Option {
	return []ui.Option{{Value: "yes", Label: "与证件住所相同"}, {Value: "no", Label: "另外填写"}}
}

func authorisedChoices(*filing.Document) []ui.Option {
	return []ui.Option{{Value: "no", Label: "法定代表人（主要负责人）本人"}, {Value: "yes", Label: "法定代表人授权的人", Hint: "需上传授权书，有些省不接受授权"}}
}

func accessChoices(*filing.Document) []ui.Option {
	return []ui.Option{{Value: "no", Label: "通过域名访问"}, {Value: "yes", Label: "没有域名，只通过 IP 地址访问"}}
}

func addressChoices(*filing.Document) []ui.Option {
	return []ui.Option{{Value: "no", Label: "固定地址"}, {Value: "yes", Label: "动态地址"}}
}

func principalChoices(d *filing.Document) []ui.Option {
	who := "主体负责人"
	name := d.Entity.Principal.Name
	if d.Entity.Personal() {
		who, name = "主办者", d.Entity.Name
	}
	if name != "" {
		who += "（" + name + "）"
	}
	return []ui.Option{{Value: "yes", Label: "与" + who + "是同一人"}, {Value: "no", Label: "另一个人"}}
}
