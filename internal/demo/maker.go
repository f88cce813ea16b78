package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/region"
)

// maker invents people, units and sites. Equal streams and days give equal
// inventions; nothing is invented twice.
type maker struct {
	*rand.Rand
	*lexicon
	used  map[string]bool
	day   time.Time // people are of age by then
	crowd *crowd    // set for inventions too many to remember
}

func newMaker(stream uint64, day time.Time) *maker {
	return &maker{Rand: rand.New(rand.NewPCG(stream, 0x6265_6961_6e)), lexicon: &few, used: map[string]bool{}, day: day}
}

func pick[T any](m *maker, list []T) T { return list[m.IntN(len(list))] }

// chance is true in p of a hundred cases.
func (m *maker) chance(p int) bool { return m.IntN(100) < p }

// once draws until something comes that has not come before. In a crowd it only
// keeps clear of what the smaller demonstration has: what must be unique there is
// drawn by crowd itself.
func (m *maker) once(kind string, draw func() string) string {
	for {
		if s := draw(); !m.used[kind+s] {
			if m.crowd == nil {
				m.used[kind+s] = true
			}
			return s
		}
	}
}

// weights are the shares of the provinces in the nation's sites: the order and
// the coastal share of about 69 % are published, the single values estimated.
var weights = map[string]int{"gd": 150, "bj": 120, "js": 80, "sh": 85, "zj": 70, "sd": 70, "fj": 42, "sc": 40, "hb": 38, "ha": 38,
	"he": 34, "hn": 30, "ah": 28, "ln": 25, "sn": 24, "cq": 20, "jx": 18, "gx": 18, "tj": 18, "yn": 15, "sx": 14, "hl": 12,
	"gz": 12, "jl": 10, "nm": 9, "hi": 8, "gs": 8, "xj": 8, "nx": 4, "qh": 3, "xz": 2}

func (m *maker) province() region.Province {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := m.IntN(sum)
	for _, p := range region.Provinces() {
		if n -= weights[p.ISO]; n < 0 {
			return p
		}
	}
	panic("demo: weights do not cover the provinces")
}

// human is an invented natural person.
type human struct {
	word
	id     string // 公民身份号码
	mobile string
	email  string
}

// human invents an adult whose identity card was issued in that county.
func (m *maker) human(county string) human {
	name := pick(m, m.surnames)
	if m.chance(70) {
		name = name.plus(pick(m, m.givenFirst))
	}
	return m.person(name.plus(pick(m, m.givenLast)), county)
}

func (m *maker) person(name word, county string) human {
	birth := time.Date(m.day.Year()-20-m.IntN(38), time.Month(1+m.IntN(12)), 1+m.IntN(28), 0, 0, 0, 0, time.UTC)
	id := m.once("id", func() string {
		if m.crowd != nil {
			return m.crowd.residentID(county)
		}
		return string(ident.MakeResidentID(county, birth, m.IntN(1000)))
	})
	return human{name, id, m.mobile(), m.once("mail", func() string {
		return fmt.Sprintf("%s%d@example.%s", name.latin, 10+m.IntN(990), pick(m, []string{"com", "net", "org"}))
	})}
}

// mobile gives a number of 154, a segment that has not been handed out, so that
// no message of a demonstration ever reaches a stranger.
func (m *maker) mobile() string {
	return m.once("mobile", func() string { return fmt.Sprintf("154%08d", m.IntN(100_000_000)) })
}

// areaCodes are the long-distance codes (长途区号) of the provinces' capitals.
var areaCodes = map[string]string{"bj": "010", "tj": "022", "he": "0311", "sx": "0351", "nm": "0471", "ln": "024", "jl": "0431",
	"hl": "0451", "sh": "021", "js": "025", "zj": "0571", "ah": "0551", "fj": "0591", "jx": "0791", "sd": "0531", "ha": "0371",
	"hb": "027", "hn": "0731", "gd": "020", "gx": "0771", "hi": "0898", "cq": "023", "sc": "028", "gz": "0851", "yn": "0871",
	"xz": "0891", "sn": "029", "gs": "0931", "qh": "0971", "nx": "0951", "xj": "0991"}

func (m *maker) landline(p region.Province) string {
	return m.once("landline", func() string { return fmt.Sprintf("086-%s-555%05d", areaCodes[p.ISO], m.IntN(100_000)) })
}

func (m *maker) principal(h human, p region.Province, unit bool) filing.Principal {
	one := filing.Principal{Name: h.han, CertificateType: filing.ResidentID, CertificateNumber: h.id,
		Mobiles: []string{h.mobile}, Email: h.email, EmergencyPhone: m.mobile()}
	if unit {
		one.Landlines = []string{m.landline(p)}
	}
	return one
}
