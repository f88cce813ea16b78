package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// claimForm (域名争议) asks why a domain that another entity has filed is one's own.
func (p *Portal) claimForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.ClaimDomain{Page: p.base(r, me), Form: p.form(r)}
	domain := r.URL.Query().Get("domain")
	if n, ok := filing.ParseNumber(r.URL.Query().Get("number")); ok && domain == "" {
		records, err := p.store.Lookup().ByNumber(r.Context(), n)
		if err != nil {
			return nil, err
		}
		if len(records) > 0 && len(records[0].Domains) > 0 {
			domain = records[0].Domains[0]
		}
	}
	m.Form = m.Form.Or(map[string][]string{"domain": {domain}})
	return page.ClaimDomainPage(m), nil
}

func (p *Portal) claimDomain(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	files, err := p.uploadAll(r, "files")
	var x postgres.Matter
	if err == nil {
		x, err = d.BeginConflict(r.Context(), words(r, "domain"), words(r, "note"), files)
	}
	if err != nil {
		found, typo := problemsIn(err)
		err = p.forgetAll(r, files, err)
		if typo {
			return page.ClaimDomainPage(page.ClaimDomain{Page: p.base(r, me), Form: p.form(r).With(found)}), found
		}
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已送达管局，编号 " + x.Receipt, Text: "已请现在的持有人在期限内答复，答复后由管局裁定。"})
	return nil, seeOther(matterPath(me, filing.Conflict, x.ID))
}

// checksForm (抽查) asks which sites the providers shall be asked about.
func (p *Portal) checksForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.SpotChecksPage(page.SpotChecks{Page: p.base(r, me), Form: p.form(r)}), nil
}

func (p *Portal) beginChecks(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.SpotChecks{Page: p.base(r, me), Form: p.form(r)}
	var numbers []filing.Number
	var found filing.Problems
	random := 0
	if r.PostForm.Get("how") == "random" {
		n, err := strconv.Atoi(digits(words(r, "count")))
		if err != nil || n < 1 || n > 100 {
			found = append(found, filing.Problem{Path: "count", Flaw: filing.Malformed})
		}
		random = n
	} else {
		for _, line := range strings.Fields(r.PostForm.Get("numbers")) {
			n, ok := filing.ParseNumber(line)
			if !ok || !n.IsService() {
				found = append(found, filing.Problem{Path: "numbers", Flaw: filing.Malformed})
				break
			}
			numbers = append(numbers, n)
		}
		if len(numbers) == 0 && len(found) == 0 {
			found = append(found, filing.Problem{Path: "numbers", Flaw: filing.Missing})
		}
	}
	days, err := daysOf(r)
	if more, bad := problemsIn(err); bad {
		found = append(found, more...)
	}
	begun := 0
	if len(found) == 0 {
		begun, err = d.BeginSpotChecks(r.Context(), numbers, random, words(r, "note"), days)
		if more, typo := problemsIn(err); typo {
			found = more
		} else if err != nil {
			return nil, err
		}
	}
	if len(found) > 0 {
		m.Form = m.Form.With(found)
		return page.SpotChecksPage(m), found
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已发出 " + strconv.Itoa(begun) + " 件抽查", Text: "没有接入、已注销或正在抽查的网站不再发出。"})
	return nil, seeOther(docketPath(me, filing.SpotCheck))
}
