package message

import "fmt"

// MeasureComing tells owners that the bureau has opened an act of its own (依职权办理), before it is decided, so that they
// can be heard (陈述、申辩).
func MeasureComing(bureau, title, about, ground, receipt, url string) Letter {
	return write("管局拟作出决定，请留意",
		fmt.Sprintf("%s拟对%s%s，决定前可以申辩。%s", short(bureau, nameLength), short(about, 22), short(title, fieldLength), url),
		fmt.Sprintf("%s拟对 %s 办理“%s”，受理号 %s，依据：%s。", plain(bureau), plain(about), plain(title), receipt, plain(ground)),
		"对事实或理由有不同意见的，可以在决定作出之前向管局陈述和申辩，并提供证明材料。公开的备案信息："+url)
}

// MeasureInForce tells owners that an act is in force, on which ground, and what can be done.
func MeasureInForce(bureau, title, about, ground, words, receipt, url string) Letter {
	return write("管局决定已生效",
		fmt.Sprintf("%s%s已生效，原因：%s。可以申请复议 %s", short(about, 22), short(title, fieldLength), short(ground, causeLength), url),
		fmt.Sprintf("%s对 %s 的“%s”已生效，受理号 %s。", plain(bureau), plain(about), plain(title), receipt),
		fmt.Sprintf("依据：%s。", plain(ground)),
		"事实和理由："+plain(words),
		"对决定有异议，可以在收到决定之日起 60 日内申请行政复议，或在 6 个月内提起行政诉讼。",
		"公开的备案信息："+url)
}

// MeasureDropped tells owners that nothing comes of an act they were told about.
func MeasureDropped(bureau, title, about, receipt, url string) Letter {
	return write("管局已终止办理",
		fmt.Sprintf("对%s的%s已终止，受理号%s，备案不变。%s", short(about, 22), short(title, fieldLength), receipt, url),
		fmt.Sprintf("%s已终止对 %s 的“%s”，受理号 %s，备案信息不变。", plain(bureau), plain(about), plain(title), receipt),
		"公开的备案信息："+url)
}
