package portal

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// most is how many filings and entities the start page lists.
const most = 100

// portfolio is a registrant's start page: what waits for the reader first, then drafts, then what is filed.
func (p *Portal) portfolio(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Portfolio{Page: p.base(r, me), Start: "/my/filings/new"}
	open, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewOpen, Newest: true, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, f := range open {
		if err := p.sort(r, d, &m, f); err != nil {
			return nil, err
		}
	}
	if err := p.sortMatters(r, d, me, &m); err != nil {
		return nil, err
	}
	ended, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewEnded, Newest: true, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, f := range ended {
		m.Ended = append(m.Ended, p.filingTask(f))
	}
	if m.Entities, err = p.ownEntities(r, d); err != nil {
		return nil, err
	}
	m.Many = manySites(m.Entities)
	asked, err := d.OwnDelegations(r.Context())
	for _, g := range asked {
		if m.Delegated++; g.Accepted == nil {
			m.Invited++
		}
	}
	return page.PortfolioPage(m), err
}

// sort puts an open filing into the list of those who must do something next.
func (p *Portal) sort(r *http.Request, d *postgres.Desk, m *page.Portfolio, f postgres.Filing) error {
	task := p.filingTask(f)
	switch f.State {
	case filing.Draft:
		steps, err := draftSteps(r, d, f)
		if err != nil {
			return err
		}
		task.Hint = fmt.Sprintf("%s · 保存于 %s", task.Hint, p.savedAt(f.UpdatedAt))
		task.Status, task.Tone = fmt.Sprintf("已完成 %d/%d", page.Done(steps), len(steps)), ui.Info
		m.Drafts = append(m.Drafts, task)
	case filing.ReturnedToRegistrant, filing.SMSVerification, filing.OwnerSignature:
		m.Needs = append(m.Needs, task)
	default:
		m.UnderWay = append(m.UnderWay, task)
	}
	return nil
}

func draftSteps(r *http.Request, d *postgres.Desk, f postgres.Filing) ([]page.Step, error) {
	doc, err := d.Document(r.Context(), f)
	if err != nil {
		return nil, err
	}
	w, err := workOf(r, d, f, doc)
	return w.Steps(), err
}

// filingTask is one filing as a row that leads to it.
func (p *Portal) filingTask(f postgres.Filing) ui.Task {
	s := zh.Standing{Tier: filing.Registrant, Kind: f.Kind, State: f.State, Claimed: f.ClaimedBy != 0, Second: f.FirstApprovedBy != 0,
		Provider: f.ProviderName, Province: f.Province, Due: f.DueOn, Late: late(f, p.store.Now())}
	if f.SMSDue != nil {
		s.Until = *f.SMSDue
	}
	if f.State == filing.ReturnedToRegistrant && f.ReturnedAt != nil {
		s.Due = calendar.DateOf(f.ReturnedAt.Add(filing.AbandonAfter))
	}
	if f.DecidedAt != nil {
		s.Ended = calendar.DateOf(*f.DecidedAt)
	}
	shown := zh.StateFor(s)
	hint := shown.Explanation
	if f.State == filing.Draft {
		hint = zh.Kind(f.Kind)
	}
	return ui.Task{ID: fmt.Sprintf("filing-%d", f.ID), Text: filingTitle(f), Href: page.FilingPath(f.ID), Hint: hint,
		Status: shown.Label, Tone: page.Tone(shown.Tone)}
}

// filingTitle is what a list calls a filing: its site, or its domain while that has no name.
func filingTitle(f postgres.Filing) string {
	switch {
	case f.SiteName != "":
		return f.SiteName
	case len(f.Domains) > 0:
		return strings.Join(f.Domains, "、")
	}
	return zh.Kind(f.Kind) + " " + f.Receipt
}

// sitesOnCard is how many services an entity's card shows before it leads to the list of all.
const sitesOnCard = 5

// inForceFirst puts what has ended behind what is in force.
func inForceFirst(sites []postgres.RegisteredSite) []postgres.RegisteredSite {
	slices.SortStableFunc(sites, func(a, b postgres.RegisteredSite) int {
		ended := func(s postgres.RegisteredSite) int {
			if s.CancelledAt != nil {
				return 1
			}
			return 0
		}
		return ended(a) - ended(b)
	})
	return sites
}

// ownSite is one service with what its owner can take away: the certificate and the code for the foot of its pages.
func (p *Portal) ownSite(s postgres.RegisteredSite) page.OwnSite {
	own := page.OwnSite{Name: strings.Join(s.Names, "、"), Number: s.Number, Domains: s.Domains, Cancelled: s.CancelledAt != nil}
	for _, l := range []entry{{"电子证书", "certificate"}, {"页脚代码", "badge"}} {
		if !own.Cancelled && p.has("/my/sites/{id}/"+l.href) {
			own.Links = append(own.Links, ui.Link{Text: l.text, Href: sitePath(s.ID, l.href)})
		}
	}
	return own
}

func (p *Portal) ownEntities(r *http.Request, d *postgres.Desk) ([]page.OwnEntity, error) {
	entities, err := d.Entities(r.Context(), "", 0, most)
	if err != nil {
		return nil, err
	}
	var list []page.OwnEntity
	for _, e := range entities {
		sites, err := d.Sites(r.Context(), e.ID)
		if err != nil {
			return nil, err
		}
		own := page.OwnEntity{Href: page.EntityPath(e.ID), Name: e.Name, Number: e.Number, Approved: zh.Date(calendar.DateOf(e.ApprovedAt))}
		if e.CancelledAt != nil {
			own.Cancelled = zh.Date(calendar.DateOf(*e.CancelledAt))
		}
		for _, s := range inForceFirst(sites) {
			if len(own.Sites) == sitesOnCard {
				own.More, own.All = len(sites)-sitesOnCard, page.OwnSitesPath+"?entity="+strconv.FormatInt(e.ID, 10)
				break
			}
			own.Sites = append(own.Sites, p.ownSite(s))
		}
		list = append(list, own)
	}
	return list, nil
}

// manySites reports whether looking through the cards takes longer than a search.
func manySites(list []page.OwnEntity) bool {
	n := 0
	for _, e := range list {
		n += len(e.Sites) + e.More
	}
	return n > sitesOnCard
}
