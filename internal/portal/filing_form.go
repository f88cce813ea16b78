package portal

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
)

// draft is one page of a filing's form under way: the filing, what its document says, and the page.
type draft struct {
	f     postgres.Filing
	doc   *filing.Document
	topic page.Topic

	offers []postgres.Resource // of the provider, for the page of accesses
	shown  *postgres.Resource  // by the authorisation code just typed
}

func (t draft) paths() []filing.Path { return page.Asked(t.topic.Paths()) }

// ownFiling is the filing in the address with its document. Only its owner fills in forms.
func ownFiling(r *http.Request, d *postgres.Desk) (postgres.Filing, *filing.Document, error) {
	f, err := filingOf(r, d)
	if err != nil {
		return f, nil, err
	}
	doc, err := d.Document(r.Context(), f)
	return f, doc, err
}

// slugOf is the page of the form that the address names.
func slugOf(r *http.Request) string {
	if site := chi.URLParam(r, "site"); site != "" {
		return "sites/" + site + "/" + chi.URLParam(r, "topic")
	}
	return "entity/" + chi.URLParam(r, "topic")
}

func openDraft(r *http.Request, d *postgres.Desk) (t draft, err error) {
	if t.f, t.doc, err = ownFiling(r, d); err != nil {
		return t, err
	}
	var found bool
	if t.topic, found = page.TopicBySlug(t.f.Kind, t.doc, slugOf(r)); !found {
		return t, filing.ErrNotFound
	}
	return t, nil
}

// filingForm shows one page of the form. Problems are shown when the reader was led here by one.
func (p *Portal) filingForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	t, err := openDraft(r, d)
	if err != nil {
		return nil, err
	}
	if !t.f.State.OwnerEdits() {
		return nil, seeOther(page.FilingPath(t.f.ID))
	}
	form := p.form(r)
	if form.Parked {
		fill(t.doc, t.paths(), form.Values)
	}
	m, err := p.formPage(r, d, me, t, form)
	if err != nil {
		return nil, err
	}
	if r.URL.Query().Get("check") != "" {
		problems, err := d.Preflight(r.Context(), t.f)
		if err != nil {
			return nil, err
		}
		m.Answers.Problems = t.topic.Of(problems)
	}
	return page.FilingFormPage(m), nil
}

func (p *Portal) formModel(r *http.Request, me filing.Actor, t draft, form page.Form) page.FilingForm {
	form.Action = page.FilingPath(t.f.ID, t.topic.Slug)
	return page.FilingForm{
		Page: p.base(r, me), Form: form, Filing: t.f.ID, Revision: t.f.Revision, Saved: p.savedAt(t.f.UpdatedAt),
		From: cameFrom(r), Kind: t.f.Kind, Answers: page.Answers{Doc: t.doc}, Topic: t.topic,
	}
}

// formPage is formModel, in a demo with an address that passes the check of the provider's ranges: nobody rents a
// server for a trial.
func (p *Portal) formPage(r *http.Request, d *postgres.Desk, me filing.Actor, t draft, form page.Form) (page.FilingForm, error) {
	m := p.formModel(r, me, t, form)
	if !t.topic.Access() || t.f.ProviderID == 0 {
		return m, nil
	}
	if err := t.readOffers(r, d); err != nil {
		return m, err
	}
	m.Offers, m.Provider = offerLines(t.offers), t.f.ProviderName
	if !p.Demo {
		return m, nil
	}
	if err := p.demoCode(r, t.f.ProviderID, &m); err != nil {
		return m, err
	}
	ranges, err := d.Ranges(r.Context(), t.f.ProviderID)
	if len(ranges) > 0 {
		m.Address = sample(ranges[0])
	}
	return m, err
}

// sample is an address of a range that looks like a server's: not the first one, when there are more.
func sample(r postgres.Range) string {
	if first, err := netip.ParseAddr(r.First); err == nil && r.First != r.Last {
		return first.Next().String()
	}
	return r.First
}

// savedAt is the time of the last save: the hour of today, the day of earlier ones.
func (p *Portal) savedAt(at time.Time) string {
	at = at.In(china)
	if today := p.store.Now().In(china); at.Format(time.DateOnly) == today.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("2006-01-02 15:04")
}

// cameFrom is the page that a form returns to instead of going on.
func cameFrom(r *http.Request) string {
	from := r.URL.Query().Get(page.FromField)
	if r.Method == http.MethodPost {
		from = r.PostForm.Get(page.FromField)
	}
	if from != "review" {
		return ""
	}
	return from
}

// saveForm keeps a page, right or wrong, and goes on; what is wrong on it is shown first.
func (p *Portal) saveForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	t, err := openDraft(r, d)
	if err != nil {
		return nil, err
	}
	p.keepChosen(r, t)
	refused, err := t.takeOffers(r, d)
	if err != nil {
		return nil, err
	}
	if choices := t.conflicts(r); len(choices) > 0 {
		return page.FilingConflictPage(p.conflictModel(r, me, t, choices)), filing.ErrStale
	}
	if told := t.turned(r); told.Any() && r.PostForm.Get(page.ConfirmField) == "" {
		form := p.form(r)
		form.Action = page.FilingPath(t.f.ID, t.topic.Slug)
		return page.TurnPage(page.Turn{Page: p.base(r, me), Form: form, Filing: t.f.ID, Was: t.doc, Turned: told}), nil
	}
	if t.f, err = d.Save(r.Context(), t.f.ID, t.f.Revision, func(doc *filing.Document) { t.write(r, doc) }); err != nil {
		return nil, err
	}
	if len(refused) > 0 || t.shown != nil {
		return p.afterCode(r, d, me, t, refused)
	}
	return p.afterSave(r, d, me, t)
}

