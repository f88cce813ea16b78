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

func TestCopyFiling(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	copied := func(id int64) (postgres.Filing, *filing.Document) {
		t.Helper()
		f, err := w.Wang.CopyFiling(ctx, id)
		pgtest.Must(t, err)
		doc, err := w.Wang.Document(ctx, f)
		pgtest.Must(t, err)
		return f, doc
	}
	draft := w.Draft(t, w.Wang, filingtest.Person())
	var refused *filing.TransitionError
	if _, err := w.Wang.CopyFiling(ctx, draft.ID); !errors.As(err, &refused) {
		t.Errorf("a draft is still there to be filled in: %v", err)
	}
	w.Act(t, w.Wang, draft.ID, move(filing.Abandon))
	f, doc := copied(draft.ID)
	want := filingtest.Person()
	if f.Kind != filing.FirstFiling || f.ID == draft.ID || f.State != filing.Draft || f.ProviderID != draft.ProviderID ||
		!slices.Equal(doc.Sites[0].Domains, want.Sites[0].Domains) || doc.Entity.CertificateNumber != want.Entity.CertificateNumber {
		t.Errorf("what was given up comes back as %+v", f)
	}
	done := w.ForwardDraft(t, db, w.Wang, w.Li, f.ID)
	w.Approve(t, w.Zhao, done.ID)
	f, doc = copied(done.ID)
	if f.Kind != filing.AddSite || f.EntityID == 0 || len(doc.Sites) != 1 || doc.Sites[0].Number != "" ||
		doc.Sites[0].Names[0] != want.Sites[0].Names[0] || len(doc.Sites[0].Domains) != 0 {
		t.Errorf("a filed entity gets a further site: kind %d, %+v", f.Kind, doc.Sites)
	}
	if _, err := w.Owner2.CopyFiling(ctx, done.ID); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a stranger copies: %v", err)
	}
}

func TestCopyOfAChangeThatWasGivenUp(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	first := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, first.ID)
	first, err := w.Wang.Filing(ctx, first.ID)
	pgtest.Must(t, err)
	change, err := w.Wang.Open(ctx, postgres.Opening{Kind: filing.Change, Entity: first.EntityID, Channel: "provider"})
	pgtest.Must(t, err)
	_, err = w.Wang.Save(ctx, change.ID, 0, func(d *filing.Document) { d.Set(filing.PrincipalEmail.At(), []string{"neu@example.cn"}) })
	pgtest.Must(t, err)
	w.Act(t, w.Wang, change.ID, move(filing.Abandon))
	again, err := w.Wang.CopyFiling(ctx, change.ID)
	pgtest.Must(t, err)
	doc, err := w.Wang.Document(ctx, again)
	pgtest.Must(t, err)
	if again.Kind != filing.Change || doc.Entity.Principal.Email != "neu@example.cn" || doc.Sites[0].Number == "" {
		t.Errorf("kind %d says %q", again.Kind, doc.Entity.Principal.Email)
	}
}
