package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const blacklistPath = "/bureau/blacklist"

// blacklist (黑名单) lists what the bureau has put on the blacklist.
func (p *Portal) blacklist(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	after, _ := strconv.ParseInt(q.Get("after"), 10, 64)
	list, err := d.BlacklistOf(r.Context(), q.Get("all") != "", max(after, 0), recordsPage+1)
	if err != nil {
		return nil, err
	}
	m := page.BlacklistModel{Page: p.base(r, me), All: q.Get("all") != "", Path: blacklistPath}
	if len(list) > recordsPage {
		list = list[:recordsPage]
		m.Next = ui.WithQuery(blacklistPath, q, "after", strconv.FormatInt(list[recordsPage-1].ID, 10))
	}
	for _, e := range list {
		m.List = append(m.List, blacklistLine(e))
	}
	return page.BlacklistPage(m), nil
}

func blacklistLine(e postgres.BlacklistEntry) page.BlacklistLine {
	line := page.BlacklistLine{ID: e.ID, Kind: zh.Target(e.Label.Target), Name: e.Label.Domain, Article: e.Article, Act: actPath(e.Filing), Receipt: e.Receipt,
		Listed: zh.Date(calendar.DateOf(e.ListedAt)), Until: "解除为止", InForce: e.InForce, Lifted: e.LiftedAt != nil}
	if e.Label.Target == filing.TargetCertificate {
		line.Name = page.Unit(e.Label.Name, e.Label.Nature)
		line.Number = ident.MaskID(e.Label.CertificateNumber)
	}
	if !e.Until.IsZero() {
		line.Until = zh.Date(e.Until)
	}
	return line
}

// listingForm asks for a certificate or a domain that need not be filed.
func (p *Portal) listingForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.ListingPage(page.Listing{Page: p.base(r, me), Form: p.form(r)}), nil
}

func (p *Portal) openListing(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.beginAct(r, d, filing.Blacklist, 0, typedMeasure(r), func(found filing.Problems) (templ.Component, error) {
		return page.ListingPage(page.Listing{Page: p.base(r, me), Form: p.form(r).With(found)}), found
	})
}

func (p *Portal) liftView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Listing, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return page.Listing{}, err
	}
	e, err := d.Blacklisted(r.Context(), id)
	if err != nil {
		return page.Listing{}, err
	}
	line := blacklistLine(e)
	return page.Listing{Page: p.base(r, me), Form: p.form(r), Lifts: &line, Target: e.Label.Target}, nil
}

// liftForm asks on what ground an entry is lifted (解除).
func (p *Portal) liftForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.liftView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.ListingPage(m), nil
}

func (p *Portal) openLifting(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.liftView(r, d, me)
	if err != nil {
		return nil, err
	}
	act := filing.Measure{Target: m.Target, Lifts: m.Lifts.ID, Article: "期限、事实或情节已变化，不再需要列入", Words: words(r, "words")}
	return p.beginLift(r, d, act, m)
}

func (p *Portal) beginLift(r *http.Request, d *postgres.Desk, act filing.Measure, m page.Listing) (templ.Component, error) {
	evidence, err := p.uploadAll(r, "files")
	var f postgres.Filing
	if err == nil {
		f, err = d.OpenMeasure(r.Context(), filing.Blacklist, 0, act, evidence)
	}
	if err != nil {
		found, typo := problemsIn(err)
		err = p.forgetAll(r, evidence, err)
		if typo {
			m.Form = m.Form.With(found)
			return page.ListingPage(m), found
		}
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已发起解除，受理号 " + f.Receipt})
	return nil, seeOther(actPath(f.ID))
}
