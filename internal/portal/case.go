package portal

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// caseFile is a filing on a desk: what it says, and what the one who looks at it may do.
type caseFile struct {
	filing  postgres.Filing
	doc     *filing.Document
	facts   filing.Facts
	wants   postgres.Wants
	actions []filing.Action
	mine    bool // this member of staff holds a running lease
	held    bool // a colleague does
	open    bool // personal data is shown in full
}

// can reports whether the state machine opens an action.
func (c caseFile) can(a filing.Action) bool { return slices.Contains(c.actions, a) }

// caseOf reads the case of a page. Whoever holds it keeps the lease by working on it, and sees the personal data the
// check needs; that is recorded once for each lease.
func (p *Portal) caseOf(r *http.Request, d *postgres.Desk, me filing.Actor) (caseFile, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return caseFile{}, err
	}
	if err := d.Renew(r.Context(), id); err != nil {
		return caseFile{}, err
	}
	c, err := readCase(r, d, me, id)
	if err != nil {
		return c, err
	}
	if c.filing.Kind.BureauAct() && !under(r, "/bureau/acts") && me.Tier == filing.Bureau {
		return c, seeOther(actPath(id)) // a bureau's own act has a page of its own
	}
	if c.mine {
		err = d.DiscloseForWork(r.Context(), id, "case", "办理中的"+deskWork(me.Tier))
	}
	c.open = c.mine || p.unmasked(r, id, d.Now())
	return c, err
}

func readCase(r *http.Request, d *postgres.Desk, me filing.Actor, id int64) (c caseFile, err error) {
	if c.filing, err = d.Filing(r.Context(), id); err != nil {
		return c, err
	}
	if c.doc, err = d.Document(r.Context(), c.filing); err != nil {
		return c, err
	}
	if c.facts, err = d.Facts(r.Context(), c.filing); err != nil {
		return c, err
	}
	if c.wants, err = d.Wants(r.Context(), c.filing, c.doc); err != nil {
		return c, err
	}
	c.actions = filing.Actions(c.filing.State, c.facts)
	// Who works on it elsewhere is not this organisation's business.
	running := claimed(c.filing, d.Now()) && c.filing.State.Holder() == me.Tier
	c.mine = running && c.filing.ClaimedBy == me.Account
	c.held = running && c.filing.ClaimedBy != me.Account
	return c, nil
}

// claimed reports whether somebody holds a running lease.
func claimed(f postgres.Filing, now time.Time) bool {
	return f.ClaimedBy != 0 && f.ClaimedUntil != nil && now.Before(*f.ClaimedUntil)
}

// deskWork is what a tier does with a filing.
func deskWork(t filing.Tier) string {
	if t == filing.Bureau {
		return "审核"
	}
	return "核验"
}

func casePath(me filing.Actor, id int64, rest string) string {
	path := home(me) + "/filings/" + strconv.FormatInt(id, 10)
	if rest != "" {
		path += "/" + rest
	}
	return path
}

// caseHead is what every page of a case shows on top.
func (p *Portal) caseHead(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile, title string) page.CaseHead {
	f := c.filing
	h := page.CaseHead{Page: p.base(r, me), Base: casePath(me, f.ID, ""), Tier: me.Tier, Receipt: f.Receipt, Kind: f.Kind,
		Unit: unitShown(f, c.open), Provider: f.ProviderName, Doc: c.doc, Rounds: f.Rounds,
		State: standing(f, me.Tier, d.Now()), Due: dueOf(f, me.Tier, d), Mine: c.mine}
	h.Page.Title, h.Page.Section = title, f.Receipt
	queue := ui.Link{Text: deskWork(me.Tier) + "队列", Href: home(me) + "/queue"}
	h.Page.Crumbs = []ui.Link{{Text: "工作台", Href: home(me)}, queue, {Text: f.Receipt, Href: h.Base}}
	if h.Base != r.URL.Path {
		h.Page.Crumbs = append(h.Page.Crumbs, ui.Link{Text: title})
	}
	h.Page.Width = ui.Wide
	if c.mine || c.held {
		h.Holder, h.Until = f.ClaimedName, zh.Time(*f.ClaimedUntil)
	}
	return h
}

// standing is where a filing stands, in words for one tier.
func standing(f postgres.Filing, tier filing.Tier, now time.Time) zh.Display {
	return zh.StateFor(zh.Standing{Tier: tier, Kind: f.Kind, State: f.State, Claimed: claimed(f, now),
		Second: f.FirstApprovedBy != 0, Provider: f.ProviderName, Province: f.Province, Due: f.DueOn, Late: late(f, now)})
}

func (p *Portal) caseFile(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	if me.Tier == filing.Provider && c.filing.OnBehalf && (c.filing.State == filing.Draft || c.filing.State == filing.OwnerSignature) {
		return nil, seeOther(page.BehalfPath(c.filing.ID))
	}
	m, err := p.caseView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	return page.CasePage(m), nil
}

