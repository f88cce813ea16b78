package zh

import "beian/internal/filing"

// Slot is the name of a paper.
func Slot(s filing.Slot) string {
	if kind, ok := s.Approval(); ok {
		return filing.NameOf(filing.PreApprovals, kind) + "前置审批文件"
	}
	switch s {
	case filing.SlotEntity:
		return "主办单位证件"
	case filing.SlotPrincipalFront:
		return "主体负责人证件（人像面）"
	case filing.SlotPrincipalBack:
		return "主体负责人证件（另一面）"
	case filing.SlotSiteFront:
		return "网站负责人证件（人像面）"
	case filing.SlotSiteBack:
		return "网站负责人证件（另一面）"
	case filing.SlotApproval:
		return "前置审批文件"
	case filing.SlotIcon:
		return "应用图标"
	case filing.SlotPhoto:
		return "当面核验照片"
	case filing.SlotSheet:
		return "真实性核验单"
	case filing.SlotEntityOther1:
		return "主体其他材料 1"
	case filing.SlotEntityOther2:
		return "主体其他材料 2"
	case filing.SlotPrincipalOther:
		return "主体负责人其他材料"
	case filing.SlotSiteOther:
		return "网站其他材料"
	case filing.SlotCommitment:
		return "备案承诺书"
	case filing.SlotEvidence:
		return "证据材料"
	}
	return ""
}

// paperOf is the name of a paper as its holder knows it: of a resident identity card the side with the portrait
// (人像面) and the one with the emblem (国徽面), and of a person who files alone no word about principals.
func paperOf(doc *filing.Document, p filing.Paper) string {
	front, back := p.Slot == filing.SlotPrincipalFront || p.Slot == filing.SlotSiteFront, p.Slot == filing.SlotPrincipalBack || p.Slot == filing.SlotSiteBack
	if doc == nil || !front && !back {
		return slotOr(p.Slot)
	}
	holder, kind := holderOf(doc, p)
	switch {
	case kind == filing.ResidentID && front:
		return holder + "身份证人像面"
	case kind == filing.ResidentID:
		return holder + "身份证国徽面"
	case holder == "" && Certificate(kind) != "":
		return Certificate(kind) + side(front)
	}
	return slotOr(p.Slot)
}

func side(front bool) string {
	if front {
		return "（人像面）"
	}
	return "（另一面）"
}

// holderOf is whose certificate a paper shows, empty for the person who files, and which kind of certificate it is.
func holderOf(doc *filing.Document, p filing.Paper) (who string, certificate int) {
	if s := doc.Site(p.Site); s != nil {
		return "网站负责人", s.Principal.CertificateType
	}
	if doc.Entity.Personal() {
		return "", doc.Entity.CertificateType
	}
	return "主体负责人", doc.Entity.Principal.CertificateType
}

// SlotHint tells how a paper should be photographed or scanned.
func SlotHint(s filing.Slot) string {
	switch s.Base() {
	case filing.SlotEntity:
		return "原件拍照或扫描，四角完整、字迹清楚，在有效期内"
	case filing.SlotPrincipalFront, filing.SlotSiteFront:
		return "四角完整、字迹清楚、没有反光，原件拍照"
	case filing.SlotPrincipalBack, filing.SlotSiteBack:
		return "能看清有效期限和签发机关，原件拍照"
	case filing.SlotApproval:
		return "主管部门批准文件的扫描件，能看清文号和公章"
	case filing.SlotIcon:
		return "与上架时使用的图标相同，不用系统自带的图标"
	case filing.SlotPhoto:
		return "网站负责人正面免冠半身照，使用接入商的幕布或在现场拍摄"
	case filing.SlotSheet:
		return "打印后用黑色笔签字，没有涂改，扫描或拍照"
	case filing.SlotEntityOther1, filing.SlotEntityOther2:
		return "本省要求的其他证明，例如居住证、租房合同"
	case filing.SlotPrincipalOther, filing.SlotSiteOther:
		return "例如单位盖章的授权书"
	case filing.SlotCommitment:
		return "本省要求承诺书时上传，签字或盖章后扫描"
	case filing.SlotEvidence:
		return "截图、文书或证明的扫描件，能看清来源和日期"
	}
	return ""
}
