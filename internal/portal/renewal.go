package portal

import (
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
)

// rateRenewal holds down the guessing of numbers with certificates.
var rateRenewal = postgres.Rate{Name: "filing-password", Most: 10, Window: time.Hour}

// renewalForm tells the three ways to a new filing password (备案密码) and offers the first.
func (p *Portal) renewalForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.renewalPage(r, d, me, nil)
}

func (p *Portal) renewalPage(r *http.Request, d *postgres.Desk, me filing.Actor, found filing.Problems) (templ.Component, error) {
	open, err := d.Bureaus(r.Context())
	if err != nil {
		return nil, err
	}
	m := page.Renewal{Page: p.base(r, me), Form: p.form(r).With(found)}
	for _, b := range open {
		if province, ok := region.ByCode(b.Province); ok {
			m.Provinces = append(m.Provinces, province)
		}
	}
	return page.RenewalPage(m), found.Or()
}

// renew answers the same whether the number and the certificate belong together or not, and takes as long.
func (p *Portal) renew(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	number, certificate, found := p.readRenewal(r)
	if len(found) == 0 {
		if list, tooOften := problemsIn(p.hit(r, rateRenewal, "")); tooOften {
			found = list
		}
	}
	if len(found) > 0 {
		return p.renewalPage(r, d, me, found)
	}
	done := page.RenewalAskedPage(page.Renewal{Page: p.base(r, me)})
	if r.PostForm.Get(page.TrapField) != "" {
		return done, nil
	}
	pause := time.After(evenly)
	if err := p.store.RenewFilingPassword(r.Context(), number, certificate); err != nil {
		return nil, err
	}
	<-pause
	return done, nil
}

var bareNumber = regexp.MustCompile(`^(\d{6}|\d{8}|\d{10})$`)

// numberIn reads a number; one of digits alone belongs to the chosen province.
func numberIn(text, province string) (filing.Number, bool) {
	if n, ok := filing.ParseNumber(text); ok {
		return n, true
	}
	place, ok := region.ByCode(province)
	if n := digits(text); ok && bareNumber.MatchString(n) {
		return filing.ParseNumber(place.Abbr + "ICP备" + n + "号")
	}
	return "", false
}

func (p *Portal) readRenewal(r *http.Request) (n filing.Number, e filing.Entity, found filing.Problems) {
	f := r.PostForm
	found = missingFields(f, "number", "certificate_type", "certificate")
	n, ok := numberIn(f.Get("number"), f.Get("province"))
	if _, already := found.At("number"); !ok && !already {
		found = append(found, filing.Problem{Path: "number", Flaw: filing.Malformed})
	}
	e.CertificateType, _ = strconv.Atoi(f.Get("certificate_type"))
	if _, listed := filing.CertificateTypeOf(e.CertificateType); !listed && f.Get("certificate_type") != "" {
		found = append(found, filing.Problem{Path: "certificate_type", Flaw: filing.NotListed})
	}
	number, err := filing.CertificateNumber(e.CertificateType, f.Get("certificate"), p.store.Now())
	if len(found) == 0 && err != nil {
		found = append(found, filing.Problem{Path: "certificate", Flaw: filing.Malformed, Fault: ident.FaultOf(err), Number: e.CertificateType})
	}
	e.CertificateNumber = number
	return n, e, found
}
