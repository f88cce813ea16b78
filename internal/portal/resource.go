package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/table"
	"beian/web/page"
	"beian/web/ui"
)

const (
	resourcesPath  = "/provider/resources"
	resourcesShown = 20
	resourcesAtAll = 100_000 // in one download
)

// resources (接入资源) lists what the actor's provider has sold, with the authorisation codes.
func (p *Portal) resources(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64)
	m := page.Resources{Page: p.base(r, me), Words: strings.TrimSpace(q.Get("q"))}
	list, err := d.Resources(r.Context(), postgres.ResourceSearch{Customer: m.Words, Before: max(before, 0), Limit: resourcesShown + 1})
	if err != nil {
		return nil, err
	}
	if len(list) > resourcesShown {
		list = list[:resourcesShown]
		m.Next = ui.WithQuery(resourcesPath, q, "before", strconv.FormatInt(list[resourcesShown-1].ID, 10))
	}
	if before > 0 {
		m.First = ui.WithQuery(resourcesPath, q, "before", "")
	}
	for i, offer := range offerLines(list) {
		m.List = append(m.List, resourceLine(list[i], offer, calendar.DateOf(p.store.Now())))
	}
	return page.ResourcesPage(m), nil
}

func resourceLine(one postgres.Resource, offer page.Offer, today calendar.Date) page.ResourceLine {
	line := page.ResourceLine{ID: one.ID, Customer: one.Customer, Holder: maskedHolder(one.Holder), Code: one.Code, Offer: offer, Note: one.Note}
	if !one.ValidUntil.IsZero() {
		line.ValidUntil, line.Expired = one.ValidUntil.String(), one.ValidUntil.Before(today)
	}
	return line
}

// maskedHolder hides the middle of a mobile or an address; the name of an account is none of these.
func maskedHolder(holder string) string {
	if mobile, err := ident.Mobile(holder); err == nil {
		return ident.MaskMobile(mobile)
	}
	if strings.Contains(holder, "@") {
		return ident.MaskEmail(holder)
	}
	return holder
}

func (p *Portal) newResource(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.newResourcePage(r, me, p.form(r))
}

func (p *Portal) newResourcePage(r *http.Request, me filing.Actor, f page.Form) (templ.Component, error) {
	return page.NewResourcePage(page.NewResource{Page: p.base(r, me), Form: f}), f.Problems.Or()
}

// addResource keeps one resource; its code is shown in the list.
func (p *Portal) addResource(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	doc := filing.Document{}
	a := doc.AddSite().Accesses[0].Key
	for field, name := range map[filing.Field]string{filing.AccessMethod: "method", filing.AccessDynamic: "dynamic", filing.AccessIPs: "ips",
		filing.AccessPlaces: "places"} {
		doc.Set(field.In("1", a), f.Values[name])
	}
	one, err := d.AddResource(r.Context(), postgres.NewResource{Customer: f.Get("customer"), Holder: f.Get("holder"), Note: f.Get("note"),
		Access: doc.Sites[0].Accesses[0], ValidUntil: f.Get("valid_until")})
	if found, ok := problemsIn(err); ok {
		return p.newResourcePage(r, me, f.With(found))
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已登记客户 " + one.Customer + " 的接入资源", Text: "授权码 " + one.Code + "，可以告诉客户，也可以随时在这里查看。"})
	return nil, seeOther(resourcesPath)
}

func (p *Portal) renewResourceCode(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err == nil {
		err = d.RenewResourceCode(r.Context(), id)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "授权码已更换", Text: "旧授权码不能再用。"})
	return nil, seeOther(resourcesPath)
}

func (p *Portal) endResource(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err == nil {
		err = d.EndResource(r.Context(), id)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "接入资源已停用", Text: "已经提交的备案不受影响。"})
	return nil, seeOther(resourcesPath)
}

// resourceTable is the list as a file that importing takes back.
func (p *Portal) resourceTable(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	list, err := d.Resources(r.Context(), postgres.ResourceSearch{Limit: resourcesAtAll})
	if err != nil {
		return nil, err
	}
	rows := [][]string{append(resourceColumns(), "授权码")}
	for i, o := range offerLines(list) {
		one := list[i]
		until, sort := "", "固定"
		if !one.ValidUntil.IsZero() {
			until = one.ValidUntil.String()
		}
		if one.Dynamic {
			sort = "动态"
		}
		rows = append(rows, []string{one.Customer, one.Holder, o.Method, sort, strings.Join(one.IPs, "；"), o.Places, until, one.Note, one.Code})
	}
	return nil, csvFile("接入资源.csv", rows)
}

// resourceTemplate is a table to fill in, with one row as an example.
func (p *Portal) resourceTemplate(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, csvFile("接入资源模板.csv", [][]string{resourceColumns(), {"C-10086", "", "云主机", "固定", "121.40.1.10", "上海", "2027-12-31", "示例行，导入前删去"}})
}

func csvFile(name string, rows [][]string) error {
	data, err := table.CSV(rows)
	if err != nil {
		return err
	}
	return file{Type: "text/csv; charset=utf-8", Name: name, Body: data}
}
