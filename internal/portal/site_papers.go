package portal

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"rsc.io/qr"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// certified is a service in force with its entity, as its owner's pages show it.
type certified struct {
	site   postgres.RegisteredSite
	entity postgres.Entity
}

// certifiedOf is the site the address names. A cancelled one has neither certificate nor footer.
func certifiedOf(r *http.Request, d *postgres.Desk) (x certified, err error) {
	id, err := idOf(r, "id")
	if err != nil {
		return x, err
	}
	x.site, x.entity, err = d.Site(r.Context(), id)
	if err == nil && (x.site.CancelledAt != nil || x.entity.CancelledAt != nil) {
		err = filing.ErrNotFound
	}
	return x, err
}

// recordURL is where the public register shows a number, spelt without Chinese letters where it can be: it is copied
// into pages and printed as a code of squares.
func (p *Portal) recordURL(n filing.Number) string {
	path := page.RecordPath(n)
	if ascii := n.ASCII(); ascii != "" {
		path = "/records/" + ascii
	}
	return strings.TrimSuffix(p.store.BaseURL, "/") + path
}

func (x certified) bureau() string {
	province, _ := region.ByCode(x.entity.Province)
	return province.BureauName()
}

// certificatePage (电子证书) is one sheet of A4 with a code that leads to the public record.
func (p *Portal) certificatePage(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	x, err := certifiedOf(r, d)
	if err != nil {
		return nil, err
	}
	verify := p.verifyURL(x.site.Number)
	code, err := qr.Encode(verify, qr.M)
	if err != nil {
		return nil, err
	}
	m := page.Certificate{Number: string(x.site.Number), Unit: x.entity.Name, Nature: zh.Nature(x.entity.Nature),
		Service: zh.Service(x.site.Service), Name: strings.Join(x.site.Names, "、"), Domains: x.site.Domains, Homes: x.site.HomeURLs,
		Approved: x.site.ApprovedAt.In(china).Format("2006 年 1 月 2 日"), Bureau: x.bureau(), Verify: verify,
		Code: &page.QR{Size: code.Size, Black: code.Black}, Printed: zh.Time(p.store.Now()), Back: ui.Link{Text: "返回我的备案", Href: "/my"}}
	if p.Issuer == nil {
		return page.CertificatePage(m), nil
	}
	_, err = p.store.Certificate(r.Context(), x.site.Number)
	switch {
	case errors.Is(err, postgres.ErrUnproved):
		m.Waiting = true
	case err != nil:
		return nil, err
	default:
		m.File = page.RecordPath(x.site.Number) + "/bazu.cert"
		m.JSON = page.RecordPath(x.site.Number) + "/certificate.json"
	}
	return page.CertificatePage(m), nil
}

// badge (页脚代码) is what the owner puts at the foot of the site's pages.
func (p *Portal) badge(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	x, err := certifiedOf(r, d)
	if err != nil {
		return nil, err
	}
	number, err := p.store.FooterNumber(r.Context(), x.site.Number)
	if err != nil {
		return nil, err
	}
	m := page.Badge{Page: p.base(r, me), Name: siteName(x.site), Number: string(number), Href: p.recordURL(number), Homes: x.site.HomeURLs,
		EntityOnly: number != x.site.Number, Certificate: sitePath(x.site.ID, "certificate")}
	m.Snippet = fmt.Sprintf(`<a href="%s" target="_blank" rel="noopener">%s</a>`, m.Href, m.Number)
	if p.has("/footer-check") {
		m.Check = "/footer-check"
		if len(m.Homes) > 0 {
			m.Check += "?url=" + url.QueryEscape(m.Homes[0])
		}
	}
	return page.BadgePage(m), nil
}
