package page

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/ui"
)

// Answers is a document as a form shows it: what it says, right or wrong, and what was found wrong with it.
type Answers struct {
	Doc      *filing.Document
	Problems filing.Problems
	Clerk    bool // a provider's clerk answers in place of the owner
}

// control is how one field is asked for: the kind of control, the choices, and what a choice reveals. Label, hint and
// reason come from the vocabulary, the name and the anchor from the path.
type control struct {
	draw    func(ui.Field) templ.Component
	field   ui.Field
	options func(*filing.Document) []ui.Option
	reveals map[string][]filing.Field // by chosen value
	with    []filing.Field            // drawn together with this one
	choice  bool                      // nothing sent means nothing chosen
	label   string                    // where the vocabulary names the answer rather than the question
}

var (
	phone   = ui.Field{InputMode: "tel", Rows: 2, Mono: true, Width: ui.Chars20}
	number  = ui.Field{Mono: true, Width: ui.Chars20, Check: ui.CheckAny, Verbatim: true}
	machine = ui.Field{Mono: true, Rows: 3}
	remark  = ui.Field{Optional: true, Rows: 3}
	inline  = ui.Field{Inline: true}
)

// controls is the table of all fields. A new field is one row here and one in the pages (topic.go).
var controls = map[filing.Field]control{
	filing.EntityNature:      {draw: ui.Radios, field: inline, options: natures, choice: true},
	filing.EntityCertType:    {draw: ui.Select, field: ui.Field{Prompt: "按主办者性质选常用证件"}, options: entityPapers},
	filing.EntityCertNumber:  {draw: ui.Text, field: number},
	filing.EntityName:        {draw: ui.Text},
	filing.EntityCertAddress: {draw: ui.Textarea, field: ui.Field{Autocomplete: "street-address", Rows: 2}},
	filing.EntityProvince:    {draw: ui.Select, field: ui.Field{Prompt: "选择省份"}, options: provinces},
	filing.EntityCity:        {draw: ui.Select, field: ui.Field{Prompt: "选择城市", Children: "/regions/"}, options: cities, with: []filing.Field{filing.EntityCounty}},
	filing.EntityCounty:      {draw: ui.Select, field: ui.Field{Prompt: "选择区县"}, options: counties},
	filing.EntityPostalSame: {draw: ui.Radios, options: postalChoices, choice: true, label: "通信地址",
		reveals: map[string][]filing.Field{"no": {filing.EntityPostal}}},
	filing.EntityAuthorised: {draw: ui.Radios, options: authorisedChoices, choice: true, label: "主体负责人是谁"},
	filing.EntityPostal:     {draw: ui.Textarea, field: ui.Field{Rows: 2}, label: "填写通信地址"},
	filing.EntityInvestor:   {draw: ui.Text, field: ui.Field{Optional: true}},
	filing.EntityToBureau:   {draw: ui.Textarea, field: remark},
	filing.EntityToProvider: {draw: ui.Textarea, field: remark},

	filing.PrincipalName:       {draw: ui.Text},
	filing.PrincipalCertType:   {draw: ui.Select, field: ui.Field{Prompt: "选择证件类型"}, options: personPapers},
	filing.PrincipalCertNumber: {draw: ui.Text, field: number},
	filing.PrincipalMobiles:    {draw: ui.Textarea, field: phone},
	filing.PrincipalEmail:      {draw: ui.Text, field: ui.Field{Type: "email", InputMode: "email", Verbatim: true}},
	filing.PrincipalEmergency:  {draw: ui.Text, field: ui.Field{Type: "tel", InputMode: "tel", Mono: true, Width: ui.Chars20}},
	filing.PrincipalLandlines:  {draw: ui.Textarea, field: ui.Field{InputMode: "tel", Rows: 2, Mono: true, Width: ui.Chars20, Optional: true}},
	filing.PrincipalNoLandline: {draw: ui.Text, field: ui.Field{Optional: true}},
	filing.PrincipalIMKind:     {draw: ui.Text, field: ui.Field{Optional: true, Width: ui.Chars12}},
	filing.PrincipalIMAccount:  {draw: ui.Text, field: ui.Field{Optional: true, Width: ui.Chars20, Verbatim: true}},

	filing.SiteService: {draw: ui.Radios, options: services, choice: true, label: "备案的是什么",
		reveals: map[string][]filing.Field{"1": {filing.SiteIPOnly}}},
	filing.SiteNames:     {draw: ui.Textarea, field: ui.Field{Rows: 2}},
	filing.SitePlatforms: {draw: ui.Checkboxes, choice: true},
	filing.SiteIPOnly: {draw: ui.Radios, options: accessChoices, choice: true, label: "怎样访问网站",
		reveals: map[string][]filing.Field{"no": {filing.SiteDomains}}},
	filing.SiteDomains:      {draw: ui.Textarea, field: machine},
	filing.SiteHomeURLs:     {draw: ui.Textarea, field: machine},
	filing.SiteContents:     {draw: ui.Checkboxes, field: inline, options: contents, choice: true},
	filing.SiteLanguages:    {draw: ui.Checkboxes, field: inline, options: table(filing.Languages, filing.SiteLanguages), choice: true},
	filing.SiteApplications: {draw: ui.Checkboxes, field: inline, options: table(filing.Applications, filing.SiteApplications), choice: true},
	filing.SiteApprovals:    {draw: ui.Checkboxes, field: ui.Field{Optional: true}, options: table(filing.PreApprovals, filing.SiteApprovals), choice: true},
	filing.SiteToBureau:     {draw: ui.Textarea, field: remark},
	filing.SiteToProvider:   {draw: ui.Textarea, field: remark},
	filing.SitePrincipalSame: {draw: ui.Radios, options: principalChoices, choice: true, label: "谁负责这个网站",
		reveals: map[string][]filing.Field{"no": principalFields}},
	filing.ApprovalNumber: {draw: ui.Text},

	filing.PlatformPackage:     {draw: ui.Text, field: ui.Field{Mono: true, Verbatim: true}},
	filing.PlatformKey:         {draw: ui.Textarea, field: machine},
	filing.PlatformFingerprint: {draw: ui.Text, field: ui.Field{Mono: true, Verbatim: true}},

	filing.AccessMethod:  {draw: ui.Radios, options: methods, choice: true},
	filing.AccessDynamic: {draw: ui.Radios, field: inline, options: addressChoices, choice: true, label: "IP 地址类型"},
	filing.AccessIPs:     {draw: ui.Textarea, field: machine},
	filing.AccessPlaces:  {draw: ui.Checkboxes, field: inline, options: placeOptions, choice: true},
	filing.AccessRemark:  {draw: ui.Textarea, field: ui.Field{Optional: true, Rows: 2}},

	filing.EndingReason: {draw: ui.Radios, options: endingReasons, choice: true},
	filing.EndingNote:   {draw: ui.Textarea, field: remark},
}

