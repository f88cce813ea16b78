package zh

import "beian/internal/filing"

// CodeTable is what a code table is called.
func CodeTable(t *filing.CodeTable) string {
	switch t {
	case filing.Natures:
		return "主办单位性质"
	case filing.Certificates:
		return "证件类型"
	case filing.PreApprovals:
		return "前置审批"
	case filing.Contents:
		return "服务内容"
	case filing.Languages:
		return "语言类别"
	case filing.Applications:
		return "应用服务类型"
	case filing.Methods:
		return "接入方式"
	case filing.EndingReasons:
		return "注销理由"
	}
	return ""
}
