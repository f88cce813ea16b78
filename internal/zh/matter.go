package zh

import "beian/internal/filing"

// Course is the name of a small procedure.
func Course(c filing.Course) string {
	switch c {
	case filing.SpotCheck:
		return "抽查"
	case filing.Rectify:
		return "整改通知"
	case filing.Conflict:
		return "域名争议"
	case filing.Report:
		return "举报"
	case filing.Question:
		return "咨询"
	}
	return ""
}

// Stage is the name of a stage.
func Stage(s filing.Stage) string {
	switch s {
	case filing.StageAsked:
		return "等待答复"
	case filing.StageAnswered:
		return "等待管局处理"
	case filing.StageOverdue:
		return "逾期没有答复"
	case filing.StageReceived:
		return "管局办理中"
	case filing.StageClosed:
		return "符合要求，已结束"
	case filing.StageNoticed:
		return "已转整改通知"
	case filing.StageEnforced:
		return "已转强制注销"
	case filing.StageRevoked:
		return "管局已撤销"
	case filing.StageUpheld:
		return "支持申请人"
	case filing.StageRejected:
		return "不支持申请人"
	case filing.StageDropped:
		return "申请人已撤回"
	case filing.StageReplied:
		return "已答复"
	case filing.StageDismissed:
		return "不予受理"
	}
	return ""
}

// StageTone is how a stage is coloured.
func StageTone(s filing.Stage) string {
	switch s {
	case filing.StageAsked, filing.StageReceived:
		return Info
	case filing.StageAnswered:
		return Warn
	case filing.StageOverdue:
		return Solid
	case filing.StageClosed, filing.StageReplied, filing.StageUpheld:
		return Success
	case filing.StageEnforced:
		return Danger
	case filing.StageNoticed:
		return Purple
	}
	return Neutral
}

// Step is what the button of a step says.
func Step(s filing.Step) string {
	switch s {
	case filing.StepBegin:
		return "发起"
	case filing.StepReply:
		return "提交答复"
	case filing.StepLapse:
		return "答复期满"
	case filing.StepAskMore:
		return "请对方补充"
	case filing.StepClose:
		return "符合要求，结束"
	case filing.StepNotice:
		return "发出整改通知"
	case filing.StepEnforce:
		return "发起强制注销"
	case filing.StepRevoke:
		return "撤销"
	case filing.StepUphold:
		return "支持申请人"
	case filing.StepReject:
		return "不支持申请人"
	case filing.StepDrop:
		return "撤回申请"
	case filing.StepTake:
		return "由我办理"
	case filing.StepAnswer:
		return "答复"
	case filing.StepDismiss:
		return "不予受理"
	case filing.StepUrge:
		return "督办"
	case filing.StepTransfer:
		return "移交其他管局"
	}
	return ""
}

// StepDone is the title of a step in the journal.
func StepDone(s filing.Step) string {
	switch s {
	case filing.StepBegin:
		return "已发起"
	case filing.StepReply:
		return "对方已答复"
	case filing.StepLapse:
		return "期满没有答复"
	case filing.StepAskMore:
		return "管局请对方补充"
	case filing.StepClose:
		return "管局认为符合要求"
	case filing.StepNotice:
		return "管局已发出整改通知"
	case filing.StepEnforce:
		return "管局已发起强制注销"
	case filing.StepRevoke:
		return "管局已撤销"
	case filing.StepUphold:
		return "管局支持申请人"
	case filing.StepReject:
		return "管局不支持申请人"
	case filing.StepDrop:
		return "申请人已撤回"
	case filing.StepTake:
		return "管局已开始办理"
	case filing.StepAnswer:
		return "管局已答复"
	case filing.StepDismiss:
		return "管局不予受理"
	case filing.StepUrge:
		return "部级督办"
	case filing.StepTransfer:
		return "已移交其他管局"
	}
	return ""
}

// Term is what is said when a term does not hold.
func Term(t filing.Term) string {
	switch t {
	case filing.TermOpener:
		return "只有申请人本人可以操作"
	case filing.TermParty:
		return "只有被通知的一方可以答复"
	case filing.TermTaken:
		return "请先点“由我办理”"
	case filing.TermLate:
		return "答复期限还没有到"
	}
	return ""
}
