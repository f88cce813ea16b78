package portal

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

const (
	machinesPath    = "/provider/api"
	deliveriesShown = 30
)

// scopeWord is what a key may do, in words.
func scopeWord(s postgres.Scope) string {
	switch s {
	case postgres.ScopeFilings:
		return "办理备案"
	case postgres.ScopeMaterials:
		return "上传和读取材料"
	case postgres.ScopeFeed:
		return "读取办理结果"
	case postgres.ScopeCustomers:
		return "查询本企业的备案"
	}
	return string(s)
}

// machines (接口) are the keys and webhooks of the actor's provider.
func (p *Portal) machines(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.machinesPage(r, d, me, p.form(r), p.form(r))
}

func (p *Portal) machinesPage(r *http.Request, d *postgres.Desk, me filing.Actor, keyForm, hookForm page.Form) (templ.Component, error) {
	m := page.Machines{Page: p.base(r, me), KeyForm: keyForm, HookForm: hookForm, Demo: p.Demo}
	for _, s := range postgres.Scopes {
		m.Scopes = append(m.Scopes, ui.Option{Value: string(s), Label: scopeWord(s)})
	}
	for _, e := range postgres.HookEvents {
		m.Events = append(m.Events, ui.Option{Value: string(e), Label: page.HookEvent(string(e))})
	}
	if err := p.machineLines(r, d, &m); err != nil {
		return nil, err
	}
	return page.MachinesPage(m), append(keyForm.Problems, hookForm.Problems...).Or()
}

func (p *Portal) machineLines(r *http.Request, d *postgres.Desk, m *page.Machines) error {
	keys, err := d.Keys(r.Context())
	if err != nil {
		return err
	}
	for _, k := range keys {
		m.Keys = append(m.Keys, keyLine(k, d.Now()))
	}
	hooks, err := d.Webhooks(r.Context())
	if err != nil {
		return err
	}
	for _, h := range hooks {
		var events []string
		for _, e := range h.Events {
			events = append(events, page.HookEvent(e))
		}
		m.Hooks = append(m.Hooks, page.HookLine{ID: h.ID, URL: h.URL, Events: strings.Join(events, "、")})
	}
	list, err := d.Deliveries(r.Context(), deliveriesShown)
	for _, x := range list {
		m.Deliveries = append(m.Deliveries, deliveryLine(x))
	}
	return err
}

func keyLine(k postgres.APIKey, now time.Time) page.KeyLine {
	var scopes []string
	for _, s := range k.Scopes {
		scopes = append(scopes, scopeWord(s))
	}
	line := page.KeyLine{ID: k.ID, Name: k.Name, Start: k.Start, Scopes: strings.Join(scopes, "、"), By: k.By,
		Until: calendar.DateOf(k.ExpiresAt).AddDays(-1).String(), LastUse: "还没有用过"}
	if k.LastUsedAt != nil {
		line.LastUse = zh.Time(*k.LastUsedAt)
	}
	switch {
	case k.RevokedAt != nil:
		line.Ended = "已吊销"
	case !now.Before(k.ExpiresAt):
		line.Ended = "已到期"
	}
	return line
}

func deliveryLine(x postgres.Delivery) page.DeliveryLine {
	line := page.DeliveryLine{ID: x.ID, Event: page.HookEvent(x.Event), URL: x.URL, Receipt: x.Receipt, At: zh.Time(x.CreatedAt), Tone: ui.Info,
		State: "等待发送", Again: x.State != "queued"}
	switch {
	case x.State == "sent":
		line.Tone, line.State = ui.Success, "已收到"
	case x.State == "failed":
		line.Tone, line.State = ui.Danger, "没有收到"
	case x.Attempts > 0:
		line.Tone, line.State = ui.Warn, "等待重试"
	}
	if x.Attempts > 0 && x.State != "sent" {
		line.Result = "试了 " + strconv.Itoa(x.Attempts) + " 次，" + hookAnswer(x)
	}
	return line
}

// hookAnswer is what the last try met.
func hookAnswer(x postgres.Delivery) string {
	switch {
	case x.Status != 0:
		return "对方回答 " + strconv.Itoa(x.Status)
	case strings.Contains(x.LastError, "not public"):
		return "不是公网地址，不会发送"
	case strings.Contains(x.LastError, "in time"):
		return "对方没有及时回答"
	}
	return "连接不上"
}

// createKey makes a key, whose secret this answer alone shows.
func (p *Portal) createKey(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	n := postgres.NewKey{Name: f.Get("name"), Until: f.Get("until")}
	for _, s := range f.Values["scopes"] {
		n.Scopes = append(n.Scopes, postgres.Scope(s))
	}
	token, err := d.CreateKey(r.Context(), n)
	if found, wrong := problemsIn(err); wrong {
		return p.machinesPage(r, d, me, f.With(found), page.Form{Token: f.Token})
	}
	if err != nil {
		return nil, err
	}
	return page.NewSecretPage(page.NewSecret{Page: p.base(r, me), Title: "密钥已建好", Label: "密钥", Secret: token,
		Says: "请求时放在 Authorization 头里：Bearer 加空格加密钥。"}), nil
}

func (p *Portal) addWebhook(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	key, err := d.AddWebhook(r.Context(), f.Get("url"), f.Values["events"])
	if found, wrong := problemsIn(err); wrong {
		return p.machinesPage(r, d, me, page.Form{Token: f.Token}, f.With(found))
	}
	if err != nil {
		return nil, err
	}
	return page.NewSecretPage(page.NewSecret{Page: p.base(r, me), Title: "回调地址已登记", Label: "签名密钥", Secret: key,
		Says: "每次回调带有 X-Beian-Timestamp 和 X-Beian-Signature：v1= 加上用签名密钥对“时间戳.正文”计算的 HMAC-SHA256。"}), nil
}

// onMachine does one act on the key, address or delivery in the address.
func (p *Portal) onMachine(r *http.Request, act func(id int64) error, title, text string) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err == nil {
		err = act(id)
	}
	if err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: title, Text: text})
	return nil, seeOther(machinesPath)
}

func (p *Portal) revokeKey(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	return p.onMachine(r, func(id int64) error { return d.RevokeKey(r.Context(), id) }, "密钥已吊销", "用它的请求从现在起被拒绝。")
}

func (p *Portal) testWebhook(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	return p.onMachine(r, func(id int64) error { return d.TestWebhook(r.Context(), id) }, "测试已发出", "稍后刷新，在最近的回调里看对方是否收到。")
}

func (p *Portal) removeWebhook(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	return p.onMachine(r, func(id int64) error { return d.RemoveWebhook(r.Context(), id) }, "回调地址已删除", "")
}

func (p *Portal) redeliver(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	return p.onMachine(r, func(id int64) error { return d.Redeliver(r.Context(), id) }, "已重新发送", "稍后刷新，看对方是否收到。")
}
