package filing

// Code is one entry of a code table (代码表). Numbers are the ministry's where they
// are public; names are the official ones.
type Code struct {
	ID   int
	Name string
}

// Nature is 主办单位性质.
type Nature int

// The natures that rules speak of.
const (
	Military    Nature = 1
	Government  Nature = 2
	Institution Nature = 3
	Enterprise  Nature = 4
	Individual  Nature = 5
	Association Nature = 6
)

// Natures is the table of natures (单位性质代码), in the order forms show them.
var Natures = codeTable("natures", false, []Code{
	{5, "个人"}, {4, "企业"}, {2, "政府机关"}, {3, "事业单位"}, {6, "社会团体"}, {1, "国防机构"},
	{7, "民办非企业单位"}, {8, "基金会"}, {9, "律师执业机构"}, {10, "外国在华文化中心"}, {11, "群团组织"},
	{12, "司法鉴定机构"}, {13, "宗教团体"}, {14, "境外机构"}, {15, "医疗机构"}, {16, "公证机构"}, {999, "其他"},
})

// Certificate types that rules speak of. 1 to 12 are the interface's; from 101
// they are ours, because no numbers of the newer papers are public.
const (
	BusinessLicence          = 1
	ResidentID               = 2
	InstitutionCodePaper     = 3
	InstitutionLicence       = 4
	MilitaryCode             = 5
	AssociationLicence       = 6
	Passport                 = 7
	OfficerID                = 8
	GovernmentCodePaper      = 9
	AssociationCodePaper     = 10
	TaiwanPermit             = 11
	EnterpriseCodePaper      = 12
	CreditCodePaper          = 101
	HKMacauPermit            = 102
	HKMacauTaiwanResidence   = 103
	PermanentResidence       = 104
	PrivateNonEnterprise     = 105
	FoundationLicence        = 106
	LawFirmLicence           = 107
	ReligiousLicence         = 108
	ForensicLicence          = 109
	NotaryLicence            = 110
	MedicalLicence           = 111
	ForeignRepresentative    = 112
	ForeignCulturalCentreDoc = 113
	OtherPaper               = 999
)

// CertificateType is one kind of paper and the natures that may use it.
type CertificateType struct {
	Code
	Natures []Nature
}

// CertificateTypes is the table of papers (证件类型代码). A person's papers are those
// of Individual; principals are persons.
var CertificateTypes = []CertificateType{
	{Code{ResidentID, "居民身份证"}, []Nature{Individual}},
	{Code{HKMacauPermit, "港澳居民来往内地通行证"}, []Nature{Individual}},
	{Code{TaiwanPermit, "台湾居民来往大陆通行证"}, []Nature{Individual}},
	{Code{HKMacauTaiwanResidence, "港澳台居民居住证"}, []Nature{Individual}},
	{Code{PermanentResidence, "外国人永久居留身份证"}, []Nature{Individual}},
	{Code{Passport, "护照"}, []Nature{Individual}},
	{Code{OfficerID, "军官证"}, []Nature{Individual}},
	{Code{BusinessLicence, "营业执照"}, []Nature{Enterprise}},
	{Code{EnterpriseCodePaper, "组织机构代码证"}, []Nature{Enterprise}},
	{Code{ForeignRepresentative, "外国企业常驻代表机构登记证"}, []Nature{Enterprise, 14}},
	{Code{CreditCodePaper, "统一社会信用代码证书"}, []Nature{Government, Institution, Association, 11, 10, 13, 14, 15, 999}},
	{Code{GovernmentCodePaper, "组织机构代码证"}, []Nature{Government}},
	{Code{InstitutionLicence, "事业单位法人证书"}, []Nature{Institution, 15, 16}},
	{Code{InstitutionCodePaper, "组织机构代码证"}, []Nature{Institution}},
	{Code{MilitaryCode, "军队代号"}, []Nature{Military}},
	{Code{AssociationLicence, "社会团体法人登记证书"}, []Nature{Association, 11}},
	{Code{AssociationCodePaper, "组织机构代码证"}, []Nature{Association}},
	{Code{PrivateNonEnterprise, "民办非企业单位登记证书"}, []Nature{7, 15}},
	{Code{FoundationLicence, "基金会法人登记证书"}, []Nature{8}},
	{Code{LawFirmLicence, "律师事务所执业许可证"}, []Nature{9}},
	{Code{ForeignCulturalCentreDoc, "外国在华文化中心登记证"}, []Nature{10}},
	{Code{ForensicLicence, "司法鉴定许可证"}, []Nature{12}},
	{Code{ReligiousLicence, "宗教活动场所登记证"}, []Nature{13}},
	{Code{MedicalLicence, "医疗机构执业许可证"}, []Nature{15}},
	{Code{NotaryLicence, "公证机构执业证"}, []Nature{16}},
	{Code{OtherPaper, "其他证件"}, []Nature{999}},
}

