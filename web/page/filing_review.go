package page

import (
	"slices"
	"strings"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// Names of the controls of the review.
const (
	DeclarationField = "declaration"
	SignatureField   = "signature"
)

// FilingReview (核对并提交) shows everything once more, to be declared true and signed.
type FilingReview struct {
	Work     // with everything that submission would find
	Page     ui.Page
	Form     Form
	Revision int
	Fixed    bool          // the provider stays
	Pressed  bool          // submission was tried: the problems stand on top
	Have     []filing.Path // papers received
	Signer   string        // whose name has to be typed
	Moved    bool          // somebody saved in the meantime
}

func (m FilingReview) page() ui.Page {
	p := m.Page
	p.Title, p.Section, p.Width, p.NoIndex = "核对并提交", "我的备案", ui.Narrow, true
	p.Lead = "提交后先由接入商核验，核验开始之前可以撤回修改。"
	if m.Kind != filing.FirstFiling {
		p.Caption = zh.Kind(m.Kind)
	}
	p.Back = &ui.Link{Text: "返回任务清单", Href: FilingPath(m.Filing)}
	if m.Pressed {
		p.Errors = m.errors()
	}
	return p
}

// errors lead to the page that asks, or to the two controls of this one.
func (m FilingReview) errors() []ui.FieldError {
	var list []ui.FieldError
	for _, p := range m.Problems.Errors() {
		e := ui.FieldError{Text: zh.ProblemIn(m.Doc, p), Href: Place(m.Filing, m.Kind, m.Doc, p.Path)}
		if p.Path == DeclarationField || p.Path == SignatureField {
			e = ui.FieldError{Text: e.Text, ID: ui.FieldID(string(p.Path))}
		}
		list = append(list, e)
	}
	return list
}

// open is how many problems of the answers stand in the way.
func (m FilingReview) open() int { return len(m.Problems.Errors()) }

func (m FilingReview) model() ui.FormModel {
	model := ui.FormModel{Action: FilingPath(m.Filing, "review"), Hidden: m.Form.Hidden()}
	model.Hidden = append(model.Hidden, ui.Hidden{Name: RevisionField, Value: itoa(m.Revision)})
	return model
}

// card is one page's answers.
type card struct {
	title, slug string
	rows        []ui.SummaryRow
}

// cards are the answers by page, in the order of the tasks.
func (m FilingReview) cards() []card {
	said := map[filing.Path]filing.Row{}
	for _, r := range m.Doc.Rows() {
		said[r.Path] = r
	}
	var list []card
	for _, t := range TopicsFor(m.Kind, m.Doc) {
		c := card{title: m.cardTitle(t), slug: t.Slug}
		for _, p := range Asked(t.Paths()) {
			if r, there := said[p]; there && m.worth(r) && m.speaks(p) {
				c.rows = append(c.rows, m.row(t, r))
			}
		}
		if len(c.rows) > 0 || m.Kind == filing.FirstFiling {
			list = append(list, c)
		}
	}
	return list
}

// speaks leaves out of a change what its table shows already, or what stays as it is, unless something is wrong there.
func (m FilingReview) speaks(p filing.Path) bool {
	_, wrong := m.Problems.At(p)
	return m.Kind != filing.Change || wrong
}

func (m FilingReview) cardTitle(t Topic) string {
	if t.Site == "" || len(m.Doc.Sites) < 2 {
		return t.Title
	}
	return siteTitle(m.Doc, t.Site) + " — " + t.Title
}

// worth leaves out what was not asked for and not said, and what another row says as well.
func (m FilingReview) worth(r filing.Row) bool {
	if _, wrong := m.Problems.At(r.Path); wrong {
		return true
	}
	switch r.Field {
	case filing.EntityCity:
		return m.Doc.Entity.County == ""
	case filing.EntityPostalSame, filing.EntityAuthorised, filing.SiteIPOnly, filing.AccessDynamic:
		return slices.Equal(r.Values, []string{"yes"})
	}
	return len(r.Values) > 0
}

func (m FilingReview) row(t Topic, r filing.Row) ui.SummaryRow {
	row := ui.SummaryRow{ID: "r-" + ui.FieldID(string(r.Path)), Key: Answers{Doc: m.Doc}.word(r.Path), Mono: monospaced(r.Field),
		Name: r.Field == filing.EntityName || r.Field == filing.PrincipalName, Change: m.change(t, r.Path)}
	for _, v := range zh.Value(r.Field, r.Values) {
		row.Values = append(row.Values, Masked(r.Field, v))
	}
	if len(row.Values) == 1 {
		row.Value, row.Values = row.Values[0], nil
	}
	if full := strings.Join(r.Values, ""); row.Value != "" && row.Value != full && Masked(r.Field, full) == row.Value {
		row.Content = maskedNumber(row.Value, full)
	}
	p, wrong := m.Problems.At(r.Path)
	switch {
	case wrong && len(r.Values) == 0:
		row.Missing, row.Change = &ui.Link{Text: zh.ProblemIn(m.Doc, p), Href: row.Change}, ""
	case wrong && p.Warning:
		row.Note = &ui.Notice{Tone: ui.Warn, Text: zh.ProblemIn(m.Doc, p)}
	case wrong:
		row.Note = &ui.Notice{Tone: ui.Danger, Text: zh.ProblemIn(m.Doc, p)}
	}
	return row
}

func (m FilingReview) change(t Topic, p filing.Path) string {
	return FilingPath(m.Filing, t.Slug) + "?from=review#" + ui.FieldID(string(p))
}

func monospaced(f filing.Field) bool {
	return controls[f].field.Mono
}

// others are provider and papers, which stand beside the document.
func (m FilingReview) others() []ui.SummaryRow {
	provider := ui.SummaryRow{Key: "接入商", Value: m.Provider, Change: FilingPath(m.Filing, "provider")}
	if m.Fixed {
		provider.Change = ""
	}
	if p, wrong := m.Problems.Errors().At("provider"); wrong {
		provider.Note = &ui.Notice{Tone: ui.Danger, Text: zh.ProblemIn(m.Doc, p)}
		if m.Provider == "" {
			provider.Note, provider.Missing, provider.Change = nil, &ui.Link{Text: zh.ProblemIn(m.Doc, p), Href: provider.Change}, ""
		}
	}
	rows := []ui.SummaryRow{provider}
	for _, p := range m.Papers {
		if p.By != filing.Registrant || !p.Required && !slices.Contains(m.Have, p.Path()) {
			continue
		}
		row := ui.SummaryRow{Key: zh.PathLabel(m.Doc, p.Path()), Value: "已上传", Change: FilingPath(m.Filing, "materials")}
		if problem, wrong := m.Problems.At(p.Path()); wrong {
			row.Value, row.Missing, row.Change = "未上传", &ui.Link{Text: zh.ProblemIn(m.Doc, problem), Href: row.Change}, ""
		}
		rows = append(rows, row)
	}
	return rows
}

func (m FilingReview) signature() ui.Field {
	hint, label := "填写姓名作为签名", "网站负责人签名"
	if m.Signer != "" {
		hint = "填写“" + m.Signer + "”，与网站负责人姓名一致"
	}
	if len(m.Doc.Sites) > 0 {
		label, hint = zh.ForService(m.Doc.Sites[0].Service, label), zh.ForService(m.Doc.Sites[0].Service, hint)
	}
	if len(m.Doc.Sites) == 0 {
		label, hint = "主体负责人签名", "填写“"+m.Signer+"”"
	}
	return m.Form.With(m.Problems).Fill(ui.Field{Name: SignatureField, Label: label, Hint: hint, Autocomplete: "off", Width: ui.Chars20})
}

// general are the problems of no page in particular, told in words as long as submission has not been tried.
func (m FilingReview) general() filing.Problems {
	var list filing.Problems
	for _, p := range m.Problems.Errors() {
		if p.Path == "" && !m.Pressed {
			list = append(list, p)
		}
	}
	return list
}

func (m FilingReview) submit() string {
	if m.Kind == filing.FirstFiling {
		return "提交备案"
	}
	return "提交" + zh.Kind(m.Kind)
}

func (m FilingReview) declaration() ui.Field {
	f := ui.Field{Name: DeclarationField, Label: "以上信息真实，我愿意承担由此产生的责任"}
	return m.Form.With(m.Problems).Fill(f)
}

// Preflight (提交前检查) tells at any time what submission would find.
type Preflight struct {
	Page     ui.Page
	Filing   int64
	Kind     filing.Kind
	Doc      *filing.Document
	Problems filing.Problems
	Provider string
}

func (m Preflight) page() ui.Page {
	p := m.Page
	p.Title, p.Section, p.Width, p.NoIndex = "提交前检查", "我的备案", ui.Narrow, true
	p.Lead = "接入商和管局会查的内容，这里先查一遍。检查不会提交，也不会改动填写的内容。"
	p.Back = &ui.Link{Text: "返回任务清单", Href: FilingPath(m.Filing)}
	return p
}

// found are the problems under the title of the page that asks.
type found struct {
	title string
	links []ui.Link
}

func (m Preflight) groups(problems filing.Problems) []found {
	var list []found
	for _, p := range problems {
		title := m.titleOf(p.Path)
		at := slices.IndexFunc(list, func(f found) bool { return f.title == title })
		if at < 0 {
			list, at = append(list, found{title: title}), len(list)
		}
		list[at].links = append(list[at].links, ui.Link{Text: zh.ProblemIn(m.Doc, p), Href: Place(m.Filing, m.Kind, m.Doc, p.Path)})
	}
	return list
}

func (m Preflight) titleOf(p filing.Path) string {
	if t, found := TopicAt(m.Kind, m.Doc, p); found {
		if t.Site != "" {
			return siteTitle(m.Doc, t.Site) + " — " + t.Title
		}
		return t.Title
	}
	switch {
	case strings.HasPrefix(string(p), "materials"):
		return "上传材料"
	case p == "provider":
		return "选择接入商"
	case p == PasswordField:
		return "填写备案密码"
	case m.Kind != filing.FirstFiling:
		return zh.Kind(m.Kind)
	}
	return "网站列表"
}

// checked are the rules that were applied, in words.
func (m Preflight) checked() []string {
	list := []string{"每一项的格式和证件校验码", "证件、域名有没有别的备案", "必需的材料是否齐全"}
	if m.Provider != "" {
		list = append(list, "IP 地址是否属于"+m.Provider)
	}
	return list
}
