package zh

import "beian/internal/filing"

// Hint is one line of advice below a label, empty where the label says enough.
func Hint(f filing.Field, personal bool) string {
	switch f {
	case filing.EntityNature:
		return "个人选“个人”；单位按证件上的登记机关选择"
	case filing.EntityCertNumber:
		if personal {
			return "空格和横线可以不去掉，最后一位是 X 时大小写都可以"
		}
		return "营业执照上的 18 位统一社会信用代码，或证件上的编号"
	case filing.EntityName:
		if personal {
			return "和证件上的姓名一致"
		}
		return "和证件上的名称逐字一致，包括括号"
	case filing.EntityCertAddress:
		return "和证件上印的一样，不必与现住址相同"
	case filing.EntityProvince:
		if personal {
			return "您实际居住的省，备案由这个省的通信管理局审核"
		}
		return "单位实际所在的省，备案由这个省的通信管理局审核"
	case filing.EntityPostal:
		return "能收到信件的地址，写到楼号和房间号"
	case filing.EntityInvestor:
		if personal {
			return "个人填本人姓名，也可以不填"
		}
		return "有限公司填股东或投资者，事业单位填上级主管单位"
	case filing.EntityToBureau:
		return "审核人员会看到，例如地址没有门牌号的原因"
	case filing.SiteToBureau:
		return "审核人员会看到，例如“发布自己拍摄的照片和心得”"
	case filing.EntityToProvider, filing.SiteToProvider:
		return "只有接入商的核验人员会看到"
	}
	if f == filing.EndingNote {
		return "审核人员会看到，选“其他”时必填"
	}
	if hint := principalHint(f); hint != "" {
		return hint
	}
	return siteHint(f, personal)
}

func principalHint(f filing.Field) string {
	switch f {
	case filing.PrincipalName:
		return "和证件上的姓名一致"
	case filing.PrincipalMobiles:
		return "用于接收核验短信和办理通知，一行一个，短信发到第一个"
	case filing.PrincipalEmail:
		return "用于接收备案号和办理通知"
	case filing.PrincipalEmergency:
		return "联系不上您时使用，可以是家人或同事的号码"
	case filing.PrincipalLandlines:
		return "区号和号码之间加横线，例如 010-12345678"
	case filing.PrincipalNoLandline:
		return "例如“本人没有安装固定电话”"
	case filing.PrincipalIMKind:
		return "例如 QQ、微信"
	}
	return ""
}

func siteHint(f filing.Field, personal bool) string {
	switch f {
	case filing.SiteNames:
		if personal {
			return "至少 3 个汉字，体现网站内容，不用公司、论坛、新闻等词"
		}
		return "至少 3 个汉字，体现网站内容，可以用单位名称"
	case filing.SiteIPOnly:
		return "网站没有域名时选择"
	case filing.SiteDomains:
		return "您已注册并完成实名的域名，一行一个，例如 example.cn"
	case filing.SiteHomeURLs:
		return "访问首页用的网址，一行一个，需使用上面的域名"
	case filing.SitePlatforms:
		return "在哪些系统或平台上发布就选哪些，可以多选"
	case filing.PlatformPackage:
		return "和上架时填写的一致，区分大小写"
	case filing.PlatformKey:
		return "用打包签名的证书导出，空格和冒号可以不去掉"
	case filing.SiteContents:
		if personal {
			return "个人网站选“博客/个人空间”，拿不准就选“其他”并在备注中说明"
		}
		return "可以多选，拿不准就选“其他”并在备注中说明"
	case filing.SiteApprovals:
		return "涉及这些内容的，需要主管部门的批准文件"
	case filing.ApprovalNumber:
		return "批准文件上的编号"
	case filing.SitePrincipalSame:
		return "不同的人需另外填写证件和联系方式"
	case filing.AccessMethod:
		return "购买的是空间选“虚拟主机”，是服务器选“主机托管”"
	case filing.AccessIPs:
		return "服务器的公网地址，一行一个，也可以写起始地址-终止地址"
	case filing.AccessPlaces:
		return "服务器所在的省，可以多选"
	}
	return ""
}

// Why says what a sensitive answer is used for, empty for the others.
func Why(f filing.Field) string {
	switch f {
	case filing.EntityCertNumber:
		return "用于判断是否已有备案，公众查询时不会显示"
	case filing.EntityCertAddress, filing.EntityPostal:
		return "用于核对证件和寄送通知，公众查询时不会显示"
	case filing.PrincipalCertNumber:
		return "用于核实负责人身份，公众查询时不会显示"
	case filing.PrincipalMobiles, filing.PrincipalEmergency, filing.PrincipalLandlines:
		return "用于核验和联系负责人，公众查询时不会显示"
	case filing.PrincipalEmail:
		return "用于发送通知，公众查询时不会显示"
	}
	return ""
}
