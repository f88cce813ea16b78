package portal

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/table"
	"beian/internal/zh"
	"beian/web/page"
)

const (
	behalfRows     = 200 // taken at a time
	behalfImport   = "/provider/filings/import"
	behalfTemplate = "代为报备模板"
)

// behalfColumn is one column of the table of filings: the path it fills, how to fill it, and an example.
type behalfColumn struct {
	name          string
	path          filing.Path
	says, example string
}

// behalfColumns stand in the order in which they are read: which papers there are follows the nature, which cities the
// province.
var behalfColumns = []behalfColumn{
	{"主办者性质", filing.EntityNature.At(), "个人、企业、政府机关、事业单位、社会团体等", "个人"},
	{"证件类型", filing.EntityCertType.At(), "与性质相配，例如 居民身份证、营业执照", "居民身份证"},
	{"证件号码", filing.EntityCertNumber.At(), "单元格设为文本，免得长号码变样", ""},
	{"主办者名称", filing.EntityName.At(), "证件上的姓名或单位名称", ""},
	{"证件住所", filing.EntityCertAddress.At(), "照抄证件，写到门牌", ""},
	{"省", filing.EntityProvince.At(), "主办者所在的省", "上海"},
	{"市", filing.EntityCity.At(), "", "上海市"},
	{"区县", filing.EntityCounty.At(), "", "黄浦区"},
	{"通信地址", filing.EntityPostal.At(), "不填就与证件住所相同", ""},
	{"投资者或上级单位", filing.EntityInvestor.At(), "可以不填", ""},
	{"负责人姓名", filing.PrincipalName.At(), "个人不用填", ""},
	{"负责人证件类型", filing.PrincipalCertType.At(), "个人不用填；不填就是居民身份证", ""},
	{"负责人证件号码", filing.PrincipalCertNumber.At(), "个人不用填", ""},
	{"手机", filing.PrincipalMobiles.At(), "邀请主办者签署的链接发到这里", "13800000000"},
	{"邮箱", filing.PrincipalEmail.At(), "同上", "owner@example.cn"},
	{"应急电话", filing.PrincipalEmergency.At(), "与手机不同的号码", "13900000000"},
	{"固定电话", filing.PrincipalLandlines.At(), "可以不填，例如 086-021-12345678", ""},
	{"网站名称", filing.SiteNames.Of("1"), "", "晓云的摄影笔记"},
	{"域名", filing.SiteDomains.Of("1"), "几个域名用；隔开", "example.cn"},
	{"首页网址", filing.SiteHomeURLs.Of("1"), "不填就是 www. 加第一个域名", ""},
	{"网站内容", filing.SiteContents.Of("1"), "代码表里的名称，几项用、隔开", "博客/个人空间"},
	{"网站备注", filing.SiteToBureau.Of("1"), "内容选“其他”时要写", ""},
	{"前置审批", filing.SiteApprovals.Of("1"), "没有就不填", ""},
	{"接入方式", filing.AccessMethod.In("1", "1"), "虚拟主机、云主机、专线等", "云主机"},
	{"地址类型", filing.AccessDynamic.In("1", "1"), "固定或动态，不填就是固定", "固定"},
	{"IP 地址", filing.AccessIPs.In("1", "1"), "在本企业登记的地址段内，几个用；隔开", ""},
	{"服务器所在地", filing.AccessPlaces.In("1", "1"), "省的名称，几个用、隔开", "上海"},
	{"给接入商的备注", filing.EntityToProvider.At(), "可以不填", ""},
}

func behalfHead() []string {
	var names []string
	for _, c := range behalfColumns {
		names = append(names, c.name)
	}
	return names
}

// fillRow writes a row of a table into a document; the problems are cells that name nothing.
func fillRow(doc *filing.Document, head []string, row table.Row) filing.Problems {
	at := columnsOf(head)
	var wrong filing.Problems
	for _, c := range behalfColumns {
		cell := row.Cell(columnAt(at, c.name))
		if cell == "" {
			continue
		}
		values, ok := zh.Read(doc, c.path.Field(), cell)
		if !ok {
			wrong = append(wrong, filing.Problem{Path: c.path, Flaw: filing.NotListed})
			continue
		}
		doc.Set(c.path, tidy(c.path, values))
		if c.path == filing.EntityPostal.At() {
			doc.Entity.PostalSame = false
		}
	}
	assume(doc)
	return wrong
}

