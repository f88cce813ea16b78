package postgres

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
)

// RegisterExport is the register from one instant, to be carried elsewhere.
type RegisterExport struct {
	s         *Store
	tx        pgx.Tx
	Entities  int64
	Providers map[int64]string // short names by id
	province  string
}

// ExportRegister gives the register as it is at one instant to f, which reads it with Next.
// province, a code, narrows it down; empty means all.
func (s *Store) ExportRegister(ctx context.Context, province string, f func(*RegisterExport) error) error {
	return s.transact(ctx, func(tx pgx.Tx) error {
		e := &RegisterExport{s: s, tx: tx, Providers: map[int64]string{}, province: province}
		if _, ok := s.db.(pgx.Tx); !ok { // within another transaction the instant is its own
			if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
				return err
			}
		}
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM entity WHERE $1 IN ('', province)`, province).Scan(&e.Entities); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT id, slug FROM provider`)
		if err != nil {
			return err
		}
		var id int64
		var slug string
		if _, err := pgx.ForEachRow(rows, []any{&id, &slug}, func() error { e.Providers[id] = slug; return nil }); err != nil {
			return err
		}
		return f(e)
	})
}

type exportEntity struct {
	ID          int64         `db:"id"`
	Number      filing.Number `db:"number"`
	Details     []byte        `db:"details"`
	ApprovedAt  time.Time     `db:"approved_at"`
	ChangedAt   time.Time     `db:"changed_at"`
	CancelledAt *time.Time    `db:"cancelled_at"`
}

type exportSite struct {
	exportEntity
	Entity     int64 `db:"entity_id"`
	Restricted bool  `db:"restricted"`
}

// Next gives up to limit entities behind the id after, and the id of the last one;
// none at the end. What was cancelled comes with it. Accesses a site lost before
// are not told.
func (e *RegisterExport) Next(ctx context.Context, after int64, limit int) (list []EntityEntry, last int64, err error) {
	entities, err := all[exportEntity](ctx, e.tx, `
		SELECT id, number, details, approved_at, changed_at, cancelled_at FROM entity
		WHERE id > @after AND @province IN ('', province) ORDER BY id LIMIT @limit`,
		pgx.NamedArgs{"after": after, "province": e.province, "limit": limit})
	if err != nil || len(entities) == 0 {
		return nil, 0, err
	}
	var ids []int64
	for _, one := range entities {
		ids = append(ids, one.ID)
	}
	sites, err := e.sites(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	for _, one := range entities {
		entry := EntityEntry{Number: one.Number, Sites: sites[one.ID], ApprovedAt: one.ApprovedAt, ChangedAt: one.ChangedAt, CancelledAt: one.CancelledAt}
		if err := e.s.unseal(sealEntity, one.Details, &entry.Entity); err != nil {
			return nil, 0, err
		}
		for i := range entry.Sites { // who is the entity's own changes with it, whatever the service was filed with
			if s := &entry.Sites[i].Site; s.PrincipalSame {
				s.Principal = entry.Entity.Principal
			}
		}
		list = append(list, entry)
	}
	return list, ids[len(ids)-1], nil
}

func (e *RegisterExport) sites(ctx context.Context, entities []int64) (map[int64][]SiteEntry, error) {
	rows, err := all[exportSite](ctx, e.tx, `
		SELECT id, entity_id, number, details, restricted, approved_at, changed_at, cancelled_at FROM site
		WHERE entity_id = ANY (@ids) ORDER BY entity_id, sequence`, pgx.NamedArgs{"ids": entities})
	if err != nil {
		return nil, err
	}
	accesses, err := e.accesses(ctx, entities)
	if err != nil {
		return nil, err
	}
	found := map[int64][]SiteEntry{}
	for _, r := range rows {
		entry := SiteEntry{Restricted: r.Restricted, ApprovedAt: r.ApprovedAt, ChangedAt: r.ChangedAt, CancelledAt: r.CancelledAt}
		if err := e.s.unseal(sealSite, r.Details, &entry.Site); err != nil {
			return nil, err
		}
		// A key holds within the document that brought the service; out here it is the place among its entity's.
		entry.Site.Key, entry.Site.Number, entry.Site.Accesses = strconv.Itoa(len(found[r.Entity])+1), r.Number, nil
		for i, a := range accesses[r.ID] {
			entry.Providers = append(entry.Providers, a.Provider)
			entry.Site.Accesses = append(entry.Site.Accesses, filing.Access{Key: strconv.Itoa(i + 1), Method: a.Method, Dynamic: a.Dynamic,
				IPs: a.IPs, Places: a.Places, Remark: a.Remark})
		}
		found[r.Entity] = append(found[r.Entity], entry)
	}
	return found, nil
}

// accesses are those in force, or ended together with their site.
func (e *RegisterExport) accesses(ctx context.Context, entities []int64) (map[int64][]accessRow, error) {
	rows, err := all[accessRow](ctx, e.tx, `
		SELECT a.id, a.site_id, a.provider_id, a.method, a.dynamic, a.places, a.remark,
		       ARRAY(SELECT host(r.first) || '-' || host(r.last) FROM access_range r WHERE r.access_id = a.id ORDER BY r.place, r.first) AS ips
		FROM access a JOIN site s ON s.id = a.site_id
		WHERE s.entity_id = ANY (@ids) AND (a.cancelled_at IS NULL OR a.cancelled_at = s.cancelled_at) ORDER BY a.id`,
		pgx.NamedArgs{"ids": entities})
	if err != nil {
		return nil, err
	}
	found := map[int64][]accessRow{}
	for _, r := range rows {
		for i, ip := range r.IPs {
			at, err := ident.ParseIPRange(ip)
			if err != nil {
				return nil, err
			}
			r.IPs[i] = at.String()
		}
		found[r.Site] = append(found[r.Site], r)
	}
	return found, nil
}
