package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const recordsPage = 20

// records is the register as one desk sees it: a provider its own customers, a bureau its province.
func (p *Portal) records(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	text := strings.TrimSpace(q.Get("q"))
	asked := text
	if n, ok := filing.ParseNumber(text); ok {
		asked = string(n.Entity())
	}
	after, _ := strconv.ParseInt(q.Get("after"), 10, 64)
	list, err := d.Entities(r.Context(), asked, max(after, 0), recordsPage+1)
	if err != nil {
		return nil, err
	}
	m := p.deskRecords(r, me)
	m.Text = text
	if len(list) > recordsPage {
		list = list[:recordsPage]
		m.Next = ui.WithQuery(m.Path, q, "after", strconv.FormatInt(list[recordsPage-1].ID, 10))
	}
	if after > 0 {
		m.First = ui.WithQuery(m.Path, q, "after", "")
	}
	if m.Arriving, err = p.arriving(r, d, me, text, after); err != nil {
		return nil, err
	}
	m.Entities, err = deskEntities(r, d, me, list)
	return page.DeskRecordsPage(m), err
}

func (p *Portal) deskRecords(r *http.Request, me filing.Actor) page.DeskRecords {
	m := page.DeskRecords{Page: p.base(r, me), Path: home(me) + "/records", Form: p.form(r)}
	m.Page.Title, m.Page.Width = "已接入备案", ui.Wide
	m.Page.Crumbs = []ui.Link{{Text: "工作台", Href: home(me)}, {Text: m.Page.Title}}
	return m
}

// customersByPhone answers a provider's search among its customers by a principal's phone, which is recorded with its
// reason.
func (p *Portal) customersByPhone(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := p.deskRecords(r, me)
	m.ByPhone = true
	list, err := d.SearchRegister(r.Context(), phoneAsked(r))
	if found, ok := problemsIn(err); ok {
		m.Form = m.Form.With(found)
		return page.DeskRecordsPage(m), err
	}
	if err != nil {
		return nil, err
	}
	m.Found = true
	m.Entities, err = deskEntities(r, d, me, list)
	return page.DeskRecordsPage(m), err
}

// phoneAsked is a search by phone as it was typed, an empty one too.
func phoneAsked(r *http.Request) postgres.RegisterSearch {
	return postgres.RegisterSearch{Phone: words(r, "phone") + " ", Reason: words(r, "reason"), Ended: true, Limit: 100}
}

func deskEntities(r *http.Request, d *postgres.Desk, me filing.Actor, list []postgres.Entity) ([]page.DeskRecord, error) {
	var lines []page.DeskRecord
	for _, e := range list {
		one, err := deskRecord(r, d, me, e)
		if err != nil {
			return nil, err
		}
		lines = append(lines, one)
	}
	return lines, nil
}

func deskRecord(r *http.Request, d *postgres.Desk, me filing.Actor, e postgres.Entity) (page.DeskRecord, error) {
	one := page.DeskRecord{Href: recordHref(me, e), Number: string(e.Number), Unit: page.Unit(e.Name, e.Nature), Nature: zh.Nature(e.Nature),
		Approved: calendar.DateOf(e.ApprovedAt).String(), Cancelled: e.CancelledAt != nil}
	sites, err := d.Sites(r.Context(), e.ID)
	for _, s := range sites {
		one.Sites = append(one.Sites, page.DeskSite{Number: string(s.Number), Name: strings.Join(s.Names, "；"),
			Domains: strings.Join(s.Domains, " "), Cancelled: s.CancelledAt != nil})
	}
	return one, err
}

// recordHref is where a record of the list leads: a provider has a page for each of its customers.
func recordHref(me filing.Actor, e postgres.Entity) string {
	if me.Tier == filing.Provider {
		return customerPath(e.ID)
	}
	return "/records/" + string(e.Number)
}

// arriving are the owners who move sites in to the actor's provider, on the first page of the whole list.
func (p *Portal) arriving(r *http.Request, d *postgres.Desk, me filing.Actor, text string, after int64) ([]page.ArrivingOwner, error) {
	if me.Tier != filing.Provider || text != "" || after > 0 {
		return nil, nil
	}
	var list []page.ArrivingOwner
	for _, view := range []postgres.View{postgres.ViewOpen, postgres.ViewOwner, postgres.ViewSMS, postgres.ViewBureau} {
		some, err := d.Queue(r.Context(), postgres.Search{View: view, Kind: filing.AddAccess, Limit: recordsPage})
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			list = append(list, page.ArrivingOwner{Href: casePath(me, f.ID, ""), Receipt: f.Receipt, Unit: page.Unit(f.UnitName, f.Nature),
				Site: f.SiteName, State: zh.State(f.State), Since: zh.Time(f.EnteredAt)})
		}
	}
	return list, nil
}
