package portal

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
)

// paces (时限监督) tells which province is late and where the time goes.
func (p *Portal) paces(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, err := pacesOf(r, d)
	return page.PacesPage(page.Paces{Page: p.base(r, me), List: list}), err
}

// pacesOf are the actor's provinces, those without any stay as well.
func pacesOf(r *http.Request, d *postgres.Desk) ([]page.Pace, error) {
	figures, err := d.Figures(r.Context())
	if err != nil {
		return nil, err
	}
	paces, err := d.Paces(r.Context())
	known := map[string]postgres.Pace{}
	for _, x := range paces {
		known[x.Province] = x
	}
	var list []page.Pace
	for _, f := range figures {
		x := known[f.Province]
		one := page.Pace{Numbers: provinceNumbers(f), Held: map[filing.Tier]page.Held{}, Return: share(x.Returned, x.Answers())}
		for by, s := range x.Held {
			one.Held[by] = page.Held{Stays: s.Stays(), Median: s.Within(50), Most: s.Within(90), Days: spans(s)}
		}
		list = append(list, one)
	}
	return list, err
}

// share is a part of a whole in percent, "--" of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return "--"
	}
	return strconv.Itoa((part*100+whole/2)/whole) + "%"
}

// spans sums a spread up into few spans of days.
func spans(s *postgres.Spread) []page.HeldDays {
	bounds := []int{0, 2, 5, 10, 20, 30, len(s) - 1}
	labels := []string{"不满 1 天", "1–2 天", "3–5 天", "6–10 天", "11–20 天", "21–30 天", "30 天以上"}
	list := make([]page.HeldDays, len(bounds))
	i := 0
	for days, n := range s {
		for days > bounds[i] {
			i++
		}
		list[i].Label, list[i].Stays = labels[i], list[i].Stays+n
	}
	return list
}

// paceTable is the same as a table to download.
func (p *Portal) paceTable(r *http.Request, d *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	list, err := pacesOf(r, d)
	if err != nil {
		return nil, err
	}
	holders := []filing.Tier{filing.Provider, filing.Registrant, filing.Principals, filing.Bureau}
	head := []string{"省份", "待审", "超期"}
	for _, by := range holders {
		head = append(head, zh.Tier(by)+"停留次数", zh.Tier(by)+"一半在（天）", zh.Tier(by)+"九成在（天）")
	}
	rows := [][]string{append(head, "退回率")}
	for _, x := range list {
		row := []string{x.Numbers.Province.Name, strconv.Itoa(x.Numbers.Waiting), strconv.Itoa(x.Numbers.Overdue)}
		for _, by := range holders {
			h := x.Held[by]
			row = append(row, strconv.Itoa(h.Stays), strconv.Itoa(h.Median), strconv.Itoa(h.Most))
		}
		rows = append(rows, append(row, x.Return))
	}
	return nil, csvFile("beian-sla.csv", rows)
}

// ownPace is the pace of one province among the actor's.
func ownPace(r *http.Request, d *postgres.Desk, province string) (page.Pace, error) {
	list, err := pacesOf(r, d)
	for _, x := range list {
		if x.Numbers.Province.Code == province {
			return x, err
		}
	}
	return page.Pace{Return: "--"}, err
}
