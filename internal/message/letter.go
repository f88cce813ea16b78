package message

import (
	"strings"
	"time"
)

// Letter is what one event says in both forms. The words are the same news; the caller decides which form goes out.
// No letter holds a certificate number, a password or a person's full name, and no subject a code or a link, because
// subjects show on locked screens and in the logs of mail servers.
type Letter struct {
	Subject string // of the mail
	Text    string // of the mail
	SMS     string // at most 70 characters beside its link, so that it is two parts at most
}

// Mail addresses the letter's long form.
func (l Letter) Mail(id, to string) Mail {
	return Mail{ID: id, To: to, Subject: l.Subject, Text: l.Text}
}

// Short addresses the letter's short form.
func (l Letter) Short(id, to string) SMS { return SMS{ID: id, To: to, Text: l.SMS} }

const (
	prefix = "【网站备案】" // the signature that Chinese operators require before a short message
	footer = "-- \n" + FromName + "\n这封邮件由系统发出，不能直接回复。登录后在“消息”里可以看到发给您的全部消息。\n"
)

// Longest names in a short message, in characters; a longer one is cut and ends in "…".
const (
	nameLength  = 13 // the longest bureau, 新疆维吾尔自治区通信管理局, stays whole
	fieldLength = 8
	causeLength = 14
)

// write puts a letter together; empty paragraphs fall out.
func write(subject, sms string, paragraphs ...string) Letter {
	var text strings.Builder
	text.WriteString("您好：\n\n")
	for _, p := range paragraphs {
		if p != "" {
			text.WriteString(p + "\n\n")
		}
	}
	return Letter{Subject: oneLine(subject), Text: text.String() + footer, SMS: prefix + oneLine(sms)}
}

// plain makes a name harmless that somebody has typed: one line, and no brackets that would pass for another sender's
// signature.
func plain(name string) string {
	return strings.NewReplacer("【", "", "】", "").Replace(oneLine(name))
}

// short is plain, cut to n characters.
func short(name string, n int) string {
	runes := []rune(plain(name))
	if len(runes) <= n {
		return string(runes)
	}
	return string(runes[:n-1]) + "…"
}

// china has one time zone and no summer time.
var china = time.FixedZone("CST", 8*60*60)

// day writes 2026-11-21（周六）.
func day(t time.Time) string {
	t = t.In(china)
	return t.Format("2006-01-02") + "（周" + string([]rune("日一二三四五六")[t.Weekday()]) + "）"
}

// shortDay writes 11月21日.
func shortDay(t time.Time) string { return t.In(china).Format("1月2日") }
