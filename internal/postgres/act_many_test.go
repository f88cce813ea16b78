package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// TestActManyTakesTurns: five people at once approve what is theirs, and who gives up
// while waiting has done nothing.
func TestActManyTakesTurns(t *testing.T) {
	w, db := openWorld(t)
	var all sync.WaitGroup
	for i := range 5 {
		doc := filingtest.Of(filing.Enterprise)
		doc.Entity.CertificateNumber = ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA1FC00%d", i))
		doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{fmt.Sprintf("turn%d.cn", i)}, []string{fmt.Sprintf("https://turn%d.cn/", i)}
		f := w.Act(t, w.Zhao, w.Forward(t, db, w.Wang, doc).ID, move(filing.Claim)).Filing
		all.Go(func() {
			list, err := w.Zhao.ActMany(context.Background(), []postgres.Pick{{ID: f.ID, Revision: f.Revision}}, postgres.Move{Action: filing.Approve})
			if err != nil || list[0].Err != nil {
				t.Errorf("%+v, %v", list, err)
			}
		})
	}
	all.Wait()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Zhao.ActMany(gone, nil, postgres.Move{Action: filing.Approve}); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone: %v", err)
	}
}

// TestActMany approves four of six: one has changed meanwhile, one is not there.
// Numbers have no gap, and nothing of what was not done stays.
func TestActMany(t *testing.T) {
	w, db := world(t)
	var picks []postgres.Pick
	for i := range 5 {
		doc := filingtest.Of(filing.Enterprise)
		doc.Entity.CertificateNumber = ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA1FB00%d", i))
		doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{fmt.Sprintf("many%d.cn", i)}, []string{fmt.Sprintf("https://many%d.cn/", i)}
		f := w.Forward(t, db, w.Wang, doc)
		f = w.Act(t, w.Zhao, f.ID, move(filing.Claim)).Filing
		picks = append(picks, postgres.Pick{ID: f.ID, Revision: f.Revision})
	}
	picks[2].Revision--
	picks = append(picks, postgres.Pick{ID: 1 << 40})
	list, err := w.Zhao.ActMany(t.Context(), picks, postgres.Move{Action: filing.Approve})
	pgtest.Must(t, err)
	for i, want := range []filing.Number{"沪ICP备2026000001号", "沪ICP备2026000002号", "", "沪ICP备2026000003号", "沪ICP备2026000004号", ""} {
		if list[i].Number != want || (list[i].Err == nil) != (want != "") {
			t.Errorf("filing %d: %q %v, want %q", i, list[i].Number, list[i].Err, want)
		}
	}
	if !errors.Is(list[2].Err, filing.ErrStale) || !errors.Is(list[5].Err, filing.ErrNotFound) {
		t.Errorf("%v, %v", list[2].Err, list[5].Err)
	}
	f, err := w.Zhao.Filing(t.Context(), picks[2].ID)
	pgtest.Must(t, err)
	if f.State != filing.BureauReview {
		t.Errorf("the changed one is %s", f.State)
	}
	publicIsRight(t, w.Store, db)
}
