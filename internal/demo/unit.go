package demo

import (
	"strings"

	"beian/internal/filing"
	"beian/internal/ident"
)

// form is a sort of unit: how it is named, certified and what its site shows.
// In the patterns P is the province, C the city, D the county, B an invented
// brand and T the trade.
type form struct {
	weight  int
	nature  filing.Nature
	paper   int
	code    string // department and kind of the credit code; empty: another number
	name    string
	trades  []word
	titles  []string // names of its sites
	content int
}

const (
	portalContent   = 8 // 单位门户网站
	shoppingContent = 9 // 网络购物
	personalContent = 6 // 博客/个人空间
)

var forms = []form{
	{600, filing.Enterprise, filing.BusinessLicence, "91", "CBT有限公司", industries, []string{"BT", "BT官方网站", "BT产品中心", "BT客户服务"}, portalContent},
	{60, filing.Enterprise, filing.BusinessLicence, "91", "CBT有限公司", industries, []string{"BT商城", "B优选商城"}, shoppingContent},
	{70, filing.Enterprise, filing.BusinessLicence, "92", "DBT", shops, []string{"BT", "BT小站"}, portalContent},
	{25, filing.Institution, filing.InstitutionLicence, "12", "CBT", words(`第一中学yizhong 实验小学xiaoxue 植物园zhiwuyuan 水文站shuiwen 科技馆kejiguan 档案馆dangan`), []string{"BT", "CBT"}, portalContent},
	{16, filing.Government, filing.CreditCodePaper, "11", "DBT", words(`镇人民政府zhen 街道办事处jiedao`), []string{"BT门户网站"}, portalContent},
	{14, filing.Association, filing.AssociationLicence, "51", "CBT", words(`摄影协会sheying 志愿服务协会zhiyuan 象棋协会xiangqi 园艺学会yuanyi`), []string{"BT"}, portalContent},
	{8, 7, filing.PrivateNonEnterprise, "52", "CBT", words(`社会工作服务中心shegong 养老服务中心yanglao`), []string{"BT"}, portalContent},
	{4, 8, filing.FoundationLicence, "53", "PB公益基金会", words(`公益gongyi`), []string{"B公益基金会"}, portalContent},
	{6, 9, filing.LawFirmLicence, "31", "PB律师事务所", words(`律师lyushi`), []string{"B律师事务所"}, portalContent},
	{2, 10, filing.ForeignCulturalCentreDoc, "41", "B外国文化中心", words(`中心zhongxin`), []string{"B外国文化中心"}, portalContent},
	{3, 11, filing.CreditCodePaper, "81", "CB工人俱乐部", words(`俱乐部julebu`), []string{"B工人俱乐部"}, portalContent},
	{2, 12, filing.ForensicLicence, "34", "PB司法鉴定所", words(`鉴定jianding`), []string{"B司法鉴定所"}, portalContent},
	{2, 13, filing.ReligiousLicence, "72", "CB寺", words(`寺si`), []string{"CB寺"}, portalContent},
	{3, 14, filing.ForeignRepresentative, "91", "B株式会社C代表处", words(`代表处daibiao`), []string{"B株式会社C代表处"}, portalContent},
	{5, 15, filing.InstitutionLicence, "12", "CB社区卫生服务站", words(`卫生weisheng`), []string{"B卫生服务站"}, portalContent},
	{3, 16, filing.NotaryLicence, "32", "CB公证处", words(`公证gongzheng`), []string{"CB公证处"}, portalContent},
	{1, filing.Military, filing.MilitaryCode, "", "B后勤保障站", words(`保障baozhang`), []string{"B后勤保障站"}, portalContent},
	{2, 999, filing.OtherPaper, "", "CB园业主委员会", words(`业委yewei`), []string{"B园业主之家"}, portalContent},
}

// unit is an invented unit before it has a site.
type unit struct {
	form
	place
	name  string
	brand word
	trade word
}

func (m *maker) unit(p place) unit {
	sum := 0
	for _, f := range forms {
		sum += f.weight
	}
	n := m.IntN(sum)
	for _, f := range forms {
		if n -= f.weight; n < 0 {
			return m.unitOf(f, p)
		}
	}
	panic("unreachable")
}

func (m *maker) unitOf(f form, p place) unit {
	u := unit{form: f, place: p}
	u.name = m.once("unit", func() string {
		u.brand, u.trade = pick(m, m.brandFirst).plus(pick(m, m.brandLast)), pick(m, m.tradesOf(f))
		return u.fill(f.name)
	})
	return u
}

// tradesOf are the trades of a form: those of a company are the lexicon's.
func (m *maker) tradesOf(f form) []word {
	if &f.trades[0] == &industries[0] {
		return m.industries
	}
	return f.trades
}

func (u unit) fill(pattern string) string {
	var b strings.Builder
	for _, r := range pattern {
		switch r {
		case 'P':
			b.WriteString(u.province.Short)
		case 'C':
			b.WriteString(u.short())
		case 'D':
			b.WriteString(u.district())
		case 'B':
			b.WriteString(u.brand.han)
		case 'T':
			b.WriteString(u.trade.han)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// district is city and county as names of shops and offices begin.
func (u unit) district() string {
	if gathered(u.city.Name) {
		return u.province.Name + u.county.Name
	}
	if u.county.Code == u.city.Code {
		return u.city.Name
	}
	return u.city.Name + u.county.Name
}

// certificate invents the number of the unit's paper.
func (m *maker) certificate(u unit) string {
	return m.once("certificate", func() string {
		body := m.serial()
		if u.code == "" {
			return "证字" + body
		}
		return ident.MakeCreditCode(u.code, u.county.Code, body)
	})
}

// serial is the registrar's part of a credit code, as those begin since 2015.
func (m *maker) serial() string {
	if m.crowd != nil {
		return m.crowd.serial()
	}
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := []byte("MA")
	for range 6 {
		body = append(body, alphabet[m.IntN(len(alphabet))])
	}
	return string(body)
}
