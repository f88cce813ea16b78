package page

import (
	"slices"
	"strings"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// Step is one task of a filing in its owner's hands.
type Step struct {
	Slug, Title, Hint string
	Site              string
	Standing          Standing
}

// PasswordField is the control of an entity's filing password (备案密码), and the path of what is wrong with it.
const PasswordField = "filing_password"

// Work is a filing in its owner's hands: what it is, and what it asks for.
type Work struct {
	Filing   int64
	Kind     filing.Kind
	Doc      *filing.Document
	Was      *filing.Document // the register beside it; nil for a first filing
	Problems filing.Problems
	Provider string
	Papers   []filing.Paper // what it calls for beside the document
}

// Steps lists the tasks in their order: the entity, the provider, each site, the papers.
func (w Work) Steps() []Step {
	var entity, sites []Step
	for _, t := range TopicsFor(w.Kind, w.Doc) {
		s := Step{Slug: t.Slug, Title: t.Title, Site: t.Site, Standing: w.standing(t)}
		if t.Site == "" {
			entity = append(entity, s)
		} else {
			sites = append(sites, s)
		}
	}
	list := append(entity, providerStep(w.Problems, w.Provider))
	if _, asked := w.Problems.At(PasswordField); asked {
		list = append(list, Step{Slug: "password", Title: "填写备案密码", Hint: "这项办理需要主体的备案密码", Standing: TopicEmpty})
	}
	list = append(list, sites...)
	if len(w.Doc.Sites) == 0 && w.Kind == filing.FirstFiling {
		list = append(list, Step{Slug: "sites", Title: "添加网站", Standing: TopicEmpty})
	}
	if w.Kind == filing.FirstFiling || w.brings() > 0 {
		list = append(list, w.paperStep())
	}
	return list
}

// standing is how far a page is; a page of a change on which nothing is wrong says whether it changes anything.
func (w Work) standing(t Topic) Standing {
	s := t.Standing(w.Doc, w.Problems)
	if w.Kind == filing.Change && s == TopicDone && !slices.ContainsFunc(w.Changes(), func(c filing.Difference) bool { return t.Asks(c.Path) }) {
		return TopicSame
	}
	return s
}

// Changes is what a change alters, in the order of the forms.
func (w Work) Changes() []filing.Difference {
	if w.Was == nil || w.Kind != filing.Change {
		return nil
	}
	return filing.Differences(w.Was, w.Doc)
}

// Stops are the problems that no page of the form mends: the register itself speaks against the filing.
func (w Work) Stops() filing.Problems {
	var list filing.Problems
	for _, p := range w.Problems.Errors() {
		if p.Flaw != filing.NothingChanged && w.nowhere(p.Path) {
			list = append(list, p)
		}
	}
	return list
}

// nowhere reports whether no page of the filing asks for a path.
func (w Work) nowhere(p filing.Path) bool {
	if p == "sites" {
		return w.Kind != filing.FirstFiling
	}
	if _, paper := filing.PaperAt(p); paper || p == "provider" || p == PasswordField {
		return false
	}
	_, asked := TopicAt(w.Kind, w.Doc, p)
	return !asked
}

// unchanged reports that a change has not changed anything yet.
func (w Work) unchanged() bool {
	return slices.ContainsFunc(w.Problems, func(p filing.Problem) bool { return p.Flaw == filing.NothingChanged })
}

// brings counts the papers that the owner must bring.
func (w Work) brings() int {
	n := 0
	for _, p := range w.Papers {
		if p.Asked() {
			n++
		}
	}
	return n
}

func providerStep(problems filing.Problems, provider string) Step {
	s := Step{Slug: "provider", Title: "选择接入商", Hint: provider, Standing: TopicDone}
	if p, found := problems.Errors().At("provider"); found {
		s.Standing, s.Hint = TopicEmpty, provider
		if provider != "" {
			s.Standing, s.Hint = TopicWrong, zh.Problem(p)
		}
	}
	return s
}

func (w Work) paperStep() Step {
	s := Step{Slug: "materials", Title: "上传材料", Standing: TopicDone}
	asked, missing := w.brings(), 0
	for _, p := range w.Papers {
		if _, found := w.Problems.At(p.Path()); found && p.Required && p.By == filing.Registrant {
			missing++
		}
	}
	if missing > 0 {
		s.Standing, s.Hint = TopicStarted, "共 "+itoa(asked)+" 项，还差 "+itoa(missing)+" 项"
	}
	if missing == asked {
		s.Standing = TopicEmpty
	}
	return s
}

// NextStep is the address of the next task that is not done behind the one just saved, beginning anew at the end of
// the list; with everything done it is the review.
func NextStep(id int64, steps []Step, after string) string {
	first, passed := "", false
	for _, s := range steps {
		if s.Slug == after {
			passed = true
			continue
		}
		if s.Standing == TopicDone || s.Standing == TopicSame {
			continue
		}
		if passed {
			return FilingPath(id, s.Slug)
		}
		if first == "" {
			first = s.Slug
		}
	}
	if first == "" {
		first = "review"
	}
	return FilingPath(id, first)
}

// Done counts the tasks that are done.
func Done(steps []Step) int {
	n := 0
	for _, s := range steps {
		if s.Standing == TopicDone || s.Standing == TopicSame {
			n++
		}
	}
	return n
}

// Hub (任务清单) is a filing in its owner's hands.
type Hub struct {
	Work
	Page     ui.Page
	Receipt  string
	Steps    []Step
	Saved    string
	Provided bool // the provider may still be changed
	Returned int  // places marked by the last return
	Fix      string
	Abandon  string // address of the page that ends the filing, empty when that is not open
}

func (m Hub) page() ui.Page {
	p := m.Page
	p.Title, p.Section, p.Width, p.NoIndex = "任务清单", "我的备案", ui.Narrow, true
	p.Caption = zh.Kind(m.Kind) + "（草稿）"
	if m.Returned > 0 {
		p.Caption = zh.Kind(m.Kind) + "（退回修改）"
	}
	p.Lead = itoa(len(m.Steps)) + " 项中已完成 " + itoa(Done(m.Steps)) + " 项"
	if m.Kind == filing.Change {
		p.Lead = "打开要变更的一项修改，没有变化的不用动。"
	}
	p.Back = &ui.Link{Text: "返回我的备案", Href: "/my"}
	p.Aside = hubAside(m)
	return p
}

// ready reports that nothing is left but to submit.
func (m Hub) ready() bool {
	return Done(m.Steps) == len(m.Steps) && len(m.Stops()) == 0 && !m.unchanged()
}

// numerals count the parts of a first filing; the shorter filings have no need of them.
func (m Hub) heading(numeral, words string) string {
	if m.Kind == filing.FirstFiling {
		return numeral + "、" + words
	}
	return words
}

func (m Hub) ownerHeading() string {
	if m.Kind.Cancels() {
		return zh.Kind(m.Kind)
	}
	return m.heading("一", "主办者")
}

// groups are the tasks under their headings.
func (m Hub) groups() []ui.TaskGroup {
	var groups []ui.TaskGroup
	last := ""
	for _, s := range m.Steps {
		part, title := s.Slug, ""
		switch {
		case strings.HasPrefix(s.Slug, "entity/"):
			part, title = "entity", m.ownerHeading()
		case s.Slug == "provider" || s.Slug == "password":
			part, title = "provider", m.heading("二", "接入商")
		case s.Slug == "materials":
			title = m.heading("四", "材料")
		default:
			part, title = "site "+s.Site, m.heading("三", siteTitle(m.Doc, s.Site))
		}
		if part != last {
			groups, last = append(groups, ui.TaskGroup{Title: title}), part
		}
		groups[len(groups)-1].Tasks = append(groups[len(groups)-1].Tasks, m.task(s))
	}
	return append(groups, ui.TaskGroup{Title: m.heading("五", "核对并提交"), Tasks: []ui.Task{m.reviewTask()}})
}

func (m Hub) task(s Step) ui.Task {
	t := ui.Task{ID: "task-" + strings.ReplaceAll(s.Slug, "/", "-"), Text: s.Title, Hint: s.Hint, Href: FilingPath(m.Filing, s.Slug)}
	switch s.Standing {
	case TopicDone:
		t.Status, t.Tone = "已完成", ui.Success
		if _, asks := TopicBySlug(m.Kind, m.Doc, s.Slug); asks && m.Kind == filing.Change {
			t.Status, t.Tone = "已修改", ui.Info
		}
	case TopicSame:
		t.Status, t.Tone = "没有变化", ui.Neutral
	case TopicStarted:
		t.Status, t.Tone = "填写中", ui.Info
	case TopicWrong:
		t.Status, t.Tone = "需修改", ui.Danger
		if s.Slug != "provider" && s.Slug != "materials" {
			t.Href += "?check=1"
		}
	default:
		t.Status, t.Tone = "未开始", ui.Neutral
	}
	if s.Slug == "provider" && !m.Provided {
		t.Text = "接入商"
		t.Href = ""
	}
	return t
}

func (m Hub) reviewTask() ui.Task {
	if m.Fix != "" {
		return ui.Task{ID: "task-review", Text: "按退回意见修改并提交", Href: m.Fix, Status: "需修改", Tone: ui.Returned}
	}
	if m.ready() {
		return ui.Task{ID: "task-review", Text: "核对并提交", Href: FilingPath(m.Filing, "review"), Status: "未开始", Tone: ui.Neutral}
	}
	if m.unchanged() {
		return ui.Task{ID: "task-review", Text: "核对并提交", Status: "修改后可开始", Tone: ui.Neutral}
	}
	return ui.Task{ID: "task-review", Text: "核对并提交", Status: "完成以上任务后可开始", Tone: ui.Success}
}
