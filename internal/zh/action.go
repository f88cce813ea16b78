package zh

import "beian/internal/filing"

// Action is what a button says: a verb and its object.
func Action(a filing.Action) string {
	switch a {
	case filing.Open:
		return "开始办理"
	case filing.Submit:
		return "提交备案"
	case filing.SubmitOnBehalf:
		return "送主办者确认"
	case filing.Sign:
		return "确认并签署"
	case filing.Decline:
		return "退回接入商修改"
	case filing.Withdraw:
		return "撤回修改"
	case filing.Abandon:
		return "放弃办理"
	case filing.Claim:
		return "领取备案"
	case filing.Release:
		return "放回队列"
	case filing.Assign:
		return "分派给同事"
	case filing.AddNote:
		return "添加内部备注"
	case filing.Verify:
		return "提交复核"
	case filing.Correct:
		return "更正内容"
	case filing.ReturnToRegistrant:
		return "退回修改"
	case filing.Forward:
		return "提交管局"
	case filing.ConfirmSMS:
		return "完成核验"
	case filing.LapseSMS:
		return "结束短信核验"
	case filing.FirstApprove:
		return "通过初审"
	case filing.Approve:
		return "通过备案"
	case filing.ReturnToProvider:
		return "退回接入商"
	case filing.Refuse:
		return "不予备案"
	case filing.AskReturn:
		return "请求退回"
	case filing.DeclineReturn:
		return "答复请求"
	case filing.Overrule:
		return "随管局决定终止"
	}
	return ""
}

// ActionDone is the title of a journal entry.
func ActionDone(a filing.Action) string {
	switch a {
	case filing.Open:
		return "已创建"
	case filing.Submit:
		return "已提交"
	case filing.SubmitOnBehalf:
		return "接入商已代填，送主办者确认"
	case filing.Sign:
		return "主办者已确认并签署"
	case filing.Decline:
		return "主办者要求接入商修改"
	case filing.Withdraw:
		return "已撤回修改"
	case filing.Abandon:
		return "已撤回，办理结束"
	case filing.Claim:
		return "已领取"
	case filing.Release:
		return "已放回队列"
	case filing.Assign:
		return "已分派"
	case filing.AddNote:
		return "内部备注"
	case filing.Verify:
		return "初核已完成，待复核"
	case filing.Correct:
		return "工作人员已更正内容"
	case filing.ReturnToRegistrant:
		return "已退回主办者修改"
	case filing.Forward:
		return "接入商核验通过"
	case filing.ConfirmSMS:
		return "负责人已完成短信核验"
	case filing.LapseSMS:
		return "短信核验过期，已退回接入商"
	case filing.FirstApprove:
		return "初审已通过"
	case filing.Approve:
		return "管局审核通过"
	case filing.ReturnToProvider:
		return "管局已退回接入商"
	case filing.Refuse:
		return "管局不予备案"
	case filing.AskReturn:
		return "主办者请求退回"
	case filing.DeclineReturn:
		return "已答复退回请求，继续办理"
	case filing.Overrule:
		return "管局对主体作出决定，这次办理随之终止"
	}
	return ""
}
