package zh

import "beian/internal/filing"

// Field is the label of a field.
func Field(f filing.Field) string {
	switch f {
	case filing.EntityNature:
		return "主办者性质"
	case filing.EntityCertType:
		return "证件类型"
	case filing.EntityCertNumber:
		return "证件号码"
	case filing.EntityName:
		return "主办者名称"
	case filing.EntityCertAddress:
		return "证件住所"
	case filing.EntityProvince:
		return "所在省"
	case filing.EntityCity:
		return "所在市"
	case filing.EntityCounty:
		return "所在区县"
	case filing.EntityPostalSame:
		return "通信地址与证件住所相同"
	case filing.EntityPostal:
		return "通信地址"
	case filing.EntityInvestor:
		return "投资者或上级主管单位"
	case filing.EntityAuthorised:
		return "负责人由法定代表人授权"
	case filing.EntityToBureau:
		return "主体备注（给管局）"
	case filing.EntityToProvider:
		return "主体备注（给接入商）"
	case filing.EndingReason:
		return "注销原因"
	case filing.EndingNote:
		return "注销说明"
	case filing.Materials:
		return "材料"
	}
	if word := principalField(f); word != "" {
		return word
	}
	return siteField(f)
}

func principalField(f filing.Field) string {
	switch f {
	case filing.PrincipalName:
		return "负责人姓名"
	case filing.PrincipalCertType:
		return "负责人证件类型"
	case filing.PrincipalCertNumber:
		return "负责人证件号码"
	case filing.PrincipalMobiles:
		return "手机号码"
	case filing.PrincipalEmail:
		return "邮箱"
	case filing.PrincipalEmergency:
		return "应急电话"
	case filing.PrincipalLandlines:
		return "固定电话"
	case filing.PrincipalNoLandline:
		return "没有固定电话的原因"
	case filing.PrincipalIMKind:
		return "即时通信工具"
	case filing.PrincipalIMAccount:
		return "即时通信账号"
	}
	return ""
}

func siteField(f filing.Field) string {
	switch f {
	case filing.SiteService:
		return "服务类型"
	case filing.SiteNames:
		return "网站名称"
	case filing.SitePlatforms:
		return "运行平台"
	case filing.PlatformPackage:
		return "包名或应用标识"
	case filing.PlatformKey:
		return "签名证书公钥"
	case filing.PlatformFingerprint:
		return "签名证书指纹"
	case filing.SiteIPOnly:
		return "只通过 IP 地址访问"
	case filing.SiteDomains:
		return "域名"
	case filing.SiteHomeURLs:
		return "首页网址"
	case filing.SiteContents:
		return "服务内容"
	case filing.SiteLanguages:
		return "语言"
	case filing.SiteApplications:
		return "应用服务类型"
	case filing.SiteApprovals:
		return "前置审批"
	case filing.SiteToBureau:
		return "网站备注（给管局）"
	case filing.SiteToProvider:
		return "网站备注（给接入商）"
	case filing.SitePrincipalSame:
		return "网站负责人与主体负责人相同"
	case filing.ApprovalNumber:
		return "前置审批文号"
	}
	return accessField(f)
}

func accessField(f filing.Field) string {
	switch f {
	case filing.AccessMethod:
		return "接入方式"
	case filing.AccessDynamic:
		return "使用动态 IP 地址"
	case filing.AccessIPs:
		return "IP 地址"
	case filing.AccessPlaces:
		return "服务器放置地"
	case filing.AccessRemark:
		return "接入备注"
	}
	return ""
}

// SiteNames is the label of the names of a kind of service.
func SiteNames(s filing.ServiceKind) string {
	return ForService(s, Field(filing.SiteNames))
}

// FieldFor is Field in the words of a form: a person has a name and a unit
// another sort of name.
func FieldFor(f filing.Field, personal bool) string {
	switch {
	case f == filing.EntityName && personal:
		return "姓名"
	case f == filing.EntityName:
		return "单位名称"
	}
	return Field(f)
}
