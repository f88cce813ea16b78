package message

import (
	"fmt"
	"time"
)

// Code brings a verification code for a mobile number or a mail address; one code may go to both.
func Code(code string, minutes int) Letter {
	return write("您的验证码",
		fmt.Sprintf("验证码%s，%d分钟内有效。请勿转告他人。", code, minutes),
		fmt.Sprintf("您的验证码是 %s，%d 分钟内有效。", code, minutes),
		"请勿把验证码告诉他人，工作人员不会向您要。如果不是您在操作，不用理会这封邮件。")
}

// AccountExists answers a sign-up whose mobile or mail has an account. The page shows the same as to a newcomer, so
// that nobody learns who has an account; only the holder reads this.
func AccountExists(loginURL string) Letter {
	return write("您已有账号",
		"您已有账号，可以直接登录；忘记密码可以找回。"+loginURL,
		"刚才有人用您的手机号或邮箱注册。您已有账号，可以直接登录，忘记密码可以在登录页找回：",
		loginURL,
		"如果不是您在操作，不用理会，您的账号没有变化。")
}

// PasswordReset brings the one-time link to set a new password.
func PasswordReset(url string, minutes int) Letter {
	return write("设置新密码",
		fmt.Sprintf("请在%d分钟内设置新密码。不是您在操作，不用理会。%s", minutes, url),
		fmt.Sprintf("请在 %d 分钟内打开下面的链接设置新密码，链接只能用一次：", minutes),
		url,
		"如果不是您在操作，不用理会，原来的密码继续可用。")
}

// Expiring reminds an account that something its entity's filing rests on ends on the given day.
func Expiring(number, what string, on time.Time, url string) Letter {
	return write("证件或域名快到期了",
		fmt.Sprintf("%s：%s在%s到期，请提前办理。%s", short(number, 20), short(what, causeLength), shortDay(on), url),
		fmt.Sprintf("%s：%s在 %s 到期。", plain(number), plain(what), day(on)),
		"证件换新后请办理变更备案；域名请向注册商续费。过期的证件和域名会影响备案继续有效。",
		"查看主体："+url)
}

// AccountChanged tells the owner of an account that its password, mobile or address has been changed; it goes to where the
// owner was reached before, so that one whose account was taken learns of it.
func AccountChanged(what, url string) Letter {
	return write("账号的"+plain(what)+"已修改",
		fmt.Sprintf("您的网站备案账号修改了%s。不是本人操作的，请尽快重设密码。%s", plain(what), url),
		fmt.Sprintf("您的网站备案账号刚刚修改了%s。是您本人操作的，不用理会这封信。", plain(what)),
		"不是您本人操作的，请尽快重设密码，并检查账号的手机号码、邮箱和登录过的设备："+url)
}

// AccountClosed is the last letter to the owner of an account.
func AccountClosed() Letter {
	return write("账号已注销",
		"您的网站备案账号已注销，个人信息已清除。备案的主体和网站继续有效。",
		"您的网站备案账号已经注销，账号里的个人信息已清除，所有设备上的登录已退出。",
		"备案的主体和网站继续有效；以后需要办理时，可以重新注册，凭备案号和备案密码认领主体。",
		"如果不是您在操作，请尽快联系所在省通信管理局。")
}

// DelegateInvited asks an account to act for an entity.
func DelegateInvited(number, url string) Letter {
	return write("有人邀请您代办备案",
		fmt.Sprintf("%s的主办者邀请您代为办理备案，登录后接受或谢绝。%s", short(number, 22), url),
		fmt.Sprintf("%s 的主办者邀请您代为办理备案。接受之前，您看不到这个主体的内容。", plain(number)),
		"登录后接受或谢绝：",
		url,
		"不认识对方时，谢绝即可。")
}

// DelegateAccepted tells an owner that the invited account acts for the entity now.
func DelegateAccepted(number, url string) Letter {
	return write("代办邀请已接受",
		fmt.Sprintf("您邀请的账号已接受代办%s，可以随时结束。%s", short(number, 22), url),
		fmt.Sprintf("您邀请的账号已接受代办 %s。代办人办的每一步都会写明，您可以随时结束代办。", plain(number)),
		"查看："+url)
}

// DelegateEnded tells the other side that a delegation is over.
func DelegateEnded(number, url string) Letter {
	return write("代办已结束",
		fmt.Sprintf("%s的代办已经结束。%s", short(number, 22), url),
		fmt.Sprintf("%s 的代办已经结束，代办人不再能查看和办理。", plain(number)),
		"查看："+url)
}

// StaffInvitation brings a member of an organisation's staff the link to choose a password.
func StaffInvitation(organisation, user, url string, hours int) Letter {
	return write("您的工作账号",
		fmt.Sprintf("%s为您开通了工作账号，请在%d小时内设置密码。%s", short(organisation, nameLength), hours, url),
		fmt.Sprintf("%s为您开通了网站备案的工作账号，用户名是 %s。", plain(organisation), plain(user)),
		fmt.Sprintf("请在 %d 小时内打开下面的链接设置密码，链接只能用一次；过期后请让管理员重新发送：", hours),
		url)
}

// FilingPassword brings the one-time link to the filing password (备案密码) of the entity with this number. The link
// goes by mail alone; the short message only says so.
func FilingPassword(number, url string, hours int) Letter {
	return write("查看备案密码",
		fmt.Sprintf("%s的备案密码链接已发到主体负责人的邮箱，%s内有效。", short(number, 20), span(hours)),
		fmt.Sprintf("%s 的备案密码已经生成。请在 %s内打开下面的链接查看，链接只能用一次：", plain(number), span(hours)),
		url,
		"把备案转到其他账号、在其他接入商新增网站或接入、注销主体时要用到它，请抄下来放好。忘记了可以随时重置。")
}

// span writes hours as people count them: whole days from two days on.
func span(hours int) string {
	if hours >= 48 && hours%24 == 0 {
		return fmt.Sprintf("%d 天", hours/24)
	}
	return fmt.Sprintf("%d 小时", hours)
}
