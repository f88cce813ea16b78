package filing

import "slices"

// Turned is what becomes of other answers when a draft's owner turns from a person into a unit, or back, or moves to
// another province.
type Turned struct {
	ToUnit, ToPerson bool
	Province         bool  // city and county have to be chosen anew
	Contents         []int // chosen, but not open to persons
}

// Any reports whether anything becomes of them.
func (t Turned) Any() bool { return t.ToUnit || t.ToPerson || t.Province }

// TurnedFrom tells what d, as it has just been answered, does to the answers that was gave.
func (d *Document) TurnedFrom(was *Document) Turned {
	t := Turned{Province: was.Entity.City != "" && was.Entity.Province != d.Entity.Province}
	if was.Entity.Nature == 0 || NameOf(Natures, int(d.Entity.Nature)) == "" || was.Entity.Personal() == d.Entity.Personal() {
		return t
	}
	t.ToPerson = d.Entity.Personal()
	t.ToUnit = !t.ToPerson
	if t.ToUnit {
		return t
	}
	for _, s := range d.Sites {
		for _, id := range s.Contents {
			if !ForPersons(id) && !slices.Contains(t.Contents, id) {
				t.Contents = append(t.Contents, id)
			}
		}
	}
	return t
}

// Turn carries that out: what a person said of themselves is said of the principal from now on, or the other way
// round; what nobody asks for any more goes.
func (d *Document) Turn(was *Document) {
	t := d.TurnedFrom(was)
	e, old := &d.Entity, was.Entity
	if t.Province {
		e.City, e.County = "", ""
	}
	same := e.CertificateNumber == old.CertificateNumber
	switch {
	case t.ToUnit:
		if e.Principal.Name == "" {
			e.Principal.Name, e.Principal.CertificateType, e.Principal.CertificateNumber = old.Name, old.CertificateType, old.CertificateNumber
		}
		if e.Name = ""; same {
			e.CertificateType, e.CertificateNumber = 0, ""
		}
	case t.ToPerson:
		if same {
			e.CertificateType, e.CertificateNumber = old.Principal.CertificateType, old.Principal.CertificateNumber
		}
		e.Name, e.Investor = old.Principal.Name, ""
		e.Principal.Name, e.Principal.CertificateType, e.Principal.CertificateNumber = "", 0, ""
		for i := range d.Sites {
			d.Sites[i].Contents = slices.DeleteFunc(d.Sites[i].Contents, func(id int) bool { return !ForPersons(id) })
		}
	}
}
