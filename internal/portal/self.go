package portal

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"rsc.io/qr"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// root is where an account's own pages stand.
func root(me filing.Actor) string {
	if me.Staff() {
		return "/staff/account"
	}
	return "/my/account"
}

func accountNumber(account int64) string { return strconv.FormatInt(account, 10) }

func (p *Portal) self(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	a, err := d.Self(r.Context())
	if err != nil {
		return nil, err
	}
	seat := visitOf(r).seat()
	m := page.Self{Page: p.base(r, me), Root: root(me), UserName: a.UserName, Name: a.Name, Organisation: organisation(seat),
		Mobile: ident.MaskMobile(a.Mobile), Email: ident.MaskEmail(a.Email), SecondFactor: a.SecondFactor,
		LastAt: seat.LastAt, LastAddress: seat.LastAddress}
	if province, ok := region.ByCode(a.Province); ok && !me.Staff() {
		m.Province = province.Name
	}
	return page.SelfPage(m), nil
}

func (p *Portal) passwordForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.NewPasswordPage(p.passwordModel(r, me, nil)), nil
}

func (p *Portal) passwordModel(r *http.Request, me filing.Actor, found filing.Problems) page.NewPassword {
	return page.NewPassword{Page: p.base(r, me), Form: p.form(r).With(found), User: visitOf(r).seat().UserName, Old: true}
}

func (p *Portal) changePassword(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, v := r.PostForm, visitOf(r)
	err := p.hit(r, ratePair, accountNumber(me.Account))
	if err == nil {
		err = d.ChangePassword(r.Context(), f.Get("old_password"), f.Get("new_password"), f.Get("again"), v.visitor.Session(v.audience))
	}
	if found, typo := problemsIn(err); typo {
		return page.NewPasswordPage(p.passwordModel(r, me, found)), found
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Text: "密码已经修改，其他设备上的登录已经退出。"})
	return nil, seeOther(root(me))
}

// contactForm is the page that changes the mobile or the address.
func (p *Portal) contactForm(channel postgres.Channel) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		return p.contactPage(r, d, me, channel, nil)
	}
}

func (p *Portal) contactPage(r *http.Request, d *postgres.Desk, me filing.Actor, channel postgres.Channel, found filing.Problems) (templ.Component, error) {
	m := page.NewContact{Page: p.base(r, me), Form: p.form(r).With(found), Root: root(me), Email: channel == postgres.ByEmail}
	waiting, err := d.WaitingContact(r.Context(), channel)
	if err != nil && !errors.Is(err, filing.ErrNotFound) {
		return nil, err
	}
	if waiting != "" {
		m.Waiting, m.Shown = mask(channel, waiting), p.shown(r)[channel]
	}
	return page.NewContactPage(m), found.Or()
}

func mask(channel postgres.Channel, value string) string {
	if channel == postgres.ByEmail {
		return ident.MaskEmail(value)
	}
	return ident.MaskMobile(value)
}

func (p *Portal) changeContact(channel postgres.Channel) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		codes, err := d.ChangeContact(r.Context(), channel, r.PostForm.Get(string(channel)))
		if found, typo := problemsIn(err); typo {
			return p.contactPage(r, d, me, channel, found)
		}
		if err != nil {
			return nil, err
		}
		p.show(r, codes)
		return nil, seeOther(root(me) + "/" + string(channel))
	}
}

func (p *Portal) confirmContact(channel postgres.Channel) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		err := d.ConfirmContact(r.Context(), channel, digits(r.PostForm.Get(string(channel)+"_code")))
		if found, typo := problemsIn(err); typo {
			return p.contactPage(r, d, me, channel, found)
		}
		if err != nil {
			return nil, err
		}
		p.session(r).Remove(r.Context(), keyShown)
		p.flash(r, ui.Notice{Tone: ui.Success, Text: "已经修改，今后的通知发到新的地址。"})
		return nil, seeOther(root(me))
	}
}

func (p *Portal) sessionList(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := d.Sessions(r.Context())
	if err != nil {
		return nil, err
	}
	v := visitOf(r)
	m := page.SessionList{Page: p.base(r, me), Root: root(me)}
	for _, s := range list {
		row := page.SessionRow{Token: s.Token, Agent: agentName(s.Agent), Began: s.CreatedAt, Seen: s.SeenAt, This: s.Token == v.visitor.Session(v.audience)}
		if s.Address != nil {
			row.Address = s.Address.String()
		}
		m.List = append(m.List, row)
	}
	return page.SessionListPage(m), nil
}

func (p *Portal) endSession(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if err := d.EndSession(r.Context(), r.PostForm.Get("session")); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Text: "那台设备上的登录已经退出。"})
	return nil, seeOther(root(me) + "/sessions")
}

// keep answers a page that asks for its session to be kept alive: the request itself has done it.
func keep(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, file{Type: "text/plain; charset=utf-8", Status: http.StatusNoContent}
}

func (p *Portal) factorForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.factorPage(r, me, nil)
}

func (p *Portal) factorPage(r *http.Request, me filing.Actor, found filing.Problems) (templ.Component, error) {
	if visitOf(r).seat().SecondFactor {
		m := page.FactorOff{Page: p.base(r, me), Form: p.form(r).With(found), Root: root(me), Kept: me.Staff() && p.store.TOTP}
		return page.FactorOffPage(m), found.Or()
	}
	m := p.codeModel(r, me, found)
	m.Page.Back = &ui.Link{Text: "返回账号与安全", Href: root(me)}
	m.Action, m.Submit, m.Lead = root(me)+"/second-factor", "打开动态口令", "打开后，登录时除密码外还要输入手机应用里的 6 位数字。"
	if err := p.withPicture(r, me.Account, &m); err != nil {
		return nil, err
	}
	return page.SecondFactorPage(m), found.Or()
}

// withPicture gives the page of a second factor what the app has to scan.
func (p *Portal) withPicture(r *http.Request, account int64, m *page.SecondFactor) error {
	key, err := p.store.NewSecondFactor(r.Context(), account)
	if err != nil {
		return err
	}
	code, err := qr.Encode(key.URI, qr.M)
	if err != nil {
		return err
	}
	m.QR, m.Key = &page.QR{Size: code.Size, Black: code.Black}, key.Secret
	return nil
}

func (p *Portal) addFactor(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	err := p.hit(r, rateFactor, accountNumber(me.Account))
	if err == nil {
		err = p.store.Enrol(r.Context(), me.Account, digits(r.PostForm.Get("otp")))
	}
	return p.factorDone(r, me, err, "动态口令已经打开。")
}

func (p *Portal) removeFactor(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	err := p.hit(r, rateFactor, accountNumber(me.Account))
	if err == nil {
		err = d.DropSecondFactor(r.Context(), digits(r.PostForm.Get("otp")))
	}
	return p.factorDone(r, me, err, "动态口令已经关闭。")
}

func (p *Portal) factorDone(r *http.Request, me filing.Actor, err error, done string) (templ.Component, error) {
	if found, typo := problemsIn(err); typo {
		return p.factorPage(r, me, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Text: done})
	return nil, seeOther(root(me))
}
