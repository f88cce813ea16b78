package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// returnLimit is how much of a begun return a session holds.
const returnLimit = 32 << 10

func returnKey(id int64) string { return "return." + strconv.FormatInt(id, 10) }

// keepReturn keeps the marks, reasons and words of a return not yet sent, while its writer goes on marking.
func (p *Portal) keepReturn(r *http.Request, id int64, values url.Values) {
	kept := url.Values{}
	for name, list := range values {
		if !hushed(name) && name != "do" && name != "revision" {
			kept[name] = list
		}
	}
	if text := kept.Encode(); len(text) <= returnLimit {
		p.session(r).Put(r.Context(), returnKey(id), text)
	}
}

func (p *Portal) dropReturn(r *http.Request, id int64) {
	p.session(r).Remove(r.Context(), returnKey(id))
}

func (p *Portal) keptReturn(r *http.Request, id int64) url.Values {
	values, err := url.ParseQuery(p.session(r).GetString(r.Context(), returnKey(id)))
	if err != nil {
		return url.Values{}
	}
	return values
}

// marked are the ticks of the case page: those of its address, or of a return that was begun.
func (p *Portal) marked(r *http.Request, id int64) []string {
	if asked := r.URL.Query()["mark"]; asked != nil {
		return asked
	}
	return p.keptReturn(r, id)["mark"]
}

// begunReturn is what a return opens with: the ticks made on the case page, and the reasons and words typed before for
// them; or the bureau's remarks, to be passed on to the owner.
func (p *Portal) begunReturn(r *http.Request, d *postgres.Desk, c caseFile) (url.Values, error) {
	kept := p.keptReturn(r, c.filing.ID)
	if marks := r.URL.Query()["mark"]; marks != nil {
		kept["mark"] = marks
	}
	if r.URL.Query().Get("from") != "bureau" || len(kept["mark"]) > 0 {
		return kept, nil
	}
	events, err := d.Events(r.Context(), c.filing)
	if err != nil {
		return kept, err
	}
	if back, ok := postgres.LastReturn(events); ok && back.Action == filing.ReturnToProvider {
		for _, k := range back.Detail.Marks {
			kept.Add("mark", string(k.Path))
			kept.Set("reason."+string(k.Path), k.Reason)
			kept.Set("note."+string(k.Path), k.Note)
		}
		kept.Set("note", back.Detail.Note)
	}
	return kept, nil
}

// templateCode is the value of a provider's own reason in the list of reasons.
func templateCode(t postgres.ReasonTemplate) string { return "own" + strconv.FormatInt(t.ID, 10) }

// ownReasons are the provider's own reasons as choices, by place.
func ownReasons(list []postgres.ReasonTemplate) map[string][]ui.Option {
	own := map[string][]ui.Option{}
	for _, t := range list {
		own[t.Place] = append(own[t.Place], ui.Option{Value: templateCode(t), Label: t.Label, Group: "本单位模板"})
	}
	return own
}

// worded puts the words of a template in place of its number: the owner reads, and the journal keeps, what it said
// when it was sent.
func worded(marks []filing.Mark, templates []postgres.ReasonTemplate) []filing.Mark {
	for i, k := range marks {
		for _, t := range templates {
			if k.Reason == templateCode(t) && (t.Place == "" || t.Place == page.ReasonPlace(k.Path)) {
				marks[i].Reason, marks[i].Note, marks[i].Own = zh.OtherReason.Code, strings.TrimSpace(t.Words+" "+k.Note), t.Label
			}
		}
	}
	return marks
}
