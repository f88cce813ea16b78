package zh

import (
	"beian/internal/filing"
	"beian/internal/region"
)

// Target is the name of what a bureau's own act is about.
func Target(t filing.Target) string {
	switch t {
	case filing.TargetEntity:
		return "主体和其下全部网站"
	case filing.TargetSite:
		return "网站"
	case filing.TargetDomain:
		return "域名"
	case filing.TargetAccess:
		return "接入"
	case filing.TargetCertificate:
		return "证件"
	case filing.TargetPassword:
		return "备案密码"
	}
	return ""
}

// MeasureTitle is what an act is called: what is done to what.
func MeasureTitle(k filing.Kind, m filing.Measure) string {
	switch {
	case k == filing.Blacklist && m.Lifts != 0:
		return "解除黑名单"
	case k == filing.Blacklist:
		return "列入黑名单（" + Target(m.Target) + "）"
	case k == filing.ForcedCancel && m.Target == filing.TargetEntity:
		return "强制注销主体"
	case k == filing.ForcedCancel:
		return "强制注销" + Target(m.Target)
	}
	return Kind(k)
}

// Articles lists the legal grounds that an act of a kind may rest on. The facts come in words of their own.
func Articles(k filing.Kind) []string {
	switch k {
	case filing.ForcedCancel:
		return []string{
			"《非经营性互联网信息服务备案管理办法》第二十三条：填报虚假备案信息",
			"《非经营性互联网信息服务备案管理办法》第二十二条：超出备案的项目提供服务，逾期不改正",
			"《非经营性互联网信息服务备案管理办法》第二十六条：信息变更或终止服务没有按时办理手续",
			"《互联网信息服务管理办法》第十五条、第二十条：含有法律、行政法规禁止的内容",
			"工信部信管〔2017〕264 号：使用的域名不是主办者依法注册并持有的",
			"空壳备案清理：主体下没有网站，或网站没有接入，通知期满没有处理",
			OtherArticle,
		}
	case filing.Blacklist:
		return []string{
			"《非经营性互联网信息服务备案管理办法》第二十三条：填报虚假备案信息",
			"《互联网信息服务管理办法》第十五条、第二十条：含有法律、行政法规禁止的内容",
			"《中华人民共和国反电信网络诈骗法》第二十三条：用于实施诈骗的网站或域名",
			OtherArticle,
		}
	case filing.PasswordReset:
		return []string{
			"主办者凭证明材料申请，身份已核实",
			"主办者的负责人或联系方式已变化，凭证明材料申请",
		}
	}
	return nil
}

// OtherArticle leaves naming the article to the facts.
const OtherArticle = "依照其他法律、行政法规的规定（在事实中写明条款）"

func bureauOf(province string) string {
	p, ok := region.ByCode(province)
	if !ok {
		return "省通信管理局"
	}
	return p.BureauName()
}
