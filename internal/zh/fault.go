package zh

import (
	"strconv"

	"beian/internal/filing"
	"beian/internal/ident"
)

// malformed words a typed value that a parser refused, in the terms of its field.
func malformed(p filing.Problem) string {
	s := ""
	switch f := *p.Fault; p.Path.Field() {
	case filing.EntityCertNumber, filing.PrincipalCertNumber:
		s = ofCertificate(p.Number, f)
	case filing.PrincipalMobiles:
		s = ofMobile(f)
	case filing.PrincipalLandlines:
		s = ofLandline(f)
	case filing.PrincipalEmergency:
		s = ofEitherPhone(f)
	case filing.PrincipalEmail:
		s = ofEmail(f)
	case filing.PrincipalIMAccount:
		s = ofMessenger(f)
	case filing.SiteNames:
		s = ofSiteName(f)
	case filing.EntityName, filing.PrincipalName:
		s = ofName(p, f)
	default:
		s = ofControl(p, f)
	}
	if s == "" {
		s = ofAny(label(p.Path), *p.Fault)
	}
	if p.Fault.Line > 0 {
		return "第 " + strconv.Itoa(p.Fault.Line) + " 个：" + s
	}
	return s
}

// ofMessenger words an account of a messenger; the fault's text is which.
func ofMessenger(f ident.Fault) string {
	switch f.Text {
	case "QQ":
		return "QQ 号码是 5 至 15 位数字，请核对"
	case "MSN":
		return "MSN 账号是一个邮箱地址，请核对"
	}
	return ""
}

// ofControl words the controls outside documents that have parsers of their own.
func ofControl(p filing.Problem, f ident.Fault) string {
	switch p.Path {
	case "mobile":
		return ofMobile(f)
	case "email":
		return ofEmail(f)
	case "password", "new_password":
		return ofPassword(f)
	case "user_name", "username":
		return ofUserName(f)
	case "name": // of a person: names of organisations have no parser
		return ofAny("姓名", f)
	case "code":
		if f.Code == ident.TooShort || f.Code == ident.TooLong {
			return "验证码是短信中的 6 位数字，现在是 " + strconv.Itoa(f.Length) + " 位"
		}
	}
	return ""
}

// ofAny words every code for a field called name.
func ofAny(name string, f ident.Fault) string {
	at := "第 " + strconv.Itoa(f.Position) + " 位"
	switch f.Code {
	case ident.Empty:
		return "填写" + name
	case ident.TooShort:
		return name + "现在是 " + strconv.Itoa(f.Length) + " 位，位数不够，请核对"
	case ident.TooLong:
		return name + "现在是 " + strconv.Itoa(f.Length) + " 位，位数过多，请核对"
	case ident.Charset:
		return name + at + quoted(f.Text) + "不在可用的字符内，请核对"
	case ident.Format:
		return name + "的格式不符，请核对"
	case ident.CheckDigit:
		return name + at + "校验码与前面的数字不一致，请对照证件逐位核对"
	case ident.OldForm:
		return "15 位的旧身份证号码已停用，请填写现用的 18 位号码"
	case ident.BirthDate:
		return "第 7 至 14 位应为出生日期，" + f.Text + " 不是真实日期，请核对"
	case ident.FutureBirth:
		return "第 7 至 14 位应为出生日期，" + f.Text + " 还没有到，请核对"
	case ident.Region:
		return "前 6 位地区代码 " + f.Text + " 不存在，请核对"
	case ident.Prefix:
		return name + "从第 " + strconv.Itoa(max(f.Position, 1)) + " 位起与规定的开头不一致，请核对"
	case ident.AllDigits:
		return name + "不能只有数字，请加上文字"
	case ident.LatinOnly:
		return name + "不能只有字母和数字，请加上汉字"
	}
	if s := ofHost(name, f); s != "" {
		return s
	}
	return ofWord(name, f)
}

// ofHost words domains, addresses and mail.
func ofHost(name string, f ident.Fault) string {
	switch f.Code {
	case ident.MissingAt:
		return "邮箱缺少“@”，请按 name@example.cn 的格式填写"
	case ident.MailDomain:
		return "邮箱“@”后面的" + quoted(f.Text) + "收不到邮件，请核对"
	case ident.NotDomain:
		return quoted(f.Text) + "不是完整域名，应类似 example.cn"
	case ident.PublicSuffix:
		return quoted(f.Text) + "只是域名后缀，请在前面加上您注册的部分"
	case ident.SubDomain:
		return "备案填写主域名 " + f.Text + " 即可，它的子域名已一并包含"
	case ident.UnknownSuffix:
		return "后缀" + quoted(f.Text) + "目前不能备案，请使用已获批准的域名后缀"
	case ident.Hyphen:
		return "域名中的横线不能在每段的开头或末尾，请核对" + quoted(f.Text)
	case ident.HasScheme:
		return name + "不加 http:// 和 https://，请改为 " + f.Text
	case ident.HasPath:
		return name + "不加端口和“/”后面的部分，请改为 " + f.Text
	case ident.HasWWW:
		return name + "不加 www.，请改为 " + f.Text
	case ident.IsIP:
		return f.Text + " 是 IP 地址，没有域名时请选择“只通过 IP 地址访问”"
	case ident.IPGroup:
		return "IP 地址应为 4 组 0 到 255 的数字，第 " + strconv.Itoa(f.Position) + " 组是“" + f.Text + "”，请核对"
	case ident.PrivateIP:
		return f.Text + " 是局域网地址，请填写服务器的公网地址，可向接入商询问"
	case ident.ReservedIP:
		return f.Text + " 是保留地址，不能用于网站，请向接入商核对"
	case ident.Reversed:
		return "起始地址应小于终止地址，请交换两个地址"
	case ident.MixedFamily:
		return "起始和终止地址应同为 IPv4 或同为 IPv6，请核对"
	case ident.Outside:
		return quoted(f.Text) + "不在本网站的域名和 IP 地址内，请核对"
	}
	return ""
}

// ofWord words names and passwords.
func ofWord(name string, f ident.Fault) string {
	switch f.Code {
	case ident.DomainAsName:
		return name + "不能只用域名，请加上说明内容的汉字"
	case ident.FewHan:
		return name + "至少 3 个汉字，" + quoted(f.Text) + "还差 " + strconv.Itoa(max(3-f.Length, 1)) + " 个"
	case ident.NationalWord:
		return name + "中的" + quoted(f.Text) + "只能由国家级单位使用，请换一个说法"
	case ident.StateWord:
		return name + "中的" + quoted(f.Text) + "只能由国家机关使用，请换一个说法"
	case ident.BannedWord:
		return name + "中的" + quoted(f.Text) + "不能使用，请换一个说法"
	case ident.PersonalWord:
		return "个人" + name + "不能出现" + quoted(f.Text) + "等经营性或单位性词语，请改成体现内容的名称"
	case ident.LocalWord:
		return "本省要求" + name + "不出现" + quoted(f.Text) + "，请换一个说法"
	case ident.SameAsUser:
		return "密码不能和用户名相同，请换一个"
	case ident.Common:
		return "这个密码太常见，容易被猜到，请换一个"
	}
	return name + "的格式不符，请核对"
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}
