package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// registerRows are the rows of an import, table by table, ready to be copied.
type registerRows struct {
	s                                                         *Store
	entities, accounts, phones, sites, keys, accesses, ranges copyBuffer
	numbers, domains, names                                   copyBuffer // of public lookup
	ids                                                       registerIDs
}

// registerIDs are ids for the rows of the tables that have some.
type registerIDs struct{ entity, site, access []int64 }

// count tells how many rows entries take.
func count(list []EntityEntry) (entities, sites, accesses int) {
	for i := range list {
		entities++
		sites += len(list[i].Sites)
		for _, site := range list[i].Sites {
			accesses += len(site.Site.Accesses)
		}
	}
	return entities, sites, accesses
}

// rows writes entries in the form of COPY under those ids.
func (s *Store) rows(list []EntityEntry, ids registerIDs) (*registerRows, error) {
	r := &registerRows{s: s, ids: ids}
	r.grow(len(list))
	for i := range list {
		if err := r.entity(&list[i]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// grow makes room for about as many bytes as entities take, so that buffers are not
// copied from one to a larger one.
func (r *registerRows) grow(entities int) {
	for _, b := range []struct {
		rows *copyBuffer
		each int
	}{{&r.entities, 1100}, {&r.phones, 100}, {&r.sites, 1500}, {&r.keys, 100}, {&r.accesses, 130}, {&r.ranges, 80}, {&r.numbers, 600},
		{&r.domains, 700}, {&r.names, 450}} {
		b.rows.bytes = make([]byte, 0, entities*b.each)
	}
}

// takeIDs takes ids for entries from the tables' own sequences.
func takeIDs(ctx context.Context, tx pgx.Tx, list []EntityEntry) (ids registerIDs, err error) {
	entities, sites, accesses := count(list)
	for _, t := range []struct {
		table string
		n     int
		into  *[]int64
	}{{"entity", entities, &ids.entity}, {"site", sites, &ids.site}, {"access", accesses, &ids.access}} {
		rows, err := tx.Query(ctx, `
			SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence($1, 'id')::regclass AS name OFFSET 0) AS s, generate_series(1, $2)`, t.table, t.n)
		if err == nil {
			*t.into, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		}
		if err != nil {
			return ids, err
		}
	}
	return ids, nil
}

func take(ids *[]int64) int64 {
	id := (*ids)[0]
	*ids = (*ids)[1:]
	return id
}

func (r *registerRows) entity(e *EntityEntry) error {
	id := take(&r.ids.entity)
	details, err := r.s.seal(sealEntity, e.Entity)
	if err != nil {
		return err
	}
	next := 1
	for i := range e.Sites {
		next = max(next, sequenceOf(e.Sites[i].Site.Number)+1)
		if err := r.site(id, e, &e.Sites[i]); err != nil {
			return err
		}
	}
	c := &r.entities
	c.row(12)
	c.int8(id)
	c.text(string(e.Number))
	c.text(e.Entity.Province)
	c.text(e.Entity.Name)
	c.int2(int16(e.Entity.Nature))
	c.int2(int16(e.Entity.CertificateType))
	c.bytea(r.s.certificateIndex(e.Entity))
	c.bytea(details)
	c.int4(next)
	c.time(e.ApprovedAt)
	c.time(later(e.ApprovedAt, e.ChangedAt))
	c.maybeTime(e.CancelledAt)
	r.phonesOf(id, e)
	for _, account := range e.Accounts {
		r.accounts.row(3)
		r.accounts.int8(id)
		r.accounts.int8(account)
		r.accounts.time(e.ApprovedAt)
	}
	return nil
}

// site is one service. What its entity's cancellation ended, ended with it.
func (r *registerRows) site(entity int64, of *EntityEntry, e *SiteEntry) error {
	ended := of.CancelledAt
	id, site := take(&r.ids.site), e.Site
	details, err := r.s.sealSite(site)
	if err != nil {
		return err
	}
	if e.CancelledAt != nil {
		ended = e.CancelledAt
	}
	c := &r.sites
	c.row(14)
	c.int8(id)
	c.int8(entity)
	c.int4(sequenceOf(site.Number))
	c.text(string(site.Number))
	c.int2(int16(site.Service))
	c.texts(site.Names)
	c.texts(site.HomeURLs)
	c.bool(site.IPOnly)
	c.int2s(approvalKinds(site))
	c.bytea(details)
	c.bool(e.Restricted)
	c.time(e.ApprovedAt)
	c.time(later(e.ApprovedAt, e.ChangedAt))
	c.maybeTime(ended)
	keys := siteKeys(site)
	for _, k := range keys {
		r.key(id, k, ended)
	}
	r.public(id, of, e, keys, ended)
	for i, a := range site.Accesses {
		if err := r.access(id, e.Providers[i], a, e.ApprovedAt, ended); err != nil {
			return err
		}
	}
	return nil
}

func (r *registerRows) key(site int64, k uniqueKey, ended *time.Time) {
	c := &r.keys
	c.row(5)
	c.int8(site)
	c.text(k.key)
	c.text(k.shown)
	c.bool(k.shared)
	c.maybeTime(ended)
}

func (r *registerRows) access(site, provider int64, a filing.Access, since time.Time, ended *time.Time) error {
	id := take(&r.ids.access)
	c := &r.accesses
	c.row(9)
	c.int8(id)
	c.int8(site)
	c.int8(provider)
	c.int2(int16(a.Method))
	c.bool(a.Dynamic)
	c.texts(a.Places)
	c.text(a.Remark)
	c.time(since)
	c.maybeTime(ended)
	for place, ip := range a.IPs {
		at, err := ident.ParseIPRange(ip)
		if err != nil {
			return err
		}
		r.ranges.row(4)
		r.ranges.int8(id)
		r.ranges.inet(at.Start)
		r.ranges.inet(at.End)
		r.ranges.int2(int16(place))
	}
	return nil
}

// later is the time of the last change: the approval where there was none.
func later(approved, changed time.Time) time.Time {
	if changed.After(approved) {
		return changed
	}
	return approved
}

// copy writes the tables in the order of their references.
func (r *registerRows) copy(ctx context.Context, tx pgx.Tx) error {
	for _, t := range []struct {
		table   string
		columns []string
		rows    *copyBuffer
	}{
		{"entity", []string{"id", "number", "province", "name", "nature", "certificate_type", "certificate_index", "details",
			"next_sequence", "approved_at", "changed_at", "cancelled_at"}, &r.entities},
		{"entity_account", []string{"entity_id", "account_id", "since"}, &r.accounts},
		{"entity_phone", []string{"entity_id", "phone_index"}, &r.phones},
		{"site", []string{"id", "entity_id", "sequence", "number", "service", "names", "home_urls", "ip_only", "approvals", "details",
			"restricted", "approved_at", "changed_at", "cancelled_at"}, &r.sites},
		{"site_key", []string{"site_id", "key", "spelling", "shared", "cancelled_at"}, &r.keys},
		{"access", []string{"id", "site_id", "provider_id", "method", "dynamic", "places", "remark", "approved_at", "cancelled_at"}, &r.accesses},
		{"access_range", []string{"access_id", "first", "last", "place"}, &r.ranges},
		{"public_number", publicColumns, &r.numbers},
		{"public_domain", append([]string{"key"}, publicColumns...), &r.domains},
		{"public_name", nameColumns, &r.names},
	} {
		if err := t.rows.send(ctx, tx, t.table, t.columns); err != nil {
			return err
		}
	}
	return nil
}

// phonesOf are the blind indexes of an entity's phones; a cancelled one has none.
func (r *registerRows) phonesOf(id int64, e *EntityEntry) {
	if e.CancelledAt != nil {
		return
	}
	doc := filing.Document{Entity: e.Entity}
	for _, site := range e.Sites {
		doc.Sites = append(doc.Sites, site.Site)
	}
	for _, index := range r.s.phoneIndexes(&doc) {
		r.phones.row(2)
		r.phones.int8(id)
		r.phones.bytea(index)
	}
}
