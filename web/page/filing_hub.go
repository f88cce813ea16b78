package page

import (
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

// Steps lists the tasks in their order: the entity, the provider, each site, the papers.
func Steps(d *filing.Document, problems filing.Problems, provider string) []Step {
	var list []Step
	add := func(topics []Topic) {
		for _, t := range topics {
			list = append(list, Step{Slug: t.Slug, Title: t.Title, Site: t.Site, Standing: t.Standing(d, problems)})
		}
	}
	add(entityTopics(d))
	list = append(list, providerStep(problems, provider))
	for _, s := range d.Sites {
		add(siteTopics(s))
	}
	if len(d.Sites) == 0 {
		list = append(list, Step{Slug: "sites", Title: "添加网站", Standing: TopicEmpty})
	}
	return append(list, paperStep(d, problems))
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

func paperStep(d *filing.Document, problems filing.Problems) Step {
	s := Step{Slug: "materials", Title: "上传材料", Standing: TopicDone}
	asked, missing := 0, 0
	for _, p := range d.Papers() {
		if p.Required && p.By == filing.Registrant {
			asked++
			if _, found := problems.At(p.Path()); found {
				missing++
			}
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
		if s.Standing == TopicDone {
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
		if s.Standing == TopicDone {
			n++
		}
	}
	return n
}

// Hub (任务清单) is a filing in its owner's hands.
type Hub struct {
	Page     ui.Page
	Filing   int64
	Kind     filing.Kind
	Receipt  string
	Doc      *filing.Document
	Steps    []Step
	Saved    string
	Provider string
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
	p.Back = &ui.Link{Text: "返回我的备案", Href: "/my"}
	p.Aside = hubAside(m)
	return p
}

// groups are the tasks under their headings.
func (m Hub) groups() []ui.TaskGroup {
	groups := []ui.TaskGroup{{Title: "一、主办者"}, {Title: "二、接入商"}}
	last := ""
	for _, s := range m.Steps {
		task := m.task(s)
		switch {
		case strings.HasPrefix(s.Slug, "entity/"):
			groups[0].Tasks = append(groups[0].Tasks, task)
			continue
		case s.Slug == "provider":
			groups[1].Tasks = append(groups[1].Tasks, task)
			continue
		case s.Slug == "materials":
			groups = append(groups, ui.TaskGroup{Title: "四、材料"})
		case s.Site != last || s.Slug == "sites":
			last = s.Site
			groups = append(groups, ui.TaskGroup{Title: "三、网站" + siteTitle(m.Doc, s.Site)})
		}
		groups[len(groups)-1].Tasks = append(groups[len(groups)-1].Tasks, task)
	}
	return append(groups, ui.TaskGroup{Title: "五、核对并提交", Tasks: []ui.Task{m.reviewTask()}})
}

func (m Hub) task(s Step) ui.Task {
	t := ui.Task{ID: "task-" + strings.ReplaceAll(s.Slug, "/", "-"), Text: s.Title, Hint: s.Hint, Href: FilingPath(m.Filing, s.Slug)}
	switch s.Standing {
	case TopicDone:
		t.Status, t.Tone = "已完成", ui.Success
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
	if s.Slug == "provider" && s.Standing == TopicDone && !m.Provided {
		t.Href = ""
	}
	return t
}

func (m Hub) reviewTask() ui.Task {
	if m.Fix != "" {
		return ui.Task{ID: "task-review", Text: "按退回意见修改并提交", Href: m.Fix, Status: "需修改", Tone: ui.Returned}
	}
	if Done(m.Steps) == len(m.Steps) {
		return ui.Task{ID: "task-review", Text: "核对并提交", Href: FilingPath(m.Filing, "review"), Status: "未开始", Tone: ui.Neutral}
	}
	return ui.Task{ID: "task-review", Text: "核对并提交", Status: "完成以上任务后可开始", Tone: ui.Success}
}
