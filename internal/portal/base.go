package portal

import (
	"net/http"
	"strings"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/ui"
)

const demoLine = "本系统为演示实现，非工业和信息化部官方网站，请勿填写真实个人信息"

// displayCookie holds the display settings; it is no secret and lives a year.
const displayCookie = "display"

// base is the page of this request before its own words: navigation of the tier, account, display settings, the
// notice that waits.
func (p *Portal) base(r *http.Request, me filing.Actor) ui.Page {
	m := ui.Page{Frame: p.frame(r)}
	v := visitOf(r)
	if me.Staff() {
		m.Search = p.deskSearch(me)
		m.Home, m.Side, m.Portal = home(me), p.side(r, me), organisation(v.seat())
		m.Idle = int(staffIdle.Seconds())
		m.KeepPath, m.NoIndex = "/staff/keep", true
	} else {
		m.Nav = p.nav(r, me)
	}
	m.Account = p.account(v.seat())
	if !v.row.plain {
		m.Flash = p.flashed(r)
	}
	return m
}

// frame is what surrounds a page whoever looks at it.
func (p *Portal) frame(r *http.Request) ui.Frame {
	f := ui.Frame{Path: here(r), Display: display(r), Footer: p.footer(),
		Now: p.store.Now().In(china).Format("2006-01-02 15:04")}
	if p.Demo {
		f.DemoLine = demoLine
		if p.Screen {
			f.Letters = "/dev/messages"
		}
	}
	return f
}

// longestPath is how long an address may be that a page repeats, to come back to it.
const longestPath = 2 << 10

// here is the address of the page that is asked for; of one too long to be meant, the start.
func here(r *http.Request) string {
	if path := r.URL.RequestURI(); len(path) <= longestPath {
		return path
	}
	return "/"
}

// deskSearch is the box in the header that looks through all filings of a desk.
func (p *Portal) deskSearch(me filing.Actor) *ui.SearchForm {
	if action := home(me) + "/queue"; p.has(action) {
		return &ui.SearchForm{Action: action, Name: "q", Label: "检索全部备案", Hint: "受理号、主办者、网站或域名",
			Hidden: []ui.Hidden{{Name: "view", Value: string(postgres.ViewAll)}}}
	}
	return nil
}

// home is where a tier starts.
func home(me filing.Actor) string {
	switch me.Tier {
	case filing.Registrant:
		return "/my"
	case filing.Provider:
		return "/provider"
	case filing.Bureau:
		return "/bureau"
	case filing.Ministry:
		return "/ministry"
	}
	return "/"
}

// organisation is the name of whom a member of staff works for.
func organisation(s postgres.Seat) string {
	switch s.Actor.Tier {
	case filing.Bureau:
		if province, ok := region.ByCode(s.Actor.Province); ok {
			return province.BureauName()
		}
	case filing.Ministry:
		return "工业和信息化部"
	}
	return s.Organisation
}

// account is the block in the header; nil when nobody is signed in.
func (p *Portal) account(s postgres.Seat) *ui.Account {
	me := s.Actor
	if me.Account == 0 {
		return nil
	}
	a := &ui.Account{Name: me.Name, Org: organisation(s), Href: "/my/account", Logout: "/logout"}
	if me.Staff() {
		a.Href, a.Logout = "/staff/account", "/staff/logout"
	} else if p.has("/my/messages") {
		a.Inbox = "/my/messages"
	}
	return a
}

func display(r *http.Request) ui.Display {
	c, err := r.Cookie(displayCookie)
	if err != nil {
		return ui.Display{}
	}
	return ui.ParseDisplay(c.Value)
}

// under reports whether the request is for a page or for one below it.
func under(r *http.Request, path string) bool {
	return r.URL.Path == path || path != "/" && strings.HasPrefix(r.URL.Path, path+"/")
}
