package zh

import (
	"strings"

	"beian/internal/filing"
)

// SheetItem is one line of the verification sheet (真实性核验单), as a statement that
// the verifier confirms.
func SheetItem(i filing.SheetItem) string {
	switch i {
	case filing.SheetEntity:
		return "主体信息与证件原件一致"
	case filing.SheetContact:
		return "联系方式已拨通并由本人接听"
	case filing.SheetSite:
		return "网站名称和内容属实"
	case filing.SheetDomain:
		return "域名属于主办者"
	case filing.SheetAccess:
		return "接入信息属实，使用本接入商的资源"
	case filing.SheetFace:
		return "当面核验人与证件一致"
	}
	return ""
}

// SheetHint tells how a line is verified.
func SheetHint(i filing.SheetItem) string {
	switch i {
	case filing.SheetEntity:
		return "对照证件原件核对名称、证件类型、号码和住所"
	case filing.SheetContact:
		return "拨打负责人手机和应急电话，核对姓名和关系"
	case filing.SheetSite:
		return "核对网站名称、首页网址、服务内容和前置审批"
	case filing.SheetDomain:
		return "查询域名实名信息，与主办者或负责人一致"
	case filing.SheetAccess:
		return "核对 IP 地址、接入方式和服务器放置地"
	case filing.SheetFace:
		return "负责人本人到场，核对证件并拍照"
	}
	return ""
}

// sheetLabel is the word for a place of the sheet, empty for any other path.
func sheetLabel(p filing.Path) string {
	name, ok := strings.CutPrefix(string(p), "sheet.")
	if !ok {
		return ""
	}
	switch name {
	case "verifier":
		return "核验人姓名"
	case "place":
		return "核验地点"
	case "date":
		return "核验日期"
	case "sign":
		return "核验人签署"
	}
	return SheetItem(filing.SheetItem(name))
}
