package demo

import (
	"context"
	"errors"
	"slices"
	"strings"

	"beian/internal/filing"
	"beian/internal/region"
)

// later are courses of filings about what is filed already; its moves are those of a first filing.
var later = []course{
	{name: "access drafted", kind: filing.AddAccess, count: 1, moves: drafted, least: hour, most: 3 * day},
	{name: "change drafted", kind: filing.Change, count: 2, moves: prepared, least: hour, most: 5 * day},
	{name: "change waiting", kind: filing.Change, count: 4, moves: submitted, least: 5 * minute, most: 2 * day},
	{name: "change returned", kind: filing.Change, count: 2, moves: returned, least: hour, most: 6 * day},
	{name: "change received", kind: filing.Change, count: 5, moves: received, dueIn: []int{-2, 2, 7, 12, 18}},
	{name: "change approved", kind: filing.Change, count: 6, moves: received, ends: approvalOf, least: 2 * hour, most: 30 * day},
	{name: "addition waiting", kind: filing.AddSite, count: 2, moves: submitted, least: 5 * minute, most: day},
	{name: "addition received", kind: filing.AddSite, count: 3, moves: received, dueIn: []int{3, 8, 16}},
	{name: "addition approved", kind: filing.AddSite, count: 4, moves: received, ends: approvalOf, least: 2 * hour, most: 30 * day},
	{name: "cancellation waiting", kind: filing.CancelSite, count: 2, moves: submitted, least: 5 * minute, most: day},
	{name: "cancellation received", kind: filing.CancelSite, count: 2, moves: received, dueIn: []int{4, 15}},
	{name: "cancellation approved", kind: filing.CancelSite, count: 2, moves: received, ends: approvalOf, least: 2 * hour, most: 30 * day},
}

// holding is an entity in force in an owner's account, every site of it with one provider.
type holding struct {
	owner   owner
	entity  int64
	carrier *carrier
	doc     *filing.Document
}

// holdings are what the owners have in their accounts, the first owner's first.
func (f *fill) holdings(ctx context.Context) (list []holding, err error) {
	for _, o := range f.owners {
		desk := f.desk(o.actor)
		entities, err := desk.Entities(ctx, "", 0, registerEntities)
		if err != nil {
			return nil, err
		}
		for _, e := range entities {
			if e.CancelledAt != nil {
				continue
			}
			doc, err := desk.RegisteredDocument(ctx, e.ID)
			if err != nil {
				return nil, err
			}
			if c := f.only(doc); c != nil {
				list = append(list, holding{o, e.ID, c, doc})
			}
		}
	}
	return list, nil
}

// only is the one provider of all websites of an entity; nil when there is none, or an app among them.
func (f *fill) only(doc *filing.Document) (c *carrier) {
	for _, s := range doc.Sites {
		for _, a := range s.Accesses {
			at := slices.IndexFunc(f.carriers, func(one *carrier) bool { return one.id == a.Provider })
			if at < 0 || s.Service.App() || c != nil && c != f.carriers[at] {
				return nil
			}
			c = f.carriers[at]
		}
	}
	return c
}

var errHoldings = errors.New("the owners hold too few entities")

// take chooses the entity that a later filing is about; a site is cancelled where another one stays.
func take(list []holding, k filing.Kind) (one holding, rest []holding, err error) {
	at := slices.IndexFunc(list, func(h holding) bool { return k != filing.CancelSite || len(h.doc.Sites) > 1 })
	if at < 0 {
		return one, list, errHoldings
	}
	one = list[at]
	return one, slices.Delete(list, at, at+1), nil
}

func (f *fill) laterMatter(m *maker, k filing.Kind, h holding) *matter {
	c := &matter{m: m, kind: k, owner: h.owner, carrier: h.carrier, entity: h.entity, register: h.doc,
		channel: "provider", bureau: f.bureaus[h.doc.Entity.Province]}
	switch k {
	case filing.AddAccess: // brought to a provider that has none of the entity's sites
		c.service, c.carrier = h.doc.Sites[0].Number, f.besides(h.carrier)
	case filing.CancelSite:
		c.service = h.doc.Sites[len(h.doc.Sites)-1].Number
	}
	return c
}

// besides is another provider whose licence holds everywhere.
func (f *fill) besides(one *carrier) *carrier {
	return f.carriers[slices.IndexFunc(f.carriers, func(c *carrier) bool { return c != one && !c.limited })]
}

// alter writes into a draft that began with the register what its owner wants otherwise.
func (f *fill) alter(ctx context.Context, c *matter) error {
	desk := f.desk(c.owner.actor)
	if _, err := desk.Save(ctx, c.id, 0, c.want); err != nil {
		return err
	}
	now, err := desk.Filing(ctx, c.id)
	if err == nil {
		c.doc, err = desk.Document(ctx, now)
	}
	return err
}

func (c *matter) want(d *filing.Document) {
	switch c.kind {
	case filing.AddSite:
		c.another(&d.Sites[0])
	case filing.AddAccess:
		a := &d.Sites[0].Accesses[0]
		a.Method, a.IPs, a.Places = c.carrier.methods[0], []string{c.carrier.address(c.m)}, []string{c.carrier.seat.Code}
	case filing.Change:
		switch s := &d.Sites[0]; c.m.IntN(3) {
		case 0:
			for was := s.Accesses[0].IPs; slices.Equal(s.Accesses[0].IPs, was); { // many sites share one address
				s.Accesses[0].IPs = []string{c.carrier.address(c.m)}
			}
		case 1:
			s.Names = []string{s.Names[0] + "新版"}
		default:
			d.Entity.Principal.Mobiles = []string{c.m.mobile()}
			d.Entity.Principal.Email = "office@" + c.m.label("mail") + ".example.com"
		}
	}
}

// another is one more website of an entity, called after its first one as none of those it has may be.
func (c *matter) another(s *filing.Site) {
	first := c.register.Sites[0]
	label, suffix, _ := strings.Cut(first.Domains[0], ".")
	w := word{first.Names[0], strings.TrimRight(label, "0123456789")}
	if strings.ContainsFunc(label, func(r rune) bool { return r > 'z' }) {
		w.latin, suffix = "zhan", "cn"
	}
	p, _ := region.ByCode(c.register.Entity.Province)
	c.m.service(s, []string{w.han + pick(c.m, []string{"服务之窗", "图文资料", "活动专区"})}, w, []string{"." + suffix}, first.Contents[0], c.carrier, place{province: p})
}
