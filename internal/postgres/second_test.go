package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// TestRandomSecondReview: with a share of all, one person is not enough in a province of one person, the journal
// says why, and its owner does not see it; with a share of none nothing is drawn.
func TestRandomSecondReview(t *testing.T) {
	w, db := world(t)
	admin := administrator(t, w, db)
	pgtest.Must(t, admin.SetSecondShare(t.Context(), 100))
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	var refused *filing.TransitionError
	if _, err := w.Zhao.Act(t.Context(), f.ID, move(filing.Approve)); !errors.As(err, &refused) || refused.Unmet != filing.LastPersonDue {
		t.Errorf("one person: %v", err)
	}
	events, err := w.Zhao.Events(t.Context(), f)
	pgtest.Must(t, err)
	drawn := 0
	for _, e := range events {
		if e.Detail.Drawn {
			drawn++
		}
	}
	if drawn != 1 {
		t.Errorf("drawn %d times in the journal", drawn)
	}
	own, err := w.Wang.Events(t.Context(), f)
	pgtest.Must(t, err)
	for _, e := range own {
		if e.Detail.Drawn {
			t.Error("the owner sees the draw")
		}
	}
	w.Act(t, w.Zhao, f.ID, move(filing.FirstApprove))
	w.Approve(t, w.Zhao2, f.ID)
	pgtest.Must(t, admin.SetSecondShare(t.Context(), 0))
	other := filingtest.Person()
	other.Entity.CertificateNumber, other.Sites[0].Domains, other.Sites[0].HomeURLs = filingtest.EditorID, []string{"second.cn"}, []string{"second.cn"}
	second := w.Forward(t, db, w.Owner2, other)
	w.Approve(t, w.Zhao, second.ID)
}

// TestSecondShare: who may set it, and which shares there are.
func TestSecondShare(t *testing.T) {
	w, db := world(t)
	admin := administrator(t, w, db)
	var found filing.Problems
	for _, share := range []int{-1, 101} {
		if err := admin.SetSecondShare(t.Context(), share); !errors.As(err, &found) || found[0].Path != "share" {
			t.Errorf("%d: %v", share, err)
		}
	}
	pgtest.Must(t, admin.SetSecondShare(t.Context(), 5))
	if n, err := w.Zhao.SecondShare(t.Context(), "310000"); err != nil || n != 5 {
		t.Errorf("%d %v", n, err)
	}
	for who, d := range map[string]*postgres.Desk{"reviewer": w.Zhao, "ministry": w.Zhou, "owner": w.Wang} {
		if err := d.SetSecondShare(t.Context(), 5); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("set by the %s: %v", who, err)
		}
	}
	if _, err := w.Qian.SecondShare(t.Context(), "310000"); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("of another province: %v", err)
	}
}