// Certificates are the papers as a code table.
var Certificates = codeTable("certificates", false, codesOf(CertificateTypes))

func codesOf(types []CertificateType) (list []Code) {
	for _, c := range types {
		list = append(list, c.Code)
	}
	return list
}

// PreApprovals is the table of contents that another authority approves first
// (前置审批, 互联网信息服务管理办法第五条).
var PreApprovals = codeTable("approvals", true, []Code{{1, "新闻"}, {2, "出版"}, {3, "教育"}, {4, "医疗保健"}, {5, "药品和医疗器械"},
	{6, "电子公告服务"}, {9, "文化"}, {10, "广播电影电视节目"}, {11, "网络预约车"}, {13, "互联网金融"}, {14, "校外培训"}, {15, "宗教"}})

// OtherContent is the service content that asks for a remark.
const OtherContent = 24

// Contents is the table of service contents (网站服务内容).
var Contents = codeTable("contents", true, []Code{{6, "博客/个人空间"}, {8, "单位门户网站"}, {3, "综合门户"}, {5, "网络新闻"}, {7, "网络广告/信息"},
	{9, "网络购物"}, {1, "即时通信"}, {2, "搜索引擎"}, {4, "网上邮局"}, {10, "网上支付"}, {11, "网上银行"},
	{12, "网上炒股/股票基金"}, {13, "网络游戏"}, {14, "网络音乐"}, {15, "网络影视"}, {16, "网络图片"},
	{17, "网络软件/下载"}, {18, "网上求职"}, {19, "网上交友/婚介"}, {20, "网上房产"}, {21, "网络教育"},
	{22, "网站建设"}, {23, "WAP"}, {OtherContent, "其他"}})

// Languages is the table of languages (语言类别).
var Languages = codeTable("languages", true, []Code{{1, "中文简体"}, {2, "中文繁体"}, {3, "英语"}, {4, "日语"}, {5, "法语"}, {6, "西班牙语"},
	{7, "阿拉伯语"}, {8, "俄罗斯语"}, {10, "维吾尔语"}, {11, "藏语"}, {12, "蒙古语"}, {13, "壮语"}, {14, "哈萨克语"},
	{15, "彝语"}, {16, "朝鲜语"}, {9, "其他"}})

// Applications is the table of application services (应用服务类型).
var Applications = codeTable("applications", true, []Code{{1, "网站应用服务"}, {2, "邮件应用服务"}, {3, "文件应用服务"}, {4, "数据应用服务"},
	{5, "APP应用服务"}, {6, "微信号应用服务"}, {7, "其他"}})

// Methods is the table of access methods (接入方式).
var Methods = codeTable("methods", true, []Code{{3, "虚拟主机/建站"}, {2, "主机托管/VPS/云主机"}, {1, "专线"}, {4, "其他"}})

// Reasons of a cancellation that rules speak of.
const (
	OutOfUse    = 1
	OtherEnding = 99
)

// EndingReasons is the table of why a filing is cancelled (注销理由); the numbers
// are ours, because the ministry's are not public.
var EndingReasons = codeTable("reasons", true, []Code{{OutOfUse, "网站停止服务"}, {2, "单位注销或撤销"}, {3, "域名转让或不再续费"},
	{4, "更换主办者"}, {5, "更换接入商"}, {6, "备案信息有误，重新备案"}, {OtherEnding, "其他"}})

// CertificateTypeOf finds a kind of paper by its code, under the name it has now.
func CertificateTypeOf(id int) (CertificateType, bool) {
	for _, c := range CertificateTypes {
		if c.ID == id {
			c.Name = NameOf(Certificates, id)
			return c, true
		}
	}
	return CertificateType{}, false
}

// CertificateTypesFor lists the papers in force that a nature may use.
func CertificateTypesFor(n Nature) []Code {
	var list []Code
	for _, c := range CertificateTypes {
		if now := Certificates.Entry(c.ID); c.allows(n) && !now.Withdrawn {
			list = append(list, now.Code)
		}
	}
	return list
}

func (c CertificateType) allows(n Nature) bool {
	for _, allowed := range c.Natures {
		if allowed == n {
			return true
		}
	}
	return false
}
