package message

import (
	"fmt"
	"time"
)

// MatterAsked gives whoever reports, asks or disputes the number to ask with.
func MatterAsked(what, receipt, bureau, url string) Letter {
	return write("已收到您的"+short(what, 8),
		fmt.Sprintf("%s已收到您的%s，编号%s，凭编号可以查询。%s", short(bureau, nameLength), short(what, 8), receipt, url),
		fmt.Sprintf("%s已收到您的%s，编号 %s。办理有结果时会通知您。", plain(bureau), plain(what), receipt),
		"凭编号和这个联系方式可以随时查询："+url)
}

// MatterToAnswer asks an owner or a provider for an answer until a day.
func MatterToAnswer(what, bureau, about, words string, due time.Time, url string) Letter {
	return write("请答复管局的"+short(what, 8),
		fmt.Sprintf("%s就%s发出%s，请在%s前答复。%s", short(bureau, nameLength), short(about, 22), short(what, 8), shortDay(due), url),
		fmt.Sprintf("%s就 %s 发出%s，请在 %s 前答复，可以附证明材料。", plain(bureau), plain(about), plain(what), day(due)),
		"内容："+plain(words),
		"逾期没有答复的，管局可以直接处理。查看和答复："+url)
}

// MatterEnded tells how a matter has ended, in the bureau's words.
func MatterEnded(what, receipt, result, words, url string) Letter {
	return write(short(what, 8)+"有了结果",
		fmt.Sprintf("%s%s：%s。%s", short(what, 8), receipt, result, url),
		fmt.Sprintf("%s %s 的结果：%s。", plain(what), receipt, result),
		"管局说明："+plain(words),
		"查看详情："+url)
}
