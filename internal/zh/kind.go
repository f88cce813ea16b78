package zh

import "beian/internal/filing"

// Kind is the name of a kind of filing.
func Kind(k filing.Kind) string {
	switch k {
	case filing.FirstFiling:
		return "首次备案"
	case filing.AddSite:
		return "新增网站"
	case filing.AddAccess:
		return "新增接入"
	case filing.Change:
		return "变更备案"
	case filing.CancelAccess:
		return "取消接入"
	case filing.CancelEntity:
		return "注销主体"
	case filing.CancelSite:
		return "注销网站"
	case filing.ForcedCancel:
		return "强制注销"
	case filing.Blacklist:
		return "列入黑名单"
	case filing.PasswordReset:
		return "重置备案密码"
	}
	return ""
}

// KindHint tells when a kind is the right one.
func KindHint(k filing.Kind) string {
	switch k {
	case filing.FirstFiling:
		return "第一次备案，还没有备案号"
	case filing.AddSite:
		return "主体已有备案号，再加一个网站、APP、小程序或快应用"
	case filing.AddAccess:
		return "网站已备案，再加一家接入商或换到这家接入商"
	case filing.Change:
		return "已备案的名称、负责人、网站或接入信息有变化"
	case filing.CancelAccess:
		return "网站不再使用这家接入商，备案保留"
	case filing.CancelEntity:
		return "主体和其下全部网站都不再使用"
	case filing.CancelSite:
		return "只注销其中一个网站，主体保留"
	case filing.ForcedCancel:
		return "管局依职权注销主体或网站"
	case filing.Blacklist:
		return "一段时间内不再受理这个主体或域名"
	case filing.PasswordReset:
		return "主办者凭证明材料申请，由管局重置"
	}
	return ""
}

// ServiceHint tells kinds of service apart by how people open them.
func ServiceHint(s filing.ServiceKind) string {
	switch s {
	case filing.Website:
		return "用浏览器打开"
	case filing.App:
		return "装在手机、平板或电脑上"
	case filing.MiniProgram:
		return "在微信、支付宝等里面打开"
	case filing.QuickApp:
		return "在手机上不用安装就能打开"
	}
	return ""
}

// Service is the name of a kind of service.
func Service(s filing.ServiceKind) string {
	switch s {
	case filing.Website:
		return "网站"
	case filing.App:
		return "APP"
	case filing.MiniProgram:
		return "小程序"
	case filing.QuickApp:
		return "快应用"
	}
	return ""
}

// NumberLabel is what a number is called: 主体备案号, 网站备案号, APP 备案号.
func NumberLabel(n filing.Number) string {
	if n.Kind() == 0 {
		return "主体备案号"
	}
	return ForService(n.Kind(), "网站备案号")
}

// footerNumber says which number a site shows at its foot.
func footerNumber(n filing.Number) string {
	if n.IsService() {
		return "备案号"
	}
	return "网站的备案号"
}
