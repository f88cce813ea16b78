package zh

import "strings"

// forClerk turns what is said to an owner into what a provider's clerk is told about the owner. Staff are not addressed
// with a pronoun.
var forClerk = strings.NewReplacer(
	"您实际居住的省", "主办者实际居住的省",
	"联系不上您时", "联系不上负责人时",
	"您已注册并完成实名的域名", "主办者已注册并完成实名的域名",
	"加上您注册的部分", "加上主办者注册的部分",
	"用于接收核验短信和办理通知，一行一个，短信发到第一个", "负责人自己的号码，一行一个，签署邀请和核验短信发到第一个",
	"填写手机号码，用于接收验证码和办理通知", "填写负责人的手机号码，签署邀请和核验短信发到这里",
	"填写邮箱，用于接收备案号和办理通知", "填写负责人的邮箱，用于接收签署邀请、备案号和办理通知",
	"用于接收备案号和办理通知", "负责人自己的邮箱，用于接收签署邀请、备案号和办理通知",
	"购买的是空间选", "主办者购买的是空间选",
	"只有接入商的核验人员会看到", "只有本企业的核验人员会看到",
	"如果是您的，请选择“新增接入”；如果不是，请联系接入商核实", "属于这个主办者的，由主办者登录办理“新增接入”；不属于的，请与主办者核对域名",
	"，请登录原账号办理，或凭备案密码认领", "，请主办者登录原账号办理，或凭备案密码认领",
	"，可向接入商询问", "",
	"请向接入商核对", "请核对",
	"请核对地址，或更换接入商", "请核对地址，或先登记地址段",
	"与这家接入商的记录不一致", "与本企业的记录不一致",
	"这家接入商的许可证只限", "本企业的许可证只限",
	"这家接入商只能为", "本企业只能为",
	"，请另选一家", "，请主办者另选一家接入商",
)

// ForClerk words a hint or a problem of a filing's form for a provider's clerk, who fills it in or mends it in place of
// the owner.
func ForClerk(text string) string { return forClerk.Replace(text) }
