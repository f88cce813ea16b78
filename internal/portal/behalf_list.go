package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// behalfList lists what the actor's provider fills in for owners (代为报备).
func (p *Portal) behalfList(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	list, err := d.BehalfFilings(r.Context(), max(before, 0), behalfShown+1)
	if err != nil {
		return nil, err
	}
	m := page.BehalfList{Page: p.base(r, me)}
	if len(list) > behalfShown {
		list = list[:behalfShown]
		m.Next = ui.WithQuery(behalfPath, nil, "before", strconv.FormatInt(list[behalfShown-1].ID, 10))
	}
	if before > 0 {
		m.First = behalfPath
	}
	for _, b := range list {
		m.List = append(m.List, page.BehalfLine{ID: b.ID, Receipt: b.Receipt, Unit: page.Unit(b.UnitName, b.Nature), Site: b.SiteName,
			Domains: strings.Join(b.Domains, " "), At: zh.Time(b.UpdatedAt), Waiting: b.State == filing.OwnerSignature, Taken: b.OwnerID != 0,
			Expired: expired(b, d), Declined: b.Refused})
	}
	return page.BehalfListPage(m), nil
}

func expired(b postgres.Behalf, d *postgres.Desk) bool {
	return b.Expires != nil && !d.Now().Before(*b.Expires)
}
