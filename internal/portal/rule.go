package portal

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/rules"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// provinceRules (本省填报要求) prints a province's rules as they are in force, for everybody.
func (p *Portal) provinceRules(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	province, ok := region.ByISO(inPath(r, "abbr"))
	if !ok {
		return nil, filing.ErrNotFound
	}
	version := 0
	if typed := r.URL.Query().Get("version"); typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil || n < 1 {
			return nil, filing.ErrNotFound
		}
		version = n
	}
	e, err := d.RulesOf(r.Context(), province.Code, version)
	if err != nil {
		return nil, err
	}
	all, err := d.RuleEditions(r.Context(), province.Code)
	m := page.Rules{Page: p.base(r, me), Province: province, Version: e.Version, From: e.ValidFrom, List: ruleLines(e.Rules),
		Footer: string(e.Footer), Editions: editionLines(all)}
	m.Page.Portal = province.BureauName()
	return page.RulesPage(m), err
}

func ruleLines(list []rules.Rule) []page.RuleLine {
	var lines []page.RuleLine
	for _, r := range list {
		lines = append(lines, page.RuleLine{Code: r.Code, Severity: string(r.Severity), Scope: scopeWords(r), Where: spotWords(r.At),
			Message: r.Message, Source: r.Source, When: r.When, Need: r.Need})
	}
	return lines
}

func editionLines(list []postgres.RuleEdition) []page.RuleEdition {
	var lines []page.RuleEdition
	for _, e := range list {
		lines = append(lines, page.RuleEdition{Version: e.Version, From: e.ValidFrom, Note: e.Note, By: e.By})
	}
	return lines
}

// scopeWords is whom a rule concerns.
func scopeWords(r rules.Rule) string {
	var parts []string
	switch {
	case len(r.Natures) == 0:
		parts = append(parts, "个人和单位")
	case len(r.Natures) == len(filing.Natures.All())-1 && !slices.Contains(r.Natures, filing.Individual):
		parts = append(parts, "单位")
	default:
		var names []string
		for _, n := range r.Natures {
			names = append(names, filing.NameOf(filing.Natures, int(n)))
		}
		parts = append(parts, strings.Join(names, "、"))
	}
	for _, k := range r.Kinds {
		parts = append(parts, zh.Kind(k))
	}
	for _, s := range r.Services {
		parts = append(parts, zh.Service(s))
	}
	return strings.Join(parts, "，")
}

// spotWords is where a rule is shown.
func spotWords(s rules.Spot) string {
	if slot := s.Slot(); slot != "" {
		return "材料：" + zh.Slot(slot)
	}
	label := zh.Field(s.Field())
	switch {
	case strings.HasPrefix(string(s), "site_principal."):
		return "网站负责人：" + label
	case strings.HasPrefix(string(s), "principal."):
		return "主体负责人：" + label
	}
	return label
}

// ownRules (本省规则) is where a bureau keeps its rules: those of the newest edition, and the editions.
func (p *Portal) ownRules(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.rulesDesk(r, d, me, p.form(r))
}

func (p *Portal) rulesDesk(r *http.Request, d *postgres.Desk, me filing.Actor, f page.Form) (templ.Component, error) {
	e, all, err := newestRules(r, d, me.Province)
	if err != nil {
		return nil, err
	}
	province, _ := region.ByCode(me.Province)
	share, err := d.SecondShare(r.Context(), me.Province)
	if err != nil {
		return nil, err
	}
	if f.Values != nil && !f.Values.Has("share") {
		f.Values.Set("share", strconv.Itoa(share))
	}
	f = f.Or(url.Values{"footer": {string(e.Footer)}, "from": {calendar.DateOf(d.Now()).String()}, "share": {strconv.Itoa(share)}})
	f.Action = "/bureau/rules/footer"
	return page.RuleDeskPage(page.RuleDesk{Page: p.base(r, me), Province: province, Form: f, Admin: me.Is(filing.Admin), Version: e.Version,
		From: e.ValidFrom, Ahead: e.ValidFrom.After(calendar.DateOf(d.Now())), List: ruleLines(e.Rules), Editions: editionLines(all)}), nil
}

// newestRules is the edition that a further one is made from, even when its day has not come yet.
func newestRules(r *http.Request, d *postgres.Desk, province string) (postgres.RuleEdition, []postgres.RuleEdition, error) {
	all, err := d.RuleEditions(r.Context(), province)
	if err != nil || len(all) == 0 {
		return postgres.RuleEdition{}, all, err
	}
	e, err := d.RulesOf(r.Context(), province, all[0].Version)
	return e, all, err
}

// saveFooter changes the number that the province's sites show at their foot.
func (p *Portal) saveFooter(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	e, _, err := newestRules(r, d, me.Province)
	if err != nil {
		return nil, err
	}
	e.Footer, e.Note = rules.Footer(f.Get("footer")), f.Get("note")
	e.ValidFrom, _ = calendar.ParseDate(f.Get("from"))
	_, err = d.SaveRules(r.Context(), e)
	if found, ok := problemsIn(err); ok {
		c, fault := p.rulesDesk(r, d, me, f.With(found))
		if fault != nil {
			return nil, fault
		}
		return c, err
	}
	return p.rulesSaved(r, err)
}

// saveSecondShare sets how many filings are drawn for a second review.
func (p *Portal) saveSecondShare(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	share, err := strconv.Atoi(strings.TrimSpace(f.Get("share")))
	if err != nil {
		share = -1
	}
	err = d.SetSecondShare(r.Context(), share)
	if found, ok := problemsIn(err); ok {
		c, fault := p.rulesDesk(r, d, me, f.With(found))
		if fault != nil {
			return nil, fault
		}
		return c, err
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "随机复审的比例已保存", Text: "从现在起收到的备案按这个比例抽取。"})
	return nil, seeOther("/bureau/rules")
}

