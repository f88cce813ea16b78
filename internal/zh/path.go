package zh

import (
	"slices"
	"strconv"
	"strings"

	"beian/internal/filing"
)

// PathLabel says which place of a document p is, understandable out of context:
// "第 2 个网站的域名". With one site it is just "域名". doc may be nil; then sites
// and accesses are told by their keys.
func PathLabel(doc *filing.Document, p filing.Path) string {
	if paper, ok := filing.PaperAt(p); ok {
		return sitePart(doc, paper.Site) + slotOr(paper.Slot)
	}
	word := label(p)
	switch {
	case p.Site() == "":
		return ownerPart(p) + word
	case p.Access() != "":
		return sitePart(doc, p.Site()) + accessPart(doc, p) + word
	}
	return sitePart(doc, p.Site()) + ownerPart(p) + word + approvalPart(p)
}

// ownerPart tells the two sorts of principals apart.
func ownerPart(p filing.Path) string {
	if !strings.HasPrefix(string(p.Field()), "principal.") {
		return ""
	}
	who := "主体"
	if p.Site() != "" {
		who = "网站"
	}
	if strings.HasPrefix(Field(p.Field()), "负责人") {
		return who
	}
	return who + "负责人的"
}

func sitePart(doc *filing.Document, key string) string {
	if key == "" || doc != nil && len(doc.Sites) == 1 && doc.Sites[0].Key == key {
		return ""
	}
	place := key
	if doc != nil {
		if i := slices.IndexFunc(doc.Sites, func(s filing.Site) bool { return s.Key == key }); i >= 0 {
			place = strconv.Itoa(i + 1)
		}
	}
	return "第 " + place + " 个网站的"
}

func accessPart(doc *filing.Document, p filing.Path) string {
	place := p.Access()
	if doc != nil {
		if s := doc.Site(p.Site()); s != nil {
			if i := slices.IndexFunc(s.Accesses, func(a filing.Access) bool { return a.Key == place }); i >= 0 {
				if len(s.Accesses) == 1 {
					return ""
				}
				place = strconv.Itoa(i + 1)
			}
		}
	}
	return "第 " + place + " 个接入的"
}

// approvalPart names which pre-approval a number belongs to.
func approvalPart(p filing.Path) string {
	if p.Field() != filing.ApprovalNumber {
		return ""
	}
	kind, _ := strconv.Atoi(strings.Split(string(p), ".")[3])
	if name := filing.NameOf(filing.PreApprovals, kind); name != "" {
		return "（" + name + "）"
	}
	return ""
}

func slotOr(s filing.Slot) string {
	if word := Slot(s); word != "" {
		return word
	}
	return "材料"
}

// label is the word for a path of a document, of the papers, or of a control of
// one of the other forms.
func label(p filing.Path) string {
	if paper, ok := filing.PaperAt(p); ok {
		return slotOr(paper.Slot)
	}
	if f := p.Field(); f != "" {
		return Field(f)
	}
	if word := Field(filing.Field(p)); word != "" {
		return word
	}
	last := string(p)[strings.LastIndexByte(string(p), '.')+1:]
	return control(last)
}

// control is the word for a control outside documents.
func control(name string) string {
	switch name {
	case "sites":
		return "网站"
	case "accesses":
		return "接入信息"
	case "user_name", "username", "login":
		return "用户名"
	case "password":
		return "密码"
	case "new_password":
		return "新密码"
	case "again", "password_again":
		return "再输一次密码"
	case "filing_password":
		return "备案密码"
	case "mobile":
		return "手机号码"
	case "email":
		return "邮箱"
	case "code":
		return "短信验证码"
	case "captcha":
		return "图形验证码"
	case "id_tail":
		return "证件号码后 6 位"
	case "agreed":
		return "个人信息处理说明"
	case "declaration":
		return "真实性承诺"
	case "signature":
		return "签名"
	case "provider":
		return "接入商"
	case "number":
		return "备案号"
	case "q":
		return "查询内容"
	case "name":
		return "名称"
	case "reason":
		return "原因"
	case "ground":
		return "理由"
	case "note":
		return "说明"
	case "title":
		return "标题"
	case "body", "text":
		return "内容"
	case "ip", "ips", "ranges":
		return "IP 地址"
	case "domain", "domains":
		return "域名"
	case "url":
		return "网址"
	case "date", "from", "until":
		return "日期"
	case "address":
		return "地址"
	case "phone", "hotline":
		return "电话"
	case "role":
		return "角色"
	case "otp":
		return "动态口令"
	case "file":
		return "文件"
	}
	return "这一项"
}
