package filing

import "slices"

// Like carries what an earlier filing of kind k said over into the fresh document d
// of a new one, so that nothing is typed twice. What only the register gives,
// numbers and ids, stays as d has it.
func (d *Document) Like(k Kind, old *Document) {
	switch {
	case k == AddSite:
		if fresh := old.Anew().Sites; len(fresh) > 0 {
			d.Sites = fresh
		}
	case k == AddAccess:
		d.likeAccess(old)
	case k == Change:
		for _, c := range Differences(d, old) {
			d.Set(c.Path, c.New)
		}
	case k.Cancels():
		d.Ending = old.Ending
	}
}

// likeAccess fills the new access of d as the earlier one was filled.
func (d *Document) likeAccess(old *Document) {
	if len(d.Sites) == 0 || len(old.Sites) == 0 {
		return
	}
	i := slices.IndexFunc(old.Sites[0].Accesses, func(a Access) bool { return a.ID == 0 })
	if i < 0 {
		return
	}
	a := old.Sites[0].Accesses[i]
	a.Key, a.Provider = d.Sites[0].Accesses[0].Key, 0
	d.Sites[0].Accesses[0] = a
}

// Anew is what a document says without what a register or a provider gave it: the
// services have no numbers, the accesses no ids.
func (d *Document) Anew() *Document {
	fresh := &Document{Entity: d.Entity}
	for _, s := range d.Sites {
		s.Number = ""
		s.Accesses = slices.Clone(s.Accesses)
		for i := range s.Accesses {
			s.Accesses[i].ID, s.Accesses[i].Provider = 0, 0
		}
		fresh.Sites = append(fresh.Sites, s)
	}
	return fresh
}

// Undomained is d without domains and home pages: those of its services are filed,
// and a further service has others.
func (d *Document) Undomained() *Document {
	for i := range d.Sites {
		d.Sites[i].Domains, d.Sites[i].HomeURLs = nil, nil
	}
	return d
}
