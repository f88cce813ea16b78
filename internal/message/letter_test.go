package message

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

const (
	secretCode = "739264"
	link       = "https://beian.example.cn/s/Zk3vYQ8mXw2RtB7nPa5LcE9hJd4GfU6sTq1oViWyKxM" // with a full token
	filingNo   = "SH20261121000001"
	siteNumber = "新ICP备2026000001号-1"
	bureau     = "新疆维吾尔自治区通信管理局"
	provider   = "上海某某网络科技有限公司乌鲁木齐分公司"
)

var saturday = time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC) // 2026-11-21 01:00 in China

func letters() map[string]Letter {
	long := strings.Repeat("很长的名称", 8)
	return map[string]Letter{
		"Code":             Code(secretCode, 10),
		"AccountExists":    AccountExists(link),
		"PasswordReset":    PasswordReset(link, 30),
		"AccountChanged":   AccountChanged("手机号码", link),
		"StaffInvitation":  StaffInvitation(bureau, "zhaomin", link, 72),
		"FilingPassword":   FilingPassword(siteNumber, link, 72),
		"SignInvitation":   SignInvitation(filingNo, provider, link),
		"Submitted":        Submitted(filingNo, provider, link),
		"Returned":         Returned(filingNo, 12, "主体负责人应急联系电话", saturday, link),
		"EndsSoon":         EndsSoon(filingNo, saturday, link),
		"Withdrawn":        Withdrawn(filingNo, link),
		"Appointment":      Appointment(filingNo, provider, saturday, long, link),
		"AppointmentEnded": AppointmentCancelled(filingNo, provider, link),
		"Ended":            Ended(filingNo, link),
		"SMSCode":          SMSCode(secretCode, link),
		"SMSLapsed":        SMSLapsed(filingNo, link),
		"Received":         Received(filingNo, bureau, saturday, link),
		"ReturnedByBureau": ReturnedByBureau(filingNo, bureau, 12, long, link),
		"Refused":          Refused(filingNo, bureau, "填报的信息与证件不一致，经两次退回仍未改正", link),
		"Approved":         Approved(filingNo, long, siteNumber, link),
		"Delayed":          Delayed(filingNo, bureau, saturday, link),
		"DueSoon":          DueSoon(1200, saturday, link),
		"Overdue":          Overdue(1200, link),
		"OverdueAt":        OverdueAt(bureau, 1200, true, link),
		"Changed":          Changed(filingNo, siteNumber, link),
		"AccessAdded":      AccessAdded(filingNo, siteNumber, provider, link),
		"AccessEnded":      AccessEnded(filingNo, siteNumber, provider, link),
		"SiteCancelled":    SiteCancelled(filingNo, siteNumber, link),
		"EntityCancelled":  EntityCancelled(filingNo, siteNumber, link),
		"EntityTaken":      EntityTaken(siteNumber, link),
		"MatterAsked":      MatterAsked("域名争议", "YM20261121000001", bureau, link),
		"MatterToAnswer":   MatterToAnswer("整改通知", bureau, siteNumber, long, saturday, link),
		"MatterEnded":      MatterEnded("整改通知", "ZG20261121000001", "符合要求，已结束", long, link),
		"MeasureComing":    MeasureComing(bureau, "强制注销主体", siteNumber, long, filingNo, link),
		"MeasureInForce":   MeasureInForce(bureau, "列入黑名单（证件）", siteNumber, long, long, filingNo, link),
		"FooterToMend":     FooterToMend(long, siteNumber, link),
		"MeasureDropped":   MeasureDropped(bureau, "强制注销主体", siteNumber, filingNo, link),
	}
}

// units counts as operators do: UTF-16 code units.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

func TestLetters(t *testing.T) {
	for name, l := range letters() {
		words := strings.ReplaceAll(l.SMS, link, "")
		if !strings.HasPrefix(l.SMS, prefix) || units(words) > 70 {
			t.Errorf("%s: short message of %d characters beside its link: %s", name, units(words), l.SMS)
		}
		// Two parts of 67 characters each: the rest of each part is the header that joins them.
		if units(l.SMS) > 2*67 {
			t.Errorf("%s: %d characters are three parts", name, units(l.SMS))
		}
		if strings.Contains(l.SMS, link) && !strings.HasSuffix(l.SMS, link) {
			t.Errorf("%s: the link is not last: %s", name, l.SMS)
		}
		if l.Subject == "" || units(l.Subject) > 20 || strings.ContainsAny(l.Subject, "0123456789/:") {
			t.Errorf("%s: subject %q is long, or shows a code, number or link", name, l.Subject)
		}
		if !strings.HasPrefix(l.Text, "您好：\n\n") || !strings.HasSuffix(l.Text, "\n\n"+footer) {
			t.Errorf("%s: greeting or footer missing:\n%s", name, l.Text)
		}
		if !strings.Contains(l.Text, link) && name != "Code" {
			t.Errorf("%s: the mail has no link", name)
		}
		for _, word := range []string{"非法", "不合法", "无效", "不能为空", "失败", "登陆", "其它", "！", "%!", "  "} {
			if strings.Contains(l.Subject+l.Text+l.SMS, word) {
				t.Errorf("%s says %q", name, word)
			}
		}
	}
}

func TestLettersSayWhatTheyMust(t *testing.T) {
	all := letters()
	for name, want := range map[string][]string{
		"Code":             {secretCode, "10分钟"},
		"SMSCode":          {secretCode, "24小时", link},
		"Submitted":        {filingNo, "上海某某网络科技有限公司…", "3个工作日"},
		"Returned":         {filingNo, "12处", "主体负责人应急…", "11月21日", link},
		"Received":         {filingNo, bureau, "20个工作日", "11月21日"},
		"ReturnedByBureau": {filingNo, bureau, "12处"},
		"Refused":          {filingNo, "不予备案", "填报的信息与证件不一致，经…"},
		"Approved":         {siteNumber, "很长的名称很长的名称很长…"},
		"Delayed":          {filingNo, "抱歉", "11月21日"},
		"StaffInvitation":  {bureau, "72小时", link},
	} {
		for _, w := range want {
			if !strings.Contains(all[name].SMS, w) {
				t.Errorf("%s: no %q in %s", name, w, all[name].SMS)
			}
		}
	}
	if !strings.Contains(all["Received"].Text, "2026-11-21（周六）") {
		t.Errorf("the day is not written out:\n%s", all["Received"].Text)
	}
	if strings.Contains(all["FilingPassword"].SMS, "http") {
		t.Error("the link to the filing password goes by mail alone")
	}
}

func TestNamesCannotForgeALetter(t *testing.T) {
	l := Approved(filingNo, "好站\r\n\r\n【某银行】请转账", siteNumber, link)
	if strings.Count(l.SMS, "【") != 1 || strings.ContainsAny(l.SMS, "\r\n") || strings.Contains(l.Text, "【") || strings.Contains(l.Text, "\r") {
		t.Errorf("a site's name passed for a signature:\n%s\n%s", l.SMS, l.Text)
	}
	l = SignInvitation(filingNo, "甲\nBcc: x@example.cn\n乙", link)
	if strings.Contains(l.Text, "\nBcc") {
		t.Errorf("a provider's name made a line of its own:\n%s", l.Text)
	}
}
