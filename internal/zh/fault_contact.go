package zh

import (
	"strconv"

	"beian/internal/filing"
	"beian/internal/ident"
)

func ofMobile(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort, ident.TooLong:
		return "手机号码应为 11 位数字，现在是 " + strconv.Itoa(f.Length) + " 位，请核对"
	case ident.Charset:
		return "手机号码应为 11 位数字，请核对第 " + strconv.Itoa(f.Position) + " 位"
	case ident.Prefix:
		if f.Position == 1 {
			return "手机号码应以 1 开头，固定电话请带上区号"
		}
		return "手机号码没有以 " + f.Text + " 开头的号段，请核对"
	}
	return ""
}

func ofLandline(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort, ident.TooLong, ident.Charset, ident.Prefix, ident.Format:
		return "固定电话按“区号-号码”填写，例如 010-12345678；没有固定电话可以不填"
	}
	return ""
}

// ofEitherPhone words the emergency contact, who may have a mobile or a landline.
func ofEitherPhone(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort, ident.TooLong, ident.Charset, ident.Prefix, ident.Format:
		return "应急电话填写 11 位手机号码，或带区号的固定电话，例如 010-12345678"
	}
	return ""
}

func ofEmail(f ident.Fault) string {
	switch f.Code {
	case ident.Charset:
		return "邮箱中的“" + f.Text + "”不能使用，请核对"
	case ident.TooShort, ident.TooLong, ident.Format:
		return "邮箱请按 name@example.cn 的格式填写"
	}
	return ""
}

func ofName(p filing.Problem, f ident.Fault) string {
	name := label(p.Path)
	switch f.Code {
	case ident.TooShort:
		return name + "至少 2 个字，请按证件填写全称"
	case ident.TooLong:
		return name + "现在有 " + strconv.Itoa(f.Length) + " 个字，超过了上限，请按证件核对"
	case ident.Charset:
		if p.Path.Field() == filing.EntityName {
			return name + "中有“" + f.Text + "”，证件上的名称一般没有这个字符，请核对"
		}
		return name + "中有“" + f.Text + "”，证件姓名一般只有汉字、字母和间隔号“·”，请核对"
	}
	return ""
}

func ofSiteName(f ident.Fault) string {
	switch f.Code {
	case ident.DomainAsName, ident.AllDigits, ident.LatinOnly:
		return "网站名称不能只用域名、数字或字母，请加上说明内容的汉字"
	case ident.TooLong:
		return "网站名称最多 60 个字，现在有 " + strconv.Itoa(f.Length) + " 个，请精简"
	case ident.Charset:
		return "网站名称中有“" + f.Text + "”，请只用汉字、字母、数字和常用连接号"
	}
	return ""
}

func ofPassword(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort:
		return "密码至少 8 个字符，再加 " + strconv.Itoa(max(8-f.Length, 1)) + " 个就可以了"
	case ident.TooLong:
		return "密码最多 128 个字符，请缩短"
	case ident.AllDigits:
		return "密码不能只有数字，请加上字母"
	}
	return ""
}

func ofUserName(f ident.Fault) string {
	switch f.Code {
	case ident.TooShort, ident.TooLong:
		return "用户名为 2 至 20 个字，现在是 " + strconv.Itoa(f.Length) + " 个"
	case ident.Charset:
		return "用户名中有“" + f.Text + "”，请只用汉字、字母、数字和下划线"
	case ident.AllDigits:
		return "用户名不能只有数字，请加上汉字或字母"
	}
	return ""
}
