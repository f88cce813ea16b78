package postgres

import (
	"slices"
	"strconv"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/journal"
)

// enter adds what says the number of one approved filing, once it has it.
func (a *approval) enter(e *entry) error {
	said, err := a.addEntity(e)
	if err != nil {
		return err
	}
	e.move.Detail.Number = e.out.Number
	if err := a.addEvent(e); err != nil {
		return err
	}
	said.Complete()
	sealed, err := a.s.seal(sealRegister, said)
	if err != nil {
		return err
	}
	a.rows.add("register_version", row{"entity_id": e.f.EntityID, "version": 1, "filing_id": e.f.ID, "kind": e.f.Kind,
		"services": e.out.Sites, "sealed": sealed, "at": a.now})
	if e.f.ProviderID != 0 {
		a.rows.add("feed", row{"provider_id": e.f.ProviderID, "filing_id": e.f.ID, "action": filing.Approve, "number": e.concerned(), "at": a.now})
	}
	e.out.Filing = e.f
	return nil
}

// addEntity adds the entity with its services and gives what the register says of
// it from now on, as register would read it.
func (a *approval) addEntity(e *entry) (*filing.Document, error) {
	of := e.doc.Entity
	details, err := a.s.seal(sealEntity, of)
	if err != nil {
		return nil, err
	}
	a.rows.add("entity", row{"id": e.f.EntityID, "number": e.out.Number, "province": e.f.Province, "name": of.Name, "nature": of.Nature,
		"certificate_type": of.CertificateType, "certificate_index": a.s.certificateIndex(of), "details": details,
		"next_sequence": len(e.doc.Sites) + 1, "version": 1, "shown_restricted": false, "approved_at": a.now, "changed_at": a.now})
	a.words = append(a.words, string(e.out.Number))
	said := &filing.Document{Entity: of}
	for i := range e.doc.Sites {
		entered, err := a.addSite(e, i)
		if err != nil {
			return nil, err
		}
		said.Sites = append(said.Sites, entered)
	}
	return said, nil
}

func (a *approval) addSite(e *entry, i int) (filing.Site, error) {
	id, site, sequence := e.sites[i], e.doc.Sites[i], i+1
	site.Number = e.out.Number.Service(sequence, site.Service)
	e.out.Sites = append(e.out.Sites, site.Number)
	details, err := a.s.sealSite(site)
	if err != nil {
		return site, err
	}
	a.rows.add("site", row{"id": id, "entity_id": e.f.EntityID, "filing_id": e.f.ID, "sequence": sequence, "number": site.Number,
		"service": site.Service, "names": site.Names, "home_urls": textArray(site.HomeURLs), "ip_only": site.IPOnly,
		"approvals": approvalKinds(site), "restricted": false, "details": details, "approved_at": a.now, "changed_at": a.now})
	a.addPublic(e.step, id, site, e.keys[i])
	site.Key = strconv.Itoa(sequence)
	site.Accesses = slices.Clone(site.Accesses)
	for k := range site.Accesses {
		if site.Accesses[k], err = a.addAccess(e.step, id, site.Accesses[k]); err != nil {
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
// register_key would.
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
	a.words = append(append(a.words, found...), string(site.Number))
}

// addEvent adds the step's journal entry. The filing's row is locked, so the
// sequence has no race.
func (a *approval) addEvent(e *entry) error {
	sealed, err := a.s.seal(sealDetail, e.move.Detail)
	if err != nil {
		return err
	}
	f, me, seq := e.f, e.d.me, a.seqs[e.f.ID]+1
	leaf := journal.Entry{Filing: f.ID, Sequence: seq, Action: string(filing.Approve), From: string(e.from), To: string(f.State),
		Tier: string(me.Tier), Account: me.Account, Version: f.Version, Detail: sealed, At: a.now}
	a.rows.add("event", row{"filing_id": f.ID, "seq": seq, "action": filing.Approve, "from_state": e.from, "to_state": f.State,
		"tier": me.Tier, "account_id": orNull(me.Account), "version": f.Version, "detail": sealed, "leaf": leaf.Leaf(), "at": a.now})
	return nil
}

// orNull is nothing for an id that is none.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
