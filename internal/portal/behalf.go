package portal

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const (
	behalfPath   = "/provider/behalf"
	behalfShown  = 30
	behalfPapers = 6 // files that one save may bring
)

// behalfList lists what the actor's provider fills in for owners (代为报备).
func (p *Portal) behalfList(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	list, err := d.BehalfFilings(r.Context(), max(before, 0), behalfShown+1)
	if err != nil {
		return nil, err
	}
	m := page.BehalfList{Page: p.base(r, me)}
	if len(list) > behalfShown {
		list = list[:behalfShown]
		m.Next = ui.WithQuery(behalfPath, nil, "before", strconv.FormatInt(list[behalfShown-1].ID, 10))
	}
	if before > 0 {
		m.First = behalfPath
	}
	for _, b := range list {
		m.List = append(m.List, page.BehalfLine{ID: b.ID, Receipt: b.Receipt, Unit: page.Unit(b.UnitName, b.Nature), Site: b.SiteName,
			Domains: strings.Join(b.Domains, " "), At: zh.Time(b.UpdatedAt), Waiting: b.State == filing.OwnerSignature, Taken: b.OwnerID != 0,
			Expired: expired(b, d), Declined: b.Refused})
	}
	return page.BehalfListPage(m), nil
}

func expired(b postgres.Behalf, d *postgres.Desk) bool {
	return b.Expires != nil && !d.Now().Before(*b.Expires)
}

// newBehalf shows the empty form.
func (p *Portal) newBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	doc := freshBehalf()
	if f.Parked {
		fillBehalf(filing.FirstFiling, doc, f.Values)
	}
	return page.BehalfPage(p.behalfModel(r, me, f, postgres.Behalf{}, doc)), nil
}

// freshBehalf is what most filings begin with: a person with one site.
func freshBehalf() *filing.Document {
	doc := &filing.Document{Entity: filing.Entity{Nature: filing.Individual, CertificateType: filing.ResidentID, PostalSame: true}}
	doc.AddSite()
	return doc
}

func (p *Portal) behalfModel(r *http.Request, me filing.Actor, f page.Form, b postgres.Behalf, doc *filing.Document) page.Behalf {
	return page.Behalf{Page: p.base(r, me), Form: f, Answers: page.Answers{Doc: doc}, Kind: max(b.Kind, filing.FirstFiling), ID: b.ID, Receipt: b.Receipt, Revision: b.Revision,
		Pasted: f.Fill(ui.Field{Name: "rows", Label: "带列名的一行", Hint: "从 Excel 或 WPS 选中列名和一行内容，复制后粘贴到这里", Optional: true, Rows: 3, Mono: true, Verbatim: true})}
}

// fillBehalf writes what was typed; the questions follow what is said of nature and sites, so it is done twice.
func fillBehalf(k filing.Kind, doc *filing.Document, typed map[string][]string) {
	fill(doc, page.Asked(page.BehalfPaths(k, doc)), typed)
	fill(doc, page.Asked(page.BehalfPaths(k, doc)), typed)
}

// pressedSite does what a button about sites or accesses says.
func pressedSite(r *http.Request, k filing.Kind, doc *filing.Document) {
	if k != filing.FirstFiling {
		return
	}
	pressed := r.PostForm.Get
	if pressed(page.AddSiteField) != "" && len(doc.Sites) < 20 {
		doc.AddSite()
	}
	if key := pressed(page.DropSite); key != "" && len(doc.Sites) > 1 {
		doc.RemoveSite(key)
	}
	if s := doc.Site(pressed(page.AddField)); s != nil && len(s.Accesses) < 20 {
		s.AddAccess()
	}
}

// createBehalf opens a draft of what was typed; a pasted row fills the form first.
func (p *Portal) createBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	doc := freshBehalf()
	for range sitesTyped(f.Values) - 1 {
		doc.AddSite()
	}
	fillBehalf(filing.FirstFiling, doc, f.Values)
	if f.Get(page.FillField) != "" {
		return p.pasteBehalf(r, me, f, doc)
	}
	pressedSite(r, filing.FirstFiling, doc)
	one, err := d.OpenOnBehalf(r.Context(), postgres.Opening{Kind: filing.FirstFiling, Document: doc})
	if err != nil {
		return nil, err
	}
	if f.Get(page.OfferField) == "" {
		return nil, p.behalfSaved(r, one.ID)
	}
	b, err := d.BehalfFiling(r.Context(), one.ID)
	if err != nil {
		return nil, err
	}
	return p.offer(r, d, me, b)
}

// sitesTyped is how many sites a form without a draft behind it speaks of.
func sitesTyped(values map[string][]string) int {
	n := 1
	for name := range values {
		if key := filing.Path(name).Site(); key != "" {
			if i, err := strconv.Atoi(key); err == nil && i > n && i <= 20 {
				n = i
			}
		}
	}
	return n
}

