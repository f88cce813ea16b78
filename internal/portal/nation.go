package portal

import (
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/journal"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// breakdown is the figures of a province or of the nation for a page.
func breakdown(r *http.Request, d *postgres.Desk, province string) (page.Breakdown, error) {
	b, err := d.Breakdown(r.Context(), province)
	m := page.Breakdown{States: map[filing.State]int{}, Kinds: map[filing.Kind]int{}, Natures: map[filing.Nature]int{}, Channels: b.Channels, Reasons: returnChart(b.Reasons)}
	for code, n := range b.States {
		m.States[filing.State(code)] = n
	}
	for code, n := range b.Kinds {
		k, _ := strconv.Atoi(code)
		m.Kinds[filing.Kind(k)] = n
	}
	for code, n := range b.Natures {
		k, _ := strconv.Atoi(code)
		m.Natures[filing.Nature(k)] = n
	}
	for _, w := range b.Weeks {
		m.Weeks = append(m.Weeks, page.Week{Ends: w.Ends, Submitted: w.Submitted, Decided: w.Decided})
	}
	for _, p := range b.Providers {
		m.Providers = append(m.Providers, page.ProviderNumbers{ID: p.ID, Name: p.Name, Accesses: p.Accesses, Open: p.Open, Returned: p.Returned,
			Approved: p.Approved, Refused: p.Refused, Return: share(p.SentBack, p.Answers)})
	}
	return m, err
}

// provinceView (省份详情) is one province in numbers, and what is late there.
func (p *Portal) provinceView(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	province, ok := region.ByISO(inPath(r, "abbr"))
	if !ok {
		return nil, filing.ErrNotFound
	}
	return p.provincePage(r, d, me, province)
}

// ownFigures (统计) is the same for a bureau, of its own province.
func (p *Portal) ownFigures(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	province, ok := region.ByCode(me.Province)
	if !ok {
		return nil, filing.ErrNotFound
	}
	return p.provincePage(r, d, me, province)
}

func (p *Portal) provincePage(r *http.Request, d *postgres.Desk, me filing.Actor, province region.Province) (templ.Component, error) {
	m := page.ProvinceView{Page: p.base(r, me), Province: province, Ministry: me.Tier == filing.Ministry, Export: r.URL.Path + ".csv"}
	var err error
	if m.Numbers, err = numbersOf(r, d, province.Code); err != nil {
		return nil, err
	}
	if m.Figures, err = breakdown(r, d, province.Code); err != nil {
		return nil, err
	}
	if m.Pace, err = ownPace(r, d, province.Code); err != nil {
		return nil, err
	}
	late, err := d.Overdue(r.Context(), province.Code, 20)
	for _, f := range late {
		one := page.LateFiling{Receipt: f.Receipt, Href: casePath(me, f.ID, ""), Kind: zh.Kind(f.Kind), Provider: f.ProviderName, Due: f.DueOn.String(), Days: -d.DaysLeft(f.DueOn)}
		if m.Ministry { // which reads what was done about it, not the case
			one.Href = "/ministry/journal?receipt=" + f.Receipt
		}
		m.Late = append(m.Late, one)
	}
	return page.ProvinceViewPage(m), err
}

// provinceTable is a province's weeks and providers as a table to download.
func (p *Portal) provinceTable(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	code := me.Province
	if me.Tier == filing.Ministry {
		province, ok := region.ByISO(strings.TrimSuffix(inPath(r, "abbr"), ".csv"))
		if !ok {
			return nil, filing.ErrNotFound
		}
		code = province.Code
	}
	b, err := d.Breakdown(r.Context(), code)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"截至", "收到", "办结"}}
	for _, w := range b.Weeks {
		rows = append(rows, []string{w.Ends.String(), strconv.Itoa(w.Submitted), strconv.Itoa(w.Decided)})
	}
	rows = append(rows, nil, []string{"接入商", "接入", "在办", "管局退回", "近三个月通过", "近三个月不予备案", "近三个月退回率"})
	for _, x := range b.Providers {
		rows = append(rows, []string{x.Name, strconv.Itoa(x.Accesses), strconv.Itoa(x.Open), strconv.Itoa(x.Returned), strconv.Itoa(x.Approved), strconv.Itoa(x.Refused), share(x.SentBack, x.Answers)})
	}
	return nil, csvFile("beian-"+code+".csv", rows)
}

