package portal

import (
	"cmp"
	"maps"
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

// reasonsShown is how many return reasons the chart names.
const reasonsShown = 10

// deskFigures shows a provider how its desk works: throughput, age, reasons for returns, rounds for each filing.
func (p *Portal) deskFigures(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, err := d.DeskFigures(r.Context())
	if err != nil {
		return nil, err
	}
	return page.DeskFiguresPage(page.DeskFigures{Page: p.base(r, me), Done: doneChart(f), Ages: ageChart(f), Reasons: reasonChart(f), Rounds: roundChart(f)}), nil
}

func doneChart(f postgres.DeskFigures) ui.LineModel {
	m := ui.LineModel{ID: "done", Title: "每天办理的件数", Unit: "件", LabelHead: "日期", Series: []ui.Series{{Name: "提交管局"}, {Name: "退回主办者"}}}
	forwarded, returned := 0, 0
	for _, day := range f.Days {
		m.Labels = append(m.Labels, day.Day.String()[5:])
		m.Series[0].Values = append(m.Series[0].Values, float64(day.Forwarded))
		m.Series[1].Values = append(m.Series[1].Values, float64(day.Returned))
		forwarded, returned = forwarded+day.Forwarded, returned+day.Returned
	}
	m.Summary = "30 天内提交管局 " + strconv.Itoa(forwarded) + " 件，退回主办者 " + strconv.Itoa(returned) + " 件"
	return m
}

func ageChart(f postgres.DeskFigures) ui.HistogramModel {
	m := ui.HistogramModel{ID: "ages", Title: "在办备案已等待的工作日", LabelHead: "工作日", ValueHead: "件数", Limit: 3, LimitText: "3 个工作日"}
	late, total := 0, 0
	for days, n := range f.Ages {
		bar := ui.Bar{Label: strconv.Itoa(days), Value: float64(n)}
		if days == len(f.Ages)-1 {
			bar.Label += "+"
		}
		if days >= m.Limit {
			bar.Tone, late = ui.Danger, late+n
		}
		m.Bars, total = append(m.Bars, bar), total+n
	}
	m.Summary = "在办 " + strconv.Itoa(total) + " 件，其中 " + strconv.Itoa(late) + " 件已等待 3 个工作日以上"
	return m
}

func reasonChart(f postgres.DeskFigures) ui.BarModel {
	named := maps.Clone(f.Own)
	for code, n := range f.Reasons {
		named[reasonLabel(code)] += n
	}
	return reasonBars(named, "30 天内")
}

// returnChart is the same of what bureaus sent back.
func returnChart(reasons map[string]int) ui.BarModel {
	named := map[string]int{}
	for code, n := range reasons {
		named[reasonLabel(code)] += n
	}
	m := reasonBars(named, "近三个月管局")
	m.Title = "管局退回的原因"
	return m
}

func reasonLabel(code string) string {
	if reason, known := zh.ReasonByCode(code); known && code != zh.OtherReason.Code {
		return reason.Staff
	}
	return "另写的说明"
}

func reasonBars(named map[string]int, when string) ui.BarModel {
	m := ui.BarModel{ID: "reasons", Title: "退回原因", LabelHead: "退回原因", ValueHead: "处数"}
	total := 0
	for label, n := range named {
		m.Bars, total = append(m.Bars, ui.Bar{Label: label, Value: float64(n)}), total+n
	}
	slices.SortFunc(m.Bars, func(a, b ui.Bar) int { return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.Label, b.Label)) })
	m.Summary = when + "退回 " + strconv.Itoa(total) + " 处"
	if len(m.Bars) > 0 {
		m.Summary += "，最多的是“" + m.Bars[0].Label + "”"
	}
	m.Bars = m.Bars[:min(len(m.Bars), reasonsShown)]
	return m
}

func roundChart(f postgres.DeskFigures) ui.BarModel {
	m := ui.BarModel{ID: "rounds", Title: "提交管局前退回的次数", LabelHead: "退回次数", ValueHead: "件数"}
	once, total := 0, 0
	for n, count := range f.Rounds {
		label := strconv.Itoa(n) + " 次"
		if n == len(f.Rounds)-1 {
			label += "以上"
		}
		if n == 0 {
			label, once = "没有退回", count
		}
		m.Bars, total = append(m.Bars, ui.Bar{Label: label, Value: float64(count)}), total+count
	}
	m.Summary = "30 天内提交过管局的备案 " + strconv.Itoa(total) + " 件，其中 " + strconv.Itoa(once) + " 件没有退回过"
	return m
}
