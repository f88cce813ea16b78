package zh

import (
	"strconv"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/region"
)

// Standing is where a filing stands, for the eyes of one tier. Only State is
// needed; every further answer makes the sentences more exact.
type Standing struct {
	Tier     filing.Tier // who reads; "" is the public
	Kind     filing.Kind
	State    filing.State
	Claimed  bool          // a member of staff holds it now
	Second   bool          // the first of two approvals has been given
	Provider string        // its name
	Province string        // GB/T 2260
	Marks    int           // places marked by the last return
	Due      calendar.Date // of the bureau, or of the owner's correction
	Late     bool          // the bureau's day has passed
	Until    time.Time     // the codes lapse
	Ended    calendar.Date
	Number   filing.Number // given by the approval
	Reason   string        // of a refusal
}

// Display is how one state is shown: a label, a sentence, the next step of the
// reader, a tone and its icon.
type Display struct {
	Label, Explanation, Next, Tone, Icon string
}

// StateFor derives what is shown from state, lease and kind.
func StateFor(s Standing) Display {
	d := s.owner()
	if s.staff() {
		d.Label, d.Next = s.staffLabel(d.Label), s.staffNext()
	}
	d.Icon = Icon(d.Tone)
	return d
}

func (s Standing) staff() bool {
	return s.Tier == filing.Provider || s.Tier == filing.Bureau || s.Tier == filing.Ministry
}

func (s Standing) owner() Display {
	switch s.State {
	case filing.Draft:
		return Display{Label: "草稿", Explanation: "还没有提交，只有填写的人能看到", Next: "继续填写", Tone: Neutral}
	case filing.OwnerSignature:
		return Display{Label: "待您签署", Explanation: "接入商已代您填好，请核对后签署", Next: "核对并签署", Tone: Warn}
	case filing.ProviderReview:
		return s.atProvider()
	case filing.ReturnedToRegistrant:
		return Display{Label: "退回修改", Explanation: s.marked() + "，改好后重新提交" + s.before(), Next: "查看并修改", Tone: Purple}
	case filing.SMSVerification:
		return Display{Label: "待短信核验", Explanation: "请负责人在" + s.until() + "输入短信中的 6 位数字", Next: "去核验", Tone: Warn}
	case filing.BureauReview:
		return s.atBureau()
	case filing.ReturnedToProvider:
		return Display{Label: "管局退回，接入商处理中", Explanation: "管局提出意见，接入商会处理或请您修改", Next: "查看意见", Tone: Purple}
	case filing.Approved:
		return s.approved()
	case filing.Refused:
		return Display{Label: "不予备案", Explanation: s.refusal(), Next: "查看理由", Tone: Danger}
	case filing.Withdrawn:
		return Display{Label: "已撤回", Explanation: s.on() + "撤回，填写的内容仍可查看", Next: "重新办理", Tone: Neutral}
	}
	return Display{}
}

func (s Standing) atProvider() Display {
	if s.Claimed {
		return Display{Label: "接入商核验中", Explanation: "核验人员正在核对，可能会打电话" + s.inForce(), Next: "保持手机畅通", Tone: Info}
	}
	return Display{Label: "等待接入商核验", Explanation: s.provider() + "会在 3 个工作日内开始核验" + s.inForce(), Next: "无需操作，可以撤回", Tone: Info}
}

func (s Standing) atBureau() Display {
	d := Display{Label: "等待管局审核", Explanation: "已送达" + s.bureau() + "，法定 20 个工作日内办结", Next: "无需操作", Tone: Info}
	switch {
	case s.Second:
		d.Label, d.Explanation = "管局复审中", "已通过初审，另一位审核人员正在复审"
	case s.Claimed:
		d.Label, d.Explanation = "管局审核中", "审核人员正在处理"
	}
	switch {
	case s.Late:
		d.Explanation, d.Tone = "抱歉，"+s.bureau()+"没有在法定期限 "+Date(s.Due)+"前办结，仍在办理", Warn
		d.Next = "无需操作，可以联系管局了解原因"
	case !s.Due.IsZero():
		d.Explanation += "，最晚 " + Date(s.Due)
	}
	d.Explanation += s.inForce()
	return d
}