// turned is what the sent page does to answers of other pages.
func (t draft) turned(r *http.Request) filing.Turned {
	typed := copyOf(t.doc)
	t.fill(r, typed)
	return typed.TurnedFrom(t.doc)
}

// write puts the page into the document, with the access that a button adds or removes.
func (t draft) write(r *http.Request, doc *filing.Document) {
	was := copyOf(doc)
	t.fill(r, doc)
	doc.Turn(was)
	site := doc.Site(t.topic.Site)
	if site == nil {
		return
	}
	if r.PostForm.Get(page.AddField) != "" {
		site.AddAccess()
	}
	if key := r.PostForm.Get(page.RemoveField); key != "" && len(site.Accesses) > 1 {
		site.RemoveAccess(key)
	}
}

// afterSave goes where the button leads: the same page with more to choose or fill in, the list of tasks, or, once
// the page is right, the next one.
func (p *Portal) afterSave(r *http.Request, d *postgres.Desk, me filing.Actor, t draft) (templ.Component, error) {
	here := page.FilingPath(t.f.ID, t.topic.Slug)
	if from := cameFrom(r); from != "" {
		here += "?" + page.FromField + "=" + from
	}
	switch pressed := r.PostForm.Get; {
	case pressed(page.LaterField) != "":
		return nil, seeOther(page.FilingPath(t.f.ID))
	case pressed(page.RefreshField) != "":
		return nil, seeOther(here + "#region")
	case pressed(page.AddField) != "" || pressed(page.RemoveField) != "":
		return nil, seeOther(here)
	case pressed(page.ResolveField) != "":
		if err := p.resolve(r, d, t); err != nil {
			return nil, err
		}
		return nil, seeOther(here)
	}
	problems, err := d.Preflight(r.Context(), t.f)
	if err != nil {
		return nil, err
	}
	if t.doc, err = d.Document(r.Context(), t.f); err != nil {
		return nil, err
	}
	if own := t.topic.Of(problems).Errors(); len(own) > 0 {
		m, err := p.formPage(r, d, me, t, p.form(r))
		if err != nil {
			return nil, err
		}
		m.Answers.Problems = own
		return page.FilingFormPage(m), own
	}
	if cameFrom(r) != "" {
		return nil, seeOther(page.FilingPath(t.f.ID, "review"))
	}
	return nil, nextTask(r, d, t.f, t.doc, t.topic.Slug)
}

// conflicts are the answers that were saved elsewhere, after this form was drawn, as something else than was typed
// here. A save of other pages is no conflict, and neither is one that says the same.
func (t draft) conflicts(r *http.Request) []filing.Difference {
	revision, _ := strconv.Atoi(r.PostForm.Get(page.RevisionField))
	if revision == t.f.Revision || r.PostForm.Get(page.BaseField) == page.Fingerprint(t.doc, t.paths()) {
		return nil
	}
	typed := copyOf(t.doc)
	fill(typed, t.paths(), r.PostForm)
	var list []filing.Difference
	for _, c := range filing.Differences(t.doc, typed) {
		if slices.Contains(t.paths(), c.Path) {
			list = append(list, c)
		}
	}
	return list
}

// keepChosen puts in the place of what was typed the saved answers that the reader chose to keep.
func (p *Portal) keepChosen(r *http.Request, t draft) {
	for _, path := range t.paths() {
		if r.PostForm.Get(page.KeepPrefix+string(path)) == "saved" {
			r.PostForm[string(path)] = t.doc.Get(path)
		}
	}
}

func (p *Portal) conflictModel(r *http.Request, me filing.Actor, t draft, choices []filing.Difference) page.FilingConflict {
	typed := copyOf(t.doc)
	fill(typed, t.paths(), r.PostForm)
	m := page.FilingConflict{Page: p.base(r, me), Form: p.form(r), Filing: t.f.ID, Revision: t.f.Revision, Title: t.topic.Title,
		When: zh.Time(t.f.UpdatedAt), Doc: t.doc, Paths: t.paths(), Typed: map[filing.Path][]string{}, Choices: choices}
	for _, path := range t.paths() {
		m.Typed[path] = typed.Get(path)
	}
	return m
}

// autosave keeps a page while it is being typed and answers the script: the new revision, or that another tab was
// faster.
func (p *Portal) autosave(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	t, err := openDraft(r, d)
	if err != nil {
		return nil, err
	}
	if len(t.conflicts(r)) > 0 {
		return nil, told(http.StatusConflict, map[string]string{})
	}
	if err := t.readOffers(r, d); err != nil {
		return nil, err
	}
	f, err := d.Save(r.Context(), t.f.ID, t.f.Revision, func(doc *filing.Document) { t.fill(r, doc) })
	if errors.Is(err, filing.ErrStale) {
		return nil, told(http.StatusConflict, map[string]string{})
	}
	if err != nil {
		return nil, err
	}
	doc, err := d.Document(r.Context(), f)
	if err != nil {
		return nil, err
	}
	return nil, told(http.StatusOK, map[string]string{page.RevisionField: strconv.Itoa(f.Revision),
		page.BaseField: page.Fingerprint(doc, t.paths())})
}

// told is an answer to the page's script.
func told(status int, values any) error {
	body, err := json.Marshal(values)
	if err != nil {
		return err
	}
	return file{Type: "application/json", Body: body, Status: status}
}
