// Package calendar counts working days (工作日) in China: the State Council's yearly notice makes some
// weekdays holidays and some weekend days working days, and deadlines of filings are counted in what is left.
package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Shanghai is the time of all China, UTC+8. It is a fixed zone so that it needs no time zone files on the
// machine: summer time ended in 1991, long before the first notice held here.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Date is a day of the calendar in Shanghai, without a time. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day it is in Shanghai at the instant t. A date column, read as midnight UTC, keeps its day.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written as 2006-01-02.
func ParseDate(text string) (Date, error) {
	t, err := time.ParseInLocation(time.DateOnly, text, Shanghai)
	if err != nil {
		return Date{}, fmt.Errorf("calendar: %w", err)
	}
	return DateOf(t), nil
}

// String writes the day as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Time is the first instant of the day in Shanghai.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays is the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// Compare is negative if d lies before other, positive if after, and zero if they are the same day.
func (d Date) Compare(other Date) int { return d.Time().Compare(other.Time()) }

// Before reports whether d lies before other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d lies after other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Scan reads a date column; NULL becomes the zero Date.
func (d *Date) Scan(src any) (err error) {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = Date{v.Year(), v.Month(), v.Day()}
	case string:
		*d, err = ParseDate(v)
	default:
		err = fmt.Errorf("calendar: cannot read a date from %T", src)
	}
	return err
}

// Value writes a date column; the zero Date becomes NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}
