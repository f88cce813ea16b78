package message

import (
	"fmt"
	"time"
)

// DueSoon tells a bureau's chief how many filings come to their legal last day.
func DueSoon(n int, last time.Time, url string) Letter {
	return write("有备案临近法定期限",
		fmt.Sprintf("本局有%d件备案将在%s前到期，请安排审核。%s", n, shortDay(last), url),
		fmt.Sprintf("本局有 %d 件备案将在 %s 前到法定期限，还没有办结，请安排审核。", n, day(last)),
		"查看即将到期的备案："+url)
}

// DueSoonAt tells the ministry how many filings of a bureau come to their legal last day.
func DueSoonAt(bureau string, n int, last time.Time, url string) Letter {
	return write("备案临近期限提醒",
		fmt.Sprintf("%s有%d件备案将在%s前到期。%s", short(bureau, nameLength), n, shortDay(last), url),
		fmt.Sprintf("%s有 %d 件备案将在 %s 前到法定期限，还没有办结，已提醒该局组长。", plain(bureau), n, day(last)),
		"查看该省情况："+url)
}

// Overdue tells a bureau's chief how many filings have passed their legal last day.
func Overdue(n int, url string) Letter {
	return write("有备案超过法定期限",
		fmt.Sprintf("本局有%d件备案超过法定期限仍未办结，已告知主办者和工业和信息化部。%s", n, url),
		fmt.Sprintf("本局有 %d 件备案超过法定期限仍未办结，已告知主办者和工业和信息化部，请尽快办理。", n),
		"查看超期的备案："+url)
}

// OverdueAt tells the ministry how many filings of a bureau have passed their legal last day, and whether
// they have been late for a week.
func OverdueAt(bureau string, n int, week bool, url string) Letter {
	since := "刚刚超过法定期限"
	if week {
		since = "超过法定期限已满 5 个工作日"
	}
	return write("备案超期提醒",
		fmt.Sprintf("%s有%d件备案%s。%s", short(bureau, nameLength), n, since, url),
		fmt.Sprintf("%s有 %d 件备案%s，仍未办结。", plain(bureau), n, since),
		"查看各省情况："+url)
}
