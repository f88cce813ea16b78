package page

import (
	"slices"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// checks are what the automatic checks say beside one row: each problem, or the evidence that there is none.
func (m Case) checks(r filing.Row) []ui.CheckResult {
	var list []ui.CheckResult
	for _, p := range m.Findings {
		if p.Path == r.Path {
			list = append(list, ui.CheckResult{Tone: problemTone(p), Text: staffProblem(p)})
		}
	}
	if len(list) == 0 && !blank(r) && m.Checked {
		for _, text := range evidence(m.Doc, r) {
			list = append(list, ui.CheckResult{Tone: ui.Success, Text: text})
		}
	}
	if m.Checked {
		list = append(list, m.Evidence[r.Path]...)
	}
	return list
}

func problemTone(p filing.Problem) ui.Tone {
	if p.Warning {
		return ui.Warn
	}
	return ui.Danger
}

// staffProblem is a problem in the words of those who check, who need the number rather than advice.
func staffProblem(p filing.Problem) string {
	switch p.Flaw {
	case filing.CertificateFiled:
		return "证件已备案：" + p.Other
	case filing.CertificateOpen:
		return "证件有另一次备案在办"
	case filing.DomainFiled:
		return p.Text + " 已备案：" + p.Other
	case filing.DomainOpen:
		return p.Text + " 有另一次备案在办"
	case filing.OutsideProvider:
		return p.Text + " 不在接入商登记的地址段内"
	case filing.PaperMissing:
		return "缺少此材料"
	}
	return zh.Problem(p)
}

// evidence is what passing the checks shows of a row.
func evidence(doc *filing.Document, r filing.Row) []string {
	switch r.Field {
	case filing.EntityCertNumber:
		return append(digits(doc.Entity.CertificateType), "库内没有冲突", "不在黑名单")
	case filing.PrincipalCertNumber:
		p := doc.Entity.Principal
		if s := doc.Site(r.Path.Site()); s != nil {
			p = s.Principal
		}
		return digits(p.CertificateType)
	case filing.SiteDomains:
		return []string{"格式正确", "库内没有冲突", "不在黑名单"}
	case filing.SiteNames:
		return []string{"符合命名规则"}
	case filing.SiteHomeURLs:
		return []string{"与域名相符"}
	case filing.AccessIPs:
		return []string{"在接入商登记的地址段内"}
	case filing.PrincipalMobiles, filing.PrincipalEmergency, filing.PrincipalLandlines:
		return []string{"号段正确"}
	case filing.EntityCounty:
		return []string{"行政区划相符"}
	}
	return nil
}

// digits says of numbers with a check digit that it fits.
func digits(paper int) []string {
	switch paper {
	case filing.ResidentID, filing.HKMacauTaiwanResidence, filing.BusinessLicence, filing.CreditCodePaper,
		filing.InstitutionLicence, filing.AssociationLicence, filing.PrivateNonEnterprise, filing.FoundationLicence:
		return []string{"校验码一致"}
	}
	return nil
}

// wanting reports whether a check finds fault.
func wanting(checks []ui.CheckResult) bool {
	return slices.ContainsFunc(checks, func(c ui.CheckResult) bool { return c.Tone == ui.Warn || c.Tone == ui.Danger })
}

// attention are the rows and papers with which a check finds fault, each a link to where it stands.
func (m Case) attention() []ui.Link {
	var list []ui.Link
	add := func(path filing.Path, checks []ui.CheckResult) {
		if m.Checked && wanting(checks) {
			list = append(list, ui.Link{Text: zh.PathLabel(m.Doc, path), Href: "#" + rowID(path)})
		}
	}
	for _, r := range m.Doc.Rows() {
		add(r.Path, m.checks(r))
	}
	for _, p := range m.Papers {
		add(p.Path, p.checks())
	}
	return list
}

// elsewhere are the problems that belong to no row and no paper, such as the provider's licence.
func (m Case) elsewhere() []string {
	rows := m.Doc.Rows()
	var list []string
	for _, p := range m.Findings {
		if !slices.ContainsFunc(rows, func(r filing.Row) bool { return r.Path == p.Path }) &&
			!slices.ContainsFunc(m.Papers, func(x CasePaper) bool { return x.Path == p.Path }) {
			list = append(list, staffProblem(p))
		}
	}
	return list
}

// counted sums the checks up in one line.
func (m Case) counted() (ui.Tone, string) {
	n := len(m.attention()) + len(m.elsewhere())
	switch {
	case !m.Checked:
		return ui.Neutral, ""
	case n == 0:
		return ui.Success, "自动检查全部通过"
	}
	return ui.Warn, "自动检查有 " + itoa(n) + " 处需要留意"
}
