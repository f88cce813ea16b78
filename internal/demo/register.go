package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
)

const (
	registerEntities = 1500 // with about 2,000 services
	firstYear        = 2005 // of filing, by order 33
	longNumbersFrom  = 2021 // the year is written with four digits
	importUntil      = 45 * 24 * time.Hour
)

// register enters what was filed before the case book begins, as a register
// that is taken over from elsewhere: numbers of the older form among them.
func (f *fill) register(ctx context.Context) error {
	m := newMaker(streamRegister, f.now)
	m.used = f.used
	if err := f.enterOwners(ctx, m); err != nil {
		return err
	}
	if err := f.sellResources(ctx); err != nil {
		return err
	}
	list := []postgres.EntityEntry{f.garden(m)}
	for range registerEntities - 1 {
		list = append(list, f.entity(m))
	}
	slices.SortStableFunc(list, func(a, b postgres.EntityEntry) int { return a.ApprovedAt.Compare(b.ApprovedAt) })
	number(m, list)
	f.at = f.now
	return f.store.ImportEntities(ctx, list)
}

// entity invents one entity with its history.
func (f *fill) entity(m *maker) postgres.EntityEntry {
	approved := f.approval(m)
	m.day = approved
	p := m.province()
	home, carrier := m.place(p), m.carrier(f.carriers, p, 12)
	var doc *filing.Document
	if m.chance(21) {
		doc = m.personDocument(m.human(home.county.Code), home, carrier, m.services())
	} else {
		doc = m.unitDocument(m.unit(home), carrier, m.services())
	}
	e := entry(doc, carrier, approved)
	f.history(m, &e)
	if m.chance(8) { // later filings need three dozen of them, on any day
		e.Accounts = []int64{pick(m, f.owners).actor.Account}
	}
	return e
}

func (m *maker) services() int {
	switch n := m.IntN(100); {
	case n < 1:
		return 0 // an empty shell (空壳主体)
	case n < 74:
		return 1
	case n < 93:
		return 2
	default:
		return 3
	}
}

func entry(doc *filing.Document, c *carrier, approved time.Time) postgres.EntityEntry {
	e := postgres.EntityEntry{Entity: doc.Entity, ApprovedAt: approved}
	for _, s := range doc.Sites {
		e.Sites = append(e.Sites, postgres.SiteEntry{Site: s, Providers: []int64{c.id}, ApprovedAt: approved})
	}
	return e
}

// approval draws a working hour between the first year and the case book, later
// years more often.
func (f *fill) approval(m *maker) time.Time {
	last := calendar.DateOf(f.now.Add(-importUntil)).Year
	for {
		year := firstYear + max(m.IntN(last-firstYear+1), m.IntN(last-firstYear+1))
		at := time.Date(year, 1, 1, 9, 0, 0, 0, calendar.Shanghai).AddDate(0, 0, m.IntN(365)).
			Add(time.Duration(m.IntN(8*3600)) * time.Second).UTC()
		if at.Before(f.now.Add(-importUntil)) && f.calendar.IsWorkday(calendar.DateOf(at)) {
			return at
		}
	}
}

// history lets some entries change, be cancelled or be restricted afterwards.
func (f *fill) history(m *maker, e *postgres.EntityEntry) {
	since := func(from time.Time) time.Time {
		return from.Add(time.Duration(m.Float64() * float64(f.now.Sub(from)))).Truncate(time.Second)
	}
	if m.chance(25) {
		e.ChangedAt = since(e.ApprovedAt)
	}
	for i := range e.Sites {
		s := &e.Sites[i]
		s.Restricted = m.chance(2)
		if i > 0 { // further services came later
			s.ApprovedAt = since(e.ApprovedAt)
			e.ChangedAt = latest(e.ChangedAt, s.ApprovedAt)
		}
		if m.chance(3) {
			ended := since(s.ApprovedAt)
			s.CancelledAt = &ended
			e.ChangedAt = latest(e.ChangedAt, ended)
		}
	}
	if m.chance(6) {
		ended := since(latest(e.ChangedAt, e.ApprovedAt))
		e.CancelledAt = &ended
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// garden is an entity of 王芳's with a number of the first year, the same in every
// demonstration: 沪ICP备05000940号-1 is fangcaodi-yuanyi.cn.
func (f *fill) garden(m *maker) postgres.EntityEntry {
	approved := time.Date(firstYear, 9, 12, 10, 24, 0, 0, calendar.Shanghai).UTC()
	m.day = approved
	p := mustProvince("sh")
	u := unit{form: forms[0], place: m.place(p), name: "上海芳草地园艺有限公司", brand: word{"芳草地", "fangcaodi"}, trade: word{"园艺", "yuanyi"}}
	doc := m.unitDocument(u, f.carriers[0], 2)
	doc.Entity.Principal = m.principal(f.owners[0].human, p, true)
	first := &doc.Sites[0]
	first.Names, first.Domains, first.HomeURLs = []string{"芳草地园艺"}, []string{"fangcaodi-yuanyi.cn"}, []string{"www.fangcaodi-yuanyi.cn"}
	doc.Complete()
	e := entry(doc, f.carriers[0], approved)
	e.Number = "沪ICP备05000940号"
	e.Accounts = []int64{f.owners[0].actor.Account}
	return e
}

// number gives numbers in the order of approval: since 2021 without gaps, before
// that with the gaps of all that was cancelled and forgotten.
func number(m *maker, list []postgres.EntityEntry) {
	last := map[string]int{}
	for i := range list {
		e := &list[i]
		p, _ := region.ByCode(e.Entity.Province)
		year := calendar.DateOf(e.ApprovedAt).Year
		key := fmt.Sprint(p.Code, year)
		switch {
		case e.Number != "":
		case year >= longNumbersFrom:
			last[key]++
			e.Number, _ = filing.EntityNumber(p.Code, year, last[key])
		default:
			last[key] += 1000 + m.IntN(9000)
			e.Number = filing.Number(fmt.Sprintf("%sICP备%02d%06d号", p.Abbr, year%100, last[key]))
		}
		for j := range e.Sites {
			e.Sites[j].Site.Number = e.Number.Service(j+1, e.Sites[j].Site.Service)
		}
	}
}
