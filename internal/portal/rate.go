package portal

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/captcha"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/secret"
)

// Rates hold guessing and flooding down; all but those of accounts count per network address.
var (
	rateSignUp    = postgres.Rate{Name: "signup", Most: 20, Window: time.Hour}
	rateNoPicture = postgres.Rate{Name: "signup-no-picture", Most: 3, Window: time.Hour}
	rateUserName  = postgres.Rate{Name: "user-name", Most: 60, Window: 10 * time.Minute}
	rateCodes     = postgres.Rate{Name: "codes", Most: 60, Window: 10 * time.Minute}
	ratePictures  = postgres.Rate{Name: "pictures", Most: 100, Window: 10 * time.Minute}
	rateForgotten = postgres.Rate{Name: "forgotten", Most: 10, Window: time.Hour}
	rateLogin     = postgres.Rate{Name: "login", Most: 60, Window: 15 * time.Minute}
	ratePair      = postgres.Rate{Name: "login-pair", Most: 10, Window: 15 * time.Minute}    // one account from one address
	rateAccount   = postgres.Rate{Name: "login-account", Most: 100, Window: time.Hour}       // one account from anywhere
	rateFactor    = postgres.Rate{Name: "second-factor", Most: 10, Window: 15 * time.Minute} // one account
)

// hit counts one more from this address, and of key where the rate counts something else. The problem says how long to
// wait.
func (p *Portal) hit(r *http.Request, rate postgres.Rate, key string) error {
	if key == "" {
		key = network(r)
	}
	wait, err := p.store.Hit(r.Context(), rate, key)
	if err == nil && wait > 0 {
		err = filing.Problems{{Flaw: filing.TooOften, Number: int((wait + time.Second - 1) / time.Second)}}
	}
	return err
}

// network is what one subscriber has: an IPv4 address, or an IPv6 /64.
func network(r *http.Request) string {
	a := visitOf(r).visitor.Address
	if a.Is6() {
		if prefix, err := a.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return a.String()
}

// newCaptcha is the id of a picture that is drawn when the browser asks for it.
func newCaptcha() string { return secret.Token() }

// picture draws a new picture for the form with this id.
func (p *Portal) picture(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	id := r.PathValue("id")
	if len(id) != len(secret.Token()) {
		return nil, filing.ErrNotFound
	}
	if err := p.hit(r, ratePictures, ""); err != nil {
		return nil, errTooOften
	}
	answer, png, err := captcha.New()
	if err != nil {
		return nil, err
	}
	if err := p.store.KeepCaptcha(r.Context(), id, captcha.Normal(answer)); err != nil {
		return nil, err
	}
	return nil, file{Type: "image/png", Body: png}
}

// solve compares what was read in the picture.
func (p *Portal) solve(r *http.Request) error {
	solved, err := p.store.SolveCaptcha(r.Context(), r.PostForm.Get("captcha_id"), captcha.Normal(r.PostForm.Get("captcha")))
	if err == nil && !solved {
		err = filing.Problems{{Path: "captcha", Flaw: filing.CaptchaWrong}}
	}
	return err
}

// digits reads a code as it is typed: full-width digits and blanks are taken.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= '0' && r <= '9':
			return r
		}
		return -1
	}, s)
}

// account names whom a sign-in is for, in the form rates count by.
func accountKey(tier filing.Tier, user string) string {
	if name, err := ident.UserName(user); err == nil {
		user = name
	}
	return string(tier) + " " + user
}
