package portal

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// benchViews are the four numbers of a workbench.
var benchViews = map[filing.Tier][]postgres.View{
	filing.Provider: {postgres.ViewWaiting, postgres.ViewMine, postgres.ViewToday, postgres.ViewReturned},
	filing.Bureau:   {postgres.ViewWaiting, postgres.ViewMine, postgres.ViewDue, postgres.ViewOverdue},
}

const benchRows = 10

func (p *Portal) workbench(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	counts, err := d.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	mine, err := ownCases(r, d, me)
	if err != nil {
		return nil, err
	}
	m := page.Workbench{Page: p.base(r, me), Base: home(me), Work: deskWork(me.Tier), Form: p.form(r),
		Numbers: benchNumbers(me, counts), Mine: mine, Waiting: counts[postgres.ViewWaiting].N}
	m.Page.Title, m.Page.Section, m.Page.Width = "工作台", organisation(visitOf(r).seat()), ui.Wide
	if me.Tier == filing.Bureau {
		if m.Days, err = dueDays(r, d); err != nil {
			return nil, err
		}
		if m.Matters, err = waitingMatters(r, d, me); err != nil {
			return nil, err
		}
	}
	if m.Notices, err = deskNotices(r, d, me); err != nil {
		return nil, err
	}
	return page.WorkbenchPage(m), nil
}

func benchNumbers(me filing.Actor, counts map[postgres.View]postgres.Counted) []ui.Stat {
	var list []ui.Stat
	for _, v := range benchViews[me.Tier] {
		n := counts[v]
		s := ui.Stat{Label: viewName(v, me.Tier), Value: strconv.Itoa(n.N), Unit: "件", Href: home(me) + "/queue?view=" + string(v)}
		if n.More {
			s.Unit = "件以上"
		}
		if v == postgres.ViewMine {
			s.Label = "我的待办"
		}
		s.Tone = benchTone(v, n.N)
		list = append(list, s)
	}
	return list
}

// dueDays are the next five working days with what falls due on each.
func dueDays(r *http.Request, d *postgres.Desk) ([]ui.Stat, error) {
	days, err := d.DueDays(r.Context(), 5)
	var list []ui.Stat
	for _, day := range days {
		list = append(list, ui.Stat{Label: day.Day.String()[5:] + " " + zh.Weekday(day.Day.Weekday()), Value: strconv.Itoa(day.N), Unit: "件"})
	}
	return list, err
}

// waitingMatters are the small procedures that wait for the bureau, a course each.
func waitingMatters(r *http.Request, d *postgres.Desk, me filing.Actor) ([]ui.Link, error) {
	list, err := d.WaitingMatters(r.Context())
	var links []ui.Link
	for _, w := range list {
		text := zh.Course(w.Course) + " " + strconv.Itoa(w.N) + " 件"
		if w.Late > 0 {
			text += "，其中 " + strconv.Itoa(w.Late) + " 件已过期限"
		}
		links = append(links, ui.Link{Text: text, Href: docketPath(me, w.Course)})
	}
	return links, err
}

func benchTone(v postgres.View, n int) ui.Tone {
	switch {
	case n == 0:
		return ui.Neutral
	case v == postgres.ViewOverdue:
		return ui.Overdue
	case v == postgres.ViewDue, v == postgres.ViewToday:
		return ui.Warn
	case v == postgres.ViewReturned:
		return ui.Returned
	}
	return ui.Neutral
}

// deskNotices are the newest announcements of the ministry and of the own organisation.
func deskNotices(r *http.Request, d *postgres.Desk, me filing.Actor) ([]page.DeskNotice, error) {
	var list []page.DeskNotice
	for _, from := range []struct {
		name, province string
		provider       int64
	}{{"工业和信息化部", "", 0}, {organisation(visitOf(r).seat()), me.Province, me.Provider}} {
		notices, err := d.Notices(r.Context(), from.province, from.provider, 0, 3)
		if err != nil {
			return nil, err
		}
		for _, n := range notices {
			list = append(list, page.DeskNotice{Title: n.Title, From: from.name, At: n.PublishedAt, Day: zh.Date(calendar.DateOf(n.PublishedAt)), Body: n.Body})
		}
	}
	slices.SortStableFunc(list, func(a, b page.DeskNotice) int { return b.At.Compare(a.At) })
	return list, nil
}
