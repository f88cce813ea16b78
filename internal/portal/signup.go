package portal

import (
	"encoding/json"
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// Keys of a session while somebody signs up.
const (
	keyAgreed   = "agreed"   // the legal notice has been accepted
	keyNewcomer = "newcomer" // account that has to prove mobile and e-mail
	keyShown    = "shown"    // codes to show, where no gateway sends them
)

func (p *Portal) notice(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.LegalPage(page.Legal{Page: p.base(r, me), Action: "/signup"}), nil
}

func (p *Portal) answerNotice(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if r.PostForm.Get("answer") != "accept" {
		return page.RefusedPage(p.base(r, me)), nil
	}
	return nil, seeOther("/signup/privacy")
}

func (p *Portal) privacy(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.LegalPage(page.Legal{Page: p.base(r, me), Action: "/signup/privacy", Privacy: true}), nil
}

func (p *Portal) answerPrivacy(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if r.PostForm.Get("answer") != "accept" {
		return page.RefusedPage(p.base(r, me)), nil
	}
	p.session(r).Put(r.Context(), keyAgreed, true)
	return nil, seeOther("/signup/form")
}

func (p *Portal) signUpForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if !p.session(r).GetBool(r.Context(), keyAgreed) {
		return nil, seeOther("/signup")
	}
	m, err := p.signUpModel(r, d, me)
	return page.SignUpPage(m), err
}

func (p *Portal) signUpModel(r *http.Request, d *postgres.Desk, me filing.Actor) (page.SignUp, error) {
	m := page.SignUp{Page: p.base(r, me), Form: p.form(r)}
	m.Form.Action = "/signup/form"
	if p.Captcha {
		m.Captcha = newCaptcha()
	}
	bureaus, err := d.Bureaus(r.Context())
	for _, b := range bureaus {
		if province, ok := region.ByCode(b.Province); ok {
			m.Provinces = append(m.Provinces, ui.Option{Value: b.Province, Label: province.Name})
		}
	}
	return m, err
}

func (p *Portal) signUp(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := r.PostForm
	switch {
	case !p.session(r).GetBool(r.Context(), keyAgreed):
		return nil, seeOther("/signup")
	case f.Get(page.TrapField) != "":
		return nil, seeOther("/")
	case f.Get("check") != "":
		return p.checkedSignUp(r, d, me)
	}
	err := p.mayCreate(r)
	if err == nil {
		err = p.create(r)
	}
	if err == nil {
		return nil, seeOther("/signup/identity")
	}
	found, typo := problemsIn(err)
	if !typo {
		return nil, err
	}
	m, err := p.signUpModel(r, d, me)
	if err != nil {
		return nil, err
	}
	m.Form = m.Form.With(found)
	return page.SignUpPage(m), found
}

// mayCreate asks for the picture, or holds who cannot read it to fewer accounts.
func (p *Portal) mayCreate(r *http.Request) error {
	if p.Captcha && r.PostForm.Get("no_picture") != "" {
		return p.hit(r, rateNoPicture, "")
	}
	if p.Captcha {
		if err := p.solve(r); err != nil {
			return err
		}
	}
	return p.hit(r, rateSignUp, "")
}

func (p *Portal) create(r *http.Request) error {
	f := r.PostForm
	account, codes, err := p.store.SignUp(r.Context(), postgres.SignUp{
		UserName: f.Get("user_name"), Password: f.Get("password"), Province: f.Get("province"),
		Name: f.Get("name"), Mobile: f.Get("mobile"), Email: f.Get("email"), Remark: f.Get("remark")}, p.OneCode)
	if err != nil {
		return err
	}
	p.session(r).Remove(r.Context(), keyAgreed)
	p.session(r).Put(r.Context(), keyNewcomer, account)
	p.show(r, codes)
	return nil
}

// show keeps codes for the next page, where the gateways send nothing.
func (p *Portal) show(r *http.Request, codes postgres.Codes) {
	if !p.Screen {
		return
	}
	shown := p.shown(r)
	for channel, code := range codes {
		shown[channel] = code
	}
	if text, err := json.Marshal(shown); err == nil {
		p.session(r).Put(r.Context(), keyShown, string(text))
	}
}

func (p *Portal) shown(r *http.Request) postgres.Codes {
	codes := postgres.Codes{}
	if text := p.session(r).GetString(r.Context(), keyShown); text != "" {
		_ = json.Unmarshal([]byte(text), &codes) // our own words; unreadable ones are shown as none
	}
	return codes
}

// checkedSignUp answers whether the user name can be had, on the form itself.
func (p *Portal) checkedSignUp(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.signUpModel(r, d, me)
	if err != nil {
		return nil, err
	}
	m.Name, m.NameFree, err = p.asked(r, r.PostForm.Get("user_name"))
	return page.SignUpPage(m), err
}

// asked says in words whether a user name can be had.
func (p *Portal) asked(r *http.Request, name string) (text string, free bool, err error) {
	if err := p.hit(r, rateUserName, ""); err != nil {
		found, _ := problemsIn(err)
		return zh.Problem(found[0]), false, nil
	}
	err = p.store.UserNameFree(r.Context(), name)
	if found, typo := problemsIn(err); typo {
		return zh.Problem(found[0]), false, nil
	}
	return "用户名可以使用", err == nil, err
}