// assume fills in what a table leaves out because it follows from the rest.
func assume(doc *filing.Document) {
	e, s := &doc.Entity, &doc.Sites[0]
	if !e.Personal() && e.Principal.CertificateType == 0 && e.Principal.CertificateNumber != "" {
		e.Principal.CertificateType = filing.ResidentID
	}
	if len(s.HomeURLs) == 0 && len(s.Domains) > 0 {
		s.HomeURLs = []string{"www." + strings.TrimPrefix(s.Domains[0], "*.")}
	}
}

// rowDocument is what a row says, on a blank sheet.
func rowDocument(head []string, row table.Row) (*filing.Document, filing.Problems) {
	doc := &filing.Document{Entity: filing.Entity{PostalSame: true}}
	doc.AddSite()
	return doc, fillRow(doc, head, row)
}

func (p *Portal) behalfImport(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.behalfImportPage(r, me, page.BehalfImport{Form: p.form(r)})
}

func (p *Portal) behalfImportPage(r *http.Request, me filing.Actor, m page.BehalfImport) (templ.Component, error) {
	m.Page, m.Form.Action = p.base(r, me), behalfImport
	for _, c := range behalfColumns {
		m.Columns = append(m.Columns, page.BehalfColumn{Name: c.name, Says: c.says})
	}
	return page.BehalfImportPage(m), m.Form.Problems.Or()
}

// importBehalf makes a draft of each row that could be offered to its owner as it is, papers aside; the others come
// back with the names of the columns and what is wrong there.
func (p *Portal) importBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.BehalfImport{Form: p.form(r)}
	t, found := sentTable(r, behalfRows, []string{"主办者性质", "证件号码", "主办者名称", "手机", "域名"})
	if len(found) > 0 {
		m.Form = m.Form.With(found)
		return p.behalfImportPage(r, me, m)
	}
	left := [][]string{t.Head}
	rejects := [][]string{append([]string{"没有成为草稿的原因"}, t.Head...)}
	for _, row := range t.Rows {
		result, found, err := draftRow(r, d, t.Head, row)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			left = append(left, row.Cells)
			rejects = append(rejects, append([]string{strings.Join(result.Why, "；")}, row.Cells...))
			m.Form.Problems = append(m.Form.Problems, found...)
		}
		m.Results = append(m.Results, result)
	}
	if len(left) > 1 {
		m.Form.Values = map[string][]string{"rows": {pasted(left)}}
		m.Rejects = pasted(rejects)
	}
	return p.behalfImportPage(r, me, m)
}

func draftRow(r *http.Request, d *postgres.Desk, head []string, row table.Row) (page.RowResult, filing.Problems, error) {
	doc, found := rowDocument(head, row)
	result := page.RowResult{Line: row.Line, Name: page.Unit(doc.Entity.Name, doc.Entity.Nature) + "，" + strings.Join(doc.DomainList(), " "), Done: "已成为草稿"}
	if len(found) == 0 {
		f, err := d.DraftOnBehalf(r.Context(), doc)
		list, wrong := problemsIn(err)
		if err != nil && !wrong {
			return result, nil, err
		}
		found = list.Errors()
		if !wrong {
			result.Href = page.BehalfPath(f.ID)
		}
	}
	for _, one := range found {
		result.Why = append(result.Why, columnNamed(one.Path)+zh.ForClerk(zh.ProblemIn(doc, one)))
	}
	return result, found, nil
}

// columnNamed is the column that a problem is about, ready to stand before its words.
func columnNamed(at filing.Path) string {
	for _, c := range behalfColumns {
		if c.path == at {
			return "“" + c.name + "”列："
		}
	}
	return ""
}

// behalfRejects turns the rows that became no draft into a file.
func (p *Portal) behalfRejects(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	t, err := table.Paste(r.PostForm.Get("rejects"), behalfRows)
	if err != nil {
		return nil, filing.Problems{tableProblem("rows", err, behalfRows)}
	}
	rows := [][]string{t.Head}
	for _, row := range t.Rows {
		rows = append(rows, row.Cells)
	}
	return nil, xlsxFile("没有成为草稿的行.xlsx", rows)
}

func behalfExample() [][]string {
	var example []string
	for _, c := range behalfColumns {
		example = append(example, c.example)
	}
	return [][]string{behalfHead(), example}
}

func (p *Portal) behalfTemplateCSV(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, csvFile(behalfTemplate+".csv", behalfExample())
}

func (p *Portal) behalfTemplateXLSX(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, xlsxFile(behalfTemplate+".xlsx", behalfExample())
}

func xlsxFile(name string, rows [][]string) error {
	data, err := table.XLSX("备案", rows)
	if err != nil {
		return err
	}
	return file{Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Name: name, Body: data}
}
