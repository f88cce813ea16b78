package zh

import (
	"slices"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
)

func TestSentences(t *testing.T) {
	number := filing.EntityCertNumber.At()
	domains := filing.SiteDomains.Of("1")
	bad := func(p filing.Path, kind int, f ident.Fault) filing.Problem {
		return filing.Problem{Path: p, Flaw: filing.Malformed, Fault: &f, Number: kind}
	}
	for _, c := range []struct {
		p    filing.Problem
		want string
	}{
		{filing.Problem{Path: number, Flaw: filing.Missing, Number: filing.ResidentID}, "填写居民身份证上的 18 位公民身份号码"},
		{filing.Problem{Path: number, Flaw: filing.Missing, Number: filing.Passport}, "填写护照上的号码"},
		{bad(number, filing.ResidentID, ident.Fault{Code: ident.TooShort, Length: 17}), "公民身份号码应为 18 位，现在是 17 位，请对照证件核对"},
		{bad(number, filing.ResidentID, ident.Fault{Code: ident.BirthDate, Text: "20260230"}), "第 7 至 14 位应为出生日期，20260230 不是真实日期，请核对"},
		{bad(number, filing.BusinessLicence, ident.Fault{Code: ident.CheckDigit, Position: 18}), "统一社会信用代码第 18 位校验不一致，请对照证件逐位核对"},
		{bad(number, filing.BusinessLicence, ident.Fault{Code: ident.CheckDigit, Position: 15}), "15 位注册号最后一位校验不一致，请对照营业执照核对"},
		{bad(domains, 0, ident.Fault{Code: ident.SubDomain, Text: "example.cn", Line: 2}), "第 2 个：备案填写主域名 example.cn 即可，它的子域名已一并包含"},
		{bad(filing.AccessIPs.In("1", "1"), 0, ident.Fault{Code: ident.IPGroup, Position: 4, Text: "300"}), "IP 地址应为 4 组 0 到 255 的数字，第 4 组是“300”，请核对"},
		{bad("password", 0, ident.Fault{Code: ident.TooShort, Length: 5}), "密码至少 8 个字符，再加 3 个就可以了"},
		{bad("mobile", 0, ident.Fault{Code: ident.TooLong, Length: 12}), "手机号码应为 11 位数字，现在是 12 位，请核对"},
		{filing.Problem{Path: filing.EntityCertType.At(), Flaw: filing.NotForNature, Text: "营业执照", Other: "个人"}, "个人备案不能使用营业执照，请改选证件类型或主办者性质"},
		{filing.Problem{Path: "materials.site_front.2", Flaw: filing.PaperMissing}, "上传第 2 个网站的网站负责人证件（人像面）"},
		{filing.Problem{Path: "sheet.face", Flaw: filing.SheetIncomplete}, "核对并确认核验单的“当面核验人与证件一致”"},
		{filing.Problem{Path: "code", Flaw: filing.TooOften, Number: 45}, "操作太频繁，请 45 秒后再试"},
		{filing.Problem{Path: "code", Flaw: filing.TooOften, Number: 5000}, "操作太频繁，请 84 分钟后再试"},
		{filing.Problem{Flaw: filing.Unchanged}, "内容和退回前完全相同，请修改标出的地方，或在说明中写明为什么不改"},
		{filing.Problem{Path: "provider", Flaw: filing.ProviderElsewhere, Text: "310000"}, "这家接入商的许可证只限上海，请另选一家"},
		{filing.Problem{Path: "sites", Flaw: filing.DomainFiled}, "其中的域名已备案。如果是您的，请选择“新增接入”；如果不是，请联系接入商核实"},
		{filing.Problem{Path: "materials.photo.1", Flaw: filing.OverSize, Text: "too_large", Other: "12.4 MB"}, "当面核验照片应小于 10 MB，现在是 12.4 MB，可以降低拍照像素后再传"},
		{filing.Problem{Path: "sites", Flaw: filing.NoSite}, "至少添加 1 个网站"},
		{filing.Problem{Flaw: filing.CodeWrong, Number: 4}, "验证码与短信不一致，请核对最新一条短信，还可以试 4 次"},
	} {
		if got := Problem(c.p); got != c.want {
			t.Errorf("%+v:\n got %s\nwant %s", c.p, got, c.want)
		}
	}
}

func TestPathLabel(t *testing.T) {
	one := &filing.Document{Sites: []filing.Site{{Key: "3", Accesses: []filing.Access{{Key: "1"}}}}}
	two := &filing.Document{Sites: []filing.Site{{Key: "1"}, {Key: "3", Accesses: []filing.Access{{Key: "2"}, {Key: "5"}}}}}
	for _, c := range []struct {
		doc  *filing.Document
		path filing.Path
		want string
	}{
		{one, "sites.3.domains", "域名"},
		{two, "sites.3.domains", "第 2 个网站的域名"},
		{nil, "sites.3.domains", "第 3 个网站的域名"},
		{two, "sites.3.accesses.5.ips", "第 2 个网站的第 2 个接入的 IP 地址"},
		{one, "sites.3.accesses.1.ips", "IP 地址"},
		{two, "sites.3.principal.email", "第 2 个网站的网站负责人的邮箱"},
		{two, "entity.principal.email", "主体负责人的邮箱"},
		{two, "entity.principal.name", "主体负责人姓名"},
		{one, "sites.3.principal.certificate_number", "网站负责人证件号码"},
		{one, "sites.3.approvals.3.number", "前置审批文号（教育）"},
		{two, "materials.photo.3", "第 2 个网站的当面核验照片"},
		{two, "materials.entity", "主办单位证件"},
		{two, "entity.name", "主办者名称"},
		{nil, "sheet.domain", "域名属于主办者"},
		{nil, "sheet.place", "核验地点"},
		{nil, "nowhere", "这一项"},
	} {
		if got := PathLabel(c.doc, c.path); got != c.want {
			t.Errorf("%s: got %s, want %s", c.path, got, c.want)
		}
	}
}

