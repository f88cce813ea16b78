package portal

import (
	"net/http"
	"time"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// stages are the fixed five stages of a filing, or four where nobody confirms by SMS.
func (c course) stages() []ui.Stage {
	list := []struct {
		text string
		at   []filing.Action // that end the stage
		on   []filing.State  // in which it is under way
	}{
		{"提交", []filing.Action{filing.Submit, filing.Sign}, []filing.State{filing.Draft, filing.OwnerSignature, filing.ReturnedToRegistrant}},
		{"接入商核验", []filing.Action{filing.Forward}, []filing.State{filing.ProviderReview, filing.ReturnedToProvider}},
		{"短信核验", []filing.Action{filing.ConfirmSMS}, []filing.State{filing.SMSVerification}},
		{"管局审核", []filing.Action{filing.Approve}, []filing.State{filing.BureauReview}},
		{"备案完成", []filing.Action{filing.Approve}, nil},
	}
	at := c.stage()
	var stages []ui.Stage
	for i, l := range list {
		if i == 2 && !c.facts.SMS {
			continue
		}
		s := ui.Stage{Text: l.text, State: ui.StageAhead}
		if i < at {
			s.State = ui.StageDone
			if e, ok := c.last(l.at...); ok {
				s.Note = e.At.In(china).Format("2006-01-02")
			}
		}
		if i == at && !c.f.State.Ended() {
			s.State, s.Note = ui.StageCurrent, c.stageNote()
		}
		stages = append(stages, s)
	}
	return stages
}

// stage is how many stages lie behind.
func (c course) stage() int {
	s := c.f.State
	if s == filing.Refused || s == filing.Withdrawn {
		if n := len(c.events); n > 0 {
			s = c.events[n-1].From
		}
	}
	switch s {
	case filing.ProviderReview, filing.ReturnedToProvider:
		return 1
	case filing.SMSVerification:
		return 2
	case filing.BureauReview:
		return 3
	case filing.Approved:
		return 5
	}
	return 0
}

func (c course) stageNote() string {
	switch c.f.State {
	case filing.BureauReview:
		if late(c.f, c.facts.Now) {
			return "晚于期限"
		}
		return "最晚 " + c.f.DueOn.String()
	case filing.SMSVerification:
		return "截止 " + c.f.SMSDue.In(china).Format("01-02 15:04")
	case filing.ReturnedToRegistrant:
		return "退回修改"
	case filing.ReturnedToProvider:
		return "管局退回"
	}
	return ""
}

// timeline is the journal for its owner, newest first. Who takes a case from the queue and puts it back is the
// organisation's own affair and left out.
func (c course) timeline() []ui.Event {
	var list []ui.Event
	for i := len(c.events) - 1; i >= 0; i-- {
		e := c.events[i]
		if e.Action == filing.Claim || e.Action == filing.Release {
			continue
		}
		list = append(list, ui.Event{Title: zh.ActionDone(e.Action), Datetime: e.At.In(china).Format(time.RFC3339),
			Shown: zh.Time(e.At), By: c.by(e), Tone: eventTone(e.Action), Body: page.EventWords(c.words(e))})
	}
	return list
}

func (c course) by(e postgres.Event) string {
	switch e.Tier {
	case filing.Registrant:
		if e.Account != 0 && e.Account != c.f.OwnerID {
			return e.Who + "（代办人）"
		}
		return e.Who
	case filing.Provider:
		return c.provide.Name
	case filing.Bureau:
		return bureauName(c)
	}
	return zh.Tier(e.Tier)
}

func eventTone(a filing.Action) ui.Tone {
	switch a {
	case filing.Approve, filing.Submit, filing.Sign, filing.ConfirmSMS:
		return ui.Success
	case filing.ReturnToProvider, filing.ReturnToRegistrant, filing.Decline, filing.LapseSMS, filing.AskReturn:
		return ui.Returned
	case filing.Refuse:
		return ui.Danger
	case filing.Open, filing.Withdraw, filing.Abandon:
		return ui.Neutral
	}
	return ui.Info
}

// words are what was said along with a step.
func (c course) words(e postgres.Event) page.EventDetail {
	m := page.EventDetail{Note: e.Detail.Note, Ground: e.Detail.Ground, Number: string(e.Detail.Number), Marks: c.markLines(e.Detail.Marks)}
	for _, path := range e.Detail.Changed {
		m.Changed = append(m.Changed, zh.PathLabel(c.doc, path))
	}
	return m
}

// markLines put the marks of a return into words: place, reason, how to fix.
func (c course) markLines(marks []filing.Mark) []page.MarkLine {
	var list []page.MarkLine
	for _, k := range marks {
		list = append(list, page.MarkLine{Place: zh.PathLabel(c.doc, k.Path), Reason: zh.ReasonText(k.Reason), Note: k.Note})
	}
	return list
}

// marks are what the last return asks for, while somebody is at work on it.
func (c course) marks() ([]ui.SummaryRow, string) {
	last, ok := postgres.LastReturn(c.events)
	if !ok || c.f.State != filing.ReturnedToRegistrant && c.f.State != filing.ReturnedToProvider {
		return nil, ""
	}
	var rows []ui.SummaryRow
	for _, l := range c.markLines(last.Detail.Marks) {
		rows = append(rows, ui.SummaryRow{Key: l.Place, Content: page.MarkWords(l)})
	}
	return rows, "退回意见"
}

func confirmations(r *http.Request, d *postgres.Desk, f postgres.Filing) ([]page.Confirmation, error) {
	principals, err := d.Confirmations(r.Context(), f)
	var list []page.Confirmation
	for _, o := range principals {
		list = append(list, page.Confirmation{Name: o.Name, Done: o.Confirmed})
	}
	return list, err
}

// looks is who has looked at the personal data of the filing.
func looks(r *http.Request, d *postgres.Desk, c course) ([]page.Look, error) {
	rows, err := d.Disclosures(r.Context(), c.f.ID)
	var list []page.Look
	for _, x := range rows {
		who := c.by(postgres.Event{Tier: x.Tier})
		list = append(list, page.Look{Time: zh.Time(x.At), Who: who, What: c.lookedAt(x.What), Reason: x.Reason})
	}
	return list, err
}

// lookedAt names what was looked at: a paper, a field, or a page that shows them in full.
func (c course) lookedAt(what string) string {
	path := filing.Path(what)
	if _, paper := filing.PaperAt(path); paper || path.Field() != "" {
		return zh.PathLabel(c.doc, path)
	}
	if what == "sheet" {
		return "真实性核验单"
	}
	return "填写的完整内容"
}

// outcome fills in what an ended filing has come to.
func (p *Portal) outcome(r *http.Request, d *postgres.Desk, c course, m *page.Progress) error {
	switch c.f.State {
	case filing.Refused:
		e, _ := c.last(filing.Refuse)
		m.Refusal = &page.Refusal{Ground: e.Detail.Ground, Note: e.Detail.Note, Bureau: bureauName(c)}
	case filing.Approved:
		if c.f.EntityID == 0 || !c.f.Kind.HasDocument() {
			return nil
		}
		sites, err := d.Sites(r.Context(), c.f.EntityID)
		if err != nil {
			return err
		}
		m.Numbers = siteNumbers(sites)
	}
	return nil
}

func siteNumbers(sites []postgres.RegisteredSite) []page.SiteNumber {
	var list []page.SiteNumber
	for _, s := range sites {
		if s.CancelledAt == nil {
			list = append(list, page.SiteNumber{Name: siteName(s), Number: string(s.Number), Record: page.RecordPath(s.Number),
				Badge: sitePath(s.ID, "badge"), Certificate: sitePath(s.ID, "certificate")})
		}
	}
	return list
}
