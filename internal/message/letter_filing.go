package message

import (
	"fmt"
	"time"
)

// SignInvitation asks the owner to check and sign a filing that the provider has filled in for them. filing is the
// number of the filing (受理号), here and below.
func SignInvitation(filing, provider, url string) Letter {
	return write("请核对并签署备案",
		fmt.Sprintf("%s已代您填好备案，受理号%s。请核对后签署 %s", short(provider, nameLength), filing, url),
		fmt.Sprintf("%s已代您填好备案，受理号 %s。请打开下面的链接逐项核对，确认后签署；有不对的地方可以退给接入商修改：", plain(provider), filing),
		url,
		"签署之前，这份备案不会送去核验。如果您没有委托过这家接入商，不要签署。")
}

// Submitted tells the owner that the provider has the filing now.
func Submitted(filing, provider, url string) Letter {
	return write("备案已提交",
		fmt.Sprintf("受理号%s已提交，%s将在3个工作日内核验。请保持手机畅通。%s", filing, short(provider, nameLength), url),
		fmt.Sprintf("受理号 %s 已提交，%s将在 3 个工作日内核验。核验人员可能打电话给您，请保持手机畅通。", filing, plain(provider)),
		"接下来依次是：接入商核验、短信核验（收到短信后 24 小时内完成）、管局审核（法定 20 个工作日）。备案完成之前网站不能开放访问。",
		"查看进度："+url)
}

// Returned asks the owner to mend count fields, of which first is named, before the day on which the filing ends.
func Returned(filing string, count int, first string, before time.Time, url string) Letter {
	return write("备案有需要修改的地方",
		fmt.Sprintf("受理号%s有%d处需要修改，主要是%s。请在%s前修改 %s", filing, count, short(first, fieldLength), shortDay(before), url),
		fmt.Sprintf("受理号 %s 有 %d 处需要修改，主要是“%s”。每一处的原因和改法都写在对应的栏目旁边，已填的信息都还在。", filing, count, plain(first)),
		fmt.Sprintf("请在 %s 前修改并重新提交，到期没有提交，这次备案会结束：", day(before)),
		url)
}

// ReturnDeclined answers an owner who has asked for the filing back: whoever holds it goes on.
func ReturnDeclined(filing, url string) Letter {
	return write("退回请求已有答复",
		fmt.Sprintf("您请求退回受理号%s，办理方已答复：继续办理。%s", filing, url),
		fmt.Sprintf("您请求退回受理号 %s，办理方已经答复：继续办理，暂不退回。答复的内容写在办理记录里。", filing),
		"查看答复："+url)
}

// EndsSoon reminds the owner that a returned filing ends on the given day.
func EndsSoon(filing string, on time.Time, url string) Letter {
	return write("备案等待您修改",
		fmt.Sprintf("受理号%s还等您修改，%s前没有提交就会结束。%s", filing, shortDay(on), url),
		fmt.Sprintf("受理号 %s 还等您修改。%s 前没有重新提交，这次备案会结束，以后需要从头填写。", filing, day(on)),
		"继续修改："+url)
}

// Withdrawn confirms that the owner has taken the filing back into the drafts.
func Withdrawn(filing, url string) Letter {
	return write("备案已撤回",
		fmt.Sprintf("受理号%s已撤回，内容保存在草稿，改好后可以重新提交。%s", filing, url),
		fmt.Sprintf("受理号 %s 已撤回，内容保存在草稿，改好后可以重新提交：", filing),
		url,
		"如果不是您在操作，请尽快登录并更换密码。")
}

// Ended tells the owner that the filing was given up, by them or because its time ran out.
func Ended(filing, url string) Letter {
	return write("备案申请已结束",
		fmt.Sprintf("受理号%s已结束，没有取得备案号。需要时可以重新填写。%s", filing, url),
		fmt.Sprintf("受理号 %s 已结束，没有取得备案号。占用的域名和证件已经放开，需要时可以重新填写：", filing),
		url)
}

// SMSCode brings a principal the code of the SMS verification (短信核验), good for 24 hours.
func SMSCode(code, url string) Letter {
	return write("请完成短信核验",
		fmt.Sprintf("验证码%s，用于备案核验，24小时内有效。请勿转告他人。%s", code, url),
		fmt.Sprintf("您被填写为网站备案的负责人。核验用的验证码是 %s，24 小时内有效，请勿转告他人。", code),
		"请打开下面的链接输入验证码：",
		url,
		"如果您不知道这次备案，请不要输入验证码，核验不通过，备案就不会继续。")
}

// SMSLapsed tells the owner that the 24 hours of the SMS verification have passed.
func SMSLapsed(filing, url string) Letter {
	return write("短信核验已过期",
		fmt.Sprintf("受理号%s在24小时内没有完成短信核验，已退回接入商，信息都还在。%s", filing, url),
		fmt.Sprintf("受理号 %s 在 24 小时内没有完成短信核验，已退回接入商，信息都还在。接入商重新提交后，您会收到新的验证码。", filing),
		"如果手机号有变，请联系接入商更正。查看进度："+url)
}

// Received tells the owner that the bureau has the filing, and the legal last day of its decision.
func Received(filing, bureau string, due time.Time, url string) Letter {
	return write("备案已送达管局",
		fmt.Sprintf("受理号%s已送达%s，20个工作日内、最晚%s办结。%s", filing, short(bureau, nameLength), shortDay(due), url),
		fmt.Sprintf("受理号 %s 已送达%s。法定期限 20 个工作日，最晚 %s 办结。", filing, plain(bureau), day(due)),
		"无需操作，办结后会通知您。备案完成之前网站不能开放访问。查看进度："+url)
}

