package postgres_test

import (
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// Of two filings of one entity that are submitted at once, one is told that the
// other is open.
func TestRivalFilingsOfOneEntity(t *testing.T) {
	w, db := openWorld(t)
	x := file(t, w, db, filingtest.Person())
	site := x.site(1, filing.Website)
	cancel := postgres.Opening{Kind: filing.CancelSite, Service: site}
	for name, pair := range map[string][2]postgres.Opening{
		"two cancellations":             {cancel, cancel},
		"a change and a cancellation":   {{Kind: filing.Change}, cancel},
		"the entity and one of its own": {{Kind: filing.CancelEntity, Password: filingPassword}, cancel},
	} {
		for range 3 {
			var ids [2]int64
			for i, o := range pair {
				f := x.begin(o, func(d *filing.Document) {
					if o.Kind == filing.Change {
						d.Entity.Principal.Email = "xiaoyun@example.cn"
					}
				})
				x.Bring(t, x.Wang, f.ID, filing.Registrant)
				ids[i] = f.ID
			}
			errs := make([]error, 2)
			at(2, func(i int) { _, errs[i] = w.Wang.Act(t.Context(), ids[i], move(filing.Submit)) })
			won := 0
			for i, err := range errs {
				if err == nil {
					won++
					w.Act(t, w.Wang, ids[i], move(filing.Withdraw))
				} else {
					wantFlaw(t, name, err, filing.CertificateOpen)
				}
			}
			if won != 1 {
				t.Errorf("%s: %d submitted", name, won)
			}
		}
	}
}

// The trigger serialises those who end the last two accesses of a site at once.
func TestLastTwoAccessesAtOnce(t *testing.T) {
	w, db := openWorld(t)
	doc := filingtest.Person()
	second := doc.Sites[0].AddAccess()
	filingtest.FillAccess(second, "121.40.1.30")
	x := file(t, w, db, doc)
	now, err := x.Wang.RegisteredDocument(t.Context(), x.entity)
	pgtest.Must(t, err)
	errs := make([]error, 2)
	at(2, func(i int) {
		_, errs[i] = db.Exec(t.Context(), `UPDATE access SET cancelled_at = $2 WHERE id = $1`, now.Sites[0].Accesses[i].ID, pgtest.Now)
	})
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("both ended: %v", errs)
	}
}
