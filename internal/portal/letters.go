package portal

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
)

// lettersAtOnce is how many messages a page shows.
const lettersAtOnce = 30

// letters is the inbox: every message sent to the account.
func (p *Portal) letters(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := d.Letters(r.Context(), before(r), lettersAtOnce+1)
	if err != nil {
		return nil, err
	}
	return page.LettersPage(p.lettersModel(r, me, list, false)), nil
}

// shownLetters is the screen that stands in for the gateways.
func (p *Portal) shownLetters(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := p.store.ShownLetters(r.Context(), before(r), lettersAtOnce+1)
	if err != nil {
		return nil, err
	}
	m := p.lettersModel(r, me, list, true)
	m.Reload = r.URL.Path
	return page.LettersPage(m), nil
}

// forScreen is who reads the screen: everybody in a demonstration; where there is only no gateway, administrators of
// the ministry.
func (p *Portal) forScreen() who {
	switch {
	case p.Demo:
		return anyone
	case p.Screen:
		return ministryAdmin
	}
	return who{}
}

func before(r *http.Request) int64 {
	id, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // anything else begins at the newest
	return max(id, 0)
}

func (p *Portal) lettersModel(r *http.Request, me filing.Actor, list []postgres.Letter, shown bool) page.Letters {
	m := page.Letters{Page: p.base(r, me), Shown: shown}
	if len(list) > lettersAtOnce {
		list = list[:lettersAtOnce]
		m.Next = r.URL.Path + "?before=" + strconv.FormatInt(list[len(list)-1].ID, 10)
	}
	for _, l := range list {
		m.List = append(m.List, p.letter(l, shown))
	}
	return m
}

func (p *Portal) letter(l postgres.Letter, shown bool) page.Letter {
	m := page.Letter{ID: l.ID, Time: zh.Time(l.At), Datetime: l.At.In(china).Format(time.RFC3339), Channel: "邮件", To: l.To,
		Title: l.Subject, Body: p.parts(l.Body), Secret: l.Secret, Erased: l.Erased}
	if l.Channel == "sms" {
		m.Channel = "短信"
	}
	m.State = delivery(l.State)
	if l.Short != nil {
		m.Channel, m.Short = "邮件和短信", p.parts(l.Short.Body)
		if short := delivery(l.Short.State); m.State != short {
			m.Channel, m.State = "邮件"+m.State+"，短信"+short, ""
		}
		if l.Short.Body == "" {
			m.Short = nil
		}
	}
	if l.Filing != 0 && !shown {
		m.Href, m.HrefText = page.FilingPath(l.Filing), "查看这次办理"
	}
	return m
}

// delivery says how far a message has come; one that has left needs no word.
func delivery(state string) string {
	switch state {
	case "queued":
		return "正在发送"
	case "failed":
		return "没有送达"
	}
	return ""
}

var addressInText = regexp.MustCompile(`https?://[^\s，。；）]+`)

// parts finds the addresses in a text. Only those of this portal become links, and lead to the host that was asked.
func (p *Portal) parts(text string) []page.LetterPart {
	var list []page.LetterPart
	end := 0
	for _, at := range addressInText.FindAllStringIndex(text, -1) {
		address := text[at[0]:at[1]]
		u, err := url.Parse(address)
		if err != nil || !strings.HasPrefix(address, strings.TrimSuffix(p.store.BaseURL, "/")+"/") {
			continue
		}
		list = append(list, page.LetterPart{Text: text[end:at[0]]}, page.LetterPart{Text: address, Href: local(u.RequestURI())})
		end = at[1]
	}
	return append(list, page.LetterPart{Text: text[end:]})
}
