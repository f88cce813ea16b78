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
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// mending is a returned filing with what was marked and what it said then.
type mending struct {
	f      postgres.Filing
	marks  []filing.Mark
	note   string
	was    *filing.Document // when it was returned
	doc    *filing.Document // now
	have   []postgres.Paper
	drawn  map[filing.Path]bool // marked places whose control stands on the page
	said   url.Values           // reasons to leave a place as it is
	papers bool                 // the filing calls for papers of the owner's
}

// keyExplained holds, in the session, reasons that have not been sent yet.
const keyExplained = "explained"

func (p *Portal) mendingOf(r *http.Request, d *postgres.Desk) (x mending, err error) {
	if x.f, err = filingOf(r, d); err != nil {
		return x, err
	}
	if x.f.State != filing.ReturnedToRegistrant {
		return x, seeOther(page.FilingPath(x.f.ID))
	}
	events, err := d.Events(r.Context(), x.f)
	if err != nil {
		return x, err
	}
	last, _ := postgres.LastReturn(events)
	x.marks, x.note = last.Detail.Marks, last.Detail.Note
	if x.was, err = d.DocumentVersion(r.Context(), x.f, last.Version); err != nil {
		return x, err
	}
	if x.doc, err = d.Document(r.Context(), x.f); err != nil {
		return x, err
	}
	if x.have, err = d.Papers(r.Context(), x.f); err != nil {
		return x, err
	}
	wants, err := d.Wants(r.Context(), x.f, x.doc)
	x.papers = len(x.have) > 0 || slices.ContainsFunc(wants.Papers, filing.Paper.Asked)
	x.draw()
	x.said, _ = url.ParseQuery(p.session(r).GetString(r.Context(), x.key()))
	return x, err
}

func (x mending) key() string { return keyExplained + strconv.FormatInt(x.f.ID, 10) }

// draw decides which controls stand on the page: those of marked fields, each once, since the control of a choice
// brings along what the choice reveals.
func (x *mending) draw() {
	x.drawn = map[filing.Path]bool{}
	for _, k := range x.marks {
		x.drawn[k.Path] = known(x.doc, k.Path)
	}
	for _, k := range x.marks {
		for _, brought := range page.Asked([]filing.Path{k.Path})[1:] {
			if x.drawn[k.Path] {
				x.drawn[brought] = false
			}
		}
	}
}

// known reports whether a path still leads somewhere: the site or access it names may have been removed.
func known(doc *filing.Document, p filing.Path) bool {
	return p.Field() != "" && copyOf(doc).Set(p, doc.Get(p))
}

// paths are all controls on the page with what depends on them.
func (x mending) paths() []filing.Path {
	var list []filing.Path
	for _, k := range x.marks {
		if x.drawn[k.Path] && !slices.Contains(list, k.Path) {
			list = append(list, page.Asked([]filing.Path{k.Path})...)
		}
	}
	return list
}

// changed reports whether a marked place says something else than when it was returned.
func (x mending) changed(p filing.Path) bool {
	if at, ok := filing.PaperAt(p); ok {
		return slices.ContainsFunc(x.have, func(h postgres.Paper) bool {
			return h.Slot == at.Slot && h.Site == at.Site && h.At.After(*x.f.ReturnedAt)
		})
	}
	if p.Field() == "" {
		return len(filing.Differences(x.was, x.doc)) > 0
	}
	return slices.ContainsFunc(page.Asked([]filing.Path{p}), func(q filing.Path) bool { return !slices.Equal(x.was.Get(q), x.doc.Get(q)) })
}

// unchanged are the marked places that are neither changed nor explained.
func (x mending) unchanged() filing.Problems {
	var list filing.Problems
	for _, k := range x.marks {
		if !x.changed(k.Path) && x.reason(k.Path) == "" {
			list = append(list, filing.Problem{Path: k.Path, Flaw: filing.Unchanged})
		}
	}
	return list
}

func (x mending) reason(p filing.Path) string {
	return strings.TrimSpace(x.said.Get(page.ExplainField(p)))
}

// reasons are the explanations as the provider reads them.
func (x mending) reasons() string {
	var lines []string
	for _, k := range x.marks {
		if why := x.reason(k.Path); why != "" {
			lines = append(lines, zh.PathLabel(x.doc, k.Path)+"："+why)
		}
	}
	return strings.Join(lines, "\n")
}

// fixForm shows what has to be mended.
func (p *Portal) fixForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	x, err := p.mendingOf(r, d)
	if err != nil {
		return nil, err
	}
	form := p.form(r)
	if form.Parked {
		fill(x.doc, x.paths(), form.Values)
		x.said = form.Values
	}
	return page.FixPage(p.fixModel(r, me, x, form)), nil
}

