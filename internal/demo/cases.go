package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/region"
)

func approvalOf(c *matter) []move { return approval(c.bureau.twoPersons) }

// happening is one move of one matter at its time.
type happening struct {
	at     time.Time
	matter *matter
	do     func(*fill, context.Context, *matter) error
	what   string
}

// cases lets all filings happen, each through the real acts, in the order in
// which they would have.
func (f *fill) cases(ctx context.Context) error {
	m := newMaker(streamCases, f.now)
	m.used = f.used
	var all []happening
	for _, c := range courses {
		for i := range c.count {
			all = append(all, f.plan(m, c, f.matter(m, c, i), i)...)
		}
	}
	held, err := f.holdings(ctx)
	if err != nil {
		return err
	}
	for _, c := range later {
		for i := range c.count {
			var one holding
			if one, held, err = take(held, c.kind); err != nil {
				return err
			}
			all = append(all, f.plan(m, c, f.laterMatter(m, c.kind, one), i)...)
		}
	}
	slices.SortStableFunc(all, func(a, b happening) int { return a.at.Compare(b.at) })
	for _, h := range all {
		f.at = h.at
		if err := h.do(f, ctx, h.matter); err != nil {
			return fmt.Errorf("%s, filing %d: %w", h.what, h.matter.id, err)
		}
		if err := f.deliver(ctx, h.matter); err != nil {
			return fmt.Errorf("%s, messages of filing %d: %w", h.what, h.matter.id, err)
		}
	}
	return nil
}

func (f *fill) plan(m *maker, c course, one *matter, i int) []happening {
	moves := c.moves
	if c.ends != nil {
		moves = join(moves, c.ends(one))
	}
	end := f.now.Add(-c.least - time.Duration(float64(i)/float64(c.count)*float64(c.most-c.least)))
	if c.dueIn != nil {
		end = f.receivedFor(m, c.dueIn[i])
	}
	var list []happening
	for j, at := range f.times(m, moves, end) {
		list = append(list, happening{at, one, moves[j].do, c.name})
	}
	return list
}

// receivedFor is a receipt at the bureau whose due day is so many working days
// ahead, or past when negative.
func (f *fill) receivedFor(m *maker, left int) time.Time {
	d := calendar.DateOf(f.now)
	for back := filing.ReviewWorkdays - left; back > 0; {
		if f.calendar.IsWorkday(d) {
			back--
		}
		d = d.AddDays(-1)
	}
	at := d.Time().Add(time.Duration(11*3600+m.IntN(6*3600)) * time.Second).UTC()
	if last := f.now.Add(-20 * minute); at.After(last) {
		return last
	}
	return at
}

// matter invents what a filing is about. The first filing of most courses is
// 王芳's, at 云帆 in Shanghai; many others land there too.
func (f *fill) matter(m *maker, c course, i int) *matter {
	hers := i == 0 && c.count >= 5
	one := &matter{m: m, kind: filing.FirstFiling, owner: f.owners[0], channel: pick(m, []string{"provider", "provider", "ministry", "bureau"})}
	person := hers && c.name == "approved" || !hers && c.principals < 2 && c.province == "" && m.chance(25)
	switch {
	case person:
		one.owner = f.unfiled(m, hers)
	case !hers:
		one.owner = pick(m, f.owners[1:])
	}
	at, favour := one.owner.place, 100
	if !hers {
		favour = 30
	}
	if !person {
		at = m.place(f.residence(m, c, hers))
	}
	one.bureau, one.carrier = f.bureaus[at.province.Code], m.carrier(f.carriers, at.province, favour)
	one.doc = m.document(one, at, person, c.principals)
	if c.partial {
		s := &one.doc.Sites[0]
		s.Domains, s.HomeURLs, s.Contents, one.doc.Entity.Principal.EmergencyPhone = nil, nil, nil, ""
	}
	return one
}

func (f *fill) residence(m *maker, c course, hers bool) region.Province {
	if c.province != "" {
		return mustProvince(c.province)
	}
	if hers || m.chance(30) {
		return mustProvince("sh")
	}
	return m.province()
}

// unfiled is an owner who has not filed as a person yet.
func (f *fill) unfiled(m *maker, hers bool) owner {
	for {
		o := pick(m, f.owners)
		if hers {
			o = f.owners[0]
		}
		if hers == (o.id == f.owners[0].id) && !m.used["self"+o.id] {
			m.used["self"+o.id] = true
			return o
		}
	}
}

// document invents a first filing: of the owner as a person, or of a unit the
// owner acts for. principals is how many different people it must name.
func (m *maker) document(c *matter, at place, person bool, principals int) *filing.Document {
	sites := 1
	if m.chance(12) {
		sites = 2
	}
	if person {
		return m.personDocument(c.owner.human, at, c.carrier, sites)
	}
	doc := m.unitDocument(m.unit(at), c.carrier, sites)
	if principals > 1 {
		s := &doc.Sites[0]
		s.PrincipalSame = false
		s.Principal = m.principal(m.human(at.county.Code), at.province, true)
	}
	return doc
}
