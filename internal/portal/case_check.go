package portal

import (
	"net/http"
	"strconv"
	"strings"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// evidence gathers what the checks found beside problems: which filed range holds an address, by which rules of the
// province the filing is judged, and how many other owners name the same mobile or the same person. Who they are is
// not told.
func (p *Portal) evidence(r *http.Request, d *postgres.Desk, c caseFile, m *page.Case) error {
	m.Evidence = map[filing.Path][]ui.CheckResult{}
	shared, err := d.SharedTraits(r.Context(), c.filing)
	if err != nil {
		return err
	}
	traitEvidence(c.doc, shared, m.Evidence)
	if err := rangeEvidence(r, d, c, m.Evidence); err != nil {
		return err
	}
	return ruleEvidence(r, d, c, m.Evidence)
}

// traitEvidence tells of the mobiles and of the people whether other owners name them too.
func traitEvidence(doc *filing.Document, shared []postgres.Shared, into map[filing.Path][]ui.CheckResult) {
	person := filing.PrincipalCertNumber.At()
	if doc.Entity.Personal() {
		person = filing.EntityCertNumber.At()
	}
	for _, one := range []struct {
		trait          string
		path           filing.Path
		free, who, has string
	}{
		{"mobile", filing.PrincipalMobiles.At(), "没有其他主办者使用", "另有 ", " 个主办者使用同一手机号"},
		{"identity", person, "没有在其他主办者任负责人", "同一人另在 ", " 个主办者的备案中任负责人"},
	} {
		if len(doc.Get(one.path)) == 0 {
			continue
		}
		result := ui.CheckResult{Tone: ui.Success, Text: one.free}
		for _, s := range shared {
			if s.Trait == one.trait {
				result = ui.CheckResult{Tone: ui.Warn, Text: one.who + strconv.Itoa(s.Owners) + one.has}
			}
		}
		into[one.path] = append(into[one.path], result)
	}
}

func rangeEvidence(r *http.Request, d *postgres.Desk, c caseFile, into map[filing.Path][]ui.CheckResult) error {
	for _, s := range c.doc.Sites {
		for _, a := range s.Accesses {
			var addresses []ident.IPRange
			for _, typed := range a.IPs {
				if one, err := ident.ParseIPRange(typed); err == nil {
					addresses = append(addresses, one)
				}
			}
			over, err := d.RangesOver(r.Context(), c.filing.ProviderID, addresses)
			if err != nil {
				return err
			}
			var list []string
			for _, one := range over {
				list = append(list, one.String())
			}
			if len(list) > 0 {
				path := filing.AccessIPs.In(s.Key, a.Key)
				into[path] = append(into[path], ui.CheckResult{Tone: ui.Success, Text: "所在地址段：" + strings.Join(list, "；")})
			}
		}
	}
	return nil
}

func ruleEvidence(r *http.Request, d *postgres.Desk, c caseFile, into map[filing.Path][]ui.CheckResult) error {
	rules, err := d.RulesOf(r.Context(), c.filing.Province, c.filing.RulesVersion)
	if err != nil {
		return err
	}
	if len(rules.Rules) == 0 {
		return nil
	}
	province, _ := region.ByCode(c.filing.Province)
	path := filing.EntityProvince.At()
	into[path] = append(into[path], ui.CheckResult{Tone: ui.Info, Href: "/bureaus/" + province.ISO,
		Text: "按" + province.Name + "规则第 " + strconv.Itoa(rules.Version) + " 版核对，" + zh.Date(rules.ValidFrom) + " 起"})
	return nil
}
