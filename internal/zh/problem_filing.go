package zh

import (
	"strconv"

	"beian/internal/filing"
	"beian/internal/region"
)

// ofFiling words what other filings and the papers say.
func ofFiling(p filing.Problem) string {
	switch p.Flaw {
	case filing.PaperMissing:
		return "上传" + PathLabel(nil, p.Path)
	case filing.CertificateFiled:
		return "这个证件号码已有备案" + bracket(p.Text) + "，请登录原账号办理，或凭备案密码认领"
	case filing.CertificateOpen:
		return certificateOpen(filing.Kind(p.Number))
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
	if s := ofProvider(p); s != "" {
		return s
	}
	return ofRegister(p)
}

func certificateOpen(k filing.Kind) string {
	if k == 0 || Kind(k) == "" {
		return "这个证件号码有一次备案正在办理，办结或撤回后才能再次提交"
	}
	return "这个主体的“" + Kind(k) + "”正在办理，同时只能办理一件，办结或撤回后才能再次提交"
}

// ofRegister words what the register says against a filing.
func ofRegister(p filing.Problem) string {
	switch p.Flaw {
	case filing.Fixed:
		if p.Path == "provider" {
			return "这项办理只能由现在的接入商提交；要换接入商，请先办理“新增接入”"
		}
		return label(p.Path) + "不能变更；确需更改，请注销后重新备案"
	case filing.DomainFixed:
		return "变更只能减少域名，" + whichDomain(p.Text) + "不在已备案的域名中，请删去，或另办“新增网站”"
	case filing.NewService:
		return "变更不能增加网站，请另办“新增网站”"
	case filing.NothingChanged:
		return "内容与备案库完全相同，修改后才能提交变更"
	case filing.Outdated:
		return "这份草稿开始之后备案信息有了变化，请重新发起变更"
	case filing.Cancelled:
		return or(p.Text, "这个主体或网站") + " 已注销，不能再办理"
	case filing.LastAccess:
		return or(p.Text, "这个网站") + " 只有这一处接入，不能单独取消；不再使用时请注销网站"
	case filing.AlreadyAccessed:
		return or(p.Text, "这个网站") + " 在这家接入商已有接入，要修改请办理“变更备案”"
	case filing.RangeTaken:
		return "与" + or(p.Other, "已登记的") + "的地址段" + bracket(p.Text) + "重叠，请核对起止地址"
	case filing.RangeUsed:
		return or(p.Text, "这个地址段") + " 内还有 " + strconv.Itoa(p.Number) + " 个网站在接入，取消这些接入后才能删除"
	case filing.NotAccessedHere:
		return or(p.Text, "这个主体") + " 不在这家接入商接入，请由现在的接入商办理"
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
