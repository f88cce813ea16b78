package postgres_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// gardens are n entities like gardenEntry's, each with keys of its own.
func gardens(provider int64, from, n int) []postgres.EntityEntry {
	var list []postgres.EntityEntry
	for i := from; i < from+n; i++ {
		e := gardenEntry(provider)
		e.Number = filing.Number(fmt.Sprintf("沪ICP备2024%06d号", i))
		e.Entity.CertificateNumber = ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA%06d", i))
		s := &e.Sites[0].Site
		s.Number, s.Domains, s.HomeURLs = e.Number.Service(1, s.Service), []string{fmt.Sprintf("fangcaodi%d.cn", i)}, []string{fmt.Sprintf("www.fangcaodi%d.cn", i)}
		list = append(list, e)
	}
	return list
}

// shape is everything that guards and speeds up the register's tables.
func shape(t *testing.T, tx pgx.Tx) []string {
	t.Helper()
	rows, err := tx.Query(t.Context(), `
		SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
		UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
		UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal`)
	pgtest.Must(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	pgtest.Must(t, err)
	slices.Sort(list)
	return list
}

func TestImportMultitude(t *testing.T) {
	store, tx, provider := imported(t)
	before := shape(t, tx)
	parts := [][]postgres.EntityEntry{gardens(provider, 1, 40), gardens(provider, 41, 40), nil}
	var told []postgres.Progress
	err := store.ImportMultitude(t.Context(), 80, func() []postgres.EntityEntry {
		p := parts[0]
		parts = parts[1:]
		return p
	}, func(p postgres.Progress) { told = append(told, p) })
	pgtest.Must(t, err)
	if after := shape(t, tx); !slices.Equal(before, after) {
		t.Errorf("the tables are not what they were: %d and %d guards", len(before), len(after))
	}
	if len(told) == 0 || !slices.Contains(told, postgres.Progress{Stage: "register", Done: 80, All: 80}) {
		t.Errorf("told %v", told)
	}
	if found, err := store.Lookup().ByKey(t.Context(), "fangcaodi77.cn"); err != nil || len(found) != 1 || found[0].Number != "沪ICP备2024000077号-1" {
		t.Errorf("%v, %v", found, err)
	}
	pgtest.Must(t, store.ImportEntities(t.Context(), gardens(provider, 81, 1))) // ids and counters go on
	if last, err := store.LastSerials(t.Context()); err != nil || last["3100002024"] != 81 {
		t.Errorf("last serials %v, %v", last, err)
	}
}

// What is written with the register equals what the register says of itself.
func TestImportWritesPublicRows(t *testing.T) {
	store, tx, provider := imported(t)
	list := gardens(provider, 1, 3)
	ended := list[1].ApprovedAt.AddDate(1, 0, 0)
	list[1].CancelledAt, list[2].Sites[0].Restricted = &ended, true
	s := &list[0].Sites[0].Site
	s.Domains, s.HomeURLs, s.IPOnly = nil, []string{"101.64.0.9/index"}, true
	pgtest.Must(t, store.ImportEntities(t.Context(), list))
	read := func() []string {
		rows, err := tx.Query(t.Context(), `SELECT n::text FROM public_number n UNION ALL SELECT d::text FROM public_domain d UNION ALL SELECT m::text FROM public_name m`)
		pgtest.Must(t, err)
		all, err := pgx.CollectRows(rows, pgx.RowTo[string])
		pgtest.Must(t, err)
		slices.Sort(all)
		return all
	}
	written := read()
	pgtest.Must(t, store.RebuildPublic(t.Context(), nil))
	if derived := read(); len(written) != 7 || !slices.Equal(written, derived) {
		t.Errorf("written\n%q\nderived\n%q", written, derived)
	}
}

func TestImportMultitudeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(list []postgres.EntityEntry){
		"an address outside the provider's": func(l []postgres.EntityEntry) { l[2].Sites[0].Site.Accesses[0].IPs[0] = "101.65.0.9" },
		"a certificate filed twice":         func(l []postgres.EntityEntry) { l[2].Entity.CertificateNumber = l[1].Entity.CertificateNumber },
		"a domain filed twice":              func(l []postgres.EntityEntry) { l[2].Sites[0].Site.Domains = l[1].Sites[0].Site.Domains },
		"a provider that is none":           func(l []postgres.EntityEntry) { l[2].Sites[0].Providers[0]++ },
		"a wrong check digit":               func(l []postgres.EntityEntry) { l[2].Entity.CertificateNumber = "913101011234567890" },
	} {
		t.Run(name, func(t *testing.T) {
			store, tx, provider := imported(t)
			list := gardens(provider, 1, 5)
			spoil(list)
			before := shape(t, tx)
			if err := store.ImportMultitude(t.Context(), 5, func() []postgres.EntityEntry {
				p := list
				list = nil
				return p
			}, func(postgres.Progress) {}); err == nil {
				t.Fatal("imported")
			}
			if n, err := store.CountEntities(t.Context()); n != 0 || err != nil {
				t.Errorf("%d entities are left, %v", n, err)
			}
			if !slices.Equal(before, shape(t, tx)) {
				t.Error("the tables are not what they were")
			}
		})
	}
}
