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

// entityLooks tells an owner who of the staff has looked at the entity's personal data, and why.
func (p *Portal) entityLooks(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := idOf(r, "id")
	if err != nil {
		return nil, err
	}
	e, filed, err := d.Entity(r.Context(), id)
	if err != nil {
		return nil, err
	}
	list, err := d.EntityDisclosures(r.Context(), id)
	m := page.EntityLooks{Page: p.base(r, me), Number: string(e.Number), Above: "/my/entities/" + strconv.FormatInt(id, 10)}
	c := course{doc: &filing.Document{Entity: filed}}
	for _, x := range list {
		m.Looks = append(m.Looks, page.Look{Time: zh.Time(x.At), Who: zh.Tier(x.Tier), What: c.lookedAt(x.What), Reason: x.Reason})
	}
	return page.EntityLooksPage(m), err
}