// ReturnedByBureau tells the provider (and the owner, who may be asked) that the bureau wants count things mended.
func ReturnedByBureau(filing, bureau string, count int, first, url string) Letter {
	return write("管局退回，等待处理",
		fmt.Sprintf("受理号%s由%s退回接入商，有%d处意见，主要是%s。%s", filing, short(bureau, nameLength), count, short(first, fieldLength), url),
		fmt.Sprintf("受理号 %s 由%s退回接入商，有 %d 处意见，主要是“%s”。接入商可以代为改正，或请主办者修改。", filing, plain(bureau), count, plain(first)),
		"退回期间不计时；重新送达管局后，20 个工作日从送达之日重新计算。查看意见："+url)
}

// Refused tells the owner that the filing has ended without a number, on which ground, and what can be done.
func Refused(filing, bureau, ground, url string) Letter {
	return write("备案审核结果",
		fmt.Sprintf("受理号%s不予备案，原因：%s。可以改正后重新申请或申请复议 %s", filing, short(ground, causeLength), url),
		fmt.Sprintf("%s对受理号 %s 的决定是不予备案，原因：%s。", plain(bureau), filing, plain(ground)),
		"您可以改正后重新申请；对决定有异议，可以在收到决定之日起 60 日内申请行政复议，或在 6 个月内提起行政诉讼。",
		"查看理由："+url)
}

// Approved brings the site's number.
func Approved(filing, site, number, url string) Letter {
	return write("备案已完成",
		fmt.Sprintf("%s已备案，备案号%s。请放到网站首页底部。%s", short(site, nameLength), short(number, 22), url),
		fmt.Sprintf("受理号 %s 已办结，“%s”已备案，备案号：", filing, plain(site)),
		plain(number),
		"请把备案号放到网站首页底部，并链接到备案查询页；信息有变化时请及时变更备案。",
		"电子证书和页脚代码："+url)
}

// Delayed tells the owner that the legal last day has passed without a decision.
func Delayed(filing, bureau string, due time.Time, url string) Letter {
	return write("备案办理晚于期限",
		fmt.Sprintf("抱歉，受理号%s没有在%s前办结，已提醒%s尽快办理。%s", filing, shortDay(due), short(bureau, nameLength), url),
		fmt.Sprintf("抱歉，受理号 %s 没有在法定期限 20 个工作日（%s）内办结，已提醒%s尽快办理。", filing, day(due), plain(bureau)),
		"您无需操作，办结后会通知您。查看进度："+url)
}

// Changed tells the owner that a change is in force; the number stays.
func Changed(filing, number, url string) Letter {
	return write("变更备案已生效",
		fmt.Sprintf("%s的变更已登记，受理号%s，备案号不变。%s", short(number, 22), filing, url),
		fmt.Sprintf("受理号 %s 已办结，%s 的变更已登记，备案号不变。", filing, plain(number)),
		"网站页面上的单位名称等内容如有变化，请一并更新。查看备案："+url)
}

// AccessAdded tells the owner that a site is registered at a further provider.
func AccessAdded(filing, number, provider, url string) Letter {
	return write("新增接入已登记",
		fmt.Sprintf("%s在%s的接入已登记。%s", short(number, 22), short(provider, nameLength), url),
		fmt.Sprintf("受理号 %s 已办结，%s 在%s的接入已登记，备案号不变。", filing, plain(number), plain(provider)),
		"不再使用原来的接入商时，请另外取消那里的接入。查看备案："+url)
}

// AccessEnded tells the owner that a site no longer uses a provider.
func AccessEnded(filing, number, provider, url string) Letter {
	return write("接入已取消",
		fmt.Sprintf("%s在%s的接入已取消。%s", short(number, 22), short(provider, nameLength), url),
		fmt.Sprintf("受理号 %s 已办结，%s 在%s的接入已取消，备案号保留。", filing, plain(number), plain(provider)),
		"请让网站在这家接入商停止访问。查看备案："+url)
}

// SiteCancelled tells the owner that a service is no longer filed.
func SiteCancelled(filing, number, url string) Letter {
	return write("网站备案已注销",
		fmt.Sprintf("%s已注销，受理号%s，网站应停止访问。%s", short(number, 22), filing, url),
		fmt.Sprintf("受理号 %s 已办结，%s 已注销。网站应停止访问，页面上的备案号请去掉。", filing, plain(number)),
		"域名已经放开，可以由新的主办者备案；注销的备案号不会再发给别人。查看："+url)
}

// EntityCancelled tells the owner that the entity and everything under it is no longer filed.
func EntityCancelled(filing, number, url string) Letter {
	return write("主体备案已注销",
		fmt.Sprintf("%s和其下全部网站已注销，受理号%s，网站应停止访问。%s", short(number, 22), filing, url),
		fmt.Sprintf("受理号 %s 已办结，%s 和其下全部网站已注销。网站应停止访问，页面上的备案号请去掉。", filing, plain(number)),
		"证件和域名已经放开，需要时可以重新备案；注销的备案号不会再发给别人。查看："+url)
}

// EntityTaken tells an account that an entity has been taken into an account with its filing password.
func EntityTaken(number, url string) Letter {
	return write("备案已由账号认领",
		fmt.Sprintf("%s已凭备案密码由一个账号认领。不是您或您同意的，请尽快重置备案密码 %s", short(number, 22), url),
		fmt.Sprintf("%s 已凭备案密码由一个账号认领，这个账号可以查看和办理这个主体的备案。", plain(number)),
		"如果不是您在操作，也没有同意别人这样做，请尽快重置备案密码，并联系所在省通信管理局：",
		url)
}
