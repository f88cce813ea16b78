package portal

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// filingOf is the filing the address names, as the desk may see it.
func filingOf(r *http.Request, d *postgres.Desk) (postgres.Filing, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return postgres.Filing{}, err
	}
	return d.Filing(r.Context(), id)
}

// progress is the address of the progress page in any state; the filing's own address shows it whenever there is
// nothing to fill in.
func (p *Portal) progress(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	return p.progressPage(r, d, me, f)
}

// course is what the progress page is drawn from.
type course struct {
	f       postgres.Filing
	facts   filing.Facts
	doc     *filing.Document
	events  []postgres.Event
	bureau  postgres.BureauOffice
	provide postgres.AccessProvider
}

func (p *Portal) courseOf(r *http.Request, d *postgres.Desk, f postgres.Filing) (c course, err error) {
	c.f = f
	ctx := r.Context()
	if c.facts, err = d.Facts(ctx, f); err != nil {
		return c, err
	}
	if c.doc, err = d.Document(ctx, f); err != nil {
		return c, err
	}
	if c.events, err = d.Events(ctx, f); err != nil {
		return c, err
	}
	if f.ProviderID != 0 {
		if c.provide, err = d.Provider(ctx, f.ProviderID); err != nil {
			return c, err
		}
	}
	if f.Province != "" {
		c.bureau, err = d.BureauOf(ctx, f.Province)
	}
	return c, err
}

// progressPage (办理进度) shows a filing that is out of its owner's hands, or ended.
func (p *Portal) progressPage(r *http.Request, d *postgres.Desk, me filing.Actor, f postgres.Filing) (templ.Component, error) {
	c, err := p.courseOf(r, d, f)
	if err != nil {
		return nil, err
	}
	m := page.Progress{Page: p.base(r, me), Receipt: f.Receipt, Kind: zh.Kind(f.Kind), Unit: f.UnitName, Sites: f.SiteName,
		Display: zh.StateFor(c.standing(me.Tier)), Stages: c.stages(), Holder: p.contact(c), Events: c.timeline(),
		Steps: p.steps(c), Links: p.followLinks(c)}
	m.Page.Crumbs = []ui.Link{{Text: "我的备案", Href: "/my"}, {Text: "办理进度", Href: page.FilingPath(f.ID)}}
	m.Due, m.DueNote = p.due(d, f)
	visit, err := visitStep(r, d, f)
	if err != nil {
		return nil, err
	}
	m.Steps = append(visit, m.Steps...)
	m.Asked = c.asked()
	m.Marks, m.MarksNote = c.marks()
	if err := p.outcome(r, d, c, &m); err != nil {
		return nil, err
	}
	if f.State == filing.SMSVerification {
		if m.Confirm, err = confirmations(r, d, f); err != nil {
			return nil, err
		}
	}
	m.Held = heldRows(c.events, d.Now())
	m.Looks, err = looks(r, d, c)
	return page.ProgressPage(m), err
}

// standing is what the sentence about a filing is made of.
func (c course) standing(reader filing.Tier) zh.Standing {
	f := c.f
	s := zh.Standing{Tier: reader, Kind: f.Kind, State: f.State, Claimed: c.facts.ClaimedBy != 0 && c.facts.Now.Before(c.facts.ClaimedUntil),
		Second: f.FirstApprovedBy != 0, Provider: f.ProviderName, Province: f.Province}
	if last, ok := postgres.LastReturn(c.events); ok {
		s.Marks = len(last.Detail.Marks)
	}
	switch f.State {
	case filing.BureauReview:
		s.Due, s.Late = f.DueOn, late(f, c.facts.Now)
	case filing.ReturnedToRegistrant:
		s.Due = calendar.DateOf(f.ReturnedAt.Add(filing.AbandonAfter))
	case filing.SMSVerification:
		s.Until = *f.SMSDue
	}
	if f.DecidedAt != nil {
		s.Ended = calendar.DateOf(*f.DecidedAt)
	}
	if last, ok := c.last(filing.Approve); ok {
		s.Number = last.Detail.Number
	}
	if last, ok := c.last(filing.Refuse); ok {
		s.Reason = strings.TrimRight(last.Detail.Ground, "。")
	}
	return s
}

// last is the newest event of an action.
func (c course) last(actions ...filing.Action) (postgres.Event, bool) {
	for i := len(c.events) - 1; i >= 0; i-- {
		for _, a := range actions {
			if c.events[i].Action == a {
				return c.events[i], true
			}
		}
	}
	return postgres.Event{}, false
}

