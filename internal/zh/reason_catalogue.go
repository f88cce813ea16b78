package zh

// reasonsOf is the catalogue. A code is stored with every mark made from it, so
// codes are never renamed; sentences may be bettered.
var reasonsOf = map[topic][]Reason{
	ofNature: {
		{"nature_differs", "性质或证件类型与证件不符", "所选性质或证件类型与上传的证件不同，请按证件重新选择"},
		{"investor_missing", "缺投资者或上级单位", "请填写投资者或上级主管单位的全称"},
	},
	ofPaperName: {
		{"name_differs", "名称与证件不一致", "填写的名称与证件照片不同，请按证件逐字修改，包括括号和标点"},
		{"name_changed", "单位已更名", "登记机关显示单位已更名，请填写新名称并上传新证件"},
		{"person_mismatch", "非本人或非本单位人员", "负责人需为本人或本单位人员，请更换负责人，或上传盖章的授权书"},
	},
	ofPaperNumber: {
		{"number_differs", "号码与证件不一致", "证件号码与照片不同，请对照证件逐位核对"},
		{"number_filed", "主体冲突", "此证件号码已有备案，请认领原备案，或先注销原备案"},
		{"number_unverified", "登记机关查无此号", "按此号码没有查到登记信息，请核对号码和证件类型"},
	},
	ofPaperAddress: {
		{"address_differs", "与证件不一致", "请照抄证件上的地址"},
		{"address_incomplete", "地址不完整", "请按证件补全到路和门牌号"},
	},
	ofResidence: {
		{"residence_differs", "与实际所在地不符", "请选择实际居住或办公的省、市和区县"},
		{"residence_proof", "跨省需居住证", "证件不是所在省签发，请补充居住证，或改在证件所在省备案"},
	},
	ofPostal: {
		{"postal_vague", "通信地址不详细", "请补充楼号和房间号；确无门牌号请在备注中说明"},
		{"postal_elsewhere", "通信地址不在备案省", "通信地址需在备案的省内，请修改地址，或改在地址所在省备案"},
	},
	ofMobileNumber: {
		{"mobile_unreachable", "无法接通", "我们多次拨打没有接通，请确认号码并在工作时间接听"},
		{"mobile_not_own", "非本人号码", "机主不是负责人本人，请换成本人使用的号码"},
		{"mobile_reused", "号码用于其他主体", "此号码已用于其他主体的备案，请换一个，或在备注中说明关系"},
	},
	ofEmergency: {
		{"emergency_same", "与手机相同", "应急电话请换成与负责人手机不同的号码"},
		{"emergency_unreachable", "无法接通", "应急电话没有接通，请换一个能联系到的号码"},
	},
	ofFixedLine: {
		{"landline_unreachable", "无法接通或号码有误", "固定电话没有接通，请核对区号和号码；没有固定电话请写明原因"},
	},
	ofMailbox: {
		{"mail_bounced", "退信", "发送到此邮箱的邮件被退回，请更换邮箱"},
		{"im_wrong", "即时通信账号不符", "没有查到这个账号，请核对或去掉"},
	},
	ofSiteTitle: {
		{"title_word", "含限制词", "网站名称中有限制使用的词，请改为能看出内容的名称"},
		{"title_unrelated", "与主体不符", "网站名称看不出与主办者的关系，请修改或上传相关证明"},
		{"title_broad", "过于宽泛", "网站名称太宽泛，请改为能看出具体内容的名称"},
		{"title_differs", "与网站实际名称不符", "网站上显示的名称与填写的不同，请改为一致"},
	},
	ofDomains: {
		{"domain_owner", "实名与主体不一致", "域名的实名人不是主办者，请先到注册商处过户或修改实名，2 至 3 天后再提交"},
		{"domain_unverified", "未实名", "域名还没有实名，请先在注册商处完成实名认证"},
		{"domain_expired", "已过期", "域名已过期，请先续费"},
		{"domain_suffix", "后缀未批准", "这个域名后缀还没有获得批准，请换用其他域名"},
		{"domain_certificate", "缺域名证书", "请在材料中补充域名证书"},
	},
	ofHome: {
		{"home_open", "审核期间可访问", "备案完成前网站不能开放，请先关闭访问"},
		{"home_differs", "网址与域名不符", "请填写访问首页实际使用的网址"},
	},
	ofContent: {
		{"content_differs", "与网站不符", "所选内容与网站实际提供的不同，请按实际情况重新选择"},
		{"content_personal", "个人网站含经营内容", "个人网站不能提供经营性内容，请去掉相关内容，或以单位名义备案"},
	},
	ofPlatform: {
		{"platform_differs", "平台信息与应用不一致", "包名、公钥或指纹与应用的安装包不同，请用安装包重新读取后填写"},
		{"platform_icon", "图标不符合要求", "图标需与上架时相同，请上传清楚的应用图标"},
	},
	ofApproval: {
		{"approval_needed", "涉及前置审批未选", "网站内容需要主管部门先批准，请选择类别并上传批准文件，或去掉相关内容"},
		{"approval_number", "文号与文件不一致", "批准文号与文件不同，请核对"},
	},
	ofPerson: {
		{"person_outside", "非单位人员或缺授权书", "请上传单位盖章的授权书，或改由本单位人员负责"},
		{"person_minor", "未满 18 周岁", "负责人需年满 18 周岁，请更换负责人"},
	},
	ofAccess: {
		{"access_elsewhere", "IP 不属于接入商", "地址不在接入商登记的范围，请向接入商核对"},
		{"access_method", "接入方式不符", "接入方式与实际购买的服务不同，请重新选择"},
		{"access_place", "放置地不符", "服务器放置地与 IP 地址所在省不同，请核对"},
	},
	ofRemark: {
		{"remark_unclear", "备注不清楚", "备注没有说明原因，请补充具体情况"},
	},
	ofIDPhoto: {
		{"photo_blurred", "不清晰", "证件照片看不清，请在光线均匀处重新拍原件"},
		{"photo_cut", "缺角或遮挡", "证件没有拍全，四角都要拍到，不要遮挡"},
		{"photo_glare", "反光", "证件照片有反光，请换个角度重新拍"},
		{"photo_copy", "复印件或翻拍", "请直接拍证件原件，不用复印件或屏幕翻拍"},
		{"photo_expired", "证件已过期", "证件已过有效期，请换发新证后再上传"},
		{"photo_other", "非本人证件", "上传的不是负责人本人的证件，请更换"},
	},
	ofUnitPaper: {
		{"licence_blurred", "不清晰或不完整", "证件照片看不清或没有拍全，请重新拍原件，四角都要拍到"},
		{"licence_expired", "证件已过期或已注销", "证件不在有效期内，请上传现行有效的证件"},
		{"licence_copy", "复印件未盖章", "请上传原件照片，或加盖公章的复印件"},
	},
	ofApprovalPaper: {
		{"permit_missing", "缺批准文件", "请上传主管部门的批准文件，或去掉相关内容"},
		{"permit_differs", "与主体不一致", "批准文件上的单位与主办者不同，请核对"},
		{"permit_expired", "已过期", "批准文件已过有效期，请上传新的文件"},
	},
	ofFacePhoto: {
		{"face_background", "背景不符", "请用接入商幕布或在现场拍摄"},
		{"face_pose", "姿势或遮挡", "请拍正面免冠半身照，不要戴墨镜和帽子"},
		{"face_other", "非本人", "照片与证件不是同一人，请由网站负责人本人拍摄"},
		{"face_blurred", "不清晰", "照片看不清五官，请在光线均匀处重新拍"},
	},
	ofSheet: {
		{"sheet_signature", "缺签字或盖章", "请在核验单上补签字，单位需加盖公章"},
		{"sheet_altered", "有涂改", "请重新打印并用黑色笔签字，不要涂改"},
		{"sheet_date", "日期缺少或不符", "请在核验单上写明核验当天的日期"},
		{"sheet_differs", "与填报信息不一致", "核验单与填报的信息不同，请按最新信息重新打印"},
	},
	ofOtherPaper: {
		{"paper_blurred", "不清晰", "材料看不清，请重新拍照或扫描"},
		{"paper_unsigned", "缺签字或盖章", "请签字或加盖公章后重新上传"},
		{"paper_needless", "材料不符", "上传的材料与要求的不同，请更换"},
	},
}