// userName answers the page's script: {"free": true, "text": "…"}.
func (p *Portal) userName(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	text, free, err := p.asked(r, r.URL.Query().Get("q"))
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]any{"free": free, "text": text})
	if err != nil {
		return nil, err
	}
	return nil, file{Type: "application/json", Body: body}
}

// newcomer is the account that has to prove itself in this session.
func (p *Portal) newcomer(r *http.Request) (int64, error) {
	account := p.session(r).GetInt64(r.Context(), keyNewcomer)
	if account == 0 {
		return 0, seeOther("/login")
	}
	return account, nil
}

func (p *Portal) identityForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.proof(r, me, nil, "")
}

// proof draws the identity page, with the problems found in it.
func (p *Portal) proof(r *http.Request, me filing.Actor, found filing.Problems, changing string) (templ.Component, error) {
	account, err := p.newcomer(r)
	if err != nil {
		return nil, err
	}
	i, err := p.store.IdentityOf(r.Context(), account)
	if err != nil {
		return nil, err
	}
	m := page.Proof{Page: p.base(r, me), Form: p.form(r).With(found), OneCode: p.OneCode, Changing: changing,
		Mobile: ident.MaskMobile(i.Mobile), Email: ident.MaskEmail(i.Email),
		MobileVerified: i.MobileVerified, EmailVerified: i.EmailVerified}
	shown := p.shown(r)
	for _, channel := range []postgres.Channel{postgres.ByBoth, postgres.ByMobile, postgres.ByEmail} {
		if code := shown[channel]; code != "" {
			m.Shown = append(m.Shown, ui.SummaryRow{Key: page.ChannelWord(string(channel)), Value: code, Mono: true})
		}
	}
	return page.ProofPage(m), found.Or()
}

func (p *Portal) prove(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	account, err := p.newcomer(r)
	if err != nil {
		return nil, err
	}
	if err := p.hit(r, rateCodes, ""); err != nil {
		return p.again(r, me, err, "")
	}
	proved, err := p.store.Prove(r.Context(), account, p.typedCodes(r))
	if err != nil {
		return p.again(r, me, err, "")
	}
	if !proved.Proved() {
		return nil, seeOther("/signup/identity")
	}
	p.session(r).Remove(r.Context(), keyNewcomer)
	p.session(r).Remove(r.Context(), keyShown)
	seat, err := p.store.SignIn(r.Context(), account, visitOf(r).visitor.Address)
	if err != nil {
		return nil, err
	}
	return nil, p.welcome(r, seat, "", ui.Notice{Tone: ui.Success, Title: "注册完成，已经登录", Text: "备好证件和域名，选好接入商，就可以开始备案。"})
}

// typedCodes are the codes the form asked for.
func (p *Portal) typedCodes(r *http.Request) postgres.TypedCodes {
	typed := postgres.TypedCodes{}
	for name, channel := range map[string]postgres.Channel{"code": postgres.ByBoth, "mobile_code": postgres.ByMobile, "email_code": postgres.ByEmail} {
		if r.PostForm.Has(name) {
			typed[channel] = digits(r.PostForm.Get(name))
		}
	}
	return typed
}

// again draws the identity page with what was wrong, or passes another error on.
func (p *Portal) again(r *http.Request, me filing.Actor, err error, changing string) (templ.Component, error) {
	found, typo := problemsIn(err)
	if !typo {
		return nil, err
	}
	return p.proof(r, me, found, changing)
}

func (p *Portal) resend(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	account, err := p.newcomer(r)
	if err != nil {
		return nil, err
	}
	channel, err := p.channel(r)
	if err != nil {
		return nil, err
	}
	codes, err := p.store.Resend(r.Context(), account, channel)
	if err != nil {
		return p.again(r, me, err, "")
	}
	p.show(r, codes)
	p.flash(r, ui.Notice{Tone: ui.Success, Text: "新的验证码已经发出，之前的验证码不再使用。"})
	return nil, seeOther("/signup/identity")
}

// channel is the one a form names, as far as the setting of one code or two allows it.
func (p *Portal) channel(r *http.Request) (postgres.Channel, error) {
	channel := postgres.Channel(r.PostForm.Get("channel"))
	switch {
	case p.OneCode && channel == postgres.ByBoth, !p.OneCode && (channel == postgres.ByMobile || channel == postgres.ByEmail):
		return channel, nil
	}
	return "", filing.ErrNotFound
}

func (p *Portal) correctContact(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	account, err := p.newcomer(r)
	if err != nil {
		return nil, err
	}
	channel := postgres.Channel(r.PostForm.Get("channel"))
	if channel != postgres.ByMobile && channel != postgres.ByEmail {
		return nil, filing.ErrNotFound
	}
	codes, err := p.store.CorrectContact(r.Context(), account, channel, r.PostForm.Get(string(channel)), p.OneCode)
	if err != nil {
		return p.again(r, me, err, string(channel))
	}
	p.show(r, codes)
	p.flash(r, ui.Notice{Tone: ui.Success, Text: "已经改正，新的验证码已经发出。"})
	return nil, seeOther("/signup/identity")
}