func TestValue(t *testing.T) {
	for _, c := range []struct {
		field filing.Field
		in    []string
		want  []string
	}{
		{filing.EntityNature, []string{"5"}, []string{"个人"}},
		{filing.EntityNature, []string{"77"}, []string{"77"}},
		{filing.EntityCertType, []string{"101"}, []string{"统一社会信用代码证书"}},
		{filing.EntityProvince, []string{"310000"}, []string{"上海市"}},
		{filing.EntityCounty, []string{"310101"}, []string{"上海市 市辖区 黄浦区"}},
		{filing.EntityPostalSame, []string{"yes"}, []string{"是"}},
		{filing.SiteIPOnly, []string{"no"}, []string{"否"}},
		{filing.SiteContents, []string{"6", "24"}, []string{"博客/个人空间", "其他"}},
		{filing.SiteService, []string{"7"}, []string{"小程序"}},
		{filing.AccessPlaces, []string{"330000", "320000"}, []string{"浙江省", "江苏省"}},
		{filing.SiteDomains, []string{"example.cn"}, []string{"example.cn"}},
		{filing.SiteDomains, nil, nil},
	} {
		if got := Value(c.field, c.in); !slices.Equal(got, c.want) {
			t.Errorf("%s %v: got %v, want %v", c.field, c.in, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	if got := Date(calendar.Date{Year: 2026, Month: 12, Day: 18}); got != "2026-12-18（周五）" {
		t.Error(got)
	}
	if got := Time(time.Date(2026, 12, 18, 16, 5, 0, 0, time.UTC)); got != "2026-12-19 00:05" {
		t.Error(got)
	}
	if Date(calendar.Date{}) != "" || Time(time.Time{}) != "" {
		t.Error("no time is not empty")
	}
}

func TestPapersOfPersons(t *testing.T) {
	person, company, passport := filingtest.Person(), filingtest.Company(), filingtest.Person()
	passport.Entity.CertificateType = filing.Passport
	for _, c := range []struct {
		doc  *filing.Document
		path filing.Path
		want string
	}{
		{person, "materials.principal_front", "身份证人像面"},
		{person, "materials.principal_back", "身份证国徽面"},
		{company, "materials.principal_back", "主体负责人身份证国徽面"},
		{company, "materials.entity", "主办单位证件"},
		{nil, "materials.principal_front", "主体负责人证件（人像面）"},
		{passport, "materials.principal_front", Certificate(filing.Passport) + "（人像面）"},
	} {
		if got := PathLabel(c.doc, c.path); got != c.want {
			t.Errorf("%s: %q, want %q", c.path, got, c.want)
		}
	}
	missing := filing.Problem{Path: "materials.principal_back", Flaw: filing.PaperMissing}
	if got := ProblemIn(person, missing); got != "上传身份证国徽面" {
		t.Errorf("missing: %q", got)
	}
	typed := filing.Problem{Path: "entity.name", Flaw: filing.Missing}
	if ProblemIn(person, typed) != Problem(typed) {
		t.Error("another problem changed its words")
	}
}

func TestDaysLeft(t *testing.T) {
	for _, c := range []struct {
		n          int
		text, tone string
	}{
		{12, "剩 12 个工作日", Neutral}, {6, "剩 6 个工作日", Neutral}, {5, "剩 5 个工作日", Info}, {4, "剩 4 个工作日", Info},
		{3, "剩 3 个工作日", Warn}, {1, "剩 1 个工作日", Warn}, {0, "今天到期", Danger}, {-2, "超期 2 个工作日", Solid},
	} {
		if text, tone := DaysLeft(c.n); text != c.text || tone != c.tone {
			t.Errorf("%d: got %s %s", c.n, text, tone)
		}
	}
}

func TestStateForReaders(t *testing.T) {
	for _, c := range []struct {
		s     Standing
		label string
		next  string
	}{
		{Standing{Tier: filing.Registrant, Kind: 1, State: filing.ProviderReview}, "等待接入商核验", "无需操作，可以撤回"},
		{Standing{Tier: filing.Provider, Kind: 1, State: filing.ProviderReview}, "待领取", "领取后办理"},
		{Standing{Tier: filing.Provider, Kind: 1, State: filing.ProviderReview, Claimed: true}, "核验中", "继续办理"},
		{Standing{Tier: filing.Provider, Kind: 1, State: filing.BureauReview, Claimed: true}, "管局审核中", "等待管局处理"},
		{Standing{Tier: filing.Bureau, Kind: 1, State: filing.BureauReview, Claimed: true}, "审核中", "继续办理"},
		{Standing{Tier: filing.Bureau, Kind: 1, State: filing.BureauReview, Claimed: true, Second: true}, "复审中", "继续办理"},
		{Standing{Tier: filing.Registrant, Kind: 1, State: filing.Approved}, "已备案", "复制页脚代码"},
		{Standing{Tier: filing.Bureau, Kind: 6, State: filing.Approved}, "已注销", "已办结，无需操作"},
	} {
		if d := StateFor(c.s); d.Label != c.label || d.Next != c.next {
			t.Errorf("%+v: got %+v", c.s, d)
		}
	}
}
