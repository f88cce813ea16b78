package portal

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// docketName is the part of an address under which a course keeps its matters.
var docketName = map[filing.Course]string{filing.SpotCheck: "inspections", filing.Rectify: "rectifications", filing.Conflict: "conflicts",
	filing.Report: "reports", filing.Question: "questions"}

// docketsOf are the courses that a tier takes part in.
var docketsOf = map[filing.Tier][]filing.Course{
	filing.Bureau:     filing.Courses,
	filing.Provider:   {filing.SpotCheck, filing.Rectify},
	filing.Registrant: {filing.Rectify, filing.Conflict},
	filing.Ministry:   {filing.Report, filing.Question},
}

// matterRoutes are the same four rows for every tier and each of its courses.
func (p *Portal) matterRoutes() []row {
	var rows []row
	for _, t := range filing.Tiers {
		who := who{tiers: []filing.Tier{t}}
		for _, c := range docketsOf[t] {
			base := home(filing.Actor{Tier: t}) + "/" + docketName[c]
			rows = append(rows, row{"GET", base, who, p.docket(c), false}, row{"GET", base + "/{id}", who, p.matter(c), false},
				row{"POST", base + "/{id}", who.upload(), p.takeStep(c), false}, row{"GET", base + "/{id}/files/{file}", who, p.matterFile(c), false})
		}
	}
	return rows
}

func docketPath(me filing.Actor, c filing.Course) string { return home(me) + "/" + docketName[c] }

func matterPath(me filing.Actor, c filing.Course, id int64) string {
	return docketPath(me, c) + "/" + strconv.FormatInt(id, 10)
}

// docket lists the matters of one course.
func (p *Portal) docket(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		q := r.URL.Query()
		after, _ := strconv.ParseInt(q.Get("after"), 10, 64)
		s := postgres.MatterSearch{Course: c, Ended: q.Get("view") == "ended", After: max(after, 0), Limit: recordsPage + 1}
		list, err := d.Matters(r.Context(), s)
		if err != nil {
			return nil, err
		}
		m := page.Docket{Page: p.base(r, me), Course: c, Tier: me.Tier, Path: docketPath(me, c), Ended: s.Ended}
		if len(list) > recordsPage {
			list = list[:recordsPage]
			m.Next = ui.WithQuery(m.Path, q, "after", strconv.FormatInt(list[recordsPage-1].ID, 10))
		}
		for _, x := range list {
			m.List = append(m.List, matterLine(x, d, me))
		}
		if p.has(m.Path + "/new") {
			m.New = m.Path + "/new"
		}
		figures, err := d.MatterFigures(r.Context(), c)
		for _, f := range figures {
			province, _ := region.ByCode(f.Province)
			m.Figures = append(m.Figures, page.DocketFigure{Province: province.Name, Open: f.Open, Late: f.Late, Ended: f.Ended})
		}
		return page.DocketPage(m), err
	}
}

func matterLine(x postgres.Matter, d *postgres.Desk, me filing.Actor) page.MatterLine {
	line := page.MatterLine{Receipt: x.Receipt, Href: matterPath(me, x.Course, x.ID), About: matterAbout(x), Provider: x.ProviderName, Stage: x.Stage,
		Begun: zh.Date(calendar.DateOf(x.CreatedAt)), Taken: x.TakenName}
	if x.EntityID != 0 {
		line.Unit = page.Unit(x.Unit, x.Nature)
	}
	if province, ok := region.ByCode(x.Province); ok {
		line.Province = province.Name
	}
	if x.Stage.Open() {
		line.Due = legalDue(x.DueOn, d)
	}
	return line
}

// matterAbout names what a matter is about: a domain, a service or an entity; a report or question by its subject.
func matterAbout(x postgres.Matter) string {
	switch {
	case x.Domain != "":
		return x.Domain
	case x.Service != "":
		return string(x.Service)
	case x.Number != "":
		return string(x.Number)
	}
	return x.Subject
}

func (p *Portal) matter(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		m, err := p.matterView(r, d, me, c)
		if err != nil {
			return nil, err
		}
		return page.MatterPage(m), nil
	}
}

func (p *Portal) matterView(r *http.Request, d *postgres.Desk, me filing.Actor, c filing.Course) (page.Matter, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return page.Matter{}, err
	}
	x, said, err := d.Matter(r.Context(), c, id)
	if err != nil {
		return page.Matter{}, err
	}
	m := page.Matter{Page: p.base(r, me), Form: p.form(r), Course: c, Tier: me.Tier, Line: matterLine(x, d, me), Path: matterPath(me, c, id), Docket: docketPath(me, c),
		Revision: x.Revision, Steps: filing.Steps(c, x.Stage, d.MatterFacts(x)), Party: x.Party, Subject: said.Subject, URL: said.URL, Days: c.AnswerDays()}
	if x.TakenBy == me.Account {
		m.Steps = slices.DeleteFunc(m.Steps, func(s filing.Step) bool { return s == filing.StepTake })
	}
	if me.Tier == filing.Bureau {
		m.Asker = []string{said.Name, said.Mobile, said.Email}
		if x.EntityID != 0 {
			m.Record = recordPath(x.EntityID)
		}
		if x.ActID != 0 {
			m.Act = actPath(x.ActID)
		}
	}
	if slices.Contains(m.Steps, filing.StepTransfer) {
		if m.Bureaus, err = bureausBut(r, d, x.Province); err != nil {
			return m, err
		}
	}
	events, err := d.MatterEvents(r.Context(), x)
	if err != nil {
		return m, err
	}
	files, err := d.MatterFiles(r.Context(), x)
	m.Events = matterEvents(events, files, m.Path)
	return m, err
}