var principalFields = []filing.Field{filing.PrincipalName, filing.PrincipalCertType, filing.PrincipalCertNumber,
	filing.PrincipalMobiles, filing.PrincipalEmail, filing.PrincipalEmergency, filing.PrincipalLandlines}

// Field is the control of a path with its words, what was typed into it and what is wrong with that.
func (a Answers) Field(p filing.Path) ui.Field {
	f := p.Field()
	c := controls[f]
	personal := a.Doc.Entity.Personal()
	field := c.field
	field.Name = string(p)
	field.Label = c.label
	if field.Label == "" {
		field.Label = zh.FieldFor(f, personal)
	}
	field.Hint, field.Why = zh.Hint(f, personal), zh.Why(f)
	typed := a.Doc.Get(p)
	field.Value = strings.Join(typed, "\n")
	if c.options != nil {
		field.Options, field.Values = c.options(a.Doc), typed
	}
	if len(c.with) > 0 {
		field.NextID = ui.FieldID(string(sibling(p, c.with[0])))
	}
	field = a.suited(field, p)
	if problem, found := a.Problems.Errors().At(p); found {
		field.Error = zh.Problem(problem)
	}
	return a.said(a.served(field, p))
}

// said words a control for whoever answers; a browser does not fill in the clerk's own name and address for the owner's.
func (a Answers) said(field ui.Field) ui.Field {
	if !a.Clerk {
		return field
	}
	for _, text := range []*string{&field.Hint, &field.Why, &field.Error} {
		*text = zh.ForClerk(*text)
	}
	field.Autocomplete = "off"
	return field
}

