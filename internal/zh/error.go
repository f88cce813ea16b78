package zh

import (
	"errors"
	"strconv"

	"beian/internal/filing"
)

// Error is what a page says of an error: a title and a text. What it does not
// know is our own fault and tells nothing of its cause.
func Error(err error) (title, text string) {
	var refused *filing.TransitionError
	var problems filing.Problems
	switch {
	case errors.Is(err, filing.ErrNotFound):
		return "没有找到要看的内容", "它可能已经移走，或不在您的办理范围内。请核对网址，或从首页重新查找。"
	case errors.Is(err, filing.ErrStale):
		return "内容刚刚有了变化", "您打开这一页后，另一处保存过修改。请刷新后核对，再继续办理。"
	case errors.As(err, &refused):
		return transition(refused)
	case errors.As(err, &problems):
		return "有 " + strconv.Itoa(len(problems.Errors())) + " 处需要修改", "请按提示修改后再次提交，已填写的内容都还在。"
	}
	return "抱歉，系统暂时无法处理", "您填写的内容没有丢失。请 1 分钟后再试，仍有问题请联系我们。"
}

func transition(e *filing.TransitionError) (title, text string) {
	title = "现在不能“" + Action(e.Action) + "”"
	if why := Condition(e.Unmet); why != "" {
		return title, why + "。"
	}
	if e.State.Ended() {
		return title, "这次备案已经结束（" + State(e.State) + "），不再办理。"
	}
	return title, "这次备案现在是“" + State(e.State) + "”，由" + Holder(e.State) + "办理。请刷新页面查看最新进展。"
}
