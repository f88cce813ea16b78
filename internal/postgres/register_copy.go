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
	s                                                 *Store
	entities, accounts, sites, keys, accesses, ranges [][]any
	entityIDs, siteIDs, accessIDs                     []int64
}

func (s *Store) registerRows(ctx context.Context, tx pgx.Tx, list []EntityEntry) (*registerRows, error) {
	sites, accesses := 0, 0
	for _, e := range list {
		sites += len(e.Sites)
		for _, site := range e.Sites {
			accesses += len(site.Site.Accesses)
		}
	}
	r := &registerRows{s: s}
	var err error
	if r.entityIDs, err = takeIDs(ctx, tx, "entity", len(list)); err != nil {
		return nil, err
	}
	if r.siteIDs, err = takeIDs(ctx, tx, "site", sites); err != nil {
		return nil, err
	}
	if r.accessIDs, err = takeIDs(ctx, tx, "access", accesses); err != nil {
		return nil, err
	}
	for i := range list {
		if err := r.entity(&list[i]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// takeIDs takes n ids from a table's own sequence.
func takeIDs(ctx context.Context, tx pgx.Tx, table string, n int) ([]int64, error) {
	rows, err := tx.Query(ctx, `SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2)`, table, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

func take(ids *[]int64) int64 {
	id := (*ids)[0]
	*ids = (*ids)[1:]
	return id
}

func (r *registerRows) entity(e *EntityEntry) error {
	id := take(&r.entityIDs)
	details, err := r.s.seal(sealEntity, e.Entity)
	if err != nil {
		return err
	}
	next := 1
	for i := range e.Sites {
		next = max(next, sequenceOf(e.Sites[i].Site.Number)+1)
		if err := r.site(id, e.CancelledAt, &e.Sites[i]); err != nil {
			return err
		}
	}
	r.entities = append(r.entities, []any{id, string(e.Number), e.Entity.Province, e.Entity.Name, int16(e.Entity.Nature),
		int16(e.Entity.CertificateType), r.s.certificateIndex(e.Entity), details, int32(next), e.ApprovedAt,
		later(e.ApprovedAt, e.ChangedAt), e.CancelledAt})
	for _, account := range e.Accounts {
		r.accounts = append(r.accounts, []any{id, account, e.ApprovedAt})
	}
	return nil
}

// site is one service. What its entity's cancellation ended, ended with it.
func (r *registerRows) site(entity int64, ended *time.Time, e *SiteEntry) error {
	id, site := take(&r.siteIDs), e.Site
	details, err := r.s.seal(sealSite, site)
	if err != nil {
		return err
	}
	if e.CancelledAt != nil {
		ended = e.CancelledAt
	}
	r.sites = append(r.sites, []any{id, entity, int32(sequenceOf(site.Number)), string(site.Number), int16(site.Service), site.Names,
		textArray(site.HomeURLs), site.IPOnly, approvalKinds16(site), details, e.Restricted, e.ApprovedAt, later(e.ApprovedAt, e.ChangedAt), ended})
	for _, k := range siteKeys(site) {
		r.keys = append(r.keys, []any{id, k.key, k.shown, k.shared, ended})
	}
	for i, a := range site.Accesses {
		if err := r.access(id, e.Providers[i], a, e.ApprovedAt, ended); err != nil {
			return err
		}
	}
	return nil
}

func (r *registerRows) access(site, provider int64, a filing.Access, since time.Time, ended *time.Time) error {
	id := take(&r.accessIDs)
	r.accesses = append(r.accesses, []any{id, site, provider, int16(a.Method), a.Dynamic, a.Places, a.Remark, since, ended})
	for _, ip := range a.IPs {
		at, err := ident.ParseIPRange(ip)
		if err != nil {
			return err
		}
		r.ranges = append(r.ranges, []any{id, at.Start, at.End})
	}
	return nil
}

func approvalKinds16(site filing.Site) []int16 {
	kinds := []int16{}
	for _, a := range site.Approvals {
		kinds = append(kinds, int16(a.Kind))
	}
	return kinds
}

// later is the time of the last change: the approval where there was none.
func later(approved, changed time.Time) time.Time {
	if changed.After(approved) {
		return changed
	}
	return approved
}

// publish writes the public rows of what was copied.
func (r *registerRows) publish(ctx context.Context, tx pgx.Tx) error {
	if len(r.sites) == 0 {
		return r.s.Publish(ctx, tx, 1, 0)
	}
	return r.s.Publish(ctx, tx, r.sites[0][0].(int64), r.sites[len(r.sites)-1][0].(int64))
}

// copy writes the tables in the order of their references.
func (r *registerRows) copy(ctx context.Context, tx pgx.Tx) error {
	for _, t := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"entity", []string{"id", "number", "province", "name", "nature", "certificate_type", "certificate_index", "details",
			"next_sequence", "approved_at", "changed_at", "cancelled_at"}, r.entities},
		{"entity_account", []string{"entity_id", "account_id", "since"}, r.accounts},
		{"site", []string{"id", "entity_id", "sequence", "number", "service", "names", "home_urls", "ip_only", "approvals", "details",
			"restricted", "approved_at", "changed_at", "cancelled_at"}, r.sites},
		{"site_key", []string{"site_id", "key", "spelling", "shared", "cancelled_at"}, r.keys},
		{"access", []string{"id", "site_id", "provider_id", "method", "dynamic", "places", "remark", "approved_at", "cancelled_at"}, r.accesses},
		{"access_range", []string{"access_id", "first", "last"}, r.ranges},
	} {
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.table}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
			return err
		}
	}
	return nil
}
