package postgres_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// publicRows is all the public can be told, as text.
func publicRows(t *testing.T, db postgres.DB) (rows []string) {
	t.Helper()
	r, err := db.Query(t.Context(), `
		SELECT 'number ' || r::text FROM public_number r UNION ALL SELECT 'domain ' || r::text FROM public_domain r
		UNION ALL SELECT 'name ' || r::text FROM public_name r ORDER BY 1`)
	pgtest.Must(t, err)
	rows, err = pgx.CollectRows(r, pgx.RowTo[string])
	pgtest.Must(t, err)
	return rows
}

// publicIsRight compares the public rows with what the register makes of them.
func publicIsRight(t *testing.T, s *postgres.Store, db postgres.DB) {
	t.Helper()
	had := publicRows(t, db)
	pgtest.Must(t, s.RebuildPublic(t.Context(), nil))
	want := publicRows(t, db)
	if len(had) != len(want) {
		t.Errorf("%d public rows, rebuilt %d:\n%v\n%v", len(had), len(want), had, want)
		return
	}
	for i := range had {
		if had[i] != want[i] {
			t.Errorf("public row\n%s\nrebuilt\n%s", had[i], want[i])
		}
	}
}

func TestPublicRowsFollowTheRegister(t *testing.T) {
	w, db := world(t)
	x := file(t, w, db, filingtest.Of(filing.Enterprise))
	if n := x.count(`SELECT count(*) FROM public_number`) * x.count(`SELECT count(*) FROM public_domain`) * x.count(`SELECT count(*) FROM public_name`); n == 0 {
		t.Fatal("nothing was published")
	}
	x.through(x.begin(postgres.Opening{Kind: filing.Change, Provider: x.Provider}, func(d *filing.Document) {
		d.Entity.Name = "上海青禾（集团）软件有限公司"
	}), x.Li, func(d *filing.Document) { d.Entity.RemarkBureau = "更名" })
	if n := x.count(`SELECT count(*) FROM public_name WHERE unit = '上海青禾集团软件有限公司'`); n != 1 {
		t.Errorf("%d services under the unit's new name", n)
	}
	for _, sql := range []string{
		`UPDATE site SET restricted = true`,
		`UPDATE site SET home_urls = home_urls || '{www.example.org}'`,
		`UPDATE site_key SET cancelled_at = now() WHERE ctid = (SELECT ctid FROM site_key LIMIT 1)`,
		`UPDATE entity SET cancelled_at = now()`,
	} {
		before := publicRows(t, db)
		_, err := db.Exec(t.Context(), sql)
		pgtest.Must(t, err)
		if slices.Equal(publicRows(t, db), before) {
			t.Errorf("%s changed nothing", sql)
		}
		publicIsRight(t, w.Store, db)
	}
	if n := x.count(`SELECT count(*) FROM public_domain`) + x.count(`SELECT count(*) FROM public_name`); n != 0 {
		t.Errorf("%d rows of an entity that is cancelled", n)
	}
}

// TestPublicNames: what is found by a part of its name is a unit or a service.
func TestPublicNames(t *testing.T) {
	w, db := world(t)
	x := file(t, w, db, filingtest.Person())
	if n := x.count(`SELECT count(*) FROM public_name WHERE person AND unit = '陈晓云'`); n != 1 {
		t.Errorf("%d people", n)
	}
	for words, want := range map[string]int{"陈晓云": 1, "陈 晓 云": 1, "陈晓": 0, "摄影": 1, "%": 0, " ": 0} {
		found, err := w.Lookup().ByName(t.Context(), words, postgres.Place{Rank: -1}, 10)
		pgtest.Must(t, err)
		if len(found.Records) != want || found.Hits != want {
			t.Errorf("%q finds %d of %d, want %d", words, len(found.Records), found.Hits, want)
		}
	}
}

// TestPublicByAddress: a site without a domain is found by its address alone,
// whatever port and path its home page has.
func TestPublicByAddress(t *testing.T) {
	w, db := world(t)
	doc := filingtest.Person()
	doc.Sites[0].IPOnly, doc.Sites[0].Domains, doc.Sites[0].HomeURLs = true, nil, []string{"http://121.40.1.10:8080/blog"}
	file(t, w, db, doc)
	list, err := w.Lookup().ByKey(t.Context(), "121.40.1.10")
	pgtest.Must(t, err)
	if len(list) != 1 {
		t.Errorf("found %d", len(list))
	}
}

// TestPublicRowsOfAnOlderRelease are written when the server starts.
func TestPublicRowsOfAnOlderRelease(t *testing.T) {
	store, tx, provider := imported(t)
	pgtest.Must(t, store.ImportEntities(t.Context(), []postgres.EntityEntry{gardenEntry(provider)}))
	want := publicRows(t, tx)
	for _, sql := range []string{`DELETE FROM public_number`, `DELETE FROM public_domain`, `DELETE FROM public_name`, `DELETE FROM public_form`} {
		_, err := tx.Exec(t.Context(), sql)
		pgtest.Must(t, err)
	}
	pgtest.Must(t, store.Found(t.Context()))
	got := publicRows(t, tx)
	if len(got) != len(want) || len(got) != 3 {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
	_, err := tx.Exec(t.Context(), `UPDATE site SET restricted = true`)
	pgtest.Must(t, err)
	if r, err := store.Lookup().ByNumber(t.Context(), filing.Number("沪ICP备2024000007号-2")); err != nil || len(r) != 1 || !r[0].Restricted {
		t.Errorf("after the rebuild: %+v %v", r, err)
	}
}
