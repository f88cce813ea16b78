package portal

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// How often one address may ask for certificates. The question by certificate number is kept scarce, because its numbers
// can be made up one after another.
var (
	rateRecord      = postgres.Rate{Name: "record", Most: 120, Window: time.Minute}
	rateCertificate = postgres.Rate{Name: "search-certificate", Most: 10, Window: 10 * time.Minute}
)

// searchBy is the way chosen in the form; what is not offered there is left to the server.
func searchBy(s string) lookup.By {
	switch by := lookup.By(s); by {
	case lookup.Number, lookup.Domain, lookup.Name:
		return by
	}
	return lookup.Auto
}

// search answers a question in the address. A certificate number is never answered here, and one that was typed into
// the open field is taken out of the address.
func (p *Portal) search(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	m := page.Search{Page: p.base(r, me), By: string(searchBy(q.Get("by"))), Q: q.Get("q"), Asked: q.Has("q"),
		Certificate: q.Get("by") == string(lookup.Certificate), Report: p.has(reportPath), Progress: p.has("/progress")}
	if len(m.Q) > lookup.MostBytes { // is not looked at, nor drawn again
		m.Q, m.Problem = "", searchProblem(lookup.ErrTooLong)
		return page.SearchPage(m), errUnreadable
	}
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		m.Problem = searchProblem(lookup.ErrUnreadable)
		return page.SearchPage(m), errUnreadable
	}
	if p.personal(m) {
		return nil, seeOther("/search?by=" + string(lookup.Certificate))
	}
	if !m.Asked || m.Certificate {
		return page.SearchPage(m), nil
	}
	after := q.Get("after")
	if err := p.asks(r, lookup.PolicyOf(searchBy(m.By), m.Q)); err != nil {
		return nil, err
	}
	a, err := p.Lookup.Ask(r.Context(), searchBy(m.By), m.Q, after)
	if m.Problem = searchProblem(err); m.Problem != "" {
		return page.SearchPage(m), errUnreadable
	}
	if errors.Is(err, lookup.ErrBusy) {
		m.Busy = true
		return page.SearchPage(m), errBusy
	}
	if err != nil {
		return nil, err
	}
	p.sameForAll(r, a.Stamp)
	showAnswer(&m, a, q, after)
	return page.SearchPage(m), nil
}

// personal reports whether the question is a certificate number in the address.
func (p *Portal) personal(m page.Search) bool {
	if m.Certificate {
		return m.Asked
	}
	return m.By == "" && p.isCertificate(m.Q)
}

// isCertificate reports whether s is the number of an identity card or of a unit, check digit and all.
func (p *Portal) isCertificate(s string) bool {
	for _, t := range []int{filing.ResidentID, filing.HKMacauTaiwanResidence, filing.BusinessLicence} {
		if _, err := filing.CertificateNumber(t, s, p.store.Now()); err == nil {
			return true
		}
	}
	return false
}

// searchProblem says what is wrong with a question, empty when it is not the question.
func searchProblem(err error) string {
	switch {
	case errors.Is(err, lookup.ErrEmpty):
		return "输入要查询的备案号、域名、网站名称或主办单位名称"
	case errors.Is(err, lookup.ErrTooShort):
		return "名称至少输入 2 个字或字母，才能查询"
	case errors.Is(err, lookup.ErrTooLong):
		return "查询内容最多 200 个字，请精简"
	case errors.Is(err, lookup.ErrUnreadable):
		return "查询内容里有无法识别的字符，请重新输入"
	}
	return ""
}

func showAnswer(m *page.Search, a lookup.Answer, q url.Values, after string) {
	m.ReadBy, m.ReadAs, m.Note, m.Empty = string(a.By), a.Asked, string(a.Note), a.Empty()
	for _, one := range a.Records {
		m.Records = append(m.Records, shownRecord(one))
	}
	if e := a.Entity; e != nil {
		m.Entity = &page.EntityLine{Number: e.Number, Name: e.UnitName, Cancelled: e.CancelledAt != nil}
	}
	m.Hits, m.More = a.Hits, a.More
	if a.Next != "" {
		m.Next = ui.WithQuery("/search", q, "after", a.Next)
	}
	if after != "" {
		m.First = ui.WithQuery("/search", q, "after", "")
	}
}

// searchCertificate answers whether a certificate is filed, and under which number. The number comes in the body of
// a form and goes nowhere: not into the page, the address or the log.
func (p *Portal) searchCertificate(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Search{Page: p.base(r, me), Certificate: true, Progress: p.has("/progress")}
	typed := strings.TrimSpace(r.PostForm.Get("certificate"))
	if typed == "" {
		m.Problem = "填写要查询的证件号码"
		return page.SearchPage(m), filing.Problems{{Path: "certificate", Flaw: filing.Missing}}
	}
	if err := p.hit(r, rateCertificate, ""); err != nil {
		if found, often := problemsIn(err); often {
			m.Problem = zh.Problem(found[0])
			return page.SearchPage(m), err
		}
		return nil, err
	}
	a, err := p.Lookup.Ask(r.Context(), lookup.Certificate, typed, "")
	if m.Problem = searchProblem(err); m.Problem != "" {
		return page.SearchPage(m), filing.Problems{{Path: "certificate", Flaw: filing.TooLong}}
	}
	if err != nil {
		return nil, err
	}
	m.Answered, m.Filed = true, a.Filed
	return page.SearchPage(m), nil
}
