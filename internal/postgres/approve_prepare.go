package postgres

import (
	"slices"

	"beian/internal/filing"
)

// entry is one approved filing on its way into the register.
type entry struct {
	*step
	from  filing.State
	sites []int64 // the ids of its services
	keys  [][]uniqueKey
}

// prepare decides one filing and adds everything it writes that does not say its number.
func (a *approval) prepare(s *step) {
	e := &entry{step: s, from: s.f.State}
	s.f.State, s.f.EntityID = filing.Approved, take(&a.ids.entity)
	s.settle()
	if s.f.OwnerID != 0 {
		a.early.add("entity_account", row{"entity_id": s.f.EntityID, "account_id": s.f.OwnerID, "since": a.now})
	}
	said := &filing.Document{Entity: s.doc.Entity, Sites: slices.Clone(s.doc.Sites)}
	said.Complete()
	for _, index := range a.s.phoneIndexes(said) {
		a.early.add("entity_phone", row{"entity_id": s.f.EntityID, "phone_index": index})
	}
	for _, site := range s.doc.Sites {
		a.prepareSite(e, site)
	}
	a.entries = append(a.entries, e)
}

// prepareSite adds what a service claims for itself, and its folded names for search.
func (a *approval) prepareSite(e *entry, site filing.Site) {
	id, keys := take(&a.ids.site), siteKeys(site)
	for _, k := range keys {
		a.early.add("site_key", row{"site_id": id, "key": k.key, "spelling": k.shown, "shared": k.shared})
	}
	names := row{}
	for i, v := range (nameSource{ID: id, Unit: e.doc.Entity.Name, Nature: e.doc.Entity.Nature, Names: site.Names}).row() {
		names[nameColumns[i]] = v
	}
	a.early.add("public_name", names)
	e.sites, e.keys = append(e.sites, id), append(e.keys, keys)
}
