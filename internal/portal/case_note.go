package portal

import (
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// addNote leaves words for colleagues in the journal. It needs no lease: a note disturbs nobody's work.
func (p *Portal) addNote(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	_, err = d.Act(r.Context(), id, postgres.Move{Action: filing.AddNote, Detail: filing.Detail{Internal: words(r, "internal")}})
	if problems, ok := problemsIn(err); ok {
		c, again := p.caseOf(r, d, me)
		if again != nil {
			return nil, again
		}
		m, again := p.caseView(r, d, me, c)
		if again != nil {
			return nil, again
		}
		m.Note = m.Note.With(problems)
		m.Page.Errors = m.Note.Errors("internal")
		for i := range m.Page.Errors {
			m.Page.Errors[i].ID = "note"
		}
		return page.CasePage(m), err
	}
	if err != nil {
		return p.lost(r, d, me, id, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已添加内部备注"})
	return nil, seeOther(casePath(me, id, "") + "#notes")
}
