package page

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// Names of the controls of a filing's form beside its paths.
const (
	RevisionField = "revision" // of the filing the form was drawn from
	BaseField     = "base"     // fingerprint of what this page said then
	FromField     = "from"     // page to go back to
	LaterField    = "later"    // button: keep it, and leave
	AddField      = "add"      // button: one more access
	RemoveField   = "remove"   // button: one access less
	KeepPrefix    = "keep:"    // of two versions, which one stays
	ResolveField  = "resolve"  // button: look up where the domains lead
)

// FilingForm is one page of a filing's form.
type FilingForm struct {
	Page     ui.Page
	Form     Form
	Filing   int64
	Revision int
	Saved    string // time of the last save
	Kind     filing.Kind
	From     string // review, when the reader came to correct an answer there
	Answers  Answers
	Topic    Topic
	Provider string // name of the chosen one, on the page of accesses
	Offers   []Offer
	Address  string // demo only: an address that the chosen provider has filed
	Code     string // demo only: an authorisation code of the provider that nobody has used
}

// Fingerprint tells whether a page's answers are still those a form was drawn from.
func Fingerprint(d *filing.Document, paths []filing.Path) string {
	said := map[filing.Path][]string{}
	for _, p := range paths {
		said[p] = d.Get(p)
	}
	text, _ := json.Marshal(said) // maps of strings always encode
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

func (m FilingForm) page() ui.Page {
	p := m.Page
	p.Title, p.Section = m.Topic.Title, "我的备案"
	p.Caption = m.caption()
	p.Errors = m.Answers.Errors(m.Topic.Paths())
	for i := range p.Errors {
		if f := m.codeField(); f.Error == p.Errors[i].Text {
			p.Errors[i].ID = ui.FieldID(f.Name)
		}
	}
	p.Back = &ui.Link{Text: "返回任务清单", Href: FilingPath(m.Filing)}
	if m.From == "review" {
		p.Back = &ui.Link{Text: "返回核对", Href: FilingPath(m.Filing, "review")}
	}
	p.Aside = formAdvice(m)
	p.Width = ui.Narrow
	p.NoIndex = true
	return p
}

// caption says which part of the filing the page belongs to: the owner, or which site.
func (m FilingForm) caption() string {
	switch {
	case m.Kind != filing.FirstFiling && m.Topic.Site == "":
		return zh.Kind(m.Kind)
	case m.Kind != filing.FirstFiling:
		return zh.Kind(m.Kind) + " — " + siteTitle(m.Answers.Doc, m.Topic.Site)
	case m.Topic.Site == "":
		return "一、主办者"
	}
	return "三、" + siteTitle(m.Answers.Doc, m.Topic.Site)
}

// siteTitle is the kind of service, its place when there are several, and its name once it has one.
func siteTitle(d *filing.Document, key string) string {
	title := zh.Service(filing.Website)
	for i, s := range d.Sites {
		if s.Key != key {
			continue
		}
		title = zh.Service(s.Service)
		if len(d.Sites) > 1 {
			title += " " + itoa(i+1)
		}
		if len(s.Names) > 0 {
			title += "：" + s.Names[0]
		}
	}
	return title
}

func (m FilingForm) model() ui.FormModel {
	model := m.Form.Model()
	model.Saved, model.Guarded = m.Saved, true
	if m.Topic.Slug != TopicCertificate { // what changes there may do away with other answers, which is told first
		model.Autosave = m.Form.Action + "/autosave"
	}
	model.Hidden = append(model.Hidden,
		ui.Hidden{Name: RevisionField, Value: itoa(m.Revision)},
		ui.Hidden{Name: BaseField, Value: Fingerprint(m.Answers.Doc, Asked(m.Topic.Paths()))},
		ui.Hidden{Name: FromField, Value: m.From})
	return model
}

// said reports whether anything is said, or wrong, in the folded part.
func (m FilingForm) said(paths []filing.Path) bool {
	return slices.ContainsFunc(paths, func(p filing.Path) bool {
		_, wrong := m.Answers.Problems.Errors().At(p)
		return wrong || len(m.Answers.Doc.Get(p)) > 0
	})
}

// resolvable reports whether the addresses can be looked up by the domains of the site.
func (m FilingForm) resolvable() bool {
	s := m.Answers.Doc.Site(m.Topic.Site)
	return m.accessPage() && s != nil && len(s.Domains) > 0
}

func (m FilingForm) accessPage() bool { return m.Topic.Access() }

// service is what kind of service a site's first page is about; of a new one it can be changed.
func (m FilingForm) service() []ui.SummaryRow {
	s := m.Answers.Doc.Site(m.Topic.Site)
	if s == nil || m.Topic.kind() != TopicBasics {
		return nil
	}
	row := ui.SummaryRow{Key: zh.Field(filing.SiteService), Value: zh.Service(s.Service)}
	if s.Number == "" && m.Kind <= filing.AddSite {
		row.Change = ServicePath(m.Filing, s.Key)
	}
	return []ui.SummaryRow{row}
}

// identity is what the type check has asked already and the page shows instead of asking again.
func (m FilingForm) identity() []ui.SummaryRow {
	change := FilingPath(m.Filing, TopicCertificate)
	if m.Kind != filing.FirstFiling { // they stay for ever
		change = ""
	}
	row := func(f filing.Field, shown string) ui.SummaryRow {
		return ui.SummaryRow{Key: zh.Field(f), Value: shown, Change: change}
	}
	e := m.Answers.Doc.Entity
	number := row(filing.EntityCertNumber, Masked(filing.EntityCertNumber, e.CertificateNumber))
	number.Mono = true
	return []ui.SummaryRow{row(filing.EntityNature, zh.Nature(e.Nature)), row(filing.EntityCertType, zh.Certificate(e.CertificateType)), number}
}

// FilingConflict is a page that was saved elsewhere after it had been opened here: both versions are shown.
type FilingConflict struct {
	Page     ui.Page
	Form     Form
	Filing   int64
	Revision int
	Title    string
	When     string
	Doc      *filing.Document // as saved
	Paths    []filing.Path
	Typed    map[filing.Path][]string // what came from here
	Choices  []filing.Difference      // where the two differ
}

func (m FilingConflict) page() ui.Page {
	p := m.Page
	p.Title, p.Section, p.Width, p.NoIndex = "选择要保留的内容", "我的备案", ui.Narrow, true
	p.Caption = m.Title
	p.Lead = "您打开这一页后，" + m.When + "在别处保存过修改。两边填写的都在这里，请逐项选择。"
	p.Back = &ui.Link{Text: "返回任务清单", Href: FilingPath(m.Filing)}
	return p
}

func (m FilingConflict) model() ui.FormModel {
	model := ui.FormModel{Action: m.Form.Action, Hidden: m.Form.Hidden()}
	add := func(name, value string) { model.Hidden = append(model.Hidden, ui.Hidden{Name: name, Value: value}) }
	add(RevisionField, itoa(m.Revision))
	add(BaseField, Fingerprint(m.Doc, m.Paths))
	for _, p := range m.Paths {
		for _, v := range m.Typed[p] {
			add(string(p), v)
		}
	}
	return model
}

func (m FilingConflict) choice(c filing.Difference) ui.Field {
	return ui.Field{Name: KeepPrefix + string(c.Path), Label: zh.PathLabel(m.Doc, c.Path), Value: "typed", Options: []ui.Option{
		{Value: "typed", Label: "这次填写的", Hint: shown(c.Field, c.New)},
		{Value: "saved", Label: "已保存的", Hint: shown(c.Field, c.Old)},
	}}
}

func shown(f filing.Field, values []string) string {
	if len(values) == 0 {
		return zh.NotGiven
	}
	return strings.Join(zh.Value(f, values), "；")
}
