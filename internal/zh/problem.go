package zh

import (
	"strconv"

	"beian/internal/filing"
	"beian/internal/region"
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
		return label(p.Path) + "的格式不符，请核对"
	case filing.NotListed:
		return "从列表中选择" + label(p.Path)
	case filing.TooLong:
		return label(p.Path) + "最多 " + strconv.Itoa(p.Number) + " 个字，请精简"
	case filing.TooShortAddress:
		return label(p.Path) + "需写到路和门牌号，请补充完整"
	case filing.Repeated:
		return "“" + p.Text + "”填写了两次，请删去一个"
	case filing.TooMany:
		return label(p.Path) + "最多填写 " + strconv.Itoa(p.Number) + " 个，请删去多出的"
	case filing.NeedsRemark:
		return "选择了“其他”，请在备注中说明具体内容"
	case filing.InUse:
		return "这个" + label(p.Path) + "已被使用，请换一个"
	}
	if s := ofChoice(p); s != "" {
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

// ofFiling words what other filings and the papers say.
func ofFiling(p filing.Problem) string {
	switch p.Flaw {
	case filing.PaperMissing:
		return "上传" + PathLabel(nil, p.Path)
	case filing.CertificateFiled:
		return "这个证件号码已有备案" + bracket(p.Text) + "，请登录原账号办理，或凭备案密码认领"
	case filing.CertificateOpen:
		return "这个证件号码有一次备案正在办理，办结或撤回后才能再次提交"
	case filing.DomainFiled:
		return whichDomain(p.Text) + "已备案" + bracket(p.Other) + "。如果是您的，请选择“新增接入”；如果不是，请联系接入商核实"
	case filing.DomainOpen:
		return whichDomain(p.Text) + "正在另一次备案中办理，办结或撤回后才能再次提交"
	case filing.Blacklisted:
		return or(p.Text, "这个主体或域名") + " 目前不能备案，请联系所在省通信管理局了解原因"
	case filing.Unchanged:
		if p.Path == "" {
			return "内容和退回前完全相同，请修改标出的地方，或在说明中写明为什么不改"
		}
		return "“" + label(p.Path) + "”还是退回前的内容，请修改，或在说明中写明为什么不改"
	case filing.ProviderMissing:
		return "选择一家接入商，只能选一家；之后可以更换"
	case filing.ProviderElsewhere:
		if province, ok := region.ByCode(p.Text); ok {
			return "这家接入商的许可证只限" + province.Short + "，请另选一家"
		}
		return "这家接入商只能为许可证所在省的主办者办理，请另选一家"
	case filing.SignatureMismatch:
		return "签名需与负责人姓名一致，请核对"
	case filing.DeclarationMissing:
		return "勾选“以上信息真实”后才能提交"
	case filing.OverSize:
		return overSize(p)
	}
	return ""
}

// overSize words why the papers' room refused an upload: Text is its code, Other
// what was measured, such as 12.4 MB or docx.
func overSize(p filing.Problem) string {
	name := label(p.Path)
	switch p.Text {
	case "type":
		return name + "应为 JPG、PNG 或 PDF" + now(p.Other) + "，请另存后再传"
	case "heic":
		return name + "是手机的 HEIC 格式，请在手机上存为 JPG 后再传"
	case "broken", "empty":
		return name + "打不开，可能没有传完，请重新选择"
	case "too_many_pixels":
		return name + "的像素太多" + now(p.Other) + "，请降低拍照像素后再传"
	case "too_many_pages":
		return name + "的页数太多" + now(p.Other) + "，请只保留需要的页"
	case "encrypted":
		return name + "设有打开密码或使用限制，请去掉后再传"
	case "active":
		return name + "带有脚本、表单或附件，请打印成普通 PDF 后再传"
	}
	return name + "应小于 10 MB" + now(p.Other) + "，可以降低拍照像素后再传"
}

func now(measured string) string {
	if measured == "" {
		return ""
	}
	return "，现在是 " + measured
}

// ofStaff words what is told to staff only.
func ofStaff(p filing.Problem) string {
	switch p.Flaw {
	case filing.SheetIncomplete:
		if word := sheetLabel(p.Path); word != "" {
			return "核对并确认核验单的“" + word + "”"
		}
		return "填完并签署真实性核验单后，才能提交管局"
	case filing.NothingMarked:
		return "至少标记 1 个字段并选择原因，才能退回"
	case filing.ReasonMissing:
		return "选择原因或写明说明，办理人才知道怎样修改"
	}
	return ""
}

// ofAccount words what sign-up, sign-in and the codes refuse.
func ofAccount(p filing.Problem) string {
	switch p.Flaw {
	case filing.CodeWrong:
		return "验证码与短信不一致，请核对最新一条短信" + tries(p.Number)
	case filing.CodeExpired:
		return "这条验证码已过期，请重新获取"
	case filing.MobileWrong:
		return "这个手机号码不是这次备案填写的号码，请换成收到短信的号码" + tries(p.Number)
	case filing.IDTailWrong:
		return "证件号码后 6 位与备案信息不一致，最后一位是 X 时请填 X" + tries(p.Number)
	case filing.TriesUsedUp:
		return "已核对多次仍不一致，为保护您的信息，请重新获取验证码；其他内容不受影响"
	case filing.UserNameTaken:
		return "这个用户名已有人使用，请换一个"
	case filing.PasswordWrong:
		return passwordWrong(p)
	case filing.CaptchaWrong:
		return "图形验证码与图片不一致，已换一张，请重新输入"
	case filing.TooOften:
		return "操作太频繁，请 " + wait(p.Number) + "后再试"
	case filing.NotAgreed:
		return "阅读个人信息处理说明后，勾选同意才能继续"
	case filing.Different:
		return "两次输入不一致，请重新输入"
	}
	return ""
}

func passwordWrong(p filing.Problem) string {
	if p.Path == "filing_password" {
		return "备案号或备案密码不一致" + tries(p.Number) + "；忘记密码可以找回"
	}
	return "用户名或密码不一致，请核对" + tries(p.Number)
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