// pasteBehalf puts the first row of a pasted table into the form; what stands there already stays where the row says
// nothing.
func (p *Portal) pasteBehalf(r *http.Request, me filing.Actor, f page.Form, doc *filing.Document) (templ.Component, error) {
	t, found := sentTable(r, 1, nil)
	m := p.behalfModel(r, me, f, postgres.Behalf{}, doc)
	if len(found) == 0 {
		found = fillRow(doc, t.Head, t.Rows[0])
		m.Answers.Problems = found
		if len(found) == 0 {
			m.Pasted.Value = ""
			m.Page.Flash = &ui.Notice{Tone: ui.Success, Title: "已填入表格的内容", Text: "请核对后保存。"}
			return page.BehalfPage(m), nil
		}
		return page.BehalfPage(m), found
	}
	if found[0].Flaw == filing.TooMany {
		found[0] = filing.Problem{Path: "rows", Flaw: filing.OneRow}
	}
	m.Pasted.Error = zh.Problem(found[0])
	return page.BehalfPage(m), found
}

// behalf shows a draft to be filled in, or how far the owner is with signing it.
func (p *Portal) behalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	b, doc, err := behalfOf(r, d)
	if err != nil {
		return nil, err
	}
	if b.State == filing.OwnerSignature {
		return p.waitingPage(r, d, me, b, doc, nil)
	}
	f := p.form(r)
	if f.Parked {
		fillBehalf(b.Kind, doc, f.Values)
	}
	m, err := p.behalfDraft(r, d, me, f, b, doc)
	if err != nil {
		return nil, err
	}
	return page.BehalfPage(m), nil
}

func behalfOf(r *http.Request, d *postgres.Desk) (b postgres.Behalf, doc *filing.Document, err error) {
	id, err := idOf(r, "id")
	if err != nil {
		return b, nil, err
	}
	if b, err = d.BehalfFiling(r.Context(), id); err != nil {
		return b, nil, err
	}
	doc, err = d.Document(r.Context(), b.Filing)
	return b, doc, err
}

// behalfDraft is the form of a draft with its papers, and the owner's words if it came back.
func (p *Portal) behalfDraft(r *http.Request, d *postgres.Desk, me filing.Actor, f page.Form, b postgres.Behalf, doc *filing.Document) (page.Behalf, error) {
	m := p.behalfModel(r, me, f, b, doc)
	wants, err := d.Wants(r.Context(), b.Filing, doc)
	if err != nil {
		return m, err
	}
	have, err := d.Papers(r.Context(), b.Filing)
	if err != nil {
		return m, err
	}
	for _, w := range wants.Papers {
		if w.By != filing.Registrant {
			continue
		}
		x := page.BehalfPaper{Path: w.Path(), Label: zh.PathLabel(doc, w.Path()), Required: w.Required}
		if i := slices.IndexFunc(have, func(h postgres.Paper) bool { return h.Paper().Path() == w.Path() }); i >= 0 {
			x.Have = have[i].FileName
		}
		m.Papers = append(m.Papers, x)
	}
	if b.Refused {
		m.Declined, err = lastNote(r, d, b.Filing)
	}
	return m, err
}

func lastNote(r *http.Request, d *postgres.Desk, f postgres.Filing) (string, error) {
	events, err := d.Events(r.Context(), f)
	note := ""
	for _, e := range events {
		if e.Action == filing.Decline {
			note = e.Detail.Note
		}
	}
	return note, err
}

// saveBehalf keeps what was typed, right or wrong, and the papers; then it offers the draft to its owner, if asked to.
func (p *Portal) saveBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	b, doc, err := behalfOf(r, d)
	if err != nil {
		return nil, err
	}
	revision, _ := strconv.Atoi(r.PostForm.Get(page.RevisionField))
	if b.State != filing.Draft || revision != b.Revision {
		return p.behalfStale(r, d, me, b, doc)
	}
	_, err = d.Save(r.Context(), b.ID, revision, func(doc *filing.Document) {
		fillBehalf(b.Kind, doc, r.PostForm)
		pressedSite(r, b.Kind, doc)
	})
	if errors.Is(err, filing.ErrStale) {
		return p.behalfStale(r, d, me, b, doc)
	}
	if err != nil {
		return nil, err
	}
	if b, doc, err = behalfOf(r, d); err != nil {
		return nil, err
	}
	wrong, err := p.takeBehalfPapers(r, d, b, doc)
	if err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return p.behalfWrong(r, d, me, b, doc, wrong)
	}
	if r.PostForm.Get(page.OfferField) == "" {
		return nil, p.behalfSaved(r, b.ID)
	}
	return p.offer(r, d, me, b)
}

// behalfStale shows what a colleague saved in the meantime, and what was typed here to be copied.
func (p *Portal) behalfStale(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf, doc *filing.Document) (templ.Component, error) {
	if b.State != filing.Draft {
		return nil, &filing.TransitionError{State: b.State, Action: filing.SubmitOnBehalf}
	}
	mine := copyOf(doc)
	fillBehalf(b.Kind, mine, r.PostForm)
	m, err := p.behalfDraft(r, d, me, p.form(r), b, mine)
	if err != nil {
		return nil, err
	}
	m.Form.Token = p.form(r).Token
	m.Page.Flash = &ui.Notice{Tone: ui.Warn, Title: "同事刚刚改过这份草稿", Text: "下面是您填写的内容，还没有保存；与现在的草稿不同的有：" + differing(doc, mine) + "。再按一次保存，就以您填写的为准。"}
	return page.BehalfPage(m), filing.ErrStale
}

