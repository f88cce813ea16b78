package zh

// control is the word for a control outside documents.
func control(name string) string {
	switch name {
	case "sites":
		return "网站"
	case "accesses":
		return "接入信息"
	case "user_name", "username", "login":
		return "用户名"
	case "password":
		return "密码"
	case "new_password":
		return "新密码"
	case "again", "password_again":
		return "再输一次密码"
	case "filing_password":
		return "备案密码"
	case "mobile":
		return "手机号码"
	case "email":
		return "邮箱"
	case "email_code":
		return "邮箱验证码"
	case "who":
		return "对方的用户名或手机号码"
	case "level":
		return "可以做什么"
	case "term":
		return "多长时间"
	case "old_password":
		return "现在的密码"
	case "contact":
		return "手机号码或邮箱"
	case "tier":
		return "账号类别"
	case "remark":
		return "备注"
	case "province":
		return "所在省"
	case "to_bureau":
		return "移交给哪个省的管局"
	case "code", "mobile_code":
		return "短信验证码"
	case "captcha":
		return "图形验证码"
	case "receipt":
		return "受理号"
	case "tail":
		return "手机号后四位"
	case "id_tail":
		return "证件号码后 6 位"
	case "agreed":
		return "个人信息处理说明"
	case "declaration":
		return "真实性承诺"
	case "signature":
		return "签名"
	case "provider":
		return "接入商"
	case "number":
		return "备案号"
	case "q":
		return "查询内容"
	case "name":
		return "名称"
	case "slot":
		return "预约时段"
	case "slot_day":
		return "日期"
	case "slot_from":
		return "开始时间"
	case "slot_to":
		return "结束时间"
	case "slot_minutes":
		return "每次时长"
	case "slot_seats":
		return "每个时段的名额"
	case "slot_place":
		return "核验地点"
	case "place":
		return "用在"
	case "template_label":
		return "模板名称"
	case "template_words":
		return "主办者看到的说明"
	case "internal":
		return "内部备注"
	case "to":
		return "同事"
	case "reason":
		return "原因"
	case "ground":
		return "理由"
	case "proof":
		return "核实身份的方式"
	case "certificate_type":
		return "证件类型"
	case "note":
		return "说明"
	case "title":
		return "标题"
	case "body", "text":
		return "内容"
	case "marks":
		return "标记"
	case "slug":
		return "网址名"
	case "licence":
		return "许可证编号"
	case "limited":
		return "许可范围"
	case "methods", "method":
		return "接入方式"
	case "places":
		return "服务器所在地"
	case "customer":
		return "客户号"
	case "holder":
		return "主办者"
	case "valid_until":
		return "有效期"
	case "scopes":
		return "权限"
	case "events":
		return "事件"
	case "resource_code":
		return "授权码"
	case "rows":
		return "表格"
	case "hours":
		return "办公时间"
	case "intro":
		return "介绍"
	case "certificate":
		return "证件号码"
	case "ip", "ips", "range", "ranges":
		return "IP 地址"
	case "domain", "domains":
		return "域名"
	case "url":
		return "网址"
	case "date", "from", "until":
		return "日期"
	case "address":
		return "地址"
	case "phone", "hotline":
		return "电话"
	case "role":
		return "角色"
	case "share":
		return "抽取比例"
	case "year":
		return "年份"
	case "entries":
		return "代码"
	case "holidays":
		return "放假和调休"
	case "when":
		return "适用条件"
	case "need":
		return "要求"
	case "message":
		return "提示语"
	case "at":
		return "提示的位置"
	case "severity":
		return "级别"
	case "source":
		return "依据"
	case "otp":
		return "动态口令"
	case "file", "files":
		return "文件"
	case "article":
		return "法律依据"
	case "words", "facts":
		return "事实和理由"
	case "tracking":
		return "编号"
	case "count":
		return "数量"
	case "numbers":
		return "网站备案号"
	case "shell":
		return "空壳备案"
	case "target":
		return "办理的对象"
	case "access":
		return "接入"
	case "answer":
		return "答复"
	case "contact_name":
		return "称呼"
	case "subject":
		return "事由"
	case "days", "due":
		return "期限"
	}
	return "这一项"
}
