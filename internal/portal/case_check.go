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
	for _, one := range shared {
		sharedEvidence(c.doc, one, m.Evidence)
	}
	if err := rangeEvidence(r, d, c, m.Evidence); err != nil {
		return err
	}
	return ruleEvidence(r, d, c, m.Evidence)
}

func sharedEvidence(doc *filing.Document, one postgres.Shared, into map[filing.Path][]ui.CheckResult) {
	path, text := filing.PrincipalMobiles.At(), "另有 "+strconv.Itoa(one.Owners)+" 个主办者使用同一手机号"
	if one.Trait == "identity" {
		path, text = filing.PrincipalCertNumber.At(), "同一人另在 "+strconv.Itoa(one.Owners)+" 个主办者的备案中任负责人"
		if doc.Entity.Personal() {
			path = filing.EntityCertNumber.At()
		}
	}
	into[path] = append(into[path], ui.CheckResult{Tone: ui.Warn, Text: text})
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