func differing(was, now *filing.Document) string {
	var names []string
	for _, c := range filing.Differences(was, now) {
		names = append(names, zh.PathLabel(now, c.Path))
	}
	if len(names) == 0 {
		return "无"
	}
	return strings.Join(names, "、")
}

// takeBehalfPapers keeps the files sent along.
func (p *Portal) takeBehalfPapers(r *http.Request, d *postgres.Desk, b postgres.Behalf, doc *filing.Document) (filing.Problems, error) {
	wants, err := d.Wants(r.Context(), b.Filing, doc)
	if err != nil {
		return nil, err
	}
	var wrong filing.Problems
	for _, w := range wants.Papers {
		field := page.PaperPrefix + string(w.Path())
		if h := sent(r, field); h == nil || h.Size == 0 || w.By != filing.Registrant {
			continue
		}
		fresh, err := p.uploadFrom(r, field, w)
		if found, bad := problemsIn(err); bad {
			wrong = append(wrong, found...)
			continue
		}
		if err != nil {
			return nil, err
		}
		if _, err := d.AddPaper(r.Context(), b.ID, fresh); err != nil {
			return nil, errors.Join(err, p.forget(r, fresh))
		}
	}
	return wrong, nil
}

func (p *Portal) behalfSaved(r *http.Request, id int64) error {
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "草稿已保存"})
	to := page.BehalfPath(id)
	if r.PostForm.Get(page.RefreshField) != "" {
		to += "#region"
	}
	return seeOther(to)
}

// offer sends the draft to its owner, or shows everything that keeps it.
func (p *Portal) offer(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf) (templ.Component, error) {
	_, err := d.Act(r.Context(), b.ID, postgres.Move{Action: filing.SubmitOnBehalf})
	if found, wrong := problemsIn(err); wrong {
		if b, err = d.BehalfFiling(r.Context(), b.ID); err != nil {
			return nil, err
		}
		doc, err := d.Document(r.Context(), b.Filing)
		if err != nil {
			return nil, err
		}
		return p.behalfWrong(r, d, me, b, doc, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "邀请已发到主办者的手机和邮箱", Text: "主办者核对签署后，这份备案进入核验队列。"})
	return nil, seeOther(page.BehalfPath(b.ID))
}

func (p *Portal) behalfWrong(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf, doc *filing.Document, found filing.Problems) (templ.Component, error) {
	m, err := p.behalfDraft(r, d, me, p.form(r), b, doc)
	if err != nil {
		return nil, err
	}
	m.Tried = true
	asked := page.Asked(page.BehalfPaths(b.Kind, doc))
	for _, one := range found.Errors() {
		i := slices.IndexFunc(m.Papers, func(x page.BehalfPaper) bool { return x.Path == one.Path })
		switch {
		case i >= 0:
			m.Papers[i].Wrong = zh.ProblemIn(doc, one)
		case slices.Contains(asked, one.Path):
			m.Answers.Problems = append(m.Answers.Problems, one)
		default:
			m.General = append(m.General, one)
		}
	}
	return page.BehalfPage(m), found
}

func (p *Portal) waitingPage(r *http.Request, d *postgres.Desk, me filing.Actor, b postgres.Behalf, doc *filing.Document, found filing.Problems) (templ.Component, error) {
	m := page.BehalfWaiting{Page: p.base(r, me), ID: b.ID, Receipt: b.Receipt, Unit: page.Unit(b.UnitName, b.Nature), Taken: b.OwnerID != 0,
		Mobile: ident.MaskMobile(doc.Entity.Principal.Mobile()), Email: ident.MaskEmail(doc.Entity.Principal.Email), Expired: expired(b, d), Problems: found}
	if b.Invited != nil {
		m.Invited, m.Expires = zh.Time(*b.Invited), zh.Time(*b.Expires)
	}
	return page.BehalfWaitingPage(m), found.Or()
}

// inviteAgainBehalf sends the owner new links.
func (p *Portal) inviteBehalf(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	b, doc, err := behalfOf(r, d)
	if err != nil {
		return nil, err
	}
	err = d.InviteOwner(r.Context(), b.ID)
	if found, wrong := problemsIn(err); wrong {
		return p.waitingPage(r, d, me, b, doc, found)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "新的邀请已经发出", Text: "之前的链接不能再用。"})
	return nil, seeOther(page.BehalfPath(b.ID))
}

// stepBehalf takes a filing back from its owner, or drops a draft.
func (p *Portal) stepBehalf(action filing.Action, words, to string) handler {
	return func(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
		b, _, err := behalfOf(r, d)
		if err != nil {
			return nil, err
		}
		if _, err := d.Act(r.Context(), b.ID, postgres.Move{Action: action}); err != nil {
			return nil, err
		}
		p.flash(r, ui.Notice{Tone: ui.Success, Title: words})
		if to == "" {
			to := page.BehalfPath(b.ID)
			return nil, seeOther(to)
		}
		return nil, seeOther(to)
	}
}
