package page

import (
	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// Effect is what a filing does to the register, told to whoever is about to send it on or to approve it.
type Effect struct {
	Kind     filing.Kind
	Doc      *filing.Document
	Provider string
	Changes  []filing.Difference // of a change, against the register
}

// named reports whether the filing is told as a list: what ends, or the access that comes.
func (e Effect) named() bool { return e.Kind.Cancels() || e.Kind == filing.AddAccess }

func (e Effect) title() string {
	if e.Kind == filing.AddAccess {
		return "新增的接入"
	}
	return endingTitle(e.Kind)
}

func (e Effect) rows() []ui.SummaryRow { return endingRows(e.Kind, e.Doc, e.Provider) }

// approvalDoes says what approving a filing of k brings about at once.
func approvalDoes(k filing.Kind) string {
	switch k {
	case filing.AddSite:
		return "通过后按主体的顺序发放网站备案号，号码以通过后的结果页为准；主体备案号和备案密码不变。"
	case filing.AddAccess:
		return "通过后新的接入写入备案库，备案号和原有的接入不变。"
	case filing.Change:
		return "通过后变更的内容写入备案库，原来的内容留在历史里，备案号不变。"
	case filing.CancelAccess:
		return "通过后这处接入从备案库取消，备案号保留。"
	case filing.CancelSite:
		return "通过后网站的备案号注销，不能恢复，也不会再发给别人；主体保留。"
	case filing.CancelEntity:
		return "通过后主体和其下全部备案号注销，不能恢复，也不会再发给别人。"
	}
	return "通过后立即写入备案库，不能撤销。"
}

// grantedTitle heads what an approval of k brought about.
func grantedTitle(k filing.Kind) string {
	if k == filing.FirstFiling {
		return "已通过备案"
	}
	return zh.Kind(k) + "已通过"
}

// grantedLabel says which number the page of an approval shows large, and what has become of it.
func grantedLabel(k filing.Kind, n filing.Number) string {
	label := zh.NumberLabel(n)
	switch {
	case k == filing.CancelSite || k == filing.CancelEntity:
		return label + "（已注销）"
	case k == filing.FirstFiling || k == filing.AddSite && n.IsService():
		return label
	}
	return label + "（不变）"
}

// grantedNote is what stands behind the number of one service.
func grantedNote(k filing.Kind) string {
	switch k {
	case filing.CancelSite, filing.CancelEntity:
		return "（已注销）"
	case filing.AddSite:
		return "（新发放）"
	}
	return ""
}