// nationalSearch (全国检索) asks for a question and the reason for it, and shows who has looked for what.
func (p *Portal) nationalSearch(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.NationalSearch{Page: p.base(r, me), Form: p.form(r)}
	var err error
	if r.Method == http.MethodPost {
		var entities []postgres.Entity
		var filings []postgres.Filing
		entities, filings, err = d.SearchNation(r.Context(), m.Form.Get("q"), m.Form.Get("reason"))
		found, wrong := problemsIn(err)
		if err != nil && !wrong {
			return nil, err
		}
		m.Form = m.Form.With(found)
		m.Asked = !wrong
		for _, e := range entities {
			m.Entities = append(m.Entities, page.FoundEntity{Number: string(e.Number), Unit: page.Unit(e.Name, e.Nature), Nature: zh.Nature(e.Nature),
				Province: provinceName(e.Province), Cancelled: e.CancelledAt != nil})
		}
		for _, f := range filings {
			m.Filings = append(m.Filings, page.FoundFiling{Receipt: f.Receipt, Unit: page.Unit(f.UnitName, f.Nature), Kind: zh.Kind(f.Kind),
				Province: provinceName(f.Province), State: zh.State(f.State)})
		}
	}
	list, fault := d.NationalSearches(r.Context())
	if fault != nil {
		return nil, fault
	}
	for _, n := range list {
		m.Earlier = append(m.Earlier, page.EarlierSearch{Who: n.Who, Question: n.Question, Reason: n.Reason, Hits: n.Hits, At: zh.Time(n.At)})
	}
	return page.NationalSearchPage(m), err
}

func provinceName(code string) string {
	p, _ := region.ByCode(code)
	return p.Short
}

const journalPage = 50

// journalView (日志) lists the journal and verifies the log on request.
func (p *Portal) journalView(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64)
	receipt := strings.TrimSpace(q.Get("receipt"))
	list, err := d.Journal(r.Context(), postgres.JournalSearch{Receipt: receipt, Before: max(before, 0), Limit: journalPage + 1})
	if err != nil {
		return nil, err
	}
	m := page.JournalView{Page: p.base(r, me), Form: p.form(r), Receipt: receipt, Known: p.LogKey != ""}
	if len(list) > journalPage {
		list = list[:journalPage]
		m.Next = ui.WithQuery("/ministry/journal", q, "before", strconv.FormatInt(list[journalPage-1].ID, 10))
	}
	for _, e := range list {
		one := page.JournalLine{Receipt: e.Receipt, Province: provinceName(e.Province), Action: zh.ActionDone(e.Action), By: zh.Tier(e.Tier), At: zh.Time(e.At),
			Leaf: hex.EncodeToString(e.Leaf)[:16], Position: e.Position}
		if e.Who != "" {
			one.By += " " + e.Who
		}
		m.List = append(m.List, one)
	}
	return page.JournalPage(m), nil
}

// verifyJournal hashes the whole journal anew and holds it against the log.
func (p *Portal) verifyJournal(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	if p.LogKey == "" {
		return nil, filing.ErrNotFound
	}
	v, err := journal.NewVerifier(p.LogKey)
	if err != nil {
		return nil, err
	}
	report, err := p.store.VerifyLog(r.Context(), v)
	var differs *postgres.LogDifference
	if err != nil && !errors.As(err, &differs) {
		return nil, err
	}
	n := ui.Notice{Tone: ui.Success, Title: "日志与记录一致", Text: "逐条核对了 " + strconv.FormatInt(report.Entries, 10) + " 条记录和 " +
		strconv.FormatInt(report.Checkpoints, 10) + " 个签名，另有 " + strconv.FormatInt(report.Waiting, 10) + " 条等待收入日志。"}
	if differs != nil {
		n = ui.Notice{Tone: ui.Danger, Title: "日志与记录不一致", Text: "第一处不一致在日志的第 " + strconv.FormatInt(differs.Position, 10) + " 位，记录编号 " +
			strconv.FormatInt(differs.Event, 10) + "。请保留现场并通知系统管理员。"}
	}
	p.flash(r, n)
	return nil, seeOther("/ministry/journal")
}
