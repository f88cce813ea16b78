package zh

import "beian/internal/filing"

// Tier is the name of a tier or of an actor without an account.
func Tier(t filing.Tier) string {
	switch t {
	case filing.Registrant:
		return "主办者"
	case filing.Provider:
		return "接入商"
	case filing.Bureau:
		return "管局"
	case filing.Ministry:
		return "部级"
	case filing.Principals:
		return "负责人"
	case filing.Clock:
		return "系统"
	case filing.Public:
		return "公众"
	}
	return ""
}

// Role is the name of a role; a registrant's is empty.
func Role(r filing.Role) string {
	switch r {
	case filing.NoRole:
		return ""
	case filing.Verifier:
		return "核验人员"
	case filing.Reviewer:
		return "审核人员"
	case filing.Chief:
		return "组长"
	case filing.Overseer:
		return "监管人员"
	case filing.Admin:
		return "管理员"
	}
	return ""
}

// Condition says why an action is not open: the sentence for a condition that
// does not hold.
func Condition(c filing.Condition) string {
	switch c {
	case filing.IsOwner:
		return "只有这次备案的主办者本人可以操作"
	case filing.MadeOnBehalf:
		return "只有接入商代为填写的备案才需要主办者确认"
	case filing.Unclaimed:
		return "核验人员正在办理，请联系接入商退回后再修改"
	case filing.Claimable:
		return "另一位同事正在办理，等对方放回队列或 30 分钟没有操作后可以领取"
	case filing.ClaimedByMe:
		return "请先领取这次备案，再办理"
	case filing.SMSNeeded:
		return "这次备案不需要短信核验"
	case filing.SMSNotNeeded:
		return "负责人需要先完成短信核验"
	case filing.MorePrincipals:
		return "负责人都已完成短信核验"
	case filing.LastPrincipal:
		return "还有负责人没有完成短信核验"
	case filing.SMSExpired:
		return "短信核验还在 24 小时期限内"
	case filing.ThirtyDaysReturned:
		return "退回还不满 30 天"
	case filing.FirstPersonDue:
		return "这次备案不需要初审，或初审已经通过"
	case filing.LastPersonDue:
		return "本省由两人审核，需先通过初审，再由另一位同事复审"
	case filing.OfStaff:
		return "内部备注由工作人员填写"
	case filing.ByLead:
		return "分派由管理员或组长操作"
	case filing.FirstVerifierDue:
		return "这次备案不需要初核，或初核已经完成"
	case filing.LastVerifierDue:
		return "本单位由两人核验，需先提交复核，再由另一位同事提交管局"
	case filing.ByApplicant:
		return "管局依职权办理的事项没有接入商，不能退回"
	case filing.InWork:
		return "还没有人开始办理，可以直接撤回修改"
	case filing.Asked:
		return "主办者没有请求退回，或已经得到答复"
	case filing.NotAsked:
		return "已经请求退回，请等待答复"
	case filing.OwnAct:
		return "只有管局自己发起的事项可以撤回"
	case filing.ActApplied:
		return "管局对同一主体的决定生效时，这次办理才会终止"
	}
	return ""
}
