package postgres

import (
	"slices"
	"strconv"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/journal"
)

// enter adds everything that one approved filing writes, once it has its number.
func (a *approval) enter(s *step, from filing.State) error {
	said, err := a.addEntity(s)
	if err != nil {
		return err
	}
	s.move.Detail.Number = s.out.Number
	if err := a.addEvent(s, from); err != nil {
		return err
	}
	said.Complete()
	sealed, err := a.s.seal(sealRegister, said)
	if err != nil {
		return err
	}
	a.rows.add("register_version", row{"entity_id": s.f.EntityID, "version": 1, "filing_id": s.f.ID, "kind": s.f.Kind,
		"services": s.out.Sites, "sealed": sealed, "at": a.now})
	for _, index := range a.s.phoneIndexes(said) {
		a.rows.add("entity_phone", row{"entity_id": s.f.EntityID, "phone_index": index})
	}
	if s.f.ProviderID != 0 {
		a.rows.add("feed", row{"provider_id": s.f.ProviderID, "filing_id": s.f.ID, "action": filing.Approve, "number": s.concerned(), "at": a.now})
	}
	s.out.Filing = s.f
	return nil
}

// addEntity adds the entity with its services and gives what the register says of
// it from now on, as register would read it.
func (a *approval) addEntity(s *step) (*filing.Document, error) {
	e := s.doc.Entity
	details, err := a.s.seal(sealEntity, e)
	if err != nil {
		return nil, err
	}
	a.rows.add("entity", row{"id": s.f.EntityID, "number": s.out.Number, "province": s.f.Province, "name": e.Name, "nature": e.Nature,
		"certificate_type": e.CertificateType, "certificate_index": a.s.certificateIndex(e), "details": details,
		"next_sequence": len(s.doc.Sites) + 1, "version": 1, "shown_restricted": false, "approved_at": a.now, "changed_at": a.now})
	a.words = append(a.words, string(s.out.Number))
	if s.f.OwnerID != 0 {
		a.rows.add("entity_account", row{"entity_id": s.f.EntityID, "account_id": s.f.OwnerID, "since": a.now})
	}
	said := &filing.Document{Entity: e}
	for i, site := range s.doc.Sites {
		entered, err := a.addSite(s, i+1, site)
		if err != nil {
			return nil, err
		}
		said.Sites = append(said.Sites, entered)
	}
	return said, nil
}

func (a *approval) addSite(s *step, sequence int, site filing.Site) (filing.Site, error) {
	id := take(&a.ids.site)
	site.Number = s.out.Number.Service(sequence, site.Service)
	s.out.Sites = append(s.out.Sites, site.Number)
	details, err := a.s.sealSite(site)
	if err != nil {
		return site, err
	}
	a.rows.add("site", row{"id": id, "entity_id": s.f.EntityID, "filing_id": s.f.ID, "sequence": sequence, "number": site.Number,
		"service": site.Service, "names": site.Names, "home_urls": textArray(site.HomeURLs), "ip_only": site.IPOnly,
		"approvals": approvalKinds(site), "restricted": false, "details": details, "approved_at": a.now, "changed_at": a.now})
	keys := siteKeys(site)
	for _, k := range keys {
		a.rows.add("site_key", row{"site_id": id, "key": k.key, "spelling": k.shown, "shared": k.shared})
	}
	a.addPublic(s, id, site, keys)
	site.Key = strconv.Itoa(sequence)
	site.Accesses = slices.Clone(site.Accesses)
	for i := range site.Accesses {
		if site.Accesses[i], err = a.addAccess(s, id, site.Accesses[i]); err != nil {
			return site, err
		}
	}
	return site, nil
}

func (a *approval) addAccess(s *step, site int64, x filing.Access) (filing.Access, error) {
	id := take(&a.ids.access)
	a.rows.add("access", row{"id": id, "site_id": site, "provider_id": orNull(s.f.ProviderID), "method": x.Method, "dynamic": x.Dynamic,
		"places": x.Places, "remark": x.Remark, "approved_at": a.now})
	entered := filing.Access{Key: strconv.FormatInt(id, 10), ID: id, Provider: s.f.ProviderID, Method: x.Method, Dynamic: x.Dynamic,
		Places: x.Places, Remark: x.Remark}
	for place, ip := range x.IPs {
		at, err := ident.ParseIPRange(ip)
		if err != nil {
			return entered, err
		}
		if !slices.Contains(entered.IPs, at.String()) {
			a.rows.add("access_range", row{"access_id": id, "first": at.Start, "last": at.End, "place": place})
			entered.IPs = append(entered.IPs, at.String())
		}
	}
	return entered, nil
}

// addPublic adds what lookup says of a service: what the views register_record and
// register_key would, and the folded names.
func (a *approval) addPublic(s *step, id int64, site filing.Site, keys []uniqueKey) {
	var spellings, found []string
	for _, k := range keys {
		spellings = append(spellings, k.shown)
		if site.IPOnly {
			k.key = hostPart(k.key)
		}
		if !slices.Contains(found, k.key) {
			found = append(found, k.key)
		}
	}
	slices.Sort(spellings)
	record := func() row {
		return row{"id": id, "number": site.Number, "entity_number": s.out.Number, "province": s.f.Province, "unit_name": s.doc.Entity.Name,
			"nature": s.doc.Entity.Nature, "service": site.Service, "names": site.Names, "home_urls": textArray(site.HomeURLs),
			"domains": textArray(spellings), "ip_only": site.IPOnly, "approvals": approvalKinds(site), "restricted": false,
			"approved_at": a.now, "changed_at": a.now}
	}
	a.rows.add("public_number", record())
	for _, key := range found {
		r := record()
		r["key"] = key
		a.rows.add("public_domain", r)
	}
	names := row{}
	for i, v := range (nameSource{ID: id, Unit: s.doc.Entity.Name, Nature: s.doc.Entity.Nature, Names: site.Names}).row() {
		names[nameColumns[i]] = v
	}
	a.rows.add("public_name", names)
	a.words = append(append(a.words, found...), string(site.Number))
}

// addEvent adds the step's journal entry. The filing's row is locked, so the
// sequence has no race.
func (a *approval) addEvent(s *step, from filing.State) error {
	sealed, err := a.s.seal(sealDetail, s.move.Detail)
	if err != nil {
		return err
	}
	me, seq := s.d.me, a.seqs[s.f.ID]+1
	entry := journal.Entry{Filing: s.f.ID, Sequence: seq, Action: string(filing.Approve), From: string(from), To: string(s.f.State),
		Tier: string(me.Tier), Account: me.Account, Version: s.f.Version, Detail: sealed, At: a.now}
	a.rows.add("event", row{"filing_id": s.f.ID, "seq": seq, "action": filing.Approve, "from_state": from, "to_state": s.f.State,
		"tier": me.Tier, "account_id": orNull(me.Account), "version": s.f.Version, "detail": sealed, "leaf": entry.Leaf(), "at": a.now})
	return nil
}

// orNull is nothing for an id that is none.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
