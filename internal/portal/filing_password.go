package portal

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// passwordLink is the page of a one-time link to a filing password (备案密码). Opening it changes nothing, because
// programs that look at mail open links too.
func (p *Portal) passwordLink(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	number, err := p.store.FilingPasswordLink(r.Context(), r.PathValue("token"))
	if errors.Is(err, filing.ErrNotFound) {
		return p.passwordGone(r, me), err
	}
	if err != nil {
		return nil, err
	}
	return page.FilingPasswordPage(page.FilingPassword{Page: p.base(r, me), Form: page.Form{Action: r.URL.Path}, Number: string(number)}), nil
}

// openPassword shows the password and uses the link up. Of two presses only one sees it.
func (p *Portal) openPassword(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	number, password, err := p.store.OpenFilingPassword(r.Context(), r.PathValue("token"))
	if errors.Is(err, filing.ErrNotFound) {
		return p.passwordGone(r, me), err
	}
	if err != nil {
		return nil, err
	}
	return page.FilingPasswordShownPage(page.FilingPassword{Page: p.base(r, me), Number: string(number), Password: password}), nil
}

func (p *Portal) passwordGone(r *http.Request, me filing.Actor) templ.Component {
	m := page.FilingPassword{Page: p.base(r, me)}
	if p.has("/filing-password") {
		m.Ways = append(m.Ways, ui.Link{Text: "重新设置备案密码", Href: "/filing-password"})
	}
	return page.FilingPasswordGonePage(m)
}
