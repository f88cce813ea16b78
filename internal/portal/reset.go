package portal

import (
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// evenly is how long the answer to a forgotten password takes, whether the account exists or not.
const evenly = 300 * time.Millisecond

func (p *Portal) forgottenForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.ForgottenPage(page.Forgotten{Page: p.base(r, me), Form: p.form(r)}), nil
}

func (p *Portal) forgotten(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := r.PostForm
	found := missingFields(f, "user_name", "contact")
	if len(found) == 0 {
		if list, tooOften := problemsIn(p.hit(r, rateForgotten, "")); tooOften {
			found = list
		}
	}
	if len(found) > 0 {
		return page.ForgottenPage(page.Forgotten{Page: p.base(r, me), Form: p.form(r).With(found)}), found
	}
	m := page.Sent{Page: p.base(r, me)}
	if f.Get(page.TrapField) != "" {
		return page.SentPage(m), nil
	}
	pause := time.After(evenly)
	token, err := p.store.RequestReset(r.Context(), f.Get("user_name"), f.Get("contact"))
	if err != nil {
		return nil, err
	}
	if p.Screen && token != "" {
		m.Link = "/login/reset/" + token
	}
	<-pause
	return page.SentPage(m), nil
}

// missingFields are the problems of controls in which nothing was typed.
func missingFields(values map[string][]string, names ...string) filing.Problems {
	var found filing.Problems
	for _, name := range names {
		if len(values[name]) == 0 || values[name][0] == "" {
			found = append(found, filing.Problem{Path: filing.Path(name), Flaw: filing.Missing})
		}
	}
	return found
}

// newPasswordForm is the page behind the link of a reset, or of an invitation.
func (p *Portal) newPasswordForm(invited bool) handler {
	return func(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
		return p.newPasswordPage(r, me, invited, nil)
	}
}

func (p *Portal) newPasswordPage(r *http.Request, me filing.Actor, invited bool, found filing.Problems) (templ.Component, error) {
	user, err := p.store.PasswordLink(r.Context(), r.PathValue("token"), invited)
	if errors.Is(err, filing.ErrNotFound) {
		return page.GoneLinkPage(p.base(r, me), invited), err
	}
	if err != nil {
		return nil, err
	}
	m := page.NewPassword{Page: p.base(r, me), Form: p.form(r).With(found), User: user, Invited: invited}
	return page.NewPasswordPage(m), found.Or()
}

func (p *Portal) setPassword(invited bool) handler {
	return func(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
		f := r.PostForm
		err := p.store.SetPassword(r.Context(), r.PathValue("token"), invited, f.Get("new_password"), f.Get("again"))
		if found, typo := problemsIn(err); typo || errors.Is(err, filing.ErrNotFound) {
			return p.newPasswordPage(r, me, invited, found)
		}
		if err != nil {
			return nil, err
		}
		p.flash(r, ui.Notice{Tone: ui.Success, Text: "新密码已经保存，请用新密码登录。"})
		return nil, seeOther("/login")
	}
}
