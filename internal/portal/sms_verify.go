package portal

import (
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// rateSMS holds down the guessing of mobiles; wrong codes are counted with the code itself.
var rateSMS = postgres.Rate{Name: "sms-verify", Most: 30, Window: 10 * time.Minute}

const smsPath = "/sms-verify"

// smsForm asks for the code (短信核验): alone, or with what finds the filing when the link is not at hand.
func (p *Portal) smsForm(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.SMS{Page: p.base(r, me), Form: p.form(r), Screen: p.screen()}
	m.Form.Action = smsPath
	mobile, err := waitingMobile(r, d)
	m.Form = m.Form.Or(map[string][]string{"mobile": {mobile}})
	return page.SMSPage(m), err
}

// waitingMobile is the mobile of the first principal who has not confirmed, for the owner who comes from the progress
// of that filing: the owner has typed it there. Anybody else gets an empty form.
func waitingMobile(r *http.Request, d *postgres.Desk) (string, error) {
	receipt := r.URL.Query().Get("filing")
	if receipt == "" || d.Me().Tier != filing.Registrant {
		return "", nil
	}
	f, err := d.FilingByReceipt(r.Context(), receipt)
	if errors.Is(err, filing.ErrNotFound) || err == nil && f.State != filing.SMSVerification {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	list, err := d.Confirmations(r.Context(), f)
	for _, o := range list {
		if !o.Confirmed {
			return o.Mobile, err
		}
	}
	return "", err
}

func (p *Portal) smsLinkForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.smsLinkPage(r, me, nil)
}

// smsLinkPage is the page of a link, as it stands now.
func (p *Portal) smsLinkPage(r *http.Request, me filing.Actor, wrong error) (templ.Component, error) {
	token := r.PathValue("token")
	check, err := p.store.SMSByLink(r.Context(), token)
	if errors.Is(err, filing.ErrNotFound) {
		return page.SMSGonePage(p.base(r, me)), err
	}
	if err != nil {
		return nil, err
	}
	problems, _ := problemsIn(wrong)
	m := page.SMS{Page: p.base(r, me), Form: p.form(r).With(problems), Link: true, Mobile: check.Mobile, Name: check.Name,
		Until: zh.Time(check.Due), Others: principals(check.Others), Screen: p.screen()}
	m.Form.Action = smsPath + "/" + token
	switch {
	case check.Confirmed:
		return page.SMSDonePage(page.SMSDone{Page: m.Page, All: allDone(m.Others), Others: m.Others}), nil
	case check.Void:
		return page.SMSVoidPage(m), wrong
	}
	return page.SMSPage(m), wrong
}

func principals(list []postgres.SMSOther) []page.Confirmation {
	var out []page.Confirmation
	for _, o := range list {
		out = append(out, page.Confirmation{Name: o.Name, Done: o.Confirmed})
	}
	return out
}

func allDone(list []page.Confirmation) bool {
	for _, c := range list {
		if !c.Done {
			return false
		}
	}
	return true
}

// screen is the page on which messages are read where no gateway sends them.
func (p *Portal) screen() string {
	if p.Demo {
		return "/dev/messages"
	}
	return ""
}

// smsConfirm checks a code; the button beside it sends a new one.
func (p *Portal) smsConfirm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	a := postgres.SMSAnswer{Link: r.PathValue("token"), Code: digits(r.PostForm.Get("code"))}
	resend := r.PostForm.Get("do") == "resend"
	problems := readSMS(r, &a, resend)
	if err := p.hit(r, rateSMS, ""); err != nil {
		return p.smsAgain(r, me, err)
	}
	if len(problems) > 0 {
		return p.smsAgain(r, me, problems)
	}
	if resend {
		return p.smsResend(r, me, a)
	}
	out, err := p.store.ConfirmSMS(r.Context(), a)
	switch {
	case err != nil:
		return p.smsAgain(r, me, err)
	case a.Link != "":
		return nil, seeOther(smsPath + "/" + a.Link)
	case out.Filing.State == filing.SMSVerification:
		return nil, seeOther(smsPath + "/done?others=1")
	}
	return nil, seeOther(smsPath + "/done")
}

// readSMS reads what was typed beside the code and says what is missing, before any try is counted.
func readSMS(r *http.Request, a *postgres.SMSAnswer, resend bool) filing.Problems {
	var list filing.Problems
	switch n := len(a.Code); {
	case resend || n == 6:
	case n == 0:
		list = append(list, filing.Problem{Path: "code", Flaw: filing.Missing})
	case n < 6:
		list = append(list, filing.Problem{Path: "code", Flaw: filing.Malformed, Fault: &ident.Fault{Code: ident.TooShort, Length: n}})
	default:
		list = append(list, filing.Problem{Path: "code", Flaw: filing.Malformed, Fault: &ident.Fault{Code: ident.TooLong, Length: n}})
	}
	if a.Link != "" {
		return list
	}
	mobile, err := ident.Mobile(r.PostForm.Get("mobile"))
	if err != nil {
		list = append(list, filing.Problem{Path: "mobile", Flaw: filing.Malformed, Fault: ident.FaultOf(err)})
	}
	a.Mobile, a.IDTail = mobile, r.PostForm.Get("id_tail")
	if a.IDTail == "" && !resend {
		list = append(list, filing.Problem{Path: "id_tail", Flaw: filing.Missing})
	}
	return list
}

// smsAgain shows the form again with what is wrong.
func (p *Portal) smsAgain(r *http.Request, me filing.Actor, err error) (templ.Component, error) {
	var done *filing.TransitionError
	problems, ok := problemsIn(err)
	switch {
	case errors.Is(err, filing.ErrNotFound):
		return page.SMSGonePage(p.base(r, me)), err
	case errors.As(err, &done) && r.PathValue("token") != "":
		return nil, seeOther(smsPath + "/" + r.PathValue("token")) // confirmed by another press
	case !ok:
		return nil, err
	case r.PathValue("token") != "":
		return p.smsLinkPage(r, me, err)
	}
	m := page.SMS{Page: p.base(r, me), Form: p.form(r).With(problems), Screen: p.screen()}
	m.Form.Action = smsPath
	if used, found := problems.At("code"); found && used.Flaw == filing.TriesUsedUp {
		return page.SMSVoidPage(m), err
	}
	return page.SMSPage(m), err
}

func (p *Portal) smsResend(r *http.Request, me filing.Actor, a postgres.SMSAnswer) (templ.Component, error) {
	if err := p.store.ResendSMS(r.Context(), a); err != nil {
		return p.smsAgain(r, me, err)
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "新的验证码已发送", Text: "请打开最新一条短信里的链接，或在这里输入验证码；以前的验证码和链接不再有效。"})
	return nil, seeOther(smsPath)
}

// smsDone ends a confirmation made without the link.
func (p *Portal) smsDone(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return page.SMSDonePage(page.SMSDone{Page: p.base(r, me), All: r.URL.Query().Get("others") == ""}), nil
}
