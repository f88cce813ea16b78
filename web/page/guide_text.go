package page

import "beian/web/ui"

// Guide (办事指南) is one page of help.
type Guide struct {
	Slug, Title, Lead string
	Chart             bool // begins with the procedure in five steps
	Parts             []GuidePart
}

// GuidePart is one question and its answer.
type GuidePart struct {
	Title string
	Text  []string
	List  []string
	Links []ui.Link
}

// Guides lists the help pages in the order they are offered.
var Guides = []Guide{processGuide, materialsGuide, questionsGuide, changeGuide, footerGuide, faqGuide}

// GuideOf finds a help page by its name in the address.
func GuideOf(slug string) (Guide, bool) {
	for _, g := range Guides {
		if g.Slug == slug {
			return g, true
		}
	}
	return Guide{}, false
}

var processGuide = Guide{
	Slug: "process", Title: "备案流程", Lead: "从填写到拿到备案号的每一步：谁来办，要多久，您需要做什么。", Chart: true,
	Parts: []GuidePart{
		{Title: "第一步：选择接入商并填写", Text: []string{
			"网站放在哪家接入商的服务器上，就通过哪家提交备案。有三种入口，办理结果相同：",
		}, List: []string{
			"从本网站的自行备案导航选择接入商",
			"从住所所在省管局的页面进入，在本省导航中选择接入商",
			"直接打开接入商给您的备案网址",
		}, Links: []ui.Link{{Text: "自行备案导航", Href: "/navigator"}, {Text: "各省管局", Href: "/bureaus"}}},
		{Title: "也可以由接入商代填", Text: []string{
			"委托接入商代为填写的，填好后您会收到确认链接。核对无误并确认后才会继续办理，内容以您的确认为准。"}},
		{Title: "第二步：接入商核验", Text: []string{
			"接入商核对证件、联系方式和网站信息，采集网站负责人的照片，填写真实性核验单。内容不符的，会写明哪一项、为什么、怎样改，退回给您修改。"}},
		{Title: "第三步：短信核验", Text: []string{
			"接入商提交后，主体负责人和网站负责人会各收到一条短信。24 小时内在短信核验页面输入验证码即可；超过时间会退回接入商，已填写的内容都还在。"},
			Links: []ui.Link{{Text: "短信核验", Href: "/sms-verify"}}},
		{Title: "第四步：管局审核", Text: []string{
			"住所所在省的通信管理局在收到之日起 20 个工作日内审核，周末和法定节假日不计入。退回修改后重新送到管局的，从重新收到之日起算。",
			"审核期间网站不能开放访问。"}},
		{Title: "第五步：备案完成", Text: []string{
			"审核通过后发放备案号。主体有一个备案号，其下每个网站、APP、小程序或快应用各有一个带序号的备案号。请把它放到网站首页底部，并链接到备案管理系统。"},
			Links: []ui.Link{{Text: "备案号怎么放", Href: "/guides/footer"}}},
	},
}

var materialsGuide = Guide{
	Slug: "materials", Title: "准备材料", Lead: "提交前备齐这些，一次填完。",
	Parts: []GuidePart{
		{Title: "个人", List: []string{"居民身份证正反面照片；港澳台居民用通行证或居住证，外国人用永久居留身份证或护照",
			"能接收短信的手机号码，另备一个应急联系电话", "已实名的域名，实名人是您本人", "接入商处的服务器或空间"}},
		{Title: "单位", List: []string{"营业执照、事业单位法人证书、社会团体法人登记证书等登记证书的照片", "主体负责人的身份证，一般是法定代表人",
			"网站负责人的身份证；与主体负责人不是同一人的，部分省要求单位授权书", "以单位名义实名的域名", "接入商处的服务器或空间"}},
		{Title: "由接入商准备", List: []string{"网站负责人的核验照片，在接入商的背景幕布前拍摄", "签字的网站备案信息真实性核验单"},
			Links: []ui.Link{{Text: "核验单样表", Href: "/guides/sheet"}}},
		{Title: "涉及前置审批的", Text: []string{
			"提供新闻、出版、教育、医疗保健、药品和医疗器械、文化、广播电影电视节目、宗教、校外培训、网络预约车、互联网金融等内容的，先取得主管部门的批准文件，备案时填写文号并上传。"}},
		{Title: "照片要求", List: []string{"原件拍照，四角完整，字迹清楚，没有反光", "JPG、PNG 或 PDF，小于 10 MB，过大的图片由系统缩小", "证件在有效期内"}},
	},
}

var changeGuide = Guide{
	Slug: "change", Title: "变更、注销与备案密码", Lead: "备案之后有变化时怎么办。",
	Parts: []GuidePart{
		{Title: "什么时候要变更", Text: []string{"单位名称、负责人、联系方式、网站名称、域名或接入信息有变化的，登录后提交变更。办理期间原备案继续有效。",
			"省份和主办者证件不能变更；换省或换证件主体的，先注销，再重新备案。"}},
		{Title: "换接入商", Text: []string{"网站迁到另一家接入商的，在新接入商处办理新增接入，完成后再在原接入商处取消接入。先取消原接入会使网站没有接入，成为空壳。"}},
		{Title: "注销", List: []string{"注销网站：只去掉其中一个网站，主体保留", "注销主体：主体和其下全部网站一并注销，需要备案密码", "注销后的备案号不再使用；以后再办，按首次备案办理"}},
		{Title: "备案密码忘记了", List: []string{"自己找回：填写备案号、证件类型和证件号码，新密码的链接会发到备案登记的邮箱",
			"请接入商协助：由当初代办的接入商发起重置", "找管局：带上证明材料，由发放备案号的管局重置"},
			Links: []ui.Link{{Text: "找回备案密码", Href: "/filing-password"}}},
	},
}

var footerGuide = Guide{
	Slug: "footer", Title: "备案号怎么放", Lead: "审核通过后要在网站上标明备案号。",
	Parts: []GuidePart{
		{Title: "放在哪里", List: []string{"网站首页底部居中的位置；APP、小程序放在“关于”或“设置”等容易找到的地方", "写网站的备案号，带序号，例如 沪ICP备2026000001号-1",
			"链接到备案管理系统的查询页面，公众点击即可核对", "与备案登记的号码一字不差"}},
		{Title: "代码从哪里取", Text: []string{"登录后，在网站的备案页面可以复制写好的代码。"}},
		{Title: "不放会怎样", Text: []string{"没有标明备案号的，管局会责令改正，并可处罚款。"}, Links: []ui.Link{{Text: "政策法规", Href: "/laws"}}},
	},
}
