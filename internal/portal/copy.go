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

// copyForm says what a new filing after the pattern of an earlier one takes over, and what it does not.
func (p *Portal) copyForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	if !f.Copyable() {
		return nil, filing.ErrNotFound
	}
	return page.PartingPage(p.copyModel(r, me, f)), nil
}

func (p *Portal) copyModel(r *http.Request, me filing.Actor, f postgres.Filing) page.Parting {
	m := page.Parting{Page: p.base(r, me), Form: p.form(r), Title: "按这次的内容再办一次", Facts: partingFacts(f),
		Button: ui.Button{Text: "带出内容，开始填写"}, Back: ui.Link{Text: "返回办理进度", Href: page.FilingPath(f.ID)},
		Words: []string{"填写过的内容带到新的草稿，提交之前都可以改；原来的办理不变。", "短信核验和接入商核验需要重新进行。"}}
	switch {
	case f.Kind == filing.FirstFiling && f.State == filing.Approved:
		m.Words = append([]string{"主体已经备案，这次办理的是新增网站；域名和首页网址需要另填。"}, m.Words...)
	case f.State == filing.Approved:
		m.Words = append([]string{"域名和首页网址需要另填。"}, m.Words...)
	}
	return m
}

func (p *Portal) copyFiling(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return nil, err
	}
	fresh, err := d.CopyFiling(r.Context(), f.ID)
	var refused *filing.TransitionError
	if problems, wrong := problemsIn(err); wrong {
		m := p.copyModel(r, me, f)
		m.Form = m.Form.With(problems)
		for _, one := range problems {
			m.Page.Flash = &ui.Notice{Tone: ui.Warn, Title: "现在不能按这次的内容办理", Text: zh.Problem(one)}
		}
		return page.PartingPage(m), err
	}
	if errors.As(err, &refused) {
		return p.overtaken(r, d, me, f.ID, err)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已开始" + zh.Kind(fresh.Kind), Text: "受理号 " + f.Receipt + " 的内容已经带出，请逐页核对。"})
	return nil, seeOther(page.FilingPath(fresh.ID))
}
