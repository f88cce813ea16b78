package portal

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// Keys of a session between the right password and the second factor.
const (
	keyKnown      = "known" // account whose password was right
	keyKnownUntil = "known_until"
	knownLife     = 10 * time.Minute
)

// captchaAfter is how many wrong passwords for one account from one address ask for a picture.
const captchaAfter = 3

func (p *Portal) loginForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Login{Page: p.base(r, me), Form: p.form(r), Next: local(r.URL.Query().Get("next"))}
	m.Parked, m.Files = p.hasParked(r)
	tier := r.URL.Query().Get("as")
	if tier == "" {
		tier = string(filing.Registrant)
	}
	m.Form = m.Form.Or(map[string][]string{"tier": {tier}})
	return page.LoginPage(m), nil
}

func (p *Portal) login(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := r.PostForm
	tier, user, next := filing.Tier(f.Get("tier")), f.Get("user_name"), local(f.Get("next"))
	known, err := p.recognise(r, tier, user, f.Get("password"))
	if found, typo := problemsIn(err); typo {
		return p.loginAgain(r, me, tier, user, next, found)
	}
	if err != nil {
		return nil, err
	}
	return nil, p.admit(r, known, next)
}

// recognise checks the password within the rates; every try counts, the right one forgives those before it.
func (p *Portal) recognise(r *http.Request, tier filing.Tier, user, password string) (postgres.Known, error) {
	key := accountKey(tier, user)
	pair := key + " " + network(r)
	if !slices.Contains(filing.Tiers, tier) {
		return postgres.Known{}, filing.Problems{{Path: "tier", Flaw: filing.NotListed}}
	}
	picture, err := p.wantsPicture(r, tier, user)
	if err == nil && picture {
		err = p.solve(r)
	}
	if err != nil {
		return postgres.Known{}, err
	}
	for _, limit := range []struct {
		rate postgres.Rate
		key  string
	}{{rateLogin, ""}, {ratePair, pair}, {rateAccount, key}} {
		if err := p.hit(r, limit.rate, limit.key); err != nil {
			return postgres.Known{}, err
		}
	}
	known, err := p.store.CheckPassword(r.Context(), tier, user, password)
	if err != nil {
		return known, err
	}
	return known, p.store.Forgive(r.Context(), ratePair, pair)
}

func (p *Portal) wantsPicture(r *http.Request, tier filing.Tier, user string) (bool, error) {
	if !p.Captcha {
		return false, nil
	}
	hits, err := p.store.Hits(r.Context(), ratePair, accountKey(tier, user)+" "+network(r))
	return hits >= captchaAfter, err
}

func (p *Portal) loginAgain(r *http.Request, me filing.Actor, tier filing.Tier, user, next string, found filing.Problems) (templ.Component, error) {
	m := page.Login{Page: p.base(r, me), Form: p.form(r).With(found), Next: next}
	picture, err := p.wantsPicture(r, tier, user)
	if err != nil {
		return nil, err
	}
	if picture {
		m.Captcha = newCaptcha()
	}
	return page.LoginPage(m), found
}

// admit leads an account whose password was right on: to proving its identity, to the second factor, or in.
func (p *Portal) admit(r *http.Request, known postgres.Known, next string) error {
	ctx := r.Context()
	if !known.Proved {
		p.session(r).Put(ctx, keyNewcomer, known.Account)
		return seeOther("/signup/identity")
	}
	if known.SecondFactor || known.MustEnrol {
		p.session(r).Put(ctx, keyKnown, known.Account)
		p.session(r).Put(ctx, keyKnownUntil, p.store.Now().Add(knownLife).Unix())
		to := "/login/code"
		if known.MustEnrol {
			to = "/login/enrol"
		}
		return seeOther(withNext(to, next))
	}
	seat, err := p.store.SignIn(ctx, known.Account, visitOf(r).visitor.Address)
	if err != nil {
		return err
	}
	return p.enter(r, seat, next)
}

func withNext(path, next string) string { return ui.WithQuery(path, nil, "next", next) }

// enter is welcome with the time of the last visit.
func (p *Portal) enter(r *http.Request, seat postgres.Seat, next string) error {
	return p.welcome(r, seat, next, greeting(seat))
}

// welcome makes the session the account's own, under a new token, and goes on.
func (p *Portal) welcome(r *http.Request, seat postgres.Seat, next string, words ui.Notice) error {
	who := audienceOf(seat.Actor)
	if err := p.sessions[who].RenewToken(r.Context()); err != nil {
		return err
	}
	visitOf(r).visitor.Account[who] = seat.Actor.Account
	p.flashTo(r, who, words)
	if next = local(next); next == "" {
		next = p.start(seat.Actor)
	}
	return seeOther(next)
}

