package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
)

// crowd draws what must be unique by counting, because millions of inventions are
// too many to remember: only how often each stem has come is kept.
type crowd struct {
	counts  map[string]int
	serials int
}

// next is the next number of a stem, from the first one on.
func (c *crowd) next(stem string, first int) string {
	n := c.counts[stem]
	c.counts[stem]++
	return strconv.Itoa(first + n)
}

// serial is the registrar's part of a credit code; those of the smaller
// demonstration begin with MA.
func (c *crowd) serial() string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	c.serials++
	body := []byte("MB000000")
	n := spread(c.serials, 31*31*31*31*31*31, 514_229_831)
	for i := 7; i > 1; i-- {
		body[i] = alphabet[n%31]
		n /= 31
	}
	return string(body)
}

// spread brings the numbers below all into another order: step has no divisor in
// common with all, so that none comes twice.
func spread(n, all, step int) int { return int(uint64(n) * uint64(step) % uint64(all)) }

// residentID gives a county's next number: of people of age before the first filing.
func (c *crowd) residentID(county string) string {
	const days, orders = 30 * 336, 1000 // born in 1955 to 1984, on days 1 to 28
	n := c.counts["id"+county]
	c.counts["id"+county]++
	n = spread(n, days*orders, 1_618_033)
	day := n / orders
	birth := time.Date(1955+day/336, time.Month(1+day%336/28), 1+day%28, 0, 0, 0, 0, time.UTC)
	return string(ident.MakeResidentID(county, birth, n%orders))
}

// crowdPart is how many entities are made at once.
const crowdPart = 1000

// multitude is a register in the making that is too large to hold: entities come
// in the order of approval.
type multitude struct {
	f     *fill
	m     *maker
	left  int
	year  int
	days  []calendar.Date // working days of the year
	count int             // of the year
	done  int             // in the year
	last  map[string]int  // serials, by province and year
}

// crowdStream sets this invention apart from the others.
const crowdStream = 77

// enterCrowd fills the register up to that many entities.
func (f *fill) enterCrowd(ctx context.Context, entities int, told func(postgres.Progress)) error {
	here, err := f.store.CountEntities(ctx)
	if err != nil || here >= entities {
		return err
	}
	c := &multitude{f: f, m: newMaker(crowdStream, f.now), left: entities - here, year: firstYear - 1, last: map[string]int{}}
	c.m.lexicon, c.m.crowd, c.m.used = &many, &crowd{counts: map[string]int{}}, f.used
	if c.last, err = f.store.LastSerials(ctx); err != nil {
		return err
	}
	f.at = f.now
	return f.store.ImportMultitude(ctx, int64(entities-here), c.next, told)
}

// next makes the next part, nil at the end.
func (c *multitude) next() []postgres.EntityEntry {
	var list []postgres.EntityEntry
	for len(list) < crowdPart && c.left > 0 {
		for c.done == c.count {
			c.turn()
		}
		list = append(list, c.entity())
		c.left--
		c.done++
	}
	return list
}

// turn begins the next year: later years have more filings, as in fill.approval,
// and the last one takes what is left.
func (c *multitude) turn() {
	until := calendar.DateOf(c.f.now.Add(-importUntil))
	c.year++
	years, nth := until.Year-firstYear+1, c.year-firstYear
	weight, rest := 2*nth+1, years*years-nth*nth // the odd numbers add up to squares
	c.count, c.done = (c.left*weight+rest-1)/rest, 0
	c.days = nil
	for _, day := range c.f.calendar.Days(c.year) {
		if day.Kind.Works() && day.Date.Time().Before(until.Time()) {
			c.days = append(c.days, day.Date)
		}
	}
}

// at is when the next one of the year was approved: evenly, in office hours.
func (c *multitude) at() time.Time {
	const hours = 8 * time.Hour
	whole := float64(c.done) * float64(len(c.days)) / float64(c.count)
	day := c.days[int(whole)]
	return day.Time().Add(9*time.Hour + time.Duration((whole-float64(int(whole)))*float64(hours))).Truncate(time.Second).UTC()
}

func (c *multitude) entity() postgres.EntityEntry {
	m := c.m
	m.day = c.at()
	p := m.province()
	home, carrier := m.place(p), m.carrier(c.f.carriers, p, 12)
	var doc *filing.Document
	if m.chance(21) {
		doc = m.personDocument(m.human(home.county.Code), home, carrier, m.services())
	} else {
		doc = m.unitDocument(m.unit(home), carrier, m.services())
	}
	e := entry(doc, carrier, m.day)
	c.f.history(m, &e)
	e.Number = c.number(p.Code, p.Abbr)
	for i := range e.Sites {
		e.Sites[i].Site.Number = e.Number.Service(i+1, e.Sites[i].Site.Service)
	}
	return e
}

// number goes on in the serials of province and year, without gaps since four
// digits are written for the year.
func (c *multitude) number(province, abbr string) filing.Number {
	key := fmt.Sprint(province, c.year)
	c.last[key]++
	if c.year >= longNumbersFrom {
		n, _ := filing.EntityNumber(province, c.year, c.last[key])
		return n
	}
	c.last[key] += c.m.IntN(3)
	return filing.Number(fmt.Sprintf("%sICP备%02d%06d号", abbr, c.year%100, c.last[key]))
}
