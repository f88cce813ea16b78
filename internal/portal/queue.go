package portal

import (
	"encoding/base64"
	"encoding/json"
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
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// viewName is the word on the tab of a work list.
func viewName(v postgres.View, tier filing.Tier) string {
	switch v {
	case postgres.ViewWaiting:
		return "待领取"
	case postgres.ViewMine:
		return "我的"
	case postgres.ViewToday:
		return "今天到期"
	case postgres.ViewReturned:
		return "管局退回"
	case postgres.ViewOwner:
		return "等待补正"
	case postgres.ViewSMS:
		return "待短信核验"
	case postgres.ViewBureau:
		return "在管局"
	case postgres.ViewDue:
		return "即将到期"
	case postgres.ViewOverdue:
		return "已超期"
	case postgres.ViewSecond:
		if tier == filing.Provider {
			return "待复核"
		}
		return "待复审"
	case postgres.ViewOpen:
		return "在办"
	case postgres.ViewEnded:
		return "已办结"
	case postgres.ViewAll:
		return "检索结果"
	}
	return ""
}

const queuePage = 30

func (p *Portal) queue(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.queueView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.QueuePage(m), nil
}

func (p *Portal) queueView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Queue, error) {
	q := r.URL.Query()
	search := queueSearch(q, me.Tier)
	counts, err := d.Counts(r.Context())
	if err != nil {
		return page.Queue{}, err
	}
	list, err := d.Queue(r.Context(), search)
	if err != nil {
		return page.Queue{}, err
	}
	m := page.Queue{Page: p.base(r, me), Base: home(me), View: string(search.View), Query: q, Form: p.form(r), Tier: me.Tier,
		Search: page.QueueSearch{Text: search.Text, Kind: search.Kind, State: search.State,
			Nature: search.Nature, Province: search.Province, Waited: search.Waited, Newest: search.Newest}}
	m.Page.Title, m.Page.Section, m.Page.Width = viewName(search.View, me.Tier), deskWork(me.Tier)+"队列", ui.Wide
	m.Page.Heading = deskWork(me.Tier) + "队列"
	m.Page.Count = counts[search.View].N
	m.Page.Crumbs = []ui.Link{{Text: "工作台", Href: home(me)}, {Text: m.Page.Heading}}
	m.Tabs = queueTabs(home(me), me.Tier, search.View, counts)
	if search.Narrowed() {
		n, err := d.Count(r.Context(), search)
		if err != nil {
			return page.Queue{}, err
		}
		m.Result = countWords(n)
	}
	m.Empty = queueEmpty(m, counts)
	if len(list) > queuePage {
		list = list[:queuePage]
		m.Next = ui.WithQuery(m.Base+"/queue", q, "after", cursorText(list[queuePage-1]))
	}
	if !search.After.Zero() {
		m.First = ui.WithQuery(m.Base+"/queue", q, "after", "")
	}
	if search.View == postgres.ViewMine && me.Tier == filing.Bureau && len(withoutActs(slices.Clone(list))) > 1 {
		m.Bulk = m.Base + "/bulk"
	}
	m.Cases = queueCases(list, d, me)
	if m.Peers, err = assignees(r, d, me); err != nil {
		return page.Queue{}, err
	}
	m.Onward, err = onward(r, d, me, counts)
	return m, err
}

// onward is the way to the next case: the most urgent in one's own hands, or else how many wait.
func onward(r *http.Request, d *postgres.Desk, me filing.Actor, counts map[postgres.View]postgres.Counted) (page.Onward, error) {
	o := page.Onward{Waiting: counts[postgres.ViewWaiting].N}
	mine, err := ownCases(r, d, me)
	if len(mine) > 0 {
		o.Next = mine[0].Href
	}
	return o, err
}

// countWords says how many a search finds.
func countWords(n postgres.Counted) string {
	text := "共 " + strconv.Itoa(n.N) + " 件"
	if n.More {
		text += "以上"
	}
	return text
}

// queueSearch reads what the address asks for; what it does not know counts as not asked.
func queueSearch(q url.Values, tier filing.Tier) postgres.Search {
	s := postgres.Search{View: postgres.ViewWaiting, Text: strings.TrimSpace(q.Get("q")), Newest: q.Get("sort") == "newest",
		After: cursorOf(q.Get("after")), Limit: queuePage + 1}
	for _, v := range append(postgres.Views(tier), postgres.ViewAll) {
		if string(v) == q.Get("view") {
			s.View = v
		}
	}
	if kind, err := strconv.ParseInt(q.Get("kind"), 10, 16); err == nil && filing.Kind(kind).Valid() {
		s.Kind = filing.Kind(kind)
	}
	if state := filing.State(q.Get("state")); state.Valid() {
		s.State = state
	}
	if nature, err := strconv.ParseInt(q.Get("nature"), 10, 16); err == nil && filing.NameOf(filing.Natures, int(nature)) != "" {
		s.Nature = filing.Nature(nature)
	}
	if p, ok := region.ByCode(q.Get("province")); ok {
		s.Province = p.Code
	}
	if days, err := strconv.Atoi(q.Get("waited")); err == nil && days > 0 && days <= 60 {
		s.Waited = days
	}
	return s
}

