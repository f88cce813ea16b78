package page

import (
	"fmt"

	"beian/internal/region"
	"beian/web/ui"
)

// Metric is what the map of the overview shows.
type Metric string

// Metrics lists them in the order offered; the first is shown unasked.
var Metrics = []Metric{"waiting", "overdue", "overdue-rate", Workdays, "approved", "sites"}

// Workdays asks for more than the others: the bureaus' average is worked out when it is looked at.
const Workdays Metric = "workdays"

func (m Metric) words() string {
	return map[Metric]string{"waiting": "待审", "overdue": "超期", "overdue-rate": "超期率", Workdays: "平均审核工作日",
		"approved": "近 30 天通过", "sites": "备案总量"}[m]
}

// tenths reports whether the metric is no count but a share or an average, reckoned in tenths.
func (m Metric) tenths() bool { return m == "overdue-rate" || m == Workdays }

// shown is a figure of the metric as it is read.
func (m Metric) shown(n int) string {
	if !m.tenths() {
		return grouped(n)
	}
	text := fmt.Sprintf("%d.%d", n/10, n%10)
	if m == "overdue-rate" {
		text += "%"
	}
	return text
}

// ProvinceNumbers are the figures of one province, or of the nation.
type ProvinceNumbers struct {
	Province                                             region.Province
	Entities, Sites, Waiting, Overdue, Approved, Refused int

	Change                    int // of those waiting, in a week
	LatelyOverdue             int // of the overdue, since a week
	ApprovedThen, RefusedThen int // in the 30 days up to a week ago

	Stays, StayDays int // with the bureau that ended in the last months, and their working days together
}

// of is the figure of a metric; there is none where nothing can be divided.
func (n ProvinceNumbers) of(m Metric) (v int, known bool) {
	switch m {
	case "overdue":
		return n.Overdue, true
	case "overdue-rate":
		return ratio(n.Overdue*1000, n.Waiting)
	case Workdays:
		return ratio(n.StayDays*10, n.Stays)
	case "approved":
		return n.Approved, true
	case "sites":
		return n.Sites, true
	}
	return n.Waiting, true
}

func ratio(part, whole int) (n int, known bool) {
	if whole == 0 {
		return 0, false
	}
	return (max(part, 0) + whole/2) / whole, true
}

// and adds another province's figures.
func (n ProvinceNumbers) and(o ProvinceNumbers) ProvinceNumbers {
	return ProvinceNumbers{Entities: n.Entities + o.Entities, Sites: n.Sites + o.Sites, Waiting: n.Waiting + o.Waiting, Overdue: n.Overdue + o.Overdue,
		Approved: n.Approved + o.Approved, Refused: n.Refused + o.Refused, Change: n.Change + o.Change, LatelyOverdue: n.LatelyOverdue + o.LatelyOverdue,
		ApprovedThen: n.ApprovedThen + o.ApprovedThen, RefusedThen: n.RefusedThen + o.RefusedThen, Stays: n.Stays + o.Stays, StayDays: n.StayDays + o.StayDays}
}

// stats are the figures side by side with how they have changed in a week, what is late in red.
func (n ProvinceNumbers) stats() []ui.Stat {
	late := ui.Stat{Label: "超期", Value: grouped(n.Overdue), Unit: "件"}
	if n.Overdue > 0 {
		late.Tone, late.Note = ui.Danger, "其中近 7 天超期 "+grouped(n.LatelyOverdue)
	}
	return []ui.Stat{{Label: "备案主体", Value: grouped(n.Entities), Unit: "个"}, {Label: "备案服务", Value: grouped(n.Sites), Unit: "个"},
		{Label: "管局待审", Value: grouped(n.Waiting), Unit: "件", Note: changed(n.Change)}, late,
		{Label: "近 30 天通过", Value: grouped(n.Approved), Unit: "件", Note: changed(n.Approved - n.ApprovedThen)},
		{Label: "近 30 天不予备案", Value: grouped(n.Refused), Unit: "件", Note: changed(n.Refused - n.RefusedThen)}}
}

// changed says how a figure differs from a week ago.
func changed(by int) string {
	switch {
	case by > 0:
		return "较上周增加 " + grouped(by)
	case by < 0:
		return "较上周减少 " + grouped(-by)
	}
	return "与上周持平"
}