// fix keeps what was typed, and hands the filing over again when everything marked has been seen to.
func (p *Portal) fix(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	x, err := p.mendingOf(r, d)
	if err != nil {
		return nil, err
	}
	x.said = url.Values{}
	for _, k := range x.marks {
		x.said[page.ExplainField(k.Path)] = r.PostForm[page.ExplainField(k.Path)]
	}
	p.session(r).Put(r.Context(), x.key(), x.said.Encode())
	revision, _ := strconv.Atoi(r.PostForm.Get(page.RevisionField))
	f, err := d.Save(r.Context(), x.f.ID, max(revision, 1), func(doc *filing.Document) { fill(doc, x.paths(), r.PostForm) })
	if errors.Is(err, filing.ErrStale) {
		return p.fixMoved(r, me, x), err
	}
	if err != nil {
		return nil, err
	}
	x.f = f
	fill(x.doc, x.paths(), r.PostForm)
	if r.PostForm.Get("do") == "later" {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "已保存", Text: "改好后在这里提交修改。"})
		return nil, seeOther(page.FilingPath(f.ID, "fix"))
	}
	return p.submitFix(r, d, me, x)
}

// fixMoved shows the page over what somebody stored in the meantime, with what was typed still in its controls.
func (p *Portal) fixMoved(r *http.Request, me filing.Actor, x mending) templ.Component {
	stored := copyOf(x.doc)
	fill(x.doc, x.paths(), r.PostForm)
	m := p.fixModel(r, me, x, p.form(r))
	m.Moved = true
	for i, item := range m.Items {
		if item.Draw && !slices.Equal(stored.Get(item.Path), x.doc.Get(item.Path)) {
			m.Items[i].Now = zh.Value(item.Path.Field(), stored.Get(item.Path))
		}
	}
	return page.FixPage(m)
}

func (p *Portal) submitFix(r *http.Request, d *postgres.Desk, me filing.Actor, x mending) (templ.Component, error) {
	problems, err := d.Preflight(r.Context(), x.f)
	if err != nil {
		return nil, err
	}
	problems = append(x.unchanged(), problems.Errors()...)
	if len(problems) == 0 {
		_, err := d.Act(r.Context(), x.f.ID, postgres.Move{Action: filing.Submit, Revision: x.f.Revision, Detail: filing.Detail{Note: x.reasons()}})
		if err == nil {
			p.session(r).Remove(r.Context(), x.key())
			p.flash(r, ui.Notice{Tone: ui.Success, Title: "修改已提交", Text: "接入商会重新核验，请保持手机畅通。"})
			return nil, seeOther(page.FilingPath(x.f.ID))
		}
		found, ok := problemsIn(err)
		if !ok {
			return p.overtaken(r, d, me, x.f.ID, err)
		}
		problems = found
	}
	return page.FixPage(p.fixModel(r, me, x, p.form(r).With(problems))), problems
}

func (p *Portal) fixModel(r *http.Request, me filing.Actor, x mending, form page.Form) page.Fix {
	form.Action = page.FilingPath(x.f.ID, "fix")
	m := page.Fix{Page: p.base(r, me), Form: form, ID: x.f.ID, Receipt: x.f.Receipt, Round: x.f.Rounds, Revision: x.f.Revision, Note: x.note,
		Due: zh.Date(calendar.DateOf(x.f.ReturnedAt.Add(filing.AbandonAfter))), Answers: page.Answers{Doc: x.doc, Problems: form.Problems}}
	c := course{doc: x.doc}
	seen := map[filing.Path]bool{}
	for _, k := range x.marks {
		if seen[k.Path] {
			continue
		}
		seen[k.Path] = true
		_, paper := filing.PaperAt(k.Path)
		m.Items = append(m.Items, page.FixItem{Path: k.Path, Label: zh.PathLabel(x.doc, k.Path), Mark: c.markLines([]filing.Mark{k})[0],
			Old: zh.Value(k.Path.Field(), x.was.Get(k.Path)), Draw: x.drawn[k.Path], Place: page.Place(x.f.ID, x.f.Kind, x.doc, k.Path), Paper: paper,
			Done: x.changed(k.Path), Explain: x.said.Get(page.ExplainField(k.Path))})
	}
	for _, t := range page.TopicsFor(x.f.Kind, x.doc) {
		m.Topics = append(m.Topics, ui.Link{Text: topicName(x.doc, t), Href: page.FilingPath(x.f.ID, t.Slug)})
	}
	if x.papers {
		m.Topics = append(m.Topics, ui.Link{Text: "上传材料", Href: page.FilingPath(x.f.ID, "materials")})
	}
	m.Else = x.elsewhere(form.Problems)
	return m
}

// elsewhere are the problems of places that are not on this page.
func (x mending) elsewhere(problems filing.Problems) []ui.Link {
	here := x.paths()
	for _, k := range x.marks {
		here = append(here, k.Path)
	}
	var list []ui.Link
	for _, problem := range problems.Errors() {
		if !slices.Contains(here, problem.Path) {
			list = append(list, ui.Link{Text: zh.Problem(problem), Href: page.Place(x.f.ID, x.f.Kind, x.doc, problem.Path)})
		}
	}
	return list
}

// topicName is the name of a page of the form; with several sites it says of which.
func topicName(doc *filing.Document, t page.Topic) string {
	if s := doc.Site(t.Site); s != nil && len(doc.Sites) > 1 && len(s.Names) > 0 {
		return s.Names[0] + "：" + t.Title
	}
	return t.Title
}