// greeting tells when the account was used last, so that its owner would notice somebody else.
func greeting(seat postgres.Seat) ui.Notice {
	n := ui.Notice{Tone: ui.Info, Title: "已登录", Text: page.LastLogin(seat.LastAt, seat.LastAddress)}
	if seat.LastAt != nil {
		n.Text = "上次登录：" + n.Text
	}
	return n
}

func audienceOf(a filing.Actor) postgres.Audience {
	if a.Staff() {
		return postgres.ForStaff
	}
	return postgres.ForRegistrants
}

// start is the first page after signing in.
func (p *Portal) start(a filing.Actor) string {
	if p.has(home(a)) {
		return home(a)
	}
	return root(a)
}

// known is the account between password and second factor.
func (p *Portal) known(r *http.Request) (int64, error) {
	account := p.session(r).GetInt64(r.Context(), keyKnown)
	if account == 0 || p.store.Now().Unix() > p.session(r).GetInt64(r.Context(), keyKnownUntil) {
		return 0, seeOther("/login")
	}
	return account, nil
}

func (p *Portal) codeForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	if _, err := p.known(r); err != nil {
		return nil, err
	}
	return page.SecondFactorPage(p.codeModel(r, me, nil)), nil
}

func (p *Portal) codeModel(r *http.Request, me filing.Actor, found filing.Problems) page.SecondFactor {
	return page.SecondFactor{Page: p.base(r, me), Form: p.form(r).With(found), Next: local(r.FormValue("next")),
		Action: "/login/code", Submit: "登录", Lead: "密码已核对，还需要身份验证器应用里的数字。"}
}

func (p *Portal) loginWithCode(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	account, err := p.known(r)
	if err != nil {
		return nil, err
	}
	seat, err := p.checkFactor(r, account)
	if found, typo := problemsIn(err); typo {
		return page.SecondFactorPage(p.codeModel(r, me, found)), found
	}
	if err != nil {
		return nil, err
	}
	p.forgetKnown(r)
	return nil, p.enter(r, seat, r.PostForm.Get("next"))
}

func (p *Portal) checkFactor(r *http.Request, account int64) (postgres.Seat, error) {
	if err := p.hit(r, rateFactor, accountNumber(account)); err != nil {
		return postgres.Seat{}, err
	}
	return p.store.SignInWithCode(r.Context(), account, digits(r.PostForm.Get("otp")), visitOf(r).visitor.Address)
}

func (p *Portal) forgetKnown(r *http.Request) {
	p.session(r).Remove(r.Context(), keyKnown)
	p.session(r).Remove(r.Context(), keyKnownUntil)
}

func (p *Portal) enrolForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.enrolPage(r, me, nil)
}

func (p *Portal) enrolPage(r *http.Request, me filing.Actor, found filing.Problems) (templ.Component, error) {
	account, err := p.known(r)
	if err != nil {
		return nil, err
	}
	m := p.codeModel(r, me, found)
	m.Action, m.Lead = "/login/enrol", "工作账号登录时需要动态口令，请先设置。"
	if err := p.withPicture(r, account, &m); err != nil {
		return nil, err
	}
	return page.SecondFactorPage(m), found.Or()
}

func (p *Portal) enrol(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	account, err := p.known(r)
	if err != nil {
		return nil, err
	}
	if err = p.hit(r, rateFactor, accountNumber(account)); err == nil {
		err = p.store.Enrol(r.Context(), account, digits(r.PostForm.Get("otp")))
	}
	if found, typo := problemsIn(err); typo {
		return p.enrolPage(r, me, found)
	}
	if err != nil {
		return nil, err
	}
	p.forgetKnown(r)
	seat, err := p.store.SignIn(r.Context(), account, visitOf(r).visitor.Address)
	if err != nil {
		return nil, err
	}
	return nil, p.enter(r, seat, r.PostForm.Get("next"))
}

// logout ends the session of an audience.
func (p *Portal) logout(who postgres.Audience) handler {
	return func(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
		if err := p.sessions[who].Destroy(r.Context()); err != nil {
			return nil, err
		}
		visitOf(r).visitor.Account[who] = 0
		p.flashTo(r, postgres.ForRegistrants, ui.Notice{Tone: ui.Success, Text: "已退出登录。"})
		return nil, seeOther("/login")
	}
}
