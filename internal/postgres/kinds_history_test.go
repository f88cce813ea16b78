package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// An entity that nobody gives access to any more is ended through any provider.
func TestShellsCanEnd(t *testing.T) {
	x := approved(t)
	ctx := t.Context()
	x.through(x.begin(postgres.Opening{Kind: filing.CancelSite, Service: x.site(1, filing.Website)}, nil), x.Li, func(*filing.Document) {})
	f := x.begin(postgres.Opening{Kind: filing.CancelEntity, Password: filingPassword}, nil)
	wantFlaw(t, "no provider", x.submit(f), filing.ProviderMissing)
	pgtest.Must(t, x.Wang.ChooseProvider(ctx, f.ID, x.Other.Me().Provider))
	x.through(f, x.Other, func(*filing.Document) {})
	if _, err := x.db.Exec(ctx, `UPDATE register_version SET kind = 4`); err == nil {
		t.Error("history was rewritten")
	}
}

// Providers learn of accesses of theirs that a cancellation through another one ended.
func TestEveryProviderIsFedACancellation(t *testing.T) {
	x := approved(t)
	site, other := x.site(1, filing.Website), x.Other.Me().Provider
	x.through(x.begin(postgres.Opening{Kind: filing.AddAccess, Provider: other, Service: site, Password: filingPassword}, func(d *filing.Document) {
		filingtest.FillAccess(&d.Sites[0].Accesses[0], "122.51.0.7")
	}), x.Other, func(*filing.Document) {})
	wantFlaw(t, "which of two providers", x.open(postgres.Opening{Kind: filing.CancelSite, Service: site}), filing.ProviderMissing)
	f := x.begin(postgres.Opening{Kind: filing.CancelSite, Provider: x.Provider, Service: site}, nil)
	x.through(f, x.Li, func(*filing.Document) {})
	if n := x.count(`SELECT count(*) FROM feed WHERE filing_id = $1 AND action = 'approve' AND number = $2`, f.ID, site); n != 2 {
		t.Errorf("%d providers are told, want 2", n)
	}
}

// An imported entity has neither history nor filing password until it files here.
func TestImportedEntityChanges(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	doc := filingtest.Person()
	doc.Sites[0].Number = "沪ICP备05000940号-1"
	pgtest.Must(t, w.ImportEntities(ctx, []postgres.EntityEntry{{Number: "沪ICP备05000940号", Entity: doc.Entity, ApprovedAt: pgtest.Now.AddDate(-20, 0, 0),
		Accounts: []int64{w.Wang.Me().Account}, Sites: []postgres.SiteEntry{{Site: doc.Sites[0], Providers: []int64{w.Provider}, ApprovedAt: pgtest.Now.AddDate(-20, 0, 0)}}}}))
	list, err := w.Wang.Entities(ctx, "", 0, 10)
	pgtest.Must(t, err)
	x := &filed{World: w, t: t, db: db, entity: list[0].ID, number: list[0].Number}
	_, err = w.Owner2.TakeEntity(ctx, string(x.number), "")
	wantFlaw(t, "no password set", err, filing.PasswordWrong)

	x.through(x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Sites[0].Names = []string{"晓云的旅行笔记"} }), x.Li,
		func(*filing.Document) {})
	history, err := w.Wang.RegisterHistory(ctx, x.entity)
	pgtest.Must(t, err)
	if len(history) != 2 || history[0].Filing != 0 || !history[0].At.Equal(pgtest.Now.AddDate(-20, 0, 0)) || history[1].Kind != filing.Change {
		t.Fatalf("history %+v", history)
	}
	before, err := w.Wang.RegisteredAt(ctx, x.entity, 1)
	pgtest.Must(t, err)
	if before.Sites[0].Names[0] != "晓云的摄影笔记" || x.names("沪ICP备05000940号-1")[0] != "晓云的旅行笔记" {
		t.Errorf("before %v, now %v", before.Sites[0].Names, x.names("沪ICP备05000940号-1"))
	}
	if out := x.through(x.begin(postgres.Opening{Kind: filing.AddSite, Provider: x.Provider}, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], true, "example.net.cn", "121.40.1.11")
	}), x.Li, func(*filing.Document) {}); out.Sites[0] != "沪ICP备05000940号-2" {
		t.Errorf("issued %v", out.Sites)
	}
}

// A reviewer sees an approved change against what was in force before.
func TestInForceOfAnApprovedChange(t *testing.T) {
	x := approved(t)
	out := x.through(x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Sites[0].Names = []string{"晓云的旅行笔记"} }), x.Li,
		func(*filing.Document) {})
	doc, err := x.Zhao.Document(t.Context(), out.Filing)
	pgtest.Must(t, err)
	was, err := x.Zhao.InForce(t.Context(), out.Filing, doc)
	pgtest.Must(t, err)
	if c := filing.Differences(was, doc); len(c) != 1 || c[0].Old[0] != "晓云的摄影笔记" || c[0].New[0] != "晓云的旅行笔记" {
		t.Errorf("differences %+v", c)
	}
	if _, err := x.Other.InForce(t.Context(), out.Filing, doc); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("another provider: %v", err)
	}
}
