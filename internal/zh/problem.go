package zh

import (
	"strconv"
	"strings"

	"beian/internal/filing"
)

// Problem says one problem in one sentence: what it is, and what to do. It can
// be read away from its field.
func Problem(p filing.Problem) string {
	if p.Fault != nil && p.Flaw == filing.Malformed {
		return malformed(p)
	}
	switch p.Flaw {
	case filing.Missing:
		return missing(p)
	case filing.Malformed:
		if strings.HasPrefix(string(p.Path), "until.") {
			return "日期写成 2027-03-31 的样子"
		}
		return label(p.Path) + "的格式不符，请核对"
	case filing.NotListed:
		if p.Path == "province" && p.Text != "" {
			return "备案库中没有查到写明的网站，请在“网址”中写出它的域名；确实没有备案的，请选您认为该管的省，不归它管的会移交"
		}
		return "从列表中选择" + label(p.Path)
	case filing.TooLong:
		return label(p.Path) + "最多 " + strconv.Itoa(p.Number) + " 个字，请精简"
	case filing.TooShortAddress:
		return label(p.Path) + "需写到路和门牌号，请补充完整"
	case filing.Repeated:
		return "“" + p.Text + "”填写了两次，请删去一个"
	case filing.NameTaken:
		if p.Text == "" {
			return "同一主体下的名称不能相同，请换一个"
		}
		return "“" + p.Text + "”已是另一个网站的名称，请换一个"
	case filing.SameAccess:
		return "这个接入和前面的一个完全相同，请修改或删除"
	case filing.TooMany:
		return label(p.Path) + "最多填写 " + strconv.Itoa(p.Number) + " 个，请删去多出的"
	case filing.NeedsRemark:
		return "选择了“其他”，请在备注中说明具体内容"
	case filing.InUse:
		if p.Path == "who" {
			return "不用邀请自己，请填写别人的用户名或手机号码"
		}
		return "这个" + label(p.Path) + "已被使用，请换一个"
	}
	if s := ofChoice(p); s != "" {
		return s
	}
	if s := ofRule(p); s != "" {
		return s
	}
	if s := ofFiling(p); s != "" {
		return s
	}
	if s := ofStaff(p); s != "" {
		return s
	}
	return ofAccount(p)
}

// ProblemIn is Problem in the words of the service it is about, and with the papers named as their holders know them.
func ProblemIn(doc *filing.Document, p filing.Problem) string {
	said := ForService(serviceAt(doc, p.Path), Problem(p))
	if _, paper := filing.PaperAt(p.Path); !paper {
		return said
	}
	for _, general := range []string{PathLabel(nil, p.Path), label(p.Path)} {
		if strings.Contains(said, general) {
			return strings.Replace(said, general, PathLabel(doc, p.Path), 1)
		}
	}
	return said
}

// ofChoice words what answers say against each other.
func ofChoice(p filing.Problem) string {
	switch p.Flaw {
	case filing.NotForNature:
		return notForNature(p)
	case filing.NotInProvince:
		return "所选城市不在所选的省，请重新选择城市"
	case filing.ProvinceFixed:
		return "省份决定由哪个管局审核，提交后不能更改；确需更改，请放弃后重新办理"
	case filing.NotInCity:
		return "所选区县不在所选的城市，请重新选择区县"
	case filing.UnknownRegion:
		return "地区代码 " + p.Text + " 不存在，请核对"
	case filing.OutsideDomains:
		return "首页网址应使用本网站的域名或 IP 地址，“" + p.Text + "”不在其中，请修改"
	case filing.ForbiddenWord:
		return label(p.Path) + "中的“" + p.Text + "”不能使用，请换一个说法"
	case filing.NotForPersons:
		return "个人网站不能选择“" + p.Text + "”，请改选“博客/个人空间”或“其他”"
	case filing.NoSite:
		return "至少添加 1 个网站"
	case filing.NoAccess:
		return "至少添加 1 条接入信息"
	case filing.OutsideProvider:
		if p.Path == "ips" { // a provider's own form
			return p.Text + " 不在本企业登记的地址段内，请核对，或先登记地址段"
		}
		return p.Text + " 不在" + or(p.Other, "接入商") + "登记的地址段内，请核对地址，或更换接入商"
	}
	return ""
}

func notForNature(p filing.Problem) string {
	if p.Text == "" || p.Other == "" {
		return "这种证件不能用于所选的主办者性质，请改选证件类型或主办者性质"
	}
	if p.Path.Field() == filing.PrincipalCertType {
		return "负责人不能使用" + p.Text + "，请改选个人的证件类型"
	}
	return p.Other + "备案不能使用" + p.Text + "，请改选证件类型或主办者性质"
}

func tries(left int) string {
	if left <= 0 {
		return ""
	}
	return "，还可以试 " + strconv.Itoa(left) + " 次"
}

// wait writes seconds in the unit people think in.
func wait(seconds int) string {
	switch {
	case seconds < 120:
		return strconv.Itoa(max(seconds, 1)) + " 秒"
	case seconds < 7200:
		return strconv.Itoa((seconds+59)/60) + " 分钟"
	}
	return strconv.Itoa((seconds+3599)/3600) + " 小时"
}

func whichDomain(d string) string {
	if d == "" {
		return "其中的域名"
	}
	return d + " "
}

func bracket(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
