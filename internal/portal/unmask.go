package portal

import (
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// keyUnmasked names in a session the one case whose personal data is shown, and until when.
const keyUnmasked = "unmasked"

// unmaskFor is how long a look lasts before it has to be asked for again.
const unmaskFor = 10 * time.Minute

// unmask shows the personal data of a case to somebody who does not hold it, for a reason that is recorded.
func (p *Portal) unmask(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	err = d.Disclose(r.Context(), id, "case", words(r, "reason"))
	if problems, ok := problemsIn(err); ok {
		return p.unmaskAgain(r, d, me, problems)
	}
	if err != nil {
		return nil, err
	}
	p.session(r).Put(r.Context(), keyUnmasked, fmt.Sprintf("%d %d", id, d.Now().Add(unmaskFor).Unix()))
	p.flash(r, ui.Notice{Tone: ui.Info, Title: "已显示个人信息", Text: "10 分钟后会重新隐藏，这次查看已记录。"})
	return nil, seeOther(casePath(me, id, ""))
}

func (p *Portal) unmaskAgain(r *http.Request, d *postgres.Desk, me filing.Actor, problems filing.Problems) (templ.Component, error) {
	c, err := p.caseOf(r, d, me)
	if err != nil {
		return nil, err
	}
	m, err := p.caseView(r, d, me, c)
	if err != nil {
		return nil, err
	}
	m.Reason = p.form(r).With(problems)
	m.Page.Errors = m.Reason.Errors("reason")
	return page.CasePage(m), problems
}

// unmasked reports whether this session looks at the personal data of that case now.
func (p *Portal) unmasked(r *http.Request, id int64, now time.Time) bool {
	var open, until int64
	text := p.session(r).GetString(r.Context(), keyUnmasked)
	if n, err := fmt.Sscanf(text, "%d %d", &open, &until); err != nil || n != 2 {
		return false
	}
	return open == id && now.Unix() < until
}
