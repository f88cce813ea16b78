package portal

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// keyTaken holds in a session what the last claim or assignment of several cases did.
const keyTaken = "taken"

// assignees are the colleagues to whom this member of staff may assign cases; none for who does not lead a desk.
func assignees(r *http.Request, d *postgres.Desk, me filing.Actor) ([]ui.Option, error) {
	if !filing.ByLead.Holds(filing.Facts{Actor: me}) {
		return nil, nil
	}
	peers, err := d.Peers(r.Context())
	var list []ui.Option
	for _, one := range peers {
		list = append(list, ui.Option{Value: strconv.FormatInt(one.Account, 10), Label: one.Name + "（" + zh.Role(one.Role) + "）"})
	}
	return list, err
}

// claimSeveral takes every ticked case that is still free.
func (p *Portal) claimSeveral(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.several(r, d, me, postgres.Move{Action: filing.Claim})
}

// assignSeveral puts every ticked case into a colleague's hands.
func (p *Portal) assignSeveral(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	to, err := strconv.ParseInt(r.PostForm.Get("to"), 10, 64)
	if err != nil {
		p.flash(r, ui.Notice{Tone: ui.Warn, Title: "请选择分派给哪位同事"})
		return nil, seeOther(listOf(r, home(me)+"/queue"))
	}
	return p.several(r, d, me, postgres.Move{Action: filing.Assign, To: to})
}

// several does one act on every ticked case, each by itself, and tells what came of each.
func (p *Portal) several(r *http.Request, d *postgres.Desk, me filing.Actor, m postgres.Move) (templ.Component, error) {
	done := page.Taken{Assigned: m.Action == filing.Assign}
	for _, text := range r.PostForm["id"] {
		if result := p.takeOne(r, d, text, m); result.Receipt != "" {
			done.Results = append(done.Results, result)
		}
	}
	if len(done.Results) == 0 {
		p.flash(r, ui.Notice{Tone: ui.Warn, Title: "请先勾选备案"})
		return nil, seeOther(listOf(r, home(me)+"/queue"))
	}
	if !done.Assigned && done.Count() == len(done.Results) {
		p.flash(r, ui.Notice{Tone: ui.Success, Title: "已领取 " + strconv.Itoa(done.Count()) + " 件"})
		return nil, seeOther(home(me) + "/queue?view=mine")
	}
	kept, err := json.Marshal(done)
	if err != nil {
		return nil, err
	}
	p.session(r).Put(r.Context(), keyTaken, string(kept))
	return nil, seeOther(home(me) + "/queue/result")
}

// takeOne claims or assigns one case; what kept it from being done is its result.
func (p *Portal) takeOne(r *http.Request, d *postgres.Desk, text string, m postgres.Move) page.BulkResult {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return page.BulkResult{}
	}
	result := page.BulkResult{Receipt: text, Href: home(d.Me()) + "/queue"}
	f, err := d.Filing(r.Context(), id)
	if err == nil {
		result.Receipt, result.Href, result.Unit = f.Receipt, casePath(d.Me(), id, ""), page.Unit(f.UnitName, f.Nature)
		var out postgres.Outcome
		if out, err = d.Act(r.Context(), id, m); err == nil {
			result.Done, result.Text = true, "由我办理"
			if m.Action == filing.Assign {
				result.Text = peerName(r, d, out.Filing.ClaimedBy)
			}
			return result
		}
	}
	if problems, ok := problemsIn(err); ok {
		result.Text = zh.Problem(problems[0])
		return result
	}
	result.Text, _ = zh.Error(err)
	if claimed(f, d.Now()) && m.Action == filing.Claim {
		result.Text = f.ClaimedName + " 正在办理"
	}
	if statusOf(err) >= http.StatusInternalServerError {
		visitOf(r).fault = err
	}
	return result
}

func peerName(r *http.Request, d *postgres.Desk, account int64) string {
	peers, err := d.Peers(r.Context())
	if err != nil {
		visitOf(r).fault = err
	}
	for _, one := range peers {
		if one.Account == account {
			return one.Name
		}
	}
	return ""
}

// listOf is the list a form was sent from, with its filters.
func listOf(r *http.Request, usual string) string {
	if from := back(r); from != "" {
		return from
	}
	return usual
}

// queueResult tells what came of each case.
func (p *Portal) queueResult(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Taken{}
	if json.Unmarshal([]byte(p.session(r).GetString(r.Context(), keyTaken)), &m) != nil {
		return nil, seeOther(home(me) + "/queue")
	}
	m.Page, m.Base, m.Form = p.base(r, me), home(me), p.form(r)
	m.Page.Title, m.Page.Section = m.Name()+"的结果", deskWork(me.Tier)+"队列"
	m.Page.Crumbs = []ui.Link{{Text: "工作台", Href: home(me)}, {Text: m.Page.Section, Href: home(me) + "/queue"}, {Text: m.Page.Title}}
	counts, err := d.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	m.Onward, err = onward(r, d, me, counts)
	return page.TakenPage(m), err
}