// cursorText is the place in a list behind a filing, for an address.
func cursorText(f postgres.Filing) string {
	text, err := json.Marshal(postgres.Cursor{Due: f.DueOn, At: f.EnteredAt, ID: f.ID})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func cursorOf(s string) (c postgres.Cursor) {
	text, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(text, &c) != nil {
		return postgres.Cursor{}
	}
	return c
}

func queueTabs(base string, tier filing.Tier, open postgres.View, counts map[postgres.View]postgres.Counted) []ui.NavItem {
	var tabs []ui.NavItem
	for _, v := range postgres.Views(tier) {
		item := ui.NavItem{Text: viewName(v, tier), Href: base + "/queue?view=" + string(v), Current: v == open}
		if v != postgres.ViewEnded {
			item.Count = counts[v].N
		}
		tabs = append(tabs, item)
	}
	return tabs
}

func queueEmpty(m page.Queue, counts map[postgres.View]postgres.Counted) ui.EmptyModel {
	if m.Result != "" {
		return ui.EmptyModel{Title: "没有符合条件的备案", Text: "可以换个关键词，或去掉几个条件。",
			Links: []ui.Link{{Text: "清除全部条件", Href: m.Base + "/queue?view=" + m.View}}}
	}
	e := ui.EmptyModel{Title: "“" + viewName(postgres.View(m.View), m.Tier) + "”里没有备案"}
	if n := counts[postgres.ViewWaiting].N; n > 0 && m.View != string(postgres.ViewWaiting) {
		e.Links = []ui.Link{{Text: "去看看待领取的 " + strconv.Itoa(n) + " 件", Href: m.Base + "/queue?view=waiting"}}
	}
	return e
}

func queueCases(list []postgres.Filing, d *postgres.Desk, me filing.Actor) []page.QueueCase {
	var cases []page.QueueCase
	for _, f := range list {
		c := page.QueueCase{ID: f.ID, Receipt: f.Receipt, Href: casePath(me, f.ID, ""), Unit: page.Unit(f.UnitName, f.Nature), Nature: f.Nature,
			Site: f.SiteName, Domains: f.Domains, Kind: f.Kind, Due: dueOf(f, me.Tier, d), State: standing(f, me.Tier, d.Now()), Asked: f.ReturnAskedAt != nil}
		if f.State.Holder() == me.Tier && claimed(f, d.Now()) {
			c.Holder, c.Mine = f.ClaimedName, f.ClaimedBy == me.Account
		}
		c.Waiting = f.State.Holder() == me.Tier && c.Holder == ""
		c.AtDesk = f.State.Holder() == me.Tier
		if c.Waiting && f.ClaimedBy != 0 {
			c.Lapsed = f.ClaimedName
		}
		cases = append(cases, c)
	}
	return cases
}

// dueOf is how urgent a filing is: at the bureau the legal date, with the principals the end of their 24 hours, with
// the provider how long it has waited.
func dueOf(f postgres.Filing, tier filing.Tier, d *postgres.Desk) ui.DueModel {
	switch {
	case f.State.Ended():
		return ui.DueModel{}
	case f.State == filing.SMSVerification && f.SMSDue != nil:
		return ui.DueModel{Date: f.SMSDue.In(china).Format("2006-01-02T15:04"), Shown: zh.Time(*f.SMSDue) + " 前"}
	case f.State == filing.BureauReview && !f.DueOn.IsZero():
		return legalDue(f.DueOn, d)
	}
	day := calendar.DateOf(f.EnteredAt)
	waited := d.Waited(day)
	due := ui.DueModel{Date: day.String(), Shown: zh.Date(day), Text: "等待不到 1 个工作日", Tone: ui.Neutral, Since: true}
	switch {
	case waited > 0:
		due.Text = "已等待 " + strconv.Itoa(waited) + " 个工作日"
	case day == calendar.DateOf(d.Now()):
		due.Text = "今天收到"
	}
	if f.State.Holder() == tier && waited >= 3 {
		due.Tone = ui.Warn
	}
	return due
}

// legalDue is the chip of a legal date. On days off after it no working day has passed yet, but the date has.
func legalDue(due calendar.Date, d *postgres.Desk) ui.DueModel {
	left := d.DaysLeft(due)
	text, tone := zh.DaysLeft(left)
	if left == 0 && due.Before(calendar.DateOf(d.Now())) {
		text, tone = "已超期", zh.Solid
	}
	return ui.DueModel{Date: due.String(), Shown: zh.Date(due), Text: text, Tone: page.Tone(tone)}
}

// nextCase claims the most urgent waiting case and opens it.
func (p *Portal) nextCase(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := d.NextCase(r.Context())
	if errors.Is(err, filing.ErrNotFound) {
		p.flash(r, ui.Notice{Tone: ui.Info, Title: "没有待领取的备案", Text: "新的备案到达后会出现在“待领取”里。"})
		return nil, seeOther(home(me))
	}
	if err != nil {
		return nil, err
	}
	return nil, seeOther(casePath(me, f.ID, ""))
}
