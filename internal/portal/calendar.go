package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// workCalendar (工作日历) shows a year and takes its notice.
func (p *Portal) workCalendar(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.calendarOf(r, d, me, p.form(r))
	if err != nil {
		return nil, err
	}
	return page.WorkCalendarPage(m), nil
}

func (p *Portal) calendarOf(r *http.Request, d *postgres.Desk, me filing.Actor, f page.Form) (page.WorkCalendar, error) {
	today := calendar.DateOf(d.Now())
	m := page.WorkCalendar{Page: p.base(r, me), Form: f, Year: today.Year, Admin: me.Is(filing.Admin)}
	typed := r.URL.Query().Get("year")
	if f.Values != nil && f.Get("year") != "" {
		typed = f.Get("year")
	}
	if n, err := strconv.Atoi(typed); err == nil && n >= 2004 && n <= 2100 {
		m.Year = n
	}
	days := p.store.Days()
	for _, y := range []int{today.Year - 1, today.Year, today.Year + 1, today.Year + 2} {
		m.Years = append(m.Years, page.CalendarYear{Year: y, Published: days.Published(y)})
	}
	m.Published = days.Published(m.Year)
	var lines []string
	kinds := map[calendar.Date]calendar.Day{}
	for _, one := range days.Days(m.Year) {
		kinds[one.Date] = one
		if one.Kind == calendar.Holiday || one.Kind == calendar.MakeUp {
			lines = append(lines, one.String())
		}
	}
	m.Months = months(m.Year, kinds, today)
	m.Form = f.Or(url.Values{"year": {strconv.Itoa(m.Year)}, "holidays": {strings.Join(lines, "\n")}})
	m.Form.Action = "/ministry/calendar"
	notices, err := d.CalendarNotices(r.Context())
	for _, n := range notices {
		m.Notices = append(m.Notices, page.CalendarNotice{Year: n.Year, Moved: n.Moved, By: n.By, At: zh.Time(n.At)})
	}
	return m, err
}

var dayKinds = map[calendar.Kind]ui.DayKind{calendar.Workday: ui.Workday, calendar.Weekend: ui.Weekend, calendar.Holiday: ui.Holiday, calendar.MakeUp: ui.MakeUp}

func months(year int, days map[calendar.Date]calendar.Day, today calendar.Date) []ui.Month {
	var list []ui.Month
	for month := time.January; month <= time.December; month++ {
		list = append(list, ui.NewMonth(year, month, func(t time.Time) ui.Day {
			date := calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
			return ui.Day{Kind: dayKinds[days[date].Kind], Note: days[date].Note, Today: date == today}
		}))
	}
	return list
}

// bringCalendar tries a notice on the open legal dates, or makes it hold.
func (p *Portal) bringCalendar(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	year, _ := strconv.Atoi(f.Get("year"))
	var e postgres.CalendarEffect
	var err error
	if f.Get("step") == "save" {
		e, err = d.BringCalendar(r.Context(), year, f.Get("holidays"))
	} else {
		e, err = d.TryCalendar(r.Context(), year, f.Get("holidays"))
	}
	found, wrong := problemsIn(err)
	if err != nil && !wrong {
		return nil, err
	}
	if !wrong && f.Get("step") == "save" {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: strconv.Itoa(year) + " 年的工作日历已生效", Text: "重算了 " + strconv.Itoa(e.Moves()) + " 件在办备案的法定日期。"})
		return nil, seeOther("/ministry/calendar?year=" + strconv.Itoa(year))
	}
	m, fault := p.calendarOf(r, d, me, f.With(found))
	if fault != nil {
		return nil, fault
	}
	if !wrong {
		m.Trial = &page.CalendarTrial{Open: e.Open, Earlier: e.Earlier, Later: e.Later, Overdue: e.Overdue, Unchanged: e.Unchanged}
	}
	return page.WorkCalendarPage(m), err
}
