package postgres_test

import (
	"errors"
	"slices"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// host is a resource inside the ranges of the cast's provider.
func host(customer, holder string) postgres.NewResource {
	return postgres.NewResource{Customer: customer, Holder: holder,
		Access: filing.Access{Method: 2, IPs: []string{"121.40.9.7"}, Places: []string{"330000"}}}
}

func prove(t *testing.T, w *pgtest.World, db postgres.DB, d *postgres.Desk, mobile string) {
	t.Helper()
	_, err := db.Exec(t.Context(), `UPDATE account SET mobile_index = $2, mobile_verified_at = $3 WHERE id = $1`, d.Me().Account,
		w.Keys.Index("mobile", mobile), pgtest.Now)
	pgtest.Must(t, err)
}

func TestResources(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	one, err := w.Li.AddResource(ctx, host(" C-1 ", "13800000001"))
	if err != nil || one.Customer != "C-1" || len(one.Code) != 14 || one.Holder != "13800000001" {
		t.Fatalf("%+v, %v", one, err)
	}
	for name, c := range map[string]struct {
		change func(*postgres.NewResource)
		path   filing.Path
		flaw   filing.Flaw
	}{
		"no customer":       {func(n *postgres.NewResource) { n.Customer = " " }, "customer", filing.Missing},
		"foreign address":   {func(n *postgres.NewResource) { n.Access.IPs = []string{"122.51.0.1"} }, "ips", filing.OutsideProvider},
		"no address":        {func(n *postgres.NewResource) { n.Access.IPs = nil }, "ips", filing.Missing},
		"broken address":    {func(n *postgres.NewResource) { n.Access.IPs = []string{"121.40.1"} }, "ips", filing.Malformed},
		"no method":         {func(n *postgres.NewResource) { n.Access.Method = 9 }, "method", filing.NotListed},
		"no place":          {func(n *postgres.NewResource) { n.Access.Places = nil }, "places", filing.Missing},
		"unknown account":   {func(n *postgres.NewResource) { n.Holder = "nobody_here" }, "holder", filing.NoSuchAccount},
		"staff is no buyer": {func(n *postgres.NewResource) { n.Holder = "user1" }, "holder", filing.NoSuchAccount},
		"broken e-mail":     {func(n *postgres.NewResource) { n.Holder = "a@" }, "holder", filing.Malformed},
		"over already":      {func(n *postgres.NewResource) { n.ValidUntil = "2026-11-19" }, "valid_until", filing.PastDay},
		"no day":            {func(n *postgres.NewResource) { n.ValidUntil = "2026-02-30" }, "valid_until", filing.PastDay},
	} {
		n := host("C-2", "")
		c.change(&n)
		_, err := w.Li.AddResource(ctx, n)
		if p, ok := problemAt(err, c.path); !ok || p.Flaw != c.flaw {
			t.Errorf("%s: %v", name, err)
		}
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "bureau": w.Zhao, "public": w.As(filing.Actor{})} {
		if _, err := d.AddResource(ctx, host("C", "")); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("added by the %s: %v", who, err)
		}
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "another provider": w.Other} {
		if list, err := d.Resources(ctx, postgres.ResourceSearch{Limit: 9}); err != nil || len(list) != 0 {
			t.Errorf("the %s sees %v, %v", who, list, err)
		}
		if err := errors.Join(d.EndResource(ctx, one.ID)); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("ended by the %s: %v", who, err)
		}
		if err := d.RenewResourceCode(ctx, one.ID); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("code renewed by the %s: %v", who, err)
		}
	}
	pgtest.Must(t, w.Li2.RenewResourceCode(ctx, one.ID))
	list, err := w.Li.Resources(ctx, postgres.ResourceSearch{Customer: "121.40.9.7", Limit: 9})
	if err != nil || len(list) != 1 || list[0].Code == one.Code || list[0].Holder != "13800000001" {
		t.Errorf("after a new code: %+v, %v", list, err)
	}
	if sealed := contains(t, db, "resource", "13800000001", list[0].Code); sealed != "" {
		t.Errorf("%s stands in clear", sealed)
	}
	pgtest.Must(t, w.Li.EndResource(ctx, one.ID))
	if err := w.Li.EndResource(ctx, one.ID); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("ended twice: %v", err)
	}
}

// contains is the first of words that stands in a row of the table, written out.
func contains(t *testing.T, db postgres.DB, table string, words ...string) string {
	t.Helper()
	for _, word := range words {
		var n int
		pgtest.Must(t, db.QueryRow(t.Context(), `SELECT count(*) FROM `+table+` AS x WHERE x::text LIKE '%' || $1 || '%'`, word).Scan(&n))
		if n > 0 {
			return word
		}
	}
	return ""
}

