package portal

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/footer"
	"beian/internal/ident"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

const badAddress = "网址的写法不对，请核对，例如 www.example.cn；端口只能是 80 或 443"

const internalAddress = "这个网址指向内部地址，不能检查；请填写公网可以访问的网址"

var rateFooter = postgres.Rate{Name: "footer", Most: 20, Window: 10 * time.Minute}

// footerForm shows the page; an address that comes with it is filled in, and looked at when the button is pressed.
func (p *Portal) footerForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.FooterCheckPage(page.FooterCheck{Page: p.base(r, me), Form: p.form(r), URL: r.URL.Query().Get("url")}), nil
}

// footerCheck looks at a page once.
func (p *Portal) footerCheck(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.FooterCheck{Page: p.base(r, me), Form: p.form(r), URL: r.PostForm.Get("url")}
	m.Page.NoIndex = true
	refuse := func(text string) (templ.Component, error) {
		m.URLError = text
		return page.FooterCheckPage(m), filing.Problems{{Path: "url", Flaw: filing.Missing}}
	}
	u, err := footer.Parse(m.URL)
	switch {
	case strings.TrimSpace(m.URL) == "":
		return refuse("填写要检查的网址，例如 www.example.cn")
	case err != nil:
		return refuse(badAddress)
	}
	if err := p.hit(r, rateFooter, ""); err != nil {
		return nil, err
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !p.Footer.Public(ip) {
		return refuse(internalAddress)
	}
	found, err := p.filedAt(r, u)
	if err != nil {
		return nil, err
	}
	if _, ok := ident.RegistrableOf(u.Hostname()); len(found) == 0 && !ok { // asking for it would tell names of our own network
		m.Result = unfiledLook(footer.Finding{}, u.Hostname())
		return page.FooterCheckPage(m), nil
	}
	want, show, err := p.footerWant(r, found)
	if err != nil {
		return nil, err
	}
	look := p.Footer.Look(r.Context(), u, !strings.Contains(m.URL, "://"), want)
	switch {
	case look.Trouble == footer.Internal:
		return refuse(internalAddress)
	case look.Trouble == footer.NoAddress:
		return refuse(badAddress)
	}
	if len(found) == 0 {
		m.Result = unfiledLook(look, u.Hostname())
	} else {
		m.Result = p.shownLook(look, found, show)
	}
	return page.FooterCheckPage(m), nil
}

// unfiledLook is of a site that is not filed; a number on its page is somebody else's, or invented.
func unfiledLook(f footer.Finding, host string) *page.FooterLook {
	m := &page.FooterLook{Tone: ui.Warn, Tag: "未备案", Title: host, URL: f.URL, Text: "没有查到这个域名的备案，没有应显示的备案号。"}
	if f.Shown != "" {
		m.Tone, m.Record = ui.Danger, page.RecordPath(filing.Number(f.Shown))
		m.Text = "没有查到这个域名的备案，页面上却显示了 " + f.Shown + "，可能是冒用的，请不要轻信。"
	}
	if f.Trouble != footer.NoTrouble {
		m.Text += "也没有看到页面：" + troubles[f.Trouble] + "。"
	}
	return m
}

// filedAt finds what is filed under the host of an address.
func (p *Portal) filedAt(r *http.Request, u *url.URL) ([]postgres.Record, error) {
	a, err := p.Lookup.Ask(r.Context(), lookup.Domain, u.Hostname(), "")
	if errors.Is(err, lookup.ErrTooLong) || errors.Is(err, lookup.ErrTooShort) {
		return nil, nil
	}
	return a.Records, err
}

// footerWant is what a page of those services should show: the number of the service, or of its entity where the
// province asks for that; show is the one to recommend.
func (p *Portal) footerWant(r *http.Request, found []postgres.Record) (w footer.Want, show filing.Number, err error) {
	for _, rec := range found {
		number, err := p.store.FooterNumber(r.Context(), rec.Number)
		if err != nil {
			return w, "", err
		}
		show = cmp.Or(show, number)
		w.Numbers = append(w.Numbers, rec.Number, number)
	}
	if u, err := url.Parse(p.store.BaseURL); err == nil {
		w.Hosts = []string{u.Hostname()}
	}
	if p.Issuer != nil {
		w.Authority = p.Issuer.Authority()
	}
	return w, show, nil
}

// troubles say why a page could not be looked at.
var troubles = map[footer.Trouble]string{
	footer.NoAddress:   "页面转到了不能检查的地址",
	footer.Internal:    "页面转到了内部地址，没有继续访问",
	footer.Unreachable: "没有解析到网站的地址，或网站在 10 秒内没有应答",
	footer.Insecure:    "网站的 HTTPS 证书不可信或已过期",
	footer.Refused:     "网站返回了错误页面",
	footer.NoPage:      "返回的内容不是网页",
}

func (p *Portal) shownLook(f footer.Finding, found []postgres.Record, want filing.Number) *page.FooterLook {
	m := &page.FooterLook{Title: found[0].UnitName, URL: f.URL, Number: string(want), Record: page.RecordPath(found[0].Number)}
	if f.Trouble != footer.NoTrouble {
		m.Tone, m.Tag, m.Text = ui.Warn, "没有看到页面", troubles[f.Trouble]+"，请稍后再试，或在浏览器中打开核对。"
		return m
	}
	m.Lines = lookLines(f)
	if f.Fine() {
		m.Tone, m.Tag = ui.Success, "符合要求"
		return m
	}
	m.Tone, m.Tag = ui.Warn, "需要修改"
	m.Snippet = fmt.Sprintf(`<a href="https://%s/" target="_blank" rel="noopener">%s</a>`, footer.MinistryHost, want)
	return m
}

// lookLines says each thing that was looked for in words.
func lookLines(f footer.Finding) []page.LookLine {
	lines := []page.LookLine{numberLine(f)}
	if f.Number == footer.Good {
		lines = append(lines, linkLine(f))
	}
	switch f.Certificate {
	case footer.Good:
		lines = append(lines, page.LookLine{Tone: ui.Success, Name: "电子证书", Found: "/cert/bazu.cert 有效"})
	case footer.Wrong:
		lines = append(lines, page.LookLine{Tone: ui.Warn, Name: "电子证书", Found: "/cert/bazu.cert 不是这个网站的有效证书", Fix: "在“我的备案”重新下载 bazu.cert 并替换。"})
	case footer.Missing:
		lines = append(lines, page.LookLine{Tone: ui.Neutral, Name: "电子证书", Found: "没有放置 /cert/bazu.cert", Fix: "不影响是否符合要求；放置后访问者可以自行验真。"})
	}
	return lines
}

func numberLine(f footer.Finding) page.LookLine {
	switch f.Number {
	case footer.Good:
		return page.LookLine{Tone: ui.Success, Name: "备案号", Found: "已显示 " + f.Shown}
	case footer.Wrong:
		return page.LookLine{Tone: ui.Danger, Name: "备案号", Found: "显示的是 " + f.Shown, Fix: "换成下面应显示的备案号，包括省份简称和“号”字。"}
	}
	return page.LookLine{Tone: ui.Danger, Name: "备案号", Found: "页面上没有找到备案号", Fix: "把下面的代码放在首页底部居中的位置。"}
}

func linkLine(f footer.Finding) page.LookLine {
	switch f.Link {
	case footer.Good:
		return page.LookLine{Tone: ui.Success, Name: "链接", Found: "点击备案号能打开查询页"}
	case footer.Wrong:
		return page.LookLine{Tone: ui.Warn, Name: "链接", Found: "备案号链接到了别处", Fix: "改为链接到 https://" + footer.MinistryHost + "/。"}
	}
	return page.LookLine{Tone: ui.Warn, Name: "链接", Found: "备案号没有链接", Fix: "给备案号加上链接 https://" + footer.MinistryHost + "/。"}
}
