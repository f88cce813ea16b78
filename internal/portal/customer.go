package portal

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

func customerPath(entity int64) string { return "/provider/records/" + strconv.FormatInt(entity, 10) }

// customer shows one entity to which the actor's provider gives access.
func (p *Portal) customer(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.customerPage(r, d, me, nil)
}

func (p *Portal) customerPage(r *http.Request, d *postgres.Desk, me filing.Actor, found filing.Problems) (templ.Component, error) {
	id, err := strconv.ParseInt(inPath(r, "entity"), 10, 64)
	if err != nil {
		return nil, filing.ErrNotFound
	}
	e, filed, err := d.Entity(r.Context(), id)
	if err != nil {
		return nil, err
	}
	m := page.Customer{Page: p.base(r, me), Form: p.form(r).With(found), ID: id}
	if filed.Principal.Email != "" {
		m.Email = ident.MaskEmail(filed.Principal.Email)
	}
	if m.Record, err = deskRecord(r, d, me, e); err != nil {
		return nil, err
	}
	if m.Accesses, err = customerAccesses(r, d, id); err != nil {
		return nil, err
	}
	list, err := d.Renewals(r.Context(), id)
	for _, one := range list {
		m.Renewals = append(m.Renewals, page.CustomerRenewal{At: one.At, Who: renewedBy(one), Proof: one.Proof})
	}
	if err != nil {
		return nil, err
	}
	return page.CustomerPage(m), found.Or()
}

func renewedBy(one postgres.Renewal) string {
	switch {
	case one.By != "":
		return one.By
	case one.Staff:
		return "其他单位的工作人员"
	}
	return "主办者凭备案号和证件号码"
}

// renewForCustomer sends the link to a new filing password (备案密码) for a customer who has shown who they are.
func (p *Portal) renewForCustomer(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := strconv.ParseInt(inPath(r, "entity"), 10, 64)
	if err != nil {
		return nil, filing.ErrNotFound
	}
	err = d.RenewPassword(r.Context(), id, r.PostForm.Get("proof"))
	if found, ok := problemsIn(err); ok {
		return p.customerPage(r, d, me, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "链接已发到备案时填写的邮箱", Text: "请提醒主办者查收，7 天内有效。"})
	return nil, seeOther(customerPath(id))
}

// customerAccesses are the accesses that the actor's provider gives to an entity.
func customerAccesses(r *http.Request, d *postgres.Desk, entity int64) ([]page.CustomerAccess, error) {
	doc, err := d.RegisteredDocument(r.Context(), entity)
	if errors.Is(err, filing.ErrNotFound) || err == nil && doc == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []page.CustomerAccess
	for _, s := range doc.Sites {
		for _, a := range s.Accesses {
			ips := strings.Join(a.IPs, "，")
			if a.Dynamic && ips == "" {
				ips = "动态地址"
			}
			list = append(list, page.CustomerAccess{Site: string(s.Number), Name: strings.Join(s.Names, "；"), Method: filing.NameOf(filing.Methods, a.Method),
				IPs: ips, ID: a.ID})
		}
	}
	return list, nil
}

// checkCustomer compares the filing password (备案密码) that a customer has told.
func (p *Portal) checkCustomer(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "entity")
	if err != nil {
		return nil, err
	}
	err = d.CheckPassword(r.Context(), id, r.PostForm.Get("filing_password"))
	if found, ok := problemsIn(err); ok {
		return p.customerPage(r, d, me, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "备案密码一致"})
	return nil, seeOther(customerPath(id))
}

// cancelForm asks why an access of a customer ends.
func (p *Portal) cancelForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.cancelModel(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.CancelAccessPage(m), nil
}

func (p *Portal) cancelModel(r *http.Request, d *postgres.Desk, me filing.Actor) (m page.CancelAccess, err error) {
	id, err := idOf(r, "entity")
	if err != nil {
		return m, err
	}
	e, _, err := d.Entity(r.Context(), id)
	if err != nil {
		return m, err
	}
	list, err := customerAccesses(r, d, id)
	access, _ := strconv.ParseInt(r.URL.Query().Get("access"), 10, 64)
	i := slices.IndexFunc(list, func(a page.CustomerAccess) bool { return a.ID == access && a.Site == r.URL.Query().Get("site") })
	if err == nil && i < 0 {
		err = filing.ErrNotFound
	}
	if err != nil {
		return m, err
	}
	m = page.CancelAccess{Page: p.base(r, me), Form: p.form(r), Entity: id, Number: string(e.Number), Unit: page.Unit(e.Name, e.Nature), Access: list[i]}
	m.Form.Action = r.URL.RequestURI()
	return m, nil
}

// cancelAccess opens the filing that ends an access (取消接入) and asks its owner to sign it. What the register speaks
// against, such as the last access of a site, is said with what to do instead.
func (p *Portal) cancelAccess(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.cancelModel(r, d, me)
	if err != nil {
		return nil, err
	}
	f, err := d.CancelOnBehalf(r.Context(), postgres.Opening{Kind: filing.CancelAccess, Entity: m.Entity, Service: filing.Number(m.Access.Site), Access: m.Access.ID},
		func(doc *filing.Document) {
			fill(doc, []filing.Path{filing.EndingReason.At(), filing.EndingNote.At()}, r.PostForm)
		})
	found, wrong := problemsIn(err)
	if err != nil && !wrong {
		return nil, err
	}
	if !wrong {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "已请主办者签署", Text: "签署后，这件取消接入进入核验队列。"})
		return nil, seeOther(page.BehalfPath(f.ID))
	}
	m.Form.Problems = found
	for _, one := range found {
		if f := one.Path.Field(); f != filing.EndingReason && f != filing.EndingNote {
			m.Stops = append(m.Stops, zh.Problem(one))
		}
	}
	return page.CancelAccessPage(m), found
}
