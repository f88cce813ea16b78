package portal

import (
	"strconv"
	"time"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/ui"
)

// heldRows is how long each holder has had a filing, and all of them together.
func heldRows(events []postgres.Event, now time.Time) []ui.SummaryRow {
	steps := make([]filing.Moved, 0, len(events))
	for _, e := range events {
		steps = append(steps, filing.Moved{From: e.From, To: e.To, At: e.At})
	}
	held, total := filing.HeldTimes(steps, now)
	var rows []ui.SummaryRow
	for _, h := range held {
		rows = append(rows, ui.SummaryRow{Key: zh.Tier(h.By) + "用时", Value: lasted(h.For)})
	}
	if len(rows) > 0 {
		rows = append(rows, ui.SummaryRow{Key: "合计用时", Value: lasted(total)})
	}
	return rows
}

// lasted writes a duration in days and hours.
func lasted(d time.Duration) string {
	switch days, hours := int(d.Hours())/24, int(d.Hours())%24; {
	case d < time.Hour:
		return strconv.Itoa(max(int(d.Minutes()), 1)) + " 分钟"
	case days == 0:
		return strconv.Itoa(hours) + " 小时"
	case hours == 0:
		return strconv.Itoa(days) + " 天"
	default:
		return strconv.Itoa(days) + " 天 " + strconv.Itoa(hours) + " 小时"
	}
}