// bureausBut are the provinces whose bureaus take matters, but the one.
func bureausBut(r *http.Request, d *postgres.Desk, province string) (others []region.Province, err error) {
	open, err := d.Bureaus(r.Context())
	for _, b := range open {
		if p, ok := region.ByCode(b.Province); ok && b.Province != province {
			others = append(others, p)
		}
	}
	return others, err
}

func matterEvents(events []postgres.MatterEvent, files []postgres.MatterFile, path string) []page.MatterEvent {
	var list []page.MatterEvent
	for _, e := range events {
		one := page.MatterEvent{Step: e.Step, At: e.At.In(china).Format("2006-01-02T15:04:05Z07:00"), Shown: zh.Time(e.At), By: zh.Tier(e.Tier), Words: e.Words, Internal: e.Internal}
		if e.Who != "" {
			one.By += " " + e.Who
		}
		if to, ok := region.ByCode(e.Province); ok {
			one.To = to.BureauName()
		}
		if !e.Due.IsZero() {
			one.Due = zh.Date(e.Due)
		}
		for _, f := range files {
			if f.Seq == e.Seq {
				one.Files = append(one.Files, page.EvidenceFile{Name: f.FileName, Size: fileSize(f.Size), Href: path + "/files/" + strconv.FormatInt(f.ID, 10)})
			}
		}
		list = append(list, one)
	}
	return list
}

// takeStep does what the pressed button says. Of two who press at once one moves the matter, and the other sees where it stands.
func (p *Portal) takeStep(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		m, err := p.matterView(r, d, me, c)
		if err != nil {
			return nil, err
		}
		id, _ := idOf(r, "id")
		v := postgres.MatterMove{Step: filing.Step(r.PostForm.Get("do")), Words: words(r, "note"), Internal: words(r, "internal"), Article: words(r, "article"),
			Public: r.PostForm.Get("public") == "on", Province: words(r, "to_bureau")}
		v.Revision, _ = strconv.Atoi(r.PostForm.Get("revision"))
		if v.Days, err = daysOf(r); err == nil {
			v.Files, err = p.uploadAll(r, "files")
		}
		if err == nil {
			_, err = d.TakeStep(r.Context(), c, id, v)
		}
		if err != nil {
			return p.stepAgain(r, d, me, c, m, p.forgetAll(r, v.Files, err))
		}
		done := ui.Notice{Tone: ui.Success, Title: zh.StepDone(v.Step)}
		if v.Step == filing.StepTake {
			done.Title = "已转到我名下"
		}
		p.flash(r, done)
		if v.Step == filing.StepTransfer && me.Tier == filing.Bureau { // it is another's now
			return nil, seeOther(m.Docket)
		}
		return nil, seeOther(m.Path)
	}
}

// daysOf reads how many working days are given for an answer.
func daysOf(r *http.Request) (int, error) {
	text := words(r, "days")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(digits(text))
	if err != nil || n < 1 || n > 60 {
		return 0, filing.Problems{{Path: "days", Flaw: filing.Malformed}}
	}
	return n, nil
}

func (p *Portal) stepAgain(r *http.Request, d *postgres.Desk, me filing.Actor, c filing.Course, m page.Matter, cause error) (templ.Component, error) {
	if found, ok := problemsIn(cause); ok {
		m.Form = m.Form.With(found)
		return page.MatterPage(m), cause
	}
	if statusOf(cause) != http.StatusConflict {
		return nil, cause
	}
	fresh, err := p.matterView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	text := "对方或同事刚刚办理过，请看最新情况。填写的内容还在本页。"
	var refused *filing.TurnError
	if errors.As(cause, &refused) && refused.Unmet != "" {
		text = zh.Term(refused.Unmet) + "。填写的内容还在本页。"
	}
	fresh.Page.Flash = &ui.Notice{Tone: ui.Warn, Title: "没有办成，情况已有变化", Text: text}
	return page.MatterPage(fresh), cause
}

// matterFile shows one file of evidence to whoever may see the matter.
func (p *Portal) matterFile(c filing.Course) handler {
	return func(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
		id, err := idOf(r, "id")
		if err != nil {
			return nil, err
		}
		file, err := idOf(r, "file")
		if err != nil {
			return nil, err
		}
		x, _, err := d.Matter(r.Context(), c, id)
		if err != nil {
			return nil, err
		}
		list, err := d.MatterFiles(r.Context(), x)
		for _, f := range list {
			if f.ID == file {
				return nil, p.scan(r, postgres.Paper{ID: f.ID, MediaType: f.MediaType, StoreKey: f.StoreKey}, false)
			}
		}
		if err == nil {
			err = filing.ErrNotFound
		}
		return nil, err
	}
}