// Problem words one problem of the answers for whoever answers.
func (a Answers) Problem(p filing.Problem) string {
	if a.Clerk {
		return zh.ForClerk(zh.ProblemIn(a.Doc, p))
	}
	return zh.ProblemIn(a.Doc, p)
}

// word is what a summary calls the answer at a path.
func (a Answers) word(p filing.Path) string {
	switch p.Field() {
	case filing.ApprovalNumber, filing.PlatformPackage, filing.PlatformKey, filing.PlatformFingerprint:
		return a.Field(p).Label
	}
	word := zh.FieldFor(p.Field(), a.Doc.Entity.Personal())
	if s := a.Doc.Site(p.Site()); s != nil {
		word = zh.ForService(s.Service, word)
	}
	return word
}

// served words a control about a service that is no website in the words of its kind, and offers what that kind has.
func (a Answers) served(field ui.Field, p filing.Path) ui.Field {
	s := a.Doc.Site(p.Site())
	if s == nil || !s.Service.App() || p.Field() == filing.SiteService {
		return field
	}
	switch p.Field() {
	case filing.SiteNames:
		field.Hint = "和各平台上架的名称一致，一行一个"
	case filing.SiteDomains:
		field.Optional, field.Hint = true, "服务器用到的域名，用到哪一级填哪一级，一行一个；没有可以不填"
	case filing.SitePlatforms:
		field.Options, field.Values = codeOptions(filing.PlatformsFor(s.Service), ""), a.Doc.Get(p)
	case filing.SiteContents:
		field.Hint = strings.Replace(field.Hint, "个人网站", "个人", 1)
	}
	for _, text := range []*string{&field.Label, &field.Hint, &field.Why, &field.Error} {
		*text = zh.ForService(s.Service, *text)
	}
	return field
}

// platformField suits a control to its platform: what is asked is called and measured differently on each.
func platformField(field ui.Field, p filing.Path) ui.Field {
	kind, _ := strconv.Atoi(strings.Split(string(p), ".")[3])
	platform, _ := filing.PlatformTypeOf(kind)
	field.Label = zh.PlatformLabel(p)
	if p.Field() == filing.PlatformPackage {
		return field
	}
	field.Optional = platform.Digest == 0
	if p.Field() == filing.PlatformFingerprint && platform.Digest > 0 {
		field.Hint = "MD5 指纹，32 位"
		if platform.Digest == 40 {
			field.Hint = "SHA-1 指纹，40 位"
		}
	}
	return field
}

// suited adapts a control to what the document already says.
func (a Answers) suited(field ui.Field, p filing.Path) ui.Field {
	switch f := p.Field(); {
	case f == filing.EntityCertNumber && a.Doc.Entity.Nature == 0:
		field.Hint = "身份证填 18 位公民身份号码，营业执照填 18 位统一社会信用代码"
	case f == filing.EntityProvince && a.Doc.Entity.Nature == 0:
		field.Hint = "主办者实际所在的省，由这个省的通信管理局审核"
	case f == filing.PrincipalEmergency || f == filing.PrincipalLandlines || f == filing.PrincipalEmail:
		field.Why = "" // said at the mobiles, which always stand before
		if f == filing.PrincipalEmail && p.Site() == "" {
			field.Autocomplete = "email"
		}
	case f == filing.EntityName && a.Doc.Entity.Personal():
		field.Autocomplete = "name"
	case f == filing.EntityName:
		field.Autocomplete = "organization"
	case f == filing.PrincipalName && p.Site() == "" && !a.Doc.Entity.Personal():
		field.Hint = "单位证件上的法定代表人或主要负责人，" + field.Hint
	case f == filing.SiteIPOnly:
		field.Hint = "" // the choices say it
	case f == filing.SiteNames:
		field.Hint += "，一行一个"
	case f == filing.ApprovalNumber:
		kind, _ := strconv.Atoi(strings.Split(string(p), ".")[3])
		field.Label = filing.NameOf(filing.PreApprovals, kind) + "的批准文号"
	case f == filing.PlatformPackage || f == filing.PlatformKey || f == filing.PlatformFingerprint:
		return platformField(field, p)
	case f == filing.AccessIPs:
		field.Hint += "；动态地址可以不填"
	}
	return field
}

