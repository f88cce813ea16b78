package portal

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web"
	"beian/web/page"
	"beian/web/ui"
)

var ok = file{Type: "text/plain; charset=utf-8", Body: []byte("ok\n")}

// healthy answers as long as the process does.
func healthy(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) { return nil, ok }

// ready asks the database too.
func (p *Portal) ready(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	if err := p.store.Ready(r.Context()); err != nil {
		visitOf(r).fault = err
		return nil, file{Type: ok.Type, Body: []byte("database\n"), Status: http.StatusServiceUnavailable}
	}
	return nil, ok
}

func static(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, passOn{web.Static()}
}

// favicon leads browsers that ask for the old name to the picture pages link to.
func favicon(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	return nil, seeOther(web.Asset("icon.svg"))
}

func (p *Portal) displayForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.DisplayPage(page.DisplaySettings{Page: p.base(r, me), Return: back(r)}), nil
}

// displayLife is how long a browser keeps the display settings.
const displayLife = 365 * 24 * time.Hour

func (p *Portal) saveDisplay(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	d := chosenDisplay(r)
	to := local(r.PostForm.Get("return"))
	if to == "" {
		to = ui.DisplayPath
	}
	return nil, withCookie{redirect(to), &http.Cookie{Name: displayCookie, Value: d.String(), Path: "/",
		MaxAge: int(displayLife.Seconds()), SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: p.Secure}}
}

// chosenDisplay is what a form chose: all settings, or with "only" one of them beside those that were.
func chosenDisplay(r *http.Request) ui.Display {
	f := r.PostForm
	if f.Get("only") == "size" {
		d := display(r)
		d.Size = f.Get("size")
		return d.Clean()
	}
	return ui.Display{Theme: f.Get("theme"), Size: f.Get("size"), Contrast: f.Get("contrast"),
		Motion: f.Get("motion"), Keys: f.Get("keys")}.Clean()
}

// withCookie is a redirect that sets a cookie.
type withCookie struct {
	redirect
	cookie *http.Cookie
}

func (a withCookie) send(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, a.cookie)
	a.redirect.send(w, r)
}

func (p *Portal) gallery(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.GalleryPage(p.base(r, me)), nil
}