func TestOffers(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	prove(t, w, db, w.Wang, "13800000001")
	f := w.Draft(t, w.Wang, filingtest.Person())
	offered := func() (ids []int64) {
		list, err := w.Wang.Offers(ctx, f)
		pgtest.Must(t, err)
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		return ids
	}
	add := func(d *postgres.Desk, n postgres.NewResource) postgres.Resource {
		r, err := d.AddResource(ctx, n)
		pgtest.Must(t, err)
		return r
	}
	mine := add(w.Li, host("C-1", "13800000001"))
	add(w.Li, host("C-2", "13800000009"))
	hers := add(w.Li, host("C-3", ""))
	sister := add(w.Li, host("C-3", ""))
	elsewhere := host("C-1", "13800000001")
	elsewhere.Access.IPs = []string{"122.51.0.9"}
	foreign := add(w.Other, elsewhere)
	if got := offered(); !slices.Equal(got, []int64{mine.ID}) {
		t.Errorf("offered at first: %v", got)
	}
	_, err := w.Wang.ShowResourceCode(ctx, f.ID, foreign.Code)
	if p, ok := problemAt(err, "resource_code"); !ok || p.Flaw != filing.ResourceUnknown || p.Number != 9 {
		t.Errorf("a code of another provider: %v", err)
	}
	if r, err := w.Wang.ShowResourceCode(ctx, f.ID, "  "+lower(hers.Code)+" "); err != nil || r.ID != hers.ID {
		t.Errorf("a code in small letters: %+v, %v", r, err)
	}
	if got := offered(); !slices.Equal(got, []int64{mine.ID, hers.ID, sister.ID}) {
		t.Errorf("offered after the code: %v", got)
	}
	for range 8 {
		_, err = w.Wang.ShowResourceCode(ctx, f.ID, "AAAA-AAAA-AAAA")
	}
	if p, _ := problemAt(err, "resource_code"); p.Flaw != filing.ResourceUnknown || p.Number != 0 {
		t.Errorf("the last try: %+v", p)
	}
	_, err = w.Wang.ShowResourceCode(ctx, f.ID, hers.Code)
	if p, _ := problemAt(err, "resource_code"); p.Flaw != filing.TooOften || p.Number == 0 {
		t.Errorf("one try too many: %+v", p)
	}
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func TestResourceFillsAnAccess(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	prove(t, w, db, w.Wang, "13800000001")
	one, err := w.Li.AddResource(ctx, host("C-1", "13800000001"))
	pgtest.Must(t, err)
	f := w.Draft(t, w.Wang, filingtest.Person())
	_, err = w.Wang.Save(ctx, f.ID, 0, func(doc *filing.Document) {
		doc.Sites[0].Accesses[0].Resource = one.ID
		doc.Sites[0].Accesses[0].IPs = []string{"121.40.250.250"} // what a browser may make up
	})
	pgtest.Must(t, err)
	pgtest.Must(t, w.Li.EndResource(ctx, one.ID))
	_, err = w.Wang.Act(ctx, f.ID, move(filing.Submit))
	if p, ok := problemAt(err, filing.AccessIPs.In("1", "1")); !ok || p.Flaw != filing.ResourceEnded {
		t.Errorf("an ended resource: %v", err)
	}
	two, err := w.Li.AddResource(ctx, host("C-1", "13800000001"))
	pgtest.Must(t, err)
	_, err = w.Wang.Save(ctx, f.ID, 0, func(doc *filing.Document) { doc.Sites[0].Accesses[0].Resource = two.ID })
	pgtest.Must(t, err)
	out := w.Act(t, w.Wang, f.ID, move(filing.Submit))
	doc, err := w.Li.Document(ctx, out.Filing)
	pgtest.Must(t, err)
	a := doc.Sites[0].Accesses[0]
	if a.Resource != two.ID || a.Method != 2 || !slices.Equal(a.IPs, []string{"121.40.9.7"}) || !slices.Equal(a.Places, []string{"330000"}) {
		t.Errorf("submitted: %+v", a)
	}
}

func TestAnotherProviderDropsTheResource(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	prove(t, w, db, w.Wang, "13800000001")
	one, err := w.Li.AddResource(ctx, host("C-1", "13800000001"))
	pgtest.Must(t, err)
	f := w.Draft(t, w.Wang, filingtest.Person())
	_, err = w.Wang.Save(ctx, f.ID, 0, func(doc *filing.Document) { one.Fill(&doc.Sites[0].Accesses[0]) })
	pgtest.Must(t, err)
	pgtest.Must(t, w.Wang.ChooseProvider(ctx, f.ID, w.Other.Me().Provider))
	f, err = w.Wang.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	doc, err := w.Wang.Document(ctx, f)
	pgtest.Must(t, err)
	if a := doc.Sites[0].Accesses[0]; a.Resource != 0 || !slices.Equal(a.IPs, one.IPs) {
		t.Errorf("after the choice: %+v", a)
	}
}
