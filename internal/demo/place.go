package demo

import (
	"fmt"
	"strings"

	"beian/internal/region"
)

// place is where an invented unit or person lives.
type place struct {
	province     region.Province
	city, county region.Division
}

func (m *maker) place(p region.Province) place {
	city := pick(m, region.Cities(p.Code))
	return place{p, city, pick(m, region.Counties(city.Code))}
}

// capital is a place in the province's capital, which has the first code.
func (m *maker) capital(p region.Province) place {
	city := region.Cities(p.Code)[0]
	return place{p, city, pick(m, region.Counties(city.Code))}
}

// gathered are rows of the table that only gather counties and are no places.
func gathered(name string) bool {
	return name == "市辖区" || name == "县" || strings.Contains(name, "直辖县级")
}

// city is the short name of the place that names of units begin with: the city
// where it is one, the province otherwise.
func (p place) short() string {
	if name, ok := strings.CutSuffix(p.city.Name, "市"); ok && !gathered(p.city.Name) {
		return name
	}
	return p.province.Short
}

// full is the beginning of an address: province, city, county.
func (p place) full() string {
	s := p.province.Name
	if !gathered(p.city.Name) {
		s += p.city.Name
	}
	if p.county.Code != p.city.Code && !gathered(p.county.Name) {
		s += p.county.Name
	}
	return s
}

func (m *maker) address(p place) string {
	return fmt.Sprintf("%s%s%d号%d幢%d室", p.full(), pick(m, roads), 1+m.IntN(900), 1+m.IntN(30), 100*(1+m.IntN(20))+1+m.IntN(12))
}
