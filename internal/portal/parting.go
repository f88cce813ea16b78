package portal

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// parting shows the page that asks once more, and does the step when it is answered. It serves the two ways in which
// an owner ends a walk: back to the drafts, or for good.
func (p *Portal) parting(a filing.Action) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		f, err := filingOf(r, d)
		if err != nil {
			return nil, err
		}
		c, err := p.courseOf(r, d, f)
		if err != nil {
			return nil, err
		}
		if _, err := filing.Next(f.State, a, c.facts); err != nil {
			return p.overtaken(r, d, me, f.ID, err)
		}
		if r.Method == http.MethodPost {
			return p.part(r, d, me, f, a)
		}
		return page.PartingPage(p.partingModel(r, me, f, a)), nil
	}
}

func (p *Portal) part(r *http.Request, d *postgres.Desk, me filing.Actor, f postgres.Filing, a filing.Action) (templ.Component, error) {
	if _, err := d.Act(r.Context(), f.ID, postgres.Move{Action: a}); err != nil {
		return p.overtaken(r, d, me, f.ID, err)
	}
	n := ui.Notice{Tone: ui.Success, Title: "已撤回", Text: "内容保存在草稿，改好后可以重新提交。"}
	if a == filing.Abandon {
		n = ui.Notice{Tone: ui.Neutral, Title: "已放弃办理", Text: "这次办理已经结束，占用的域名和证件已经放开。"}
	}
	p.flash(r, n)
	return nil, seeOther(page.FilingPath(f.ID))
}

// partingFacts say which filing a page is about.
func partingFacts(f postgres.Filing) []ui.SummaryRow {
	return []ui.SummaryRow{{Key: "受理号", Value: f.Receipt, Mono: true}, {Key: "办理类型", Value: zh.Kind(f.Kind)},
		{Key: "主办者", Value: f.UnitName, Name: true}, {Key: "网站", Value: f.SiteName}}
}

func (p *Portal) partingModel(r *http.Request, me filing.Actor, f postgres.Filing, a filing.Action) page.Parting {
	m := page.Parting{Page: p.base(r, me), Form: p.form(r), Back: ui.Link{Text: "继续办理", Href: page.FilingPath(f.ID)},
		Facts: partingFacts(f)}
	m.Title = zh.Action(a)
	m.Button = ui.Button{Text: zh.Action(a)}
	m.Words = []string{"撤回后回到草稿，填写的内容和材料都还在。", "撤回期间，证件和域名不再为这次办理保留。", "改好后可以重新提交，由接入商重新核验。"}
	if a == filing.Abandon {
		m.Button.Kind = ui.Warning
		m.Words = []string{"这次办理会结束，不能恢复；以后需要时重新办理。", "占用的证件和域名会放开。", "填写的内容仍可查看。"}
	}
	return m
}

// overtaken tells kindly that somebody was faster: a verifier who has just begun, or the owner in another window.
func (p *Portal) overtaken(r *http.Request, d *postgres.Desk, me filing.Actor, id int64, err error) (templ.Component, error) {
	var refused *filing.TransitionError
	if !errors.As(err, &refused) {
		return nil, err
	}
	f, fault := d.Filing(r.Context(), id)
	if fault != nil {
		return nil, fault
	}
	c, fault := p.courseOf(r, d, f)
	if fault != nil {
		return nil, fault
	}
	m := page.Overtaken{Page: p.base(r, me), Contact: p.contact(c), Display: zh.StateFor(c.standing(me.Tier)).Label,
		Back: ui.Link{Text: "查看最新进度", Href: page.FilingPath(id)}}
	m.Title, m.Text = zh.Error(refused)
	return page.OvertakenPage(m), err
}
