package portal

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
)

// words is one line or text of a form without the blanks around it.
func words(r *http.Request, name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }

func caseEvents(events []postgres.Event) []page.CaseEvent {
	var list []page.CaseEvent
	for _, e := range events {
		by := zh.Tier(e.Tier)
		if e.Who != "" && e.Tier != filing.Registrant {
			by += " " + e.Who
		}
		list = append(list, page.CaseEvent{Action: e.Action, At: e.At.In(china).Format(time.RFC3339), Shown: zh.Time(e.At), By: by, Detail: e.Detail,
			BackToSender: e.Action == filing.ReturnToRegistrant || e.Action == filing.ReturnToProvider || e.Action == filing.Refuse})
	}
	return list
}

// compare finds what the document says differently: from the version that the reader's side has seen and sent back last,
// or, of a change, from what the register says. A bureau has not seen what a provider returned before it came there.
func (p *Portal) compare(r *http.Request, d *postgres.Desk, c caseFile, events []postgres.Event, m *page.Case) error {
	seen := postgres.LastReturn
	if d.Me().Tier == filing.Bureau {
		seen = postgres.LastBureauReturn
	}
	if back, ok := seen(events); ok && back.Version < c.filing.Version {
		old, err := d.DocumentVersion(r.Context(), c.filing, back.Version)
		if errors.Is(err, filing.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		m.Since, m.Changes = "与上次退回时相比", filing.Differences(old, c.doc)
		return nil
	}
	if c.filing.Kind != filing.Change {
		return nil
	}
	old, err := d.InForce(r.Context(), c.filing, c.doc)
	if errors.Is(err, filing.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	m.Since, m.Changes = "与备案库相比", filing.Differences(old, c.doc)
	return nil
}

// softSide is the short side in pixels under which small print may be unreadable.
const softSide = 1000

// casePapers lists the papers a filing calls for, and what else was uploaded, each with its measure.
func casePapers(base string, wants []filing.Paper, have []postgres.Paper, reader filing.Tier) []page.CasePaper {
	var list []page.CasePaper
	seen := map[filing.Path]bool{}
	for _, want := range wants {
		one := page.CasePaper{Path: want.Path(), Required: want.Required, Own: want.By == reader}
		if got := paperAt(have, want.Path()); got != nil {
			fillPaper(&one, base, got)
		} else if !want.Required {
			continue
		}
		seen[one.Path] = true
		list = append(list, one)
	}
	for i := range have {
		if path := have[i].Paper().Path(); !seen[path] {
			one := page.CasePaper{Path: path}
			fillPaper(&one, base, &have[i])
			list = append(list, one)
		}
	}
	return list
}

func paperAt(have []postgres.Paper, path filing.Path) *postgres.Paper {
	for i := range have {
		if have[i].Paper().Path() == path {
			return &have[i]
		}
	}
	return nil
}

func fillPaper(one *page.CasePaper, base string, got *postgres.Paper) {
	one.Src = base + "/papers/" + strconv.FormatInt(got.ID, 10)
	if got.MediaType == material.PDF {
		one.Pages = got.Pages
		one.Size = fmt.Sprintf("PDF，%d 页", got.Pages)
		return
	}
	if got.Width == 0 {
		one.Size = "图片"
		return
	}
	one.Size = fmt.Sprintf("%d × %d 像素", got.Width, got.Height)
	one.Measured, one.Sharpness, one.Blurred = true, int(got.Sharpness), material.Blurred(float64(got.Sharpness))
	if short := min(got.Width, got.Height); short < softSide {
		one.Small = short
	}
}

func caseRelated(r *http.Request, d *postgres.Desk, me filing.Actor, f postgres.Filing) ([]page.CaseRelated, int, error) {
	related, hidden, err := d.Related(r.Context(), f)
	var list []page.CaseRelated
	for _, one := range related {
		by := "证件相同"
		switch one.By {
		case "domain":
			by = "域名相同"
		case "mobile":
			by = "手机号相同"
		}
		list = append(list, page.CaseRelated{Receipt: one.Filing.Receipt, Href: casePath(me, one.Filing.ID, ""), Kind: one.Filing.Kind,
			Unit: page.Unit(one.Filing.UnitName, one.Filing.Nature), By: by, State: standing(one.Filing, me.Tier, d.Now())})
	}
	return list, hidden, err
}

// sheetShown is a verification sheet to be read.
func sheetShown(s postgres.Sheet) page.SheetShown {
	m := page.SheetShown{Answers: s.Answers, Notes: s.Notes, Verifier: s.Verifier, Place: s.Place, Date: s.Date}
	if s.SignedAt != nil {
		m.Signed = zh.Time(*s.SignedAt)
	}
	return m
}
