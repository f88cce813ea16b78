package portal

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// bulkMost is how many filings are approved in one go.
const bulkMost = 20

// keyBulk holds in a session what the last bulk approval did.
const keyBulk = "bulk"

// bulkForm lists what may be approved together, and what may not, with the reason. Nothing is picked until the reviewer
// does, who answers for each number.
func (p *Portal) bulkForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.bulkView(r, d, me)
	if err != nil {
		return nil, err
	}
	return page.BulkPage(m), nil
}

func (p *Portal) bulkView(r *http.Request, d *postgres.Desk, me filing.Actor) (page.Bulk, error) {
	m := page.Bulk{Page: p.base(r, me), Base: home(me), Form: p.form(r), Most: bulkMost}
	m.Page.Title, m.Page.Section, m.Page.Width = "批量通过", "审核队列", ui.Wide
	m.Page.Crumbs = []ui.Link{{Text: "工作台", Href: home(me)}, {Text: "审核队列", Href: home(me) + "/queue?view=mine"}, {Text: "批量通过"}}
	mine, err := d.Queue(r.Context(), postgres.Search{View: postgres.ViewMine, Limit: 200})
	if err != nil {
		return m, err
	}
	for _, f := range mine {
		why, err := bulkObstacle(r, d, f)
		if err != nil {
			return m, err
		}
		one := queueCases([]postgres.Filing{f}, d, me)[0]
		if why == "" && len(m.Cases) < bulkMost {
			m.Cases = append(m.Cases, one)
		} else {
			m.Others = append(m.Others, page.BulkOther{Case: one, Why: why})
		}
	}
	m.Picked = m.Form.Values["id"]
	if r.URL.Query().Get("pick") == "all" && m.Form.Values == nil {
		for _, c := range m.Cases {
			m.Picked = append(m.Picked, strconv.FormatInt(c.ID, 10))
		}
	}
	return m, nil
}

// bulkObstacle says why a filing needs a look of its own, empty when it may be approved together with others.
func bulkObstacle(r *http.Request, d *postgres.Desk, f postgres.Filing) (string, error) {
	facts, err := d.Facts(r.Context(), f)
	if err != nil {
		return "", err
	}
	switch {
	case !claimed(f, d.Now()):
		return "领取已到期", nil
	case f.Kind != filing.FirstFiling && f.Kind != filing.AddSite:
		return zh.Kind(f.Kind) + "需要逐件核对", nil
	case !slices.Contains(filing.Actions(f.State, facts), filing.Approve):
		return "本省由两人审核，需先通过初审", nil
	}
	problems, err := d.Preflight(r.Context(), f)
	if err != nil {
		return "", err
	}
	if len(problems) > 0 {
		return "自动检查有 " + strconv.Itoa(len(problems)) + " 处需要留意", nil
	}
	return "", nil
}

// bulkApprove approves each picked filing by itself; one that has changed meanwhile does not hold up the others.
func (p *Portal) bulkApprove(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m, err := p.bulkView(r, d, me)
	if err != nil {
		return nil, err
	}
	if problems := bulkProblems(m.Picked, words(r, "count")); len(problems) > 0 {
		m.Form = m.Form.With(problems)
		m.Page.Errors = m.Form.Errors("count")
		m.Wrong = true
		return page.BulkPage(m), problems
	}
	results := p.bulkResults(r, d, m.Picked)
	kept, err := json.Marshal(results)
	if err != nil {
		return nil, err
	}
	p.session(r).Put(r.Context(), keyBulk, string(kept))
	return nil, seeOther(home(me) + "/bulk/done")
}

// bulkProblems wants at least one filing, at most twenty, and their number typed.
func bulkProblems(picked []string, count string) filing.Problems {
	switch {
	case len(picked) == 0:
		return filing.Problems{{Path: "id", Flaw: filing.Missing}}
	case len(picked) > bulkMost:
		return filing.Problems{{Path: "id", Flaw: filing.TooMany, Number: bulkMost}}
	case count != strconv.Itoa(len(picked)):
		return filing.Problems{{Path: "count", Flaw: filing.Different, Number: len(picked)}}
	}
	return nil
}

// bulkResults approves in one transaction what nothing stands in the way of. Whatever keeps one from being approved is
// its own result; should the transaction itself break, each is tried by itself.
func (p *Portal) bulkResults(r *http.Request, d *postgres.Desk, picked []string) []page.BulkResult {
	results, picks, at := make([]page.BulkResult, len(picked)), []postgres.Pick{}, []int{}
	for i, text := range picked {
		f, err := p.bulkLook(r, d, text, &results[i])
		if err != nil {
			p.bulkSay(r, &results[i], postgres.Result{Err: err})
		} else if results[i].Text == "" {
			picks, at = append(picks, postgres.Pick{ID: f.ID, Revision: f.Revision}), append(at, i)
		}
	}
	done, err := d.ActMany(r.Context(), picks, postgres.Move{Action: filing.Approve})
	for i := range picks {
		if err != nil {
			one := postgres.Result{}
			one.Outcome, one.Err = d.Act(r.Context(), picks[i].ID, postgres.Move{Action: filing.Approve, Revision: picks[i].Revision})
			p.bulkSay(r, &results[at[i]], one)
			continue
		}
		p.bulkSay(r, &results[at[i]], done[i])
	}
	return results
}

// bulkLook finds a picked filing and what stands in its way, which becomes the result's text.
func (p *Portal) bulkLook(r *http.Request, d *postgres.Desk, text string, result *page.BulkResult) (f postgres.Filing, err error) {
	*result = page.BulkResult{Receipt: text, Href: home(d.Me()) + "/queue?view=mine"}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return f, filing.ErrNotFound
	}
	if f, err = d.Filing(r.Context(), id); err != nil {
		return f, err
	}
	result.Receipt, result.Href, result.Unit = f.Receipt, casePath(d.Me(), id, ""), page.Unit(f.UnitName, f.Nature)
	result.Text, err = bulkObstacle(r, d, f)
	return f, err
}

// bulkSay puts what became of a filing into words.
func (p *Portal) bulkSay(r *http.Request, result *page.BulkResult, one postgres.Result) {
	problems, ok := problemsIn(one.Err)
	switch {
	case one.Err == nil:
		result.Done, result.Text = true, string(one.Number)
	case ok:
		result.Text = zh.Problem(problems[0])
	default:
		result.Text, _ = zh.Error(one.Err)
		if statusOf(one.Err) >= http.StatusInternalServerError {
			visitOf(r).fault = one.Err
		}
	}
}

func (p *Portal) bulkDone(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.BulkDone{Page: p.base(r, me), Base: home(me), Form: p.form(r)}
	if json.Unmarshal([]byte(p.session(r).GetString(r.Context(), keyBulk)), &m.Results) != nil {
		return nil, seeOther(home(me) + "/bulk")
	}
	m.Page.Title, m.Page.Section = "批量通过的结果", "审核队列"
	m.Page.Crumbs = []ui.Link{{Text: "工作台", Href: home(me)}, {Text: "审核队列", Href: home(me) + "/queue"}, {Text: m.Page.Title}}
	counts, err := d.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	m.Onward, err = onward(r, d, me, counts)
	return page.BulkDonePage(m), err
}