// due is the date that counts now: of the bureau's decision, of the codes, of the owner's correction.
func (p *Portal) due(d *postgres.Desk, f postgres.Filing) (*ui.DueModel, string) {
	switch f.State {
	case filing.BureauReview:
		m := dueOn(d, f.DueOn)
		if late(f, d.Now()) {
			return &m, "已超过法定期限 20 个工作日，仍在办理；可以联系管局了解原因"
		}
		note := "法定期限 20 个工作日，不含周末和法定节假日"
		if !p.store.Days().Published(f.DueOn.Year) {
			note += "；" + f.DueOn.String()[:4] + " 年的放假安排公布后可能调整"
		}
		return &m, note
	case filing.ProviderReview:
		begin := p.providerBegins(f.EnteredAt)
		if d.DaysLeft(begin) < 0 {
			return nil, ""
		}
		m := dueOn(d, begin)
		m.Tone = ui.Info // three days are what it usually takes, and nothing for the owner to hurry about
		return &m, "接入商最晚这天开始核验，不含周末和法定节假日"
	case filing.ReturnedToRegistrant:
		return &ui.DueModel{Shown: zh.Date(calendar.DateOf(f.ReturnedAt.Add(filing.AbandonAfter))), Text: "等您修改", Tone: ui.Returned,
			Date: calendar.DateOf(f.ReturnedAt.Add(filing.AbandonAfter)).String()}, "退回 30 天内没有重新提交，这次办理会结束"
	case filing.SMSVerification:
		return &ui.DueModel{Date: f.SMSDue.In(china).Format("2006-01-02T15:04:05Z07:00"), Shown: zh.Time(*f.SMSDue), Text: "等待核验", Tone: ui.Warn},
			"24 小时内有效，过期后退回接入商，信息都还在"
	}
	return nil, ""
}

func dueOn(d *postgres.Desk, day calendar.Date) ui.DueModel {
	m := legalDue(day, d)
	m.Shown = "最晚 " + m.Shown
	if day.Before(calendar.DateOf(d.Now())) {
		m.Shown = "原定 " + zh.Date(day)
	}
	return m
}

// late reports whether the bureau's legal day has passed without a decision.
func late(f postgres.Filing, now time.Time) bool {
	return f.State == filing.BureauReview && !f.DueOn.IsZero() && f.DueOn.Before(calendar.DateOf(now))
}

// contact is whoever holds the filing now; the provider, who knows most, when nobody does.
func (p *Portal) contact(c course) *page.Contact {
	if c.f.State.Holder() == filing.Bureau || c.f.State == filing.Refused {
		return &page.Contact{Title: "联系管局", Name: bureauName(c), Phone: dialled(c.bureau.Phone), Address: c.bureau.Address, Hours: c.bureau.Hours}
	}
	if c.provide.ID == 0 {
		return nil
	}
	m := &page.Contact{Title: "联系接入商", Name: c.provide.Name, Phone: dialled(c.provide.Phone), Address: c.provide.Address}
	if p.has("/providers/{slug}") {
		m.Href = "/providers/" + c.provide.Slug
	}
	return m
}

func bureauName(c course) string {
	if province, ok := region.ByCode(c.f.Province); ok {
		return province.BureauName()
	}
	return c.bureau.Name
}

// steps are the links to what the state machine lets the owner do now.
func (p *Portal) steps(c course) []ui.LinkButton {
	var list []ui.LinkButton
	id := c.f.ID
	if c.f.State == filing.SMSVerification {
		list = append(list, ui.LinkButton{Text: "去短信核验", Href: smsPath + "?filing=" + c.f.Receipt})
		if screen := p.screen(); screen != "" {
			list = append(list, ui.LinkButton{Text: "查看演示短信", Href: screen, Kind: ui.Secondary})
		}
	}
	if c.f.State == filing.ReturnedToRegistrant {
		list = append(list, ui.LinkButton{Text: "按意见修改", Href: page.FilingPath(id, "fix")})
	}
	for _, a := range filing.Actions(c.f.State, c.facts) {
		switch a {
		case filing.Withdraw:
			list = append(list, ui.LinkButton{Text: zh.Action(a), Href: page.FilingPath(id, "withdraw"), Kind: ui.Secondary})
		case filing.AskReturn:
			list = append(list, ui.LinkButton{Text: zh.Action(a), Href: page.FilingPath(id, "ask-return"), Kind: ui.Secondary})
		case filing.Abandon:
			list = append(list, ui.LinkButton{Text: zh.Action(a), Href: page.FilingPath(id, "abandon"), Kind: ui.Quiet})
		}
	}
	return list
}

// followLinks lead to what belongs to the filing.
func (p *Portal) followLinks(c course) []ui.Link {
	links := []ui.Link{{Text: "刷新进度", Href: page.FilingPath(c.f.ID)}}
	if c.f.SubmittedAt != nil {
		links = append(links, ui.Link{Text: "打印受理回执", Href: page.FilingPath(c.f.ID, "receipt")})
	}
	links = append(links, ui.Link{Text: "查看并打印填写的内容", Href: page.FilingPath(c.f.ID, "print")})
	if c.f.Copyable() {
		links = append(links, ui.Link{Text: "按这次的内容再办一次", Href: page.FilingPath(c.f.ID, "copy")})
	}
	return append(links, ui.Link{Text: "查看消息", Href: "/my/messages"})
}
