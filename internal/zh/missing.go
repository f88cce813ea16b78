package zh

import (
	"beian/internal/filing"
)

// missing says what to fill in, choose or upload.
func missing(p filing.Problem) string {
	switch p.Path.Field() {
	case filing.EntityCertNumber, filing.PrincipalCertNumber:
		return missingNumber(p.Number)
	case filing.EntityNature:
		return "选择主办者性质：个人，或单位的类型"
	case filing.EntityName:
		return "填写证件上的姓名或单位名称"
	case filing.PrincipalName:
		return "填写负责人证件上的姓名"
	case filing.EntityCertAddress:
		return "按证件抄写完整地址，至少到路和门牌号"
	case filing.EntityPostal:
		return "填写能收到信件的通信地址，写到楼号和房间号"
	case filing.EntityCity, filing.EntityCounty:
		return "选择所在的城市和区县"
	case filing.PrincipalMobiles:
		return "填写手机号码，用于接收验证码和办理通知"
	case filing.PrincipalEmergency:
		return "填写应急电话，联系不上您时使用"
	case filing.PrincipalEmail:
		return "填写邮箱，用于接收备案号和办理通知"
	case filing.SiteNames:
		return "填写网站名称，会显示在备案查询结果中"
	case filing.SiteDomains:
		return "填写要备案的域名，例如 example.cn"
	case filing.SiteHomeURLs:
		return "填写首页网址，需使用上面的域名"
	case filing.SiteContents:
		return "选择网站提供的内容，可以多选，拿不准就选“其他”并说明"
	case filing.ApprovalNumber:
		return "填写主管部门批准文件的文号；还没有的话，先到主管部门办理"
	case filing.AccessIPs:
		return "填写服务器的公网 IP 地址，可向接入商询问"
	}
	return missingChoice(p)
}

func missingChoice(p filing.Problem) string {
	switch p.Path.Field() {
	case filing.SitePlatforms:
		return "选择至少 1 个运行平台"
	case filing.PlatformPackage, filing.PlatformKey, filing.PlatformFingerprint:
		return "填写" + PlatformLabel(p.Path)
	case filing.EndingNote:
		return "选择了“其他”，请写明注销的原因"
	case filing.EndingReason, filing.EntityCertType, filing.PrincipalCertType, filing.EntityProvince, filing.SiteService,
		filing.SiteLanguages, filing.SiteApplications, filing.SiteApprovals, filing.AccessMethod, filing.AccessPlaces:
		return "选择" + label(p.Path)
	}
	return missingControl(p)
}

func missingControl(p filing.Problem) string {
	switch p.Path {
	case "q":
		return "输入要查询的备案号、域名、网站名称或主办单位名称"
	case "mobile":
		return "填写手机号码，用于接收验证码和办理通知"
	case "code":
		return "填写短信中的 6 位数字验证码"
	case "provider":
		return "选择一家接入商，只能选一家；之后可以更换"
	case "date", "role", "certificate_type", "method", "places", "scopes", "events", "province", "to_bureau":
		return "选择" + label(p.Path)
	}
	if _, ok := filing.PaperAt(p.Path); ok {
		return "上传" + label(p.Path)
	}
	if label(p.Path) == "这一项" {
		return "这一项还没有填写，请补充"
	}
	return "填写" + label(p.Path)
}

func missingNumber(certificate int) string {
	switch certificate {
	case filing.ResidentID:
		return "填写居民身份证上的 18 位公民身份号码"
	case filing.BusinessLicence, filing.CreditCodePaper:
		return "填写证件上的 18 位统一社会信用代码"
	}
	return "填写" + or(Certificate(certificate), "证件") + "上的号码"
}