func (p *Portal) rulesSaved(r *http.Request, err error) (templ.Component, error) {
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "新版规则已保存", Text: "从生效日起提交的备案按新规则判断，在办的仍按提交时的规则。"})
	return nil, seeOther("/bureau/rules")
}

// ruleForm shows one rule to change, or an empty one to add.
func (p *Portal) ruleForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, _, err := p.ruleEditor(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.RuleFormPage(m), nil
}

func (p *Portal) ruleEditor(r *http.Request, d *postgres.Desk, me filing.Actor) (page.RuleForm, postgres.RuleEdition, error) {
	m := page.RuleForm{Page: p.base(r, me), Form: p.form(r), Code: r.URL.Query().Get("rule"), Spots: spotOptions()}
	e, _, err := newestRules(r, d, me.Province)
	if err != nil {
		return m, e, err
	}
	one := rules.Rule{Severity: rules.Error}
	if m.Code != "" {
		i := slices.IndexFunc(e.Rules, func(x rules.Rule) bool { return x.Code == m.Code })
		if i < 0 {
			return m, e, filing.ErrNotFound
		}
		one = e.Rules[i]
	}
	values := url.Values{"code": {one.Code}, "severity": {string(one.Severity)}, "at": {string(one.At)}, "when": {one.When}, "need": {one.Need},
		"message": {one.Message}, "source": {one.Source}, "version": {strconv.Itoa(e.Version)}, "from": {calendar.DateOf(d.Now()).String()}}
	for _, n := range one.Natures {
		values.Add("natures", strconv.Itoa(int(n)))
	}
	for _, k := range one.Kinds {
		values.Add("kinds", strconv.Itoa(int(k)))
	}
	for _, s := range one.Services {
		values.Add("services", strconv.Itoa(int(s)))
	}
	m.Form = m.Form.Or(values)
	return m, e, nil
}

func spotOptions() []ui.Option {
	var list []ui.Option
	for _, s := range rules.Spots() {
		list = append(list, ui.Option{Value: string(s), Label: spotWords(s) + "（" + string(s) + "）"})
	}
	return list
}

// typedRule reads the form of one rule.
func typedRule(f page.Form) rules.Rule {
	one := rules.Rule{Code: strings.TrimSpace(f.Get("code")), Severity: rules.Severity(f.Get("severity")), At: rules.Spot(f.Get("at")),
		When: strings.TrimSpace(f.Get("when")), Need: strings.TrimSpace(f.Get("need")), Message: strings.TrimSpace(f.Get("message")),
		Source: strings.TrimSpace(f.Get("source"))}
	for _, s := range f.Values["natures"] {
		if n, _ := strconv.Atoi(s); filing.NameOf(filing.Natures, n) != "" {
			one.Natures = append(one.Natures, filing.Nature(n))
		}
	}
	for _, s := range f.Values["kinds"] {
		if n, _ := strconv.Atoi(s); filing.Kind(n).Valid() {
			one.Kinds = append(one.Kinds, filing.Kind(n))
		}
	}
	for _, s := range f.Values["services"] {
		if n, _ := strconv.Atoi(s); filing.ServiceKind(n).Valid() {
			one.Services = append(one.Services, filing.ServiceKind(n))
		}
	}
	return one
}

// saveRule tries a rule on the open filings, or makes the edition with it, or without it.
func (p *Portal) saveRule(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, e, err := p.ruleEditor(r, d, me)
	if err != nil {
		return nil, err
	}
	f, step := m.Form, m.Form.Get("step")
	one := typedRule(f)
	found := filing.Problems(nil)
	if step != "remove" {
		found = one.Compile()
	}
	if f.Get("version") != strconv.Itoa(e.Version) {
		found = append(found, filing.Problem{Flaw: filing.Outdated})
	}
	if step == "preview" && len(found) == 0 {
		if m.Trial, err = tryRule(r, d, one); err != nil {
			return nil, err
		}
		return page.RuleFormPage(m), nil
	}
	if len(found) == 0 {
		e.Rules, e.Note = with(e.Rules, m.Code, one, step == "remove"), f.Get("note")
		e.ValidFrom, _ = calendar.ParseDate(f.Get("from"))
		_, err = d.SaveRules(r.Context(), e)
		if more, ok := problemsIn(err); ok {
			found = more
		} else if errors.Is(err, filing.ErrStale) {
			found = filing.Problems{{Flaw: filing.Outdated}}
		}
	}
	if len(found) > 0 {
		m.Form = f.With(found)
		return page.RuleFormPage(m), found
	}
	return p.rulesSaved(r, err)
}

// with is a set with one rule in the place of the one named, at the end where none was, or without it.
func with(list []rules.Rule, code string, one rules.Rule, remove bool) []rules.Rule {
	list = slices.Clone(list)
	i := slices.IndexFunc(list, func(x rules.Rule) bool { return x.Code == code })
	switch {
	case i < 0:
		return append(list, one)
	case remove:
		return slices.Delete(list, i, i+1)
	}
	list[i] = one
	return list
}

func tryRule(r *http.Request, d *postgres.Desk, one rules.Rule) (*page.RuleTrial, error) {
	t, err := d.TryRules(r.Context(), []rules.Rule{one})
	if err != nil {
		return nil, err
	}
	return &page.RuleTrial{Looked: t.Filings, Flagged: t.Stopped + t.Warned, Stops: one.Severity == rules.Error, More: t.More, Example: t.Example,
		Line: ruleLines([]rules.Rule{one})[0]}, nil
}
