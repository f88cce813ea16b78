package zh

import (
	"strconv"

	"beian/internal/filing"
)

// ofProvider words what is wrong with what a provider types, imports or gives out.
func ofProvider(p filing.Problem) string {
	switch p.Flaw {
	case filing.NoTable:
		if p.Text == "large" {
			return "表格太大，应小于 5 MB、不超过 100 列，请分成几份"
		}
		return "这个文件不是能读取的表格，请另存为 XLSX 或 CSV 后再传"
	case filing.NoRows:
		return "没有读到内容，第一行应是列名，从第二行起一行一条"
	case filing.OneRow:
		return "这里一次填一行；有很多行，请用批量导入"
	case filing.NoColumn:
		return "没有“" + or(p.Text, "需要") + "”这一列，请对照模板核对列名"
	case filing.DraftedBefore:
		return "这个证件号码已有代为报备的草稿" + bracket(p.Text) + "，请在那一份上继续"
	case filing.InvitedOther:
		return "这份备案已由另一个账号确认，请用那个账号登录"
	case filing.TooFar:
		return label(p.Path) + "最长 " + strconv.Itoa(p.Number) + " 年，请提前一些"
	case filing.PastDay:
		return label(p.Path) + "写成 2027-06-30 的样子，不能早于今天"
	case filing.ResourceUnknown:
		return "授权码与这家接入商的记录不一致，请核对" + tries(p.Number)
	case filing.ResourceEnded:
		return "选用的接入资源已到期或停用，请重新选择，或改为自己填写"
	case filing.NoSuchAccount:
		return "没有叫" + or(p.Text, "这个名字") + "的主办者账号，请核对，或改填手机号码、邮箱"
	}
	return ""
}
