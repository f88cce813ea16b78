package portal

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/table"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const resultPage = 50

// results lists what became of the provider's filings.
func (p *Portal) results(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	q := r.URL.Query()
	m := page.Results{Page: p.base(r, me), Form: p.form(r), All: q.Get("all") != ""}
	after, err := strconv.ParseInt(q.Get("after"), 10, 64)
	if q.Has("after") && (err != nil || after < 1) {
		return nil, filing.ErrNotFound
	}
	list, err := d.Results(r.Context(), m.All, after, resultPage+1)
	if len(list) > resultPage {
		list = list[:resultPage]
		m.Next = ui.WithQuery("/provider/results", q, "after", strconv.FormatInt(list[resultPage-1].ID, 10))
	}
	if after > 0 {
		m.First = ui.WithQuery("/provider/results", q, "after", "")
	}
	for _, x := range list {
		m.Lines = append(m.Lines, resultLine(x, me))
	}
	return page.ResultsPage(m), err
}

func resultLine(x postgres.FeedRow, me filing.Actor) page.ResultLine {
	l := page.ResultLine{ID: x.ID, Receipt: x.Receipt, Href: casePath(me, x.Filing, ""), Unit: page.Unit(x.UnitName, x.Nature), Kind: x.Kind,
		Domains: x.Domains, Action: x.Action, Number: x.Number, At: x.At, Shown: zh.Time(x.At)}
	if x.AcknowledgedAt != nil {
		l.Seen = "已确认 " + zh.Time(*x.AcknowledgedAt)
	}
	return l
}

// acknowledge takes note of the results of a page: up to the last one that was shown, and none that came in since.
func (p *Portal) acknowledge(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	upTo, err := strconv.ParseInt(r.PostForm.Get("up_to"), 10, 64)
	if err != nil {
		return nil, errUnreadable
	}
	n, err := d.AcknowledgeResults(r.Context(), upTo)
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "已确认 " + strconv.Itoa(n) + " 条结果"})
	return nil, seeOther("/provider/results")
}

// resultRows is the list as a table, with names of persons masked as on the page.
func resultRows(r *http.Request, d *postgres.Desk, me filing.Actor) ([][]string, error) {
	list, err := d.Results(r.Context(), true, 0, postgres.ResultsMost)
	rows := [][]string{{"受理号", "办理类型", "主办者", "域名", "结果", "备案号", "时间", "确认时间"}}
	for _, x := range list {
		l, seen := resultLine(x, me), ""
		if x.AcknowledgedAt != nil {
			seen = x.AcknowledgedAt.In(china).Format(time.DateTime)
		}
		rows = append(rows, []string{l.Receipt, zh.Kind(l.Kind), l.Unit, strings.Join(l.Domains, "；"), page.ResultWords(l.Action), l.Number,
			l.At.In(china).Format(time.DateTime), seen})
	}
	return rows, err
}

func (p *Portal) resultsCSV(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	rows, err := resultRows(r, d, me)
	if err != nil {
		return nil, err
	}
	return nil, csvFile("办理结果.csv", rows)
}

func (p *Portal) resultsXLSX(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	rows, err := resultRows(r, d, me)
	if err != nil {
		return nil, err
	}
	data, err := table.XLSX("办理结果", rows)
	if err != nil {
		return nil, err
	}
	return nil, file{Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Name: "办理结果.xlsx", Body: data}
}
