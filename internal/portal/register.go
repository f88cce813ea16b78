package portal

import (
	"fmt"
	"net/http"
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

const registerPath = "/bureau/records"

func recordPath(entity int64) string { return registerPath + "/" + strconv.FormatInt(entity, 10) }

// register (备案库) searches everything the province has filed: by number, unit, domain or certificate in the address,
// by phone in a form, because a phone does not belong into addresses.
func (p *Portal) register(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	after, _ := strconv.ParseInt(q.Get("after"), 10, 64)
	s := postgres.RegisterSearch{Text: strings.TrimSpace(q.Get("q")), Ended: q.Get("ended") != "", After: max(after, 0), Limit: recordsPage + 1}
	list, err := d.SearchRegister(r.Context(), s)
	if err != nil {
		return nil, err
	}
	m := page.Register{Page: p.base(r, me), Form: p.form(r), Text: s.Text, Ended: s.Ended}
	if len(list) > recordsPage {
		list = list[:recordsPage]
		m.Next = ui.WithQuery(registerPath, q, "after", strconv.FormatInt(list[recordsPage-1].ID, 10))
	}
	if after > 0 {
		m.First = ui.WithQuery(registerPath, q, "after", "")
	}
	m.Entities, err = p.registerLines(r, d, me, list)
	return page.RegisterPage(m), err
}

func (p *Portal) registerLines(r *http.Request, d *postgres.Desk, me filing.Actor, list []postgres.Entity) ([]page.DeskRecord, error) {
	lines, err := deskEntities(r, d, me, list)
	for i := range lines {
		lines[i].Href = recordPath(list[i].ID)
	}
	return lines, err
}

// registerByPhone answers a search by a principal's phone, which is recorded with its reason.
func (p *Portal) registerByPhone(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Register{Page: p.base(r, me), Form: p.form(r), ByPhone: true}
	list, err := d.SearchRegister(r.Context(), phoneAsked(r))
	if found, ok := problemsIn(err); ok {
		m.Form = m.Form.With(found)
		return page.RegisterPage(m), err
	}
	if err != nil {
		return nil, err
	}
	m.Entities, err = p.registerLines(r, d, me, list)
	m.Found = true
	return page.RegisterPage(m), err
}

// registerRecord shows one entity to the bureau: what is in force, who looked after it, what was done and what may be.
func (p *Portal) registerRecord(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.recordView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.RegisterRecordPage(m), nil
}

func (p *Portal) recordView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.RegisterRecord, error) {
	id, err := idOf(r, "entity")
	if err != nil {
		return page.RegisterRecord{}, err
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return page.RegisterRecord{}, err
	}
	m := page.RegisterRecord{Page: p.base(r, me), Form: p.form(r), Path: recordPath(id), Number: string(e.Number), Nature: e.Nature,
		Open: p.seesEntity(r, id, d.Now()), Approved: zh.Date(calendar.DateOf(e.ApprovedAt)), Cancelled: e.CancelledAt != nil}
	m.Unit = e.Name
	if !m.Open {
		m.Unit = page.Unit(e.Name, e.Nature)
	}
	if m.Doc, err = d.RegisteredDocument(r.Context(), id); err != nil {
		return m, err
	}
	if m.Providers, err = providerNames(r, d); err != nil {
		return m, err
	}
	history, err := d.RegisterHistory(r.Context(), id)
	if err != nil {
		return m, err
	}
	for i := len(history) - 1; i >= 0; i-- {
		h := history[i]
		m.History = append(m.History, page.RecordStep{Kind: h.Kind, At: zh.Time(h.At), Datetime: h.At.In(china).Format(time.RFC3339), Services: h.Services, Href: actOrCase(me, h.Filing)})
	}
	if m.Filings, err = p.recordFilings(r, d, me, id); err != nil {
		return m, err
	}
	m.Looks, err = entityLooks(r, d, id)
	return m, err
}

func actOrCase(me filing.Actor, id int64) string {
	if id == 0 {
		return ""
	}
	return casePath(me, id, "")
}

func providerNames(r *http.Request, d *postgres.Desk) (map[int64]string, error) {
	list, err := d.Providers(r.Context(), postgres.ProviderSearch{Suspended: true})
	names := map[int64]string{}
	for _, one := range list {
		names[one.ID] = one.Name
	}
	return names, err
}

func (p *Portal) recordFilings(r *http.Request, d *postgres.Desk, me filing.Actor, entity int64) ([]page.CaseRelated, error) {
	list, err := d.EntityFilings(r.Context(), entity)
	var lines []page.CaseRelated
	for _, f := range list {
		lines = append(lines, page.CaseRelated{Receipt: f.Receipt, Href: casePath(me, f.ID, ""), Kind: f.Kind, Unit: zh.Date(calendar.DateOf(f.CreatedAt)),
			State: standing(f, me.Tier, d.Now())})
	}
	return lines, err
}

func entityLooks(r *http.Request, d *postgres.Desk, entity int64) ([]page.EntityLook, error) {
	list, err := d.EntityDisclosures(r.Context(), entity)
	var looks []page.EntityLook
	for _, x := range list {
		looks = append(looks, page.EntityLook{At: zh.Time(x.At), Who: zh.Tier(x.Tier), Reason: x.Reason})
	}
	return looks, err
}

// keyEntityOpen names in a session the one record whose personal data is shown, and until when.
const keyEntityOpen = "entity_open"

func (p *Portal) seesEntity(r *http.Request, id int64, now time.Time) bool {
	var open, until int64
	if n, err := fmt.Sscanf(p.session(r).GetString(r.Context(), keyEntityOpen), "%d %d", &open, &until); err != nil || n != 2 {
		return false
	}
	return open == id && now.Unix() < until
}

// openRecord shows the personal data of a record for a reason that is recorded.
func (p *Portal) openRecord(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "entity")
	if err != nil {
		return nil, err
	}
	err = d.DiscloseEntity(r.Context(), id, words(r, "reason"))
	if found, ok := problemsIn(err); ok {
		m, fault := p.recordView(r, d, me)
		if fault != nil {
			return nil, fault
		}
		m.Form = m.Form.With(found)
		return page.RegisterRecordPage(m), found
	}
	if err != nil {
		return nil, err
	}
	p.session(r).Put(r.Context(), keyEntityOpen, fmt.Sprintf("%d %d", id, d.Now().Add(unmaskFor).Unix()))
	p.flash(r, ui.Notice{Tone: ui.Info, Title: "已显示个人信息", Text: "10 分钟后会重新隐藏，这次查看已记录。"})
	return nil, seeOther(recordPath(id))
}