// approved depends on what was asked for; only filings give a number.
func (s Standing) approved() Display {
	label, text, next := approvedWords(s.Kind)
	d := Display{Label: label, Explanation: text, Next: next, Tone: Success}
	switch s.Kind {
	case filing.CancelAccess, filing.CancelEntity, filing.CancelSite, filing.ForcedCancel, filing.Blacklist:
		d.Tone = Neutral
		d.Explanation = s.on() + d.Explanation
	}
	if s.Number != "" && (s.Kind == filing.FirstFiling || s.Kind == filing.AddSite) {
		d.Explanation = NumberLabel(s.Number) + " " + string(s.Number) + "；请把" + footerNumber(s.Number) + "放到网站首页底部"
	}
	return d
}

// approvedWords are label, explanation and next step of an approved filing.
func approvedWords(k filing.Kind) (label, text, next string) {
	switch k {
	case filing.FirstFiling, filing.AddSite:
		return "已备案", "备案已通过，请把备案号放到网站首页底部", "复制页脚代码"
	case filing.AddAccess:
		return "接入已备案", "新的接入已登记，备案号不变", "查看备案"
	case filing.Change:
		return "变更已生效", "变更的内容已登记，备案号不变", "查看备案"
	case filing.CancelAccess:
		return "已取消接入", "取消接入，在这家接入商的网站应停止访问", "查看备案"
	case filing.CancelEntity:
		return "已注销", "注销主体和其下全部网站，网站应停止访问", "重新备案"
	case filing.CancelSite:
		return "已注销", "注销网站，网站应停止访问", "查看备案"
	case filing.ForcedCancel:
		return "已强制注销", "由管局注销，网站应停止访问", "查看理由"
	case filing.Blacklist:
		return "已列入黑名单", "由管局列入黑名单", "查看理由"
	case filing.PasswordReset:
		return "备案密码已重置", "通过一次性链接设置新的备案密码", "设置备案密码"
	}
	return "已备案", "办理已完成", "查看备案"
}

func (s Standing) staffLabel(label string) string {
	switch {
	case s.State == filing.OwnerSignature:
		return "待主办者确认"
	case s.State == filing.ReturnedToRegistrant:
		return "已退回主办者"
	case s.State == filing.ReturnedToProvider:
		return "管局退回"
	case s.State == filing.ProviderReview && s.Tier == filing.Provider:
		return claimedOr(s.Claimed, "核验中")
	case s.State == filing.BureauReview && s.Tier == filing.Bureau && s.Second:
		return claimedOr(s.Claimed, "复审中")
	case s.State == filing.BureauReview && s.Tier == filing.Bureau:
		return claimedOr(s.Claimed, "审核中")
	}
	return label
}

func claimedOr(claimed bool, label string) string {
	if claimed {
		return label
	}
	return "待领取"
}

func (s Standing) staffNext() string {
	switch {
	case s.State.Ended():
		return "已办结，无需操作"
	case s.State == filing.Draft && s.Tier == filing.Provider:
		return "继续填写"
	case s.State.Holder() != s.Tier:
		return "等待" + Holder(s.State) + "处理"
	case s.Claimed:
		return "继续办理"
	}
	return "领取后办理"
}

func (s Standing) provider() string {
	if s.Provider == "" {
		return "接入商"
	}
	return s.Provider
}

func (s Standing) bureau() string {
	if p, ok := region.ByCode(s.Province); ok {
		return p.Short + "管局"
	}
	return "省管局"
}

func (s Standing) marked() string {
	if s.Marks == 0 {
		return "有内容需要修改"
	}
	return "有 " + strconv.Itoa(s.Marks) + " 处需要修改"
}

func (s Standing) before() string {
	if s.Due.IsZero() {
		return ""
	}
	return "，最晚 " + Date(s.Due)
}

func (s Standing) until() string {
	if s.Until.IsZero() {
		return " 24 小时内"
	}
	return " " + Time(s.Until) + " 前"
}

func (s Standing) on() string {
	if s.Ended.IsZero() {
		return "已"
	}
	return "于 " + Date(s.Ended)
}

func (s Standing) refusal() string {
	if s.Reason == "" {
		return "可以改正后重新申请，或申请行政复议"
	}
	return "原因：" + s.Reason + "。可以改正后重新申请，或申请行政复议"
}

// inForce reminds that what is filed holds until a change has been decided.
func (s Standing) inForce() string {
	switch s.Kind {
	case filing.Change, filing.AddAccess, filing.CancelAccess, filing.CancelEntity, filing.CancelSite:
		return "；办结前原备案继续有效"
	}
	return ""
}
