package zh

import (
	"strconv"
	"time"

	"beian/internal/calendar"
)

// Date writes a day with its day of the week: 2026-12-18（周五）. No day is "".
func Date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String() + "（" + Weekday(d.Weekday()) + "）"
}

// Weekday is 周一 to 周日.
func Weekday(w time.Weekday) string {
	return [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[w]
}

// Time writes an instant in Shanghai on the 24-hour clock: 2026-12-18 14:05. The
// zero instant is "".
func Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai).Format("2006-01-02 15:04")
}

// DaysLeft is the chip of a deadline n working days away, and its tone.
func DaysLeft(n int) (text, tone string) {
	switch {
	case n < 0:
		return "超期 " + strconv.Itoa(-n) + " 个工作日", Solid
	case n == 0:
		return "今天到期", Danger
	}
	text = "剩 " + strconv.Itoa(n) + " 个工作日"
	switch {
	case n <= 3:
		return text, Warn
	case n <= 5:
		return text, Info
	}
	return text, Neutral
}
