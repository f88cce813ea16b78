package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
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
