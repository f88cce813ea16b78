package zh

import (
	"strconv"
	"strings"

	"beian/internal/filing"
)

// ofStaff words what is told to staff only.
func ofStaff(p filing.Problem) string {
	switch p.Flaw {
	case filing.SheetIncomplete:
		if word := sheetLabel(p.Path); word != "" {
			return "核对并确认核验单的“" + word + "”"
		}
		return "填完并签署真实性核验单后，才能提交管局"
	case filing.SheetDiffers:
		return "“" + label(p.Path) + "”的结果是“不一致”，请退回修改或更正内容，一致后再签署"
	case filing.Passed:
		return label(p.Path) + "早于今天，请选今天或以后的日期"
	case filing.SlotGone:
		return "这个时段刚刚约满或已取消，请另选一个时段"
	case filing.SlotBooked:
		return "有 " + strconv.Itoa(p.Number) + " 件备案预约了这个时段，取消这些预约后才能关闭"
	case filing.SlotTooShort:
		return "从开始到结束放不下一次核验，请改晚结束时间，或缩短每次的时长"
	case filing.Ahead:
		return label(p.Path) + "晚于今天，请核对"
	case filing.Past:
		return label(p.Path) + "已经过去，请选择今天之后的日期"
	case filing.AlreadyListed:
		return or(p.Text, "这个主体或域名") + " 已在黑名单中，需要改期限时，请先解除再列入"
	case filing.Suspended:
		return or(p.Other, "这家接入商") + "已被" + bureauOf(p.Text) + "暂停受理本省备案，请另选一家"
	case filing.AlreadyNoticed:
		return "同一事项的整改通知还没有结束，请在那份通知里继续办理"
	case filing.NotHeldElsewhere:
		return whichDomain(p.Text) + "没有备案在别人名下，不需要提出争议，可以直接办理备案"
	case filing.NothingMarked:
		return "至少标记 1 个字段并选择原因，才能退回"
	case filing.ReasonMissing:
		return reasonMissing(p.Path)
	}
	return ""
}

// reasonMissing names what wants a reason: a refusal, a look at personal data, or one of the marks of a return.
func reasonMissing(path filing.Path) string {
	switch path {
	case "ground":
		return "从列表中选择不予备案的法律依据"
	case "facts":
		return "写明事实和理由，主办者才知道哪一项不符合规定"
	case "note":
		return "写明原因，对方才知道要做什么"
	case "reason":
		return "写明查看原因，再显示个人信息"
	}
	if marked, found := strings.CutPrefix(string(path), "reason."); found {
		path = filing.Path(marked)
	}
	return "选择“" + label(path) + "”的退回原因；选“其他”时，还要写明说明"
}

// ofAccount words what sign-up, sign-in and the codes refuse.
func ofAccount(p filing.Problem) string {
	switch p.Flaw {
	case filing.FilingsOpen:
		return "还有 " + strconv.Itoa(p.Number) + " 件办理没有办结，请先办结、撤回或放弃"
	case filing.CodeWrong:
		if p.Path == "email_code" {
			return "验证码与邮件不一致，请核对最新一封邮件" + tries(p.Number)
		}
		return "验证码与短信不一致，请核对最新一条短信" + tries(p.Number)
	case filing.CodeExpired:
		return "这条验证码已过期，请重新获取"
	case filing.MobileWrong:
		return "这个手机号码不是这次备案填写的号码，请换成收到短信的号码" + tries(p.Number)
	case filing.IDTailWrong:
		return "证件号码后 6 位与备案信息不一致，最后一位是 X 时请填 X" + tries(p.Number)
	case filing.TriesUsedUp:
		return "已核对多次仍不一致，为保护您的信息，请重新获取验证码；其他内容不受影响"
	case filing.UserNameTaken:
		return "这个用户名已有人使用，请换一个"
	case filing.PasswordWrong:
		return passwordWrong(p)
	case filing.CaptchaWrong:
		return "图形验证码与图片不一致，已换一张，请重新输入"
	case filing.TooOften:
		return "操作太频繁，请 " + wait(p.Number) + "后再试"
	case filing.NotAgreed:
		if p.Path == "agreed_close" {
			return "勾选“我已了解注销后不能恢复”后才能注销"
		}
		return "阅读个人信息处理说明后，勾选同意才能继续"
	case filing.NotMatching:
		if p.Path == "certificate" {
			return "备案号与证件号码不相符，或备案已经注销，请核对"
		}
		if p.Path == "tracking" {
			return "编号和联系方式不相符，请核对"
		}
		return "受理号或手机号后四位不一致，请核对短信里的受理号"
	case filing.NoAddress:
		return "备案时没有留邮箱，链接无处可发。请先办理变更备案补上邮箱，或带证明材料向省通信管理局申请"
	case filing.Different:
		return "两次输入不一致，请重新输入"
	}
	return ""
}

func passwordWrong(p filing.Problem) string {
	if p.Path == "old_password" {
		return "现在的密码不一致，请核对"
	}
	if p.Path == "filing_password" {
		return "备案号或备案密码不一致" + tries(p.Number) + "；忘记密码可以找回"
	}
	return "用户名或密码不一致，请核对" + tries(p.Number)
}