// caseView gathers everything the case page shows.
func (p *Portal) caseView(r *http.Request, d *postgres.Desk, me filing.Actor, c caseFile) (page.Case, error) {
	ctx := r.Context()
	m := page.Case{CaseHead: p.caseHead(r, d, me, c, deskWork(me.Tier)+"页"), Open: c.open, Held: c.held, Marked: p.marked(r, c.filing.ID), Note: p.form(r),
		All: r.URL.Query().Get("all") != "", Reason: p.form(r)}
	m.Actions, m.SMS, m.Face = c.actions, c.facts.SMS, c.wants.FaceToFace
	m.AskOwner = c.filing.State == filing.ReturnedToProvider
	m.First = c.facts.TwoVerifiers && c.filing.VerifiedBy == me.Account && c.filing.State.Holder() == me.Tier
	m.OwnFirst = c.filing.State == filing.BureauReview && c.filing.FirstApprovedBy == me.Account
	m.Lapsed = c.filing.ClaimedBy == me.Account && !c.mine
	m.Effect = page.Effect{Kind: c.filing.Kind, Doc: c.doc, Provider: c.filing.ProviderName}
	events, err := d.Events(ctx, c.filing)
	if err != nil {
		return m, err
	}
	m.Events, m.Times = caseEvents(events), heldRows(events, d.Now())
	m.Asked = askedBack(c.filing, events)
	papers, err := d.Papers(ctx, c.filing)
	if err != nil {
		return m, err
	}
	if err := p.compare(r, d, c, events, &m); err != nil {
		return m, err
	}
	if m.Checked = !c.filing.State.Ended(); m.Checked {
		if m.Findings, err = d.Preflight(ctx, c.filing); err != nil {
			return m, err
		}
		if err := p.evidence(r, d, c, &m); err != nil {
			return m, err
		}
	}
	m.Papers = casePapers(m.Base, c.wants.Papers, papers, me.Tier)
	if m.Open {
		m.Watermark = me.Name + " " + zh.Time(d.Now())
	}
	if m.Related, m.Hidden, err = caseRelated(r, d, me, c.filing); err != nil {
		return m, err
	}
	if m.Batch, err = ownCases(r, d, me); err != nil {
		return m, err
	}
	if m.Visit, err = visitShown(r, d, c); err != nil {
		return m, err
	}
	sheet, err := d.Sheet(ctx, c.filing)
	m.Sheet = sheetShown(sheet)
	return m, err
}

// ownCases are the cases in the hands of this member of staff, the most urgent first.
func ownCases(r *http.Request, d *postgres.Desk, me filing.Actor) ([]page.QueueCase, error) {
	list, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewMine, Limit: benchRows})
	return queueCases(list, d, me), err
}

// claimCase takes the case, or takes up again what had run out.
func (p *Portal) claimCase(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	if _, err := d.Act(r.Context(), id, postgres.Move{Action: filing.Claim}); err != nil {
		return p.lost(r, d, me, id, err)
	}
	return nil, seeOther(casePath(me, id, ""))
}

// releaseCase puts the case back into the queue, with a word for whoever takes it next.
func (p *Portal) releaseCase(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	move := postgres.Move{Action: filing.Release, Detail: filing.Detail{Internal: words(r, "internal")}}
	if _, err := d.Act(r.Context(), id, move); err != nil {
		return p.lost(r, d, me, id, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已放回队列"})
	return nil, seeOther(home(me) + "/queue?view=mine")
}

// lost answers an act that came too late: the case itself with a notice of what happened, and every word typed; or,
// when the case has left this desk, a page that says so.
func (p *Portal) lost(r *http.Request, d *postgres.Desk, me filing.Actor, id int64, cause error) (templ.Component, error) {
	if errors.Is(cause, filing.ErrNotFound) {
		return p.gone(r, me), cause
	}
	if statusOf(cause) != http.StatusConflict {
		return nil, cause
	}
	c, err := p.caseOf(r, d, me)
	if errors.Is(err, filing.ErrNotFound) {
		return p.gone(r, me), cause
	}
	if err != nil {
		return nil, err
	}
	m, err := p.caseView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	m.Typed = typed(r.PostForm)
	m.Page.Flash = lateNotice(cause)
	return page.CasePage(m), cause
}

// gone is the page of a case that is no longer, or never was, on this desk.
func (p *Portal) gone(r *http.Request, me filing.Actor) templ.Component {
	return page.CaseGonePage(page.CaseGone{Page: p.base(r, me), Queue: home(me) + "/queue", Typed: typed(r.PostForm)})
}

// lateNotice words why an act was not done.
func lateNotice(err error) *ui.Notice {
	title, text := zh.Error(err)
	return &ui.Notice{Tone: ui.Warn, Title: title, Text: text + "填写的内容还在本页。"}
}

// unitShown is the name of the entity; a person's is masked unless open.
func unitShown(f postgres.Filing, open bool) string {
	if open {
		return f.UnitName
	}
	return page.Unit(f.UnitName, f.Nature)
}