// sibling is the path of another field of the same part of the document.
func sibling(p filing.Path, f filing.Field) filing.Path {
	if p.Site() == "" {
		return f.At()
	}
	return f.Of(p.Site())
}

// dependents are the paths a control brings along: those its choices reveal, and those drawn together with it.
func dependents(p filing.Path) []filing.Path {
	c := controls[p.Field()]
	var list []filing.Path
	for _, f := range c.with {
		list = append(list, sibling(p, f))
	}
	for _, value := range slices.Sorted(maps.Keys(c.reveals)) {
		for _, f := range c.reveals[value] {
			list = append(list, Asked([]filing.Path{sibling(p, f)})...)
		}
	}
	if p.Field() == filing.SiteApprovals {
		for _, kind := range filing.PreApprovals.All() {
			list = append(list, filing.ApprovalPath(p.Site(), kind.ID))
		}
	}
	if p.Field() == filing.SitePlatforms {
		for _, kind := range filing.PlatformTypes {
			list = append(list, onPlatform(p.Site(), kind.ID)...)
		}
	}
	return list
}

// Asked lists every path that the controls of paths ask for, dependents behind the choice they depend on.
func Asked(paths []filing.Path) []filing.Path {
	var list []filing.Path
	for _, p := range paths {
		list = append(list, p)
		list = append(list, dependents(p)...)
	}
	return list
}

// Chosen reports whether the control of a path is a choice: browsers send nothing when nothing is chosen.
func Chosen(p filing.Path) bool { return controls[p.Field()].choice }

// revealed are the controls that one option of a choice brings.
func revealed(p filing.Path, value string) []filing.Path {
	if p.Field() == filing.SiteApprovals {
		kind, _ := strconv.Atoi(value)
		return []filing.Path{filing.ApprovalPath(p.Site(), kind)}
	}
	if p.Field() == filing.SitePlatforms {
		kind, _ := strconv.Atoi(value)
		return onPlatform(p.Site(), kind)
	}
	var list []filing.Path
	for _, f := range controls[p.Field()].reveals[value] {
		list = append(list, sibling(p, f))
	}
	return list
}

// onPlatform are the questions about an app on one platform; a mini program is signed by its host.
func onPlatform(site string, kind int) []filing.Path {
	var list []filing.Path
	asked := []filing.Field{filing.PlatformPackage, filing.PlatformKey, filing.PlatformFingerprint}
	if p, _ := filing.PlatformTypeOf(kind); p.Service == filing.MiniProgram {
		asked = asked[:1]
	}
	for _, f := range asked {
		list = append(list, f.On(site, kind))
	}
	return list
}

// Control draws one control with everything that depends on it.
func (a Answers) Control(p filing.Path) templ.Component {
	field := a.Field(p)
	c := controls[p.Field()]
	for i := range field.Options {
		if paths := revealed(p, field.Options[i].Value); len(paths) > 0 {
			field.Options[i].Reveal = Fields(a, paths...)
		}
	}
	if p.Field() == filing.EntityCity {
		return regionControl(field, a.Field(filing.EntityCounty.At()), a.Doc.Entity.Province)
	}
	if c.draw == nil {
		return templ.NopComponent
	}
	return c.draw(field)
}

// Errors are the problems of paths for the summary on top of the page, in the order of the page.
func (a Answers) Errors(paths []filing.Path) []ui.FieldError {
	var list []ui.FieldError
	asked := Asked(paths)
	for _, p := range a.Problems.Errors() {
		if !slices.Contains(asked, p.Path) {
			list = append(list, ui.FieldError{Text: a.Problem(p)})
		}
	}
	for _, path := range asked {
		if p, found := a.Problems.Errors().At(path); found {
			list = append(list, ui.FieldError{ID: ui.FieldID(string(path)), Text: a.Problem(p)})
		}
	}
	return list
}

func provinceName(code string) string {
	p, _ := region.ByCode(code)
	return p.Name
}
