package portal

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// kept is one day that can be kept for an entity, with the control that asks for it.
type kept struct {
	postgres.Expiry
	name, label string
}

// keptDays are the days of an entity: its certificate, its principal's, and of each service in force its own
// principal's certificate and its domains.
func keptDays(r *http.Request, d *postgres.Desk, entity int64) ([]kept, error) {
	doc, err := d.RegisteredDocument(r.Context(), entity)
	if err != nil {
		return nil, err
	}
	sites, err := d.Sites(r.Context(), entity)
	if err != nil {
		return nil, err
	}
	list := []kept{{postgres.Expiry{Subject: postgres.ExpiryPrincipal}, "until.principal", "主体负责人的证件"}}
	if !doc.Entity.Personal() {
		list = append([]kept{{postgres.Expiry{Subject: postgres.ExpiryEntity}, "until.entity", "主办单位的证件"}}, list...)
	}
	for _, s := range sites {
		now := doc.Numbered(s.Number)
		if now == nil {
			continue
		}
		if !now.PrincipalSame {
			list = append(list, kept{postgres.Expiry{Subject: postgres.ExpirySitePrincipal, Site: s.ID}, fmt.Sprintf("until.site_principal.%d", s.ID),
				"“" + siteName(s) + "”负责人的证件"})
		}
		if len(s.Domains) > 0 {
			list = append(list, kept{postgres.Expiry{Subject: postgres.ExpiryDomain, Site: s.ID}, fmt.Sprintf("until.domain.%d", s.ID),
				"域名 " + strings.Join(s.Domains, "、")})
		}
	}
	known, err := d.Expiries(r.Context(), entity)
	for i := range list {
		for _, e := range known {
			if e.Subject == list[i].Subject && e.Site == list[i].Site {
				list[i].Until = e.Until
			}
		}
	}
	return list, err
}

// expiries (到期提醒) shows the days, and keeps them when the form comes back.
func (p *Portal) expiries(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return nil, err
	}
	days, err := keptDays(r, d, id)
	if err != nil {
		return nil, err
	}
	m := page.Expiries{Page: p.base(r, me), Form: p.form(r), Entity: id, Name: e.Name + " " + string(e.Number)}
	for _, k := range days {
		f := ui.Field{Name: k.name, Label: k.label, Optional: true, InputMode: "numeric", Width: ui.Chars20}
		if !k.Until.IsZero() {
			f.Value = k.Until.String()
		}
		m.Fields = append(m.Fields, f)
	}
	if r.Method != http.MethodPost {
		return page.ExpiriesPage(m), nil
	}
	list, wrong := readDays(r, days)
	if wrong != nil {
		m.Form = m.Form.With(wrong)
		return page.ExpiriesPage(m), wrong
	}
	if err := d.SetExpiries(r.Context(), id, list); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "到期日期已保存"})
	return nil, seeOther(page.EntityPath(id))
}

// readDays reads what was typed; separators are tolerated.
func readDays(r *http.Request, days []kept) (list []postgres.Expiry, wrong filing.Problems) {
	for _, k := range days {
		text := strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "").Replace(words(r, k.name))
		k.Until = calendar.Date{}
		if text != "" {
			day, err := calendar.ParseDate(text)
			if err != nil {
				wrong = append(wrong, filing.Problem{Path: filing.Path(k.name), Flaw: filing.Malformed})
				continue
			}
			k.Until = day
		}
		list = append(list, k.Expiry)
	}
	return list, wrong
}

// soon is how many days ahead an end is shown on the entity's page.
const soon = 90

// endings are the notices about what ends soon, or has ended.
func endings(r *http.Request, d *postgres.Desk, entity int64) ([]ui.Notice, error) {
	days, err := keptDays(r, d, entity)
	var list []ui.Notice
	today := calendar.DateOf(d.Now())
	for _, k := range days {
		switch {
		case k.Until.IsZero() || k.Until.After(today.AddDays(soon)):
		case k.Until.Before(today):
			list = append(list, ui.Notice{Tone: ui.Danger, Title: k.label + "已到期", Text: "到期日 " + zh.Date(k.Until) + "。换新以后，请办理变更备案或重新上传材料。"})
		default:
			list = append(list, ui.Notice{Tone: ui.Warn, Title: k.label + "快到期了", Text: "到期日 " + zh.Date(k.Until) + "，请提前办理换证或续费。"})
		}
	}
	return list, err
}
